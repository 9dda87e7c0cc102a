"""What shifts tell their volunteers: the kinds, the values of their words, and when each still holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.brief_days import day_words, moment_words
from zibo_youth.core.calendar import now
from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import NoShow, Shift, Signup, Swap
from .no_show_rules import last_day_of_appeal

State = Signup.State
# A text message holds 70 characters; names must leave room for the rest.
NAME_IN_A_TEXT = 14
OF_SIGNUP = ("shift__post__project",)
OF_NO_SHOW = ("signup__shift__post__project",)
OF_SWAP = ("signup__shift__post__project", "giver__person")


def shift_words(shift: Shift) -> dict[str, Any]:
    """The project, the post, the hours and the place of a shift."""
    project = shift.post.project
    return {
        "project": truncatechars(project.local_title, NAME_IN_A_TEXT),
        "post": shift.post.local_name,
        "day": day_words(timezone.localdate(shift.starts_at)),
        "start": _clock(shift.starts_at),
        "end": _clock(shift.ends_at),
        "place": shift.place,
        "phone": project.contact_phone,
        "note": shift.note,
        "until": moment_words(shift.sign_off_until),
    }


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _words(signup: Signup) -> dict[str, Any]:
    last = signup.transitions.filter(to_state=signup.state).order_by("-at", "-pk").first()
    return shift_words(signup.shift) | {
        "offer": moment_words(signup.offer_until) if signup.offer_until else "",
        "reason": last.note if last else "",
    }


def _swap_words(swap: Swap) -> dict[str, Any]:
    return shift_words(swap.signup.shift) | {"giver": swap.giver.person.masked_name}


def _no_show_words(no_show: NoShow) -> dict[str, Any]:
    return shift_words(no_show.signup.shift) | {
        "appeal_until": day_words(last_day_of_appeal(no_show)),
        "reason": no_show.decision,
    }


def _in_state(state: str) -> Callable[[Any], bool]:
    return lambda about: bool(about.state == state)


def _still_comes(signup: Signup) -> bool:
    return signup.state == State.SIGNED_UP and signup.starts_at > now()


def _awaited(signup: Signup) -> bool:
    return signup.state in (State.STANDBY, State.OFFERED, State.SIGNED_UP, State.CHECKED_IN)


def _suspended(signup: Signup) -> bool:
    return _awaited(signup) and signup.shift.state == Shift.State.SUSPENDED


def _open(signup: Signup) -> bool:
    return _awaited(signup) and signup.shift.state == Shift.State.OPEN


def _to_volunteer(name: str, title: str | Promise, holds: Callable[[Any], bool]) -> NoticeKind:
    return NoticeKind(
        key=f"volunteers.{name}",
        title=title,
        channels=(INBOX, SMS),
        holds=holds,
        words=_words,
        related=OF_SIGNUP,
    )


def _of_swap(name: str, title: str | Promise, holds: Callable[[Any], bool]) -> NoticeKind:
    return NoticeKind(
        key=f"volunteers.{name}",
        title=title,
        channels=(INBOX, SMS),
        holds=holds,
        words=_swap_words,
        related=OF_SWAP,
    )


def _of_no_show(name: str, title: str | Promise, state: str) -> NoticeKind:
    return NoticeKind(
        key=f"volunteers.{name}",
        title=title,
        channels=(INBOX, SMS),
        holds=_in_state(state),
        words=_no_show_words,
        url=lambda no_show: reverse("my_volunteer_shifts"),
        related=OF_NO_SHOW,
    )


KINDS = [
    _to_volunteer("signup_confirmed", _("班次报名成功"), _still_comes),
    _to_volunteer("place_released", _("班次报名已取消"), _in_state(State.RELEASED)),
    _to_volunteer("shift_cancelled", _("班次已取消"), _in_state(State.RELEASED)),
    _to_volunteer("place_rearranged", _("班次安排有调整"), _in_state(State.RELEASED)),
    _to_volunteer("shift_changed", _("班次有变化"), _awaited),
    _to_volunteer("shift_suspended", _("班次暂停"), _suspended),
    _to_volunteer("shift_resumed", _("班次恢复"), _open),
    _to_volunteer("standby_offer", _("候补到班次"), _in_state(State.OFFERED)),
    _to_volunteer("offer_lapsed", _("候补邀请已过时"), _in_state(State.DECLINED)),
    _to_volunteer("shift_reminder", _("明天的志愿服务"), _still_comes),
    _to_volunteer("swap_accepted", _("有人接班"), _in_state(State.SIGNED_OFF)),
    _of_swap("swap_asked", _("请您接班"), _in_state(Swap.State.ASKED)),
    _of_swap("swap_declined", _("换班未被接受"), _in_state(Swap.State.DECLINED)),
    _of_no_show("no_show_recorded", _("未到岗记录"), NoShow.State.STANDING),
    _of_no_show("no_show_upheld", _("未到岗申诉有结果"), NoShow.State.UPHELD),
    _of_no_show("no_show_overturned", _("未到岗记录已撤销"), NoShow.State.OVERTURNED),
]


def register_shift_notices() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register(kind)
