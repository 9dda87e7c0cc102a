"""What the collective wedding tells both of a couple: the kinds, their words, and when each still holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.brief_days import moment_words as brief_moment
from zibo_youth.notifications.kinds import NoticeKind, register

from .models import Couple
from .words import day_said, moment_words

State = Couple.State
RELATED = ("wedding",)


def _words(couple: Couple) -> dict[str, Any]:
    """The values of every template, in the active language."""
    wedding = couple.wedding
    last = [move for move in couple.transitions.all() if move.to_state == couple.state]
    return {
        "wedding": wedding.number,
        "day": day_said(wedding.held_on),
        "closes": moment_words(wedding.closes_at),
        "couple": couple.number or "",
        "rank": couple.rank or "",
        "phone": wedding.contact_phone,
        "offer": moment_words(couple.offer_until) if couple.offer_until else "",
        "keep": brief_moment(couple.offer_until) if couple.offer_until else "",
        "refusal": couple.get_refusal_display() if couple.refusal else "",
        "note": last[-1].note if last else "",
    }


def _register(name: str, title: str | Promise, holds: Callable[[Couple], bool]) -> None:
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


def _in(*states: str) -> Callable[[Couple], bool]:
    return lambda couple: couple.state in states


def register_wedding_notices() -> None:
    """Called once, when the app is ready."""
    _register("couple_joined", _("对方已加入婚礼报名"), _in(State.DRAFT))
    _register("couple_submitted", _("集体婚礼报名已提交"), _in(State.SUBMITTED, State.SECOND_LOOK))
    _register("couple_returned", _("集体婚礼报名需要补充"), _in(State.RETURNED))
    _register("couple_reminder", _("集体婚礼报名即将截止"), _in(State.DRAFT, State.RETURNED))
    _register("couple_eligible", _("集体婚礼报名审核通过"), _in(State.ELIGIBLE))
    _register("couple_refused", _("集体婚礼报名未通过"), _in(State.REFUSED))
    _register("couple_admitted", _("集体婚礼入选"), _in(State.ADMITTED))
    _register("couple_reserve", _("集体婚礼候补"), _in(State.RESERVE))
    _register("couple_offer", _("集体婚礼候补有名额了"), _in(State.OFFERED))
    _register("couple_lapsed", _("集体婚礼名额已过期"), _in(State.LAPSED))
    _register("couple_withdrawn", _("已退出集体婚礼"), _in(State.WITHDRAWN))
    _register("couple_ended", _("集体婚礼报名结束"), _in(State.ENDED))
    _register("wedding_cancelled", _("集体婚礼取消"), _in(State.ENDED))
