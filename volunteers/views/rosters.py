"""排班 (rosters of a round): the leader lays shifts out, the volunteer takes them or declines a day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers.forms.rounds import RosterForm
from volunteers.models import Application, Round, Signup
from volunteers.services import rosters
from volunteers.services.rosters import Line
from volunteers.signup_rules import hours_words
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_office, needs_volunteer
from .my_shifts import TONES
from .steps import tried

# A page says so many refusals; the lines of the roster say the rest.
MOST_SAID = 20


@needs_office("volunteers.manage_round")
@answered_once
def roster_desk(request: SignedInRequest, number: int) -> HttpResponse:
    """排班 at the desk: who is accepted and on which shifts, and a form that offers more."""
    found = get_object_or_404(Round.objects.managed_by(request.user).whole(), pk=number)
    form = RosterForm(request.POST or None, round=found)
    if form.is_valid():
        with shown_on(form):
            said = form.cleaned_data
            lines = rosters.offer_roster(
                actor=request.user, round=found, applications=said["people"], shifts=said["shifts"]
            )
            _say(request, lines, with_names=True)
            return redirect("volunteer_roster_desk", found.pk)
    return render(
        request,
        "volunteers/rounds/roster_desk.html",
        {"form": form, "round": found, "people": _people(found)},
    )


def _people(of: Round) -> list[dict[str, Any]]:
    """Everybody who is accepted, with their shifts in the project."""
    rows = Signup.objects.exclude(state__in=["signed_off", "declined", "released", "standby"])
    rows = rows.filter(shift__post__project=of.project_id).whole().order_by("starts_at")
    shifts: dict[int, list[Signup]] = {}
    for row in rows:
        shifts.setdefault(row.volunteer_id, []).append(row)
    accepted = of.applications.filter(state="accepted").whole().order_by("number")
    return [{"application": each, "signups": shifts.get(each.volunteer_id, [])} for each in accepted]


def _say(request: SignedInRequest, lines: list[Line], *, with_names: bool = False) -> None:
    """What came about, and what stood in the way of each other line."""
    refused = [line for line in lines if line.refusal]
    n = len(lines) - len(refused)
    if n and with_names:
        told = ngettext(
            "已发出 %(n)s 个班次的排班，等志愿者接受。", "已发出 %(n)s 个班次的排班，等志愿者接受。", n
        )
        messages.success(request, told % {"n": n})
    elif n:
        told = ngettext("已接受 %(n)s 个班次，请按时到岗。", "已接受 %(n)s 个班次，请按时到岗。", n)
        messages.success(request, told % {"n": n})
    for line in refused[:MOST_SAID]:
        who = f"{line.volunteer.volunteer_no} " if with_names else ""
        messages.warning(
            request, f"{who}{hours_words(line.shift.starts_at, line.shift.ends_at)}：{line.refusal}"
        )
    if len(refused) > MOST_SAID:
        more = len(refused) - MOST_SAID
        told = ngettext("另有 %(n)s 个班次没有排上。", "另有 %(n)s 个班次没有排上。", more)
        messages.warning(request, told % {"n": more})


@needs_volunteer
@answered_once
def own_roster(request: VolunteerRequest, number: int) -> HttpResponse:
    """我的排班: one's shifts of the event, those to answer first; accept all, or decline a single one."""
    own = Application.objects.filter(volunteer=request.volunteer).whole()
    found = get_object_or_404(own, pk=number)
    if request.method == "POST":
        _answer(request, found, request.POST.get("act", ""))
        return redirect("volunteer_roster", found.pk)
    rows = Signup.objects.live_of(request.volunteer).filter(shift__post__project=found.round.project_id)
    lines = [
        {"signup": row, "tone": TONES.get(row.state, "plain")} for row in rows.whole().order_by("starts_at")
    ]
    context = {
        "application": found,
        "offered": [line for line in lines if line["signup"].state == "offered"],
        "others": [line for line in lines if line["signup"].state != "offered"],
    }
    return render(request, "volunteers/rounds/roster.html", context)


def _answer(request: VolunteerRequest, found: Application, act: str) -> None:
    """Accept all; or ``decline-<number>`` for one line."""
    if act == "accept":
        _say(request, rosters.accept_roster(actor=request.user, application=found))
        return
    word, _dash, number = act.partition("-")
    if word != "decline" or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    line = get_object_or_404(Signup.objects.rostered(found), pk=number)
    tried(
        request,
        lambda: rosters.decline_line(actor=request.user, application=found, signup=line),
        _("已答复，名额让给下一位。"),
    )
