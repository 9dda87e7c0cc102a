"""
白占的分钟 (minutes held in vain): who holds beds again and again without a request keeps them from others.

A hold that ran out, or was left for other dates, is a line of the stay's own history.
What counts is how long the bed was kept: so many full holds as the policy says, whether
three ran out or many were left a minute before. Whoever reads it to decide holds the
guest's lock, and so does whoever writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import StayPolicy, StayTransition

BED_HELD, HOLD_LAPSED, HOLD_LEFT = "bed_held", "hold_lapsed", "hold_left"
OF_HOLDS = (BED_HELD, HOLD_LAPSED, HOLD_LEFT)


@dataclass(frozen=True, slots=True)
class Pause:
    """Minutes held in vain within the policy's hours, how many may be, and until when none is given."""

    minutes: int
    most: int
    until: datetime


def pause_of(guest_id: int, policy: StayPolicy, at: datetime) -> Pause | None:
    """The pause that a guest is in, by the policy's numbers; None where holds are given."""
    most = policy.hold_lapse_limit * timedelta(minutes=policy.hold_minutes)
    if not most:
        return None
    over = list(_held_in_vain(guest_id, policy))
    if not over:
        return None
    last = over[-1][0]
    since = last - timedelta(hours=policy.hold_lapse_hours)
    until = last + timedelta(hours=policy.hold_pause_hours)
    held = sum((how_long for ended, how_long in over if ended > since), timedelta())
    return Pause(_minutes(held), _minutes(most), until) if held >= most and at < until else None


def _held_in_vain(guest_id: int, policy: StayPolicy) -> Iterator[tuple[datetime, timedelta]]:
    """When each hold without a request ended and how long it kept its bed: one that ran out, in full."""
    full = timedelta(minutes=policy.hold_minutes)
    moves = StayTransition.objects.filter(stay__guest=guest_id, reason__in=OF_HOLDS).order_by("pk")
    began = None
    for reason, moment in moves.values_list("reason", "at"):
        if reason == BED_HELD:
            began = moment
        else:
            yield moment, min(moment - began, full) if began and reason == HOLD_LEFT else full


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)
