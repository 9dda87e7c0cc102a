"""What events tell whoever registered: the kinds, the values of their words, and when each still holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.brief_days import day_words
from zibo_youth.core.brief_days import moment_words as brief_moment
from zibo_youth.core.calendar import now
from zibo_youth.notifications.kinds import NoticeKind, register

from .models import Registration, SegmentMessage, Team
from .models.registration import LIVE
from .words import moment_words

State = Registration.State
# A text message holds 70 characters; names must leave room for the rest.
NAME_IN_A_TEXT = 14
RELATED = ("session__event", "quota")


def _words(registration: Registration) -> dict[str, Any]:
    """The values of every template, in the active language."""
    session = registration.session
    last = [move for move in registration.transitions.all() if move.to_state == registration.state]
    return {
        "event": truncatechars(session.event.local_title, NAME_IN_A_TEXT),
        "day": day_words(timezone.localtime(session.starts_at)),
        "starts": moment_words(session.starts_at),
        "clock": f"{timezone.localtime(session.starts_at):%H:%M}",
        "place": session.place,
        "seats": registration.seats,
        "number": registration.pk,
        "waits": registration.state == State.WAITING,
        "phone": session.event.contact_phone,
        "until": moment_words(session.cancel_until),
        "offer": moment_words(registration.offer_until) if registration.offer_until else "",
        "keep": brief_moment(registration.offer_until) if registration.offer_until else "",
        "reason": last[-1].note if last else "",
    }


def _in(*states: str) -> Callable[[Registration], bool]:
    return lambda registration: registration.state in states


def _before(*states: str) -> Callable[[Registration], bool]:
    """In one of these states, and the session has not begun."""
    return lambda registration: registration.state in states and registration.session.starts_at > now()


def _register(name: str, title: str | Promise, holds: Callable[[Registration], bool]) -> None:
    register(
        NoticeKind(
            key=f"events.{name}",
            title=title,
            holds=holds,
            words=_words,
            related=RELATED,
            prefetched=("transitions",),
        )
    )


def _of_message(message: SegmentMessage) -> dict[str, Any]:
    event = message.session.event
    return {
        "event": truncatechars(event.local_title, NAME_IN_A_TEXT),
        "starts": moment_words(message.session.starts_at),
        "words": message.local_words,
    }


def _of_team(team: Team) -> dict[str, Any]:
    return {"event": truncatechars(team.event.local_title, NAME_IN_A_TEXT), "team": team.name}


def _standings_of(team: Team) -> str:
    return reverse("event_standings", args=[team.event.public_id])


def register_notices() -> None:
    """Called once, when the app is ready."""
    register(
        NoticeKind(
            key="events.segment_message",
            title=_("活动主办单位通知"),
            words=_of_message,
            related=("session__event",),
        )
    )
    register(
        NoticeKind(
            key="events.round_published",
            title=_("比赛公布名次"),
            words=_of_team,
            url=_standings_of,
            related=("event",),
        )
    )
    _register("registered", _("活动报名成功"), _in(State.REGISTERED))
    _register("entered", _("已登记活动抽签"), _in(State.WAITING))
    _register("drawn", _("活动抽签中签"), _in(State.REGISTERED))
    _register("not_drawn", _("活动抽签未中签"), _in(State.WAITING))
    _register("waiting", _("已加入活动候补"), _in(State.WAITING))
    _register("in_review", _("活动报名已提交审核"), _in(State.REVIEW))
    _register("review_overdue", _("活动报名没有按时审核"), _in(State.WAITING))
    _register("admitted_waiting", _("活动报名通过审核，等待名额"), _in(State.WAITING))
    _register("refused", _("活动报名未通过审核"), _in(State.RELEASED))
    _register("offer", _("候补的活动有名额了"), _in(State.OFFERED))
    _register("offer_lapsed", _("活动名额已过期"), _in(State.LAPSED))
    _register("released", _("活动报名被释放"), _in(State.RELEASED))
    _register("session_cancelled", _("活动场次取消"), _in(State.RELEASED))
    _register("session_moved", _("活动时间或地点有变"), _before(*LIVE))
    _register("attended", _("感谢参加活动"), _in(State.REGISTERED))
    _register("certificate_revoked", _("参加证明已撤销"), _in(State.REGISTERED))
    _register("session_soon", _("活动即将开始"), _before(State.REGISTERED))
