"""负责人现场 (the leader's desk on a telephone): today's shifts, the roll of one, its screen, its paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from volunteers.door import WINDOW_SECONDS, digits_of, token_of
from volunteers.forms.scans import MarkForm, RollForm
from volunteers.models import Shift, Signup
from volunteers.querysets import ShiftQuerySet
from volunteers.roll import EXPECTED, OPEN_STATES, Outcome, expected, is_late, lines, moment_on
from volunteers.services import rolls
from volunteers.services.attendance import REVIEW
from volunteers.services.late_rolls import KEEP_ROLL
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.errors import DomainError, shown_on

from .doors import needs_office

RESULTS = {
    "recorded": gettext_lazy("已记录"),
    "same": gettext_lazy("已有相同记录"),
    "differs": gettext_lazy("与现场记录不一致，以现场记录为准"),
    "refused": gettext_lazy("未接受"),
}


def shifts_of(request: SignedInRequest, action: str) -> ShiftQuerySet:
    """The shifts that an office of this user has this right for."""
    shifts: ShiftQuerySet = Shift.objects.within(policy.reach(request.user, action).office())
    return shifts.select_related("post__project__organiser", "post__role")


def shift_of(request: SignedInRequest, public_id: UUID, action: str) -> Shift:
    shift: Shift = get_object_or_404(shifts_of(request, action), public_id=public_id)
    return shift


@needs_office(REVIEW)
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """今天的班次 (today), and those that are over and wait for a review."""
    day = at(today(), time())
    shifts = shifts_of(request, REVIEW).annotate(
        expected=Count("signups", filter=Q(signups__state__in=EXPECTED)),
        there=Count("signups", filter=Q(signups__state__in=["checked_in", "checked_out", "attended"])),
    )
    near = shifts.filter(starts_at__lt=day + timedelta(days=1), ends_at__gt=day).exclude(state="cancelled")
    context = {
        "today": near.order_by("starts_at", "pk"),
        "to_review": shifts.to_review(now()).order_by("ends_at", "pk")[:100],
        "day": today(),
    }
    return render(request, "volunteers/desk/today.html", context)


@needs_office(REVIEW)
@never_cache
@require_safe
def roll(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """点名 (the roll) of one shift; whoever does not keep it reads it, with names masked."""
    shift = shift_of(request, public_id, REVIEW)
    context = {
        "shift": shift,
        "lines": lines(expected(shift)),
        "keeps": policy.may(request.user, KEEP_ROLL, shift),
        "own": request.user.person_id,
        "form": MarkForm(),
        "sent": "sent" in request.GET,
        "now": now(),
    }
    return render(request, "volunteers/desk/roll.html", context)


@needs_office(KEEP_ROLL)
@require_POST
@answered_once
def mark(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """点名: present, gone, absent, or the last mark taken back."""
    shift, form = shift_of(request, public_id, KEEP_ROLL), MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("时间或原因填写有误，请按 24 小时制填写时间，原因不超过 300 字。"))
    else:
        signup = get_object_or_404(Signup.objects.whole().filter(shift=shift), pk=form.cleaned_data["signup"])
        try:
            _mark(request, shift, signup, form.cleaned_data)
            messages.success(request, _("已记录：%(name)s。") % {"name": signup.volunteer.person.full_name})
        except DomainError as refusal:
            messages.error(request, str(refusal))
    return redirect("volunteer_roll", public_id)


def _mark(request: SignedInRequest, shift: Shift, signup: Signup, given: dict[str, Any]) -> None:
    if given["act"] == "undo":
        rolls.undo_mark(actor=request.user, signup=signup, reason=given["reason"])
        return
    clock = moment_on(shift, given["clock"]) if given["clock"] else None
    rolls.mark(actor=request.user, signup=signup, kind=given["act"], at=clock)


@needs_office(KEEP_ROLL)
@never_cache
@answered_once
def sheet(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """纸质名册 (the sheet): printed and signed, kept by the telephone without a net, or typed in later."""
    shift = shift_of(request, public_id, KEEP_ROLL)
    signups = list(expected(shift).filter(state__in=[*OPEN_STATES, Signup.State.NO_SHOW]))
    form = RollForm(request.POST or None, shift=shift, signups=signups)
    if form.is_valid():
        with shown_on(form):
            given = form.cleaned_data["reason"]
            told = rolls.submit_roll(actor=request.user, shift=shift, marks=form.marks(), reason=given)
            _tell(request, told)
            return redirect(f"{reverse('volunteer_roll', args=[public_id])}?sent=yes")
    asks_why = is_late(shift) or any(signup.state == Signup.State.NO_SHOW for signup in signups)
    context = {"shift": shift, "form": form, "asks_why": asks_why}
    return render(request, "volunteers/desk/sheet.html", context)


def _tell(request: SignedInRequest, told: list[Outcome]) -> None:
    """How many lines were recorded, and each one that was not as it was written."""
    counts = Counter(outcome.result for outcome in told)
    words = [f"{RESULTS[result]} {counts[result]}" for result in RESULTS if counts[result]]
    messages.success(request, " · ".join(words) if words else _("名册是空的，没有记录。"))
    for outcome in told:
        if outcome.result in ("differs", "refused") and outcome.signup:
            name = outcome.signup.volunteer.person.full_name
            messages.warning(request, f"{name}{_('：')}{outcome.why or RESULTS[outcome.result]}")


def screen_of(kind: str) -> Callable[..., HttpResponse]:
    """The screen page of one direction."""

    @needs_office(KEEP_ROLL)
    @never_cache
    @require_safe
    def screen(request: SignedInRequest, public_id: UUID) -> HttpResponse:
        """现场屏幕 (the screen): QR code and digits of this minute; the browser asks again after it."""
        shift, moment = shift_of(request, public_id, KEEP_ROLL), now()
        with override(settings.LANGUAGE_CODE):
            address = request.build_absolute_uri(
                reverse("volunteer_door", args=[token_of(shift, kind, moment)])
            )
        qr = segno.make(address, error="m").svg_data_uri(scale=8, border=2, dark="#1f2328", light="#fff")
        digits = digits_of(shift, kind, moment)
        context = {"shift": shift, "kind": kind, "qr": qr, "digits": f"{digits[:3]} {digits[3:]}"}
        answer = render(request, "volunteers/desk/screen.html", context)
        answer["Refresh"] = str(_seconds_left(moment))
        return answer

    return screen


def _seconds_left(moment: datetime) -> int:
    """Until the minute is over; a second more, so that the next look finds the next code."""
    return WINDOW_SECONDS - int(moment.timestamp()) % WINDOW_SECONDS + 1


screen_in, screen_out = screen_of("in"), screen_of("out")
