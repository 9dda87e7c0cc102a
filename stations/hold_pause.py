"""
保留到时 (lapsed holds): who lets held beds run out again and again keeps them from others.

A lapse is a line of the stay's own history. Whoever reads it to decide holds the
guest's lock, and so does whoever writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import StayPolicy, StayTransition

HOLD_LAPSED = "hold_lapsed"


@dataclass(frozen=True, slots=True)
class Pause:
    """How many holds ran out within the policy's hours, and until when none is given."""

    count: int
    until: datetime


def pause_of(guest_id: int, policy: StayPolicy, at: datetime) -> Pause | None:
    """The pause that a guest is in, by the policy's numbers; None where holds are given."""
    if not policy.hold_lapse_limit:
        return None
    lapses = StayTransition.objects.filter(stay__guest=guest_id, reason=HOLD_LAPSED)
    last = lapses.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return None
    until = last + timedelta(hours=policy.hold_pause_hours)
    count = lapses.filter(at__gt=last - timedelta(hours=policy.hold_lapse_hours)).count()
    return Pause(count, until) if count >= policy.hold_lapse_limit and at < until else None
