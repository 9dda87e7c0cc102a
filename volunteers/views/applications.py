"""我的招募报名 (my applications): where each stands, until when a place is kept, accept or give it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from volunteers.models import Application, Shift
from volunteers.round_querysets import ApplicationQuerySet
from volunteers.services import applications
from volunteers.signup_rules import diary_of
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.calendar import now

from .doors import VolunteerRequest, needs_volunteer
from .rounds import to_do
from .shifts import line_of
from .steps import tried

MOST = 60
TONES = {"accepted": "ok", "offered": "warn", "waitlisted": "info", "bench": "info", "applied": "info"}
ACTS: dict[str, tuple[Callable[..., Application], Any]] = {
    "accept": (applications.accept, gettext_lazy("已确认参加。")),
    "decline": (applications.decline, gettext_lazy("已放弃，名额给下一位候补。")),
    "withdraw": (applications.withdraw, gettext_lazy("报名已撤回。")),
}


def _own(request: VolunteerRequest) -> ApplicationQuerySet:
    rows: ApplicationQuerySet = Application.objects.filter(volunteer=request.volunteer).whole()
    return rows


@needs_volunteer
@require_safe
def my_applications(request: VolunteerRequest) -> HttpResponse:
    """我的招募报名, the latest first."""
    lines = [
        {"application": each, "tone": TONES.get(each.state, "plain")}
        for each in _own(request).order_by("-applied_at")
    ]
    return render(request, "volunteers/rounds/mine.html", {"lines": lines})


@needs_volunteer
@require_safe
def application(request: VolunteerRequest, number: int) -> HttpResponse:
    """One application: its number, its place in the queue, the deadline and what to do next."""
    found = get_object_or_404(_own(request), pk=number)
    last = found.transitions.order_by("-pk").first()
    ahead = Application.objects.filter(round=found.round, home_pool=found.home_pool).waiting()
    context = {
        "application": found,
        "tone": TONES.get(found.state, "plain"),
        "reason": last.note if last else "",
        "ahead": ahead.filter(rank__lt=found.rank).count() if found.state == "waitlisted" else None,
        "is_offered": found.state == "offered" and found.offer_until > now(),
        "left": found.offer_until,
        "to_do": to_do(request.volunteer, found.round) if found.state == "accepted" else [],
        "shifts": _to_take(request, found) if found.state == "accepted" else [],
    }
    return render(request, "volunteers/rounds/application.html", context)


def _to_take(request: VolunteerRequest, found: Application) -> list[dict[str, Any]]:
    """Shifts to come of the event that takes whoever it accepted, and what stands in the way of each."""
    rows: Any = Shift.objects.open(now()).filter(post__project=found.round.project_id, post__staffing="round")
    diary = diary_of(request.volunteer)
    return [line_of(row, diary) for row in rows.counted().whole().order_by("starts_at", "pk")[:MOST]]


@needs_volunteer
@require_POST
@answered_once
def answer(request: VolunteerRequest, number: int) -> HttpResponse:
    """确认、放弃或撤回 (accept, decline or withdraw)."""
    found = get_object_or_404(_own(request), pk=number)
    if request.POST.get("act") not in ACTS:
        raise Http404
    act, told = ACTS[request.POST["act"]]
    tried(request, lambda: act(actor=request.user, application=found), str(told))
    return redirect(found)


@needs_volunteer
@require_safe
def withdraw(request: VolunteerRequest, number: int) -> HttpResponse:
    """撤回报名 (withdraw): the question before it."""
    found = get_object_or_404(_own(request), pk=number)
    if not found.may_become("withdrawn"):
        messages.info(request, _("这份报名已经结束。"))
        return redirect(found)
    return render(request, "volunteers/rounds/withdraw.html", {"application": found})
