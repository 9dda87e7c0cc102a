"""What recruitment rounds tell volunteers, and when each still holds."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.brief_days import moment_words
from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import Application, Signup

# A text message holds 70 characters; names must leave room for the rest.
NAME_IN_A_TEXT = 12
State = Application.State
RESULTS = (State.ACCEPTED, State.BENCH, State.REFUSED, State.RELEASED, State.EXPIRED)


def application_words(application: Application) -> dict[str, Any]:
    """The round, the number and the deadline of an application, as notices and texts name them."""
    until = application.offer_until and timezone.localtime(application.offer_until)
    return {
        "round": truncatechars(application.round.local_title, NAME_IN_A_TEXT),
        "number": application.number,
        "state": application.state,
        "day": date_format(until, "MONTH_DAY_FORMAT") if until else "",
        "time": f"{until:%H:%M}" if until else "",
        "method": application.round.method,
    }


def _in(*states: str) -> Any:
    return lambda application: application.state in states


def _roster_words(application: Application) -> dict[str, Any]:
    """The round, and until when the first shift that waits for an answer is kept."""
    waiting = Signup.objects.rostered(application).order_by("offer_until")
    until = waiting.values_list("offer_until", flat=True).first()
    return {
        "round": truncatechars(application.round.local_title, NAME_IN_A_TEXT),
        "until": moment_words(until) if until else "",
    }


def _roster_kind(key: str, title: Any) -> NoticeKind:
    return NoticeKind(
        key=f"volunteers.{key}",
        title=title,
        channels=(INBOX, SMS),
        holds=_in(State.ACCEPTED),
        words=_roster_words,
        url=lambda application: reverse("volunteer_roster", args=[application.pk]),
        related=("round", "volunteer__person"),
    )


def _kind(key: str, title: Any, holds: Any, *, is_texted: bool) -> NoticeKind:
    return NoticeKind(
        key=f"volunteers.{key}",
        title=title,
        channels=(INBOX, SMS) if is_texted else (INBOX,),
        holds=holds,
        words=application_words,
        related=("round", "volunteer__person"),
    )


KINDS = [
    _kind("application_received", _("招募报名已收到"), _in(State.APPLIED), is_texted=False),
    _kind("round_offer", _("您被录取了，请确认"), _in(State.OFFERED), is_texted=True),
    _kind("round_offer_ends", _("录取确认即将截止"), _in(State.OFFERED), is_texted=True),
    _kind("round_offer_lapsed", _("录取已逾期"), _in(State.EXPIRED), is_texted=True),
    _kind("waitlisted", _("您在候补中"), _in(State.WAITLISTED), is_texted=False),
    _kind("round_result", _("招募有结果"), _in(*RESULTS), is_texted=True),
    _roster_kind("roster_offer", _("排班等您答复")),
    _roster_kind("roster_accepted", _("排班已接受")),
    _roster_kind("roster_lapsed", _("排班已逾期")),
]


def register_round_notices() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register(kind)
