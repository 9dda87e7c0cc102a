"""
时间 (times): when somebody reported, or answered, is told to the minute to the offices alone.

Whoever works there reads the day: with the minute, a camera of the workshop or the list of a shift names who
it was (decision 0084).
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import at

from .models import HazardReport, HazardTransition
from .models.hazards.words import HazardParty

OFFICES = ("safety.review_hazard", "safety.mirror_hazard")


def reads_minutes(user: User, hazard: HazardReport | None = None) -> bool:
    """Of the district, the city or the bureau; without a report, of any."""
    return any(policy.may(user, action, hazard) for action in OFFICES)


def day_of(moment: datetime | None) -> datetime | None:
    """The midnight before it."""
    return at(timezone.localdate(moment), time.min) if moment else None


def moves_of(hazard: HazardReport, *, minutes: bool) -> list[Any]:
    """Its transitions; those of its reporter by the day where ``minutes`` are not told."""
    moves: list[Any] = list(hazard.transitions.all())
    for move in moves:
        move.by_day = not minutes and _is_of_the_reporter(move)
        move.at = day_of(move.at) if move.by_day else move.at
    return moves


def _is_of_the_reporter(move: HazardTransition) -> bool:
    return move.party == HazardParty.REPORTER
