"""
在岗时长 (presence): how long somebody was there within the hours of a shift, and how that is known.

Coming early and staying longer count nothing; the break goes off in proportion. What
is credited is rounded down to whole steps (reference/domain.md 1.9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import Scan, Signup

MINUTE = timedelta(minutes=1)
# From the best evidence to the weakest; of arrival and leaving the weaker one is the presence's.
WAYS = ("scan", "code", "roll", "offline", "system")


@dataclass(frozen=True, slots=True)
class Presence:
    """Minutes without the break, of how many planned, and the weaker of its two proofs (`Scan.Way`)."""

    minutes: int
    planned: int
    evidence: str = ""

    @property
    def share(self) -> int:
        """Percent of the planned length, rounded down."""
        return 100 * self.minutes // self.planned if self.planned > 0 else 0

    @property
    def credited(self) -> int:
        """Minutes that are credited: whole steps of half an hour."""
        step: int = settings.VOLUNTEERS["credit_step_minutes"]
        return self.minutes // step * step

    @property
    def is_enough(self) -> bool:
        return self.share >= int(settings.VOLUNTEERS["presence_percent"])

    @property
    def is_closed_by_system(self) -> bool:
        """Nobody has seen the end."""
        return self.evidence == "system"

    @property
    def needs_a_word(self) -> bool:
        """Whether whoever accepts it says why."""
        return not self.is_enough or self.is_closed_by_system


def measure(
    start: datetime, end: datetime, break_minutes: int, came: datetime | None, left: datetime | None
) -> int:
    """Whole minutes from the later beginning to the earlier end, less the break's share of them."""
    if came is None or left is None:
        return 0
    length = end - start
    served = length - break_minutes * MINUTE
    there = min(left, end) - max(came, start)
    if there <= timedelta() or served <= timedelta():
        return 0
    tick = timedelta(microseconds=1)
    return (there // tick) * (served // tick) // (length // tick) // (MINUTE // tick)


def standing(scans: Iterable[Scan]) -> dict[str, Scan]:
    """Of all rows of a signup, the ones that count, by kind."""
    rows = list(scans)
    undone = {row.undoes_id for row in rows if row.undoes_id}
    return {row.kind: row for row in rows if row.counts and row.kind != "undo" and row.pk not in undone}


def weakest(ways: Iterable[str]) -> str:
    """The weaker of several proofs; nothing of none."""
    return max(ways, key=WAYS.index, default="")


def presence_of(signup: Signup) -> Presence:
    """How long the volunteer was there. Reads ``signup.scans`` and ``signup.shift``, once each."""
    shift, proofs = signup.shift, standing(signup.scans.all())
    minutes = measure(
        shift.starts_at, shift.ends_at, shift.break_minutes, signup.checked_in_at, signup.checked_out_at
    )
    evidence = weakest(proofs[kind].way for kind in ("in", "out") if kind in proofs)
    return Presence(minutes, max(shift.planned_minutes, 0), evidence)
