"""
What matchmaking tells its people: at the release everybody the same, with a match or without.

Each notice is about the registration, which stays when the profile goes; no word names anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import NoticeKind, register

from .models import MatchProfile, MatchRound, Registration

NAME_IN_A_TEXT = 14
RELATED = ("session__event", "session__match_round", "match_profile")


def _round_of(registration: Registration) -> MatchRound | None:
    return getattr(registration.session, "match_round", None)


def _profile_of(registration: Registration) -> MatchProfile | None:
    return getattr(registration, "match_profile", None)


def _words(registration: Registration) -> dict[str, Any]:
    profile = _profile_of(registration)
    return {
        "event": truncatechars(registration.session.event.local_title, NAME_IN_A_TEXT),
        "badge": profile.badge if profile else "",
        "note": profile.note if profile else "",
    }


def _url(page: str) -> Callable[[Registration], str]:
    def address(registration: Registration) -> str:
        turn = _round_of(registration)
        return reverse(page, args=[turn.public_id]) if turn else reverse("my_events")

    return address


def _is(state: str) -> Callable[[Registration], bool]:
    def holds(registration: Registration) -> bool:
        profile = _profile_of(registration)
        return profile is not None and profile.state == state

    return holds


def _is_released(registration: Registration) -> bool:
    turn = _round_of(registration)
    return turn is not None and turn.is_released and _profile_of(registration) is not None


def _register(
    name: str, title: str | Promise, holds: Callable[[Registration], bool], page: str, **more: Any
) -> None:
    register(
        NoticeKind(
            key=f"events.{name}",
            title=title,
            holds=holds,
            words=_words,
            url=_url(page),
            related=RELATED,
            **more,
        )
    )


def register_match_notices() -> None:
    """Called once, when the app is ready. That two people wish to meet again is told discreetly."""
    _register("match_admitted", _("相亲资料已通过"), _is(MatchProfile.State.APPROVED), "match_profile")
    _register("match_refused", _("相亲资料请修改"), _is(MatchProfile.State.REFUSED), "match_profile")
    _register("match_released", _("互选结果已公布"), _is_released, "match_result")
    _register("match_contact", _("双方都同意再联系"), _is_released, "match_result", is_discreet=True)
