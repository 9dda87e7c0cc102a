"""系列场次 (series): the days that follow from a rule, and what stands in their way at the same venue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from .models import Session, Venue

MOST = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """One session of a series: when, and what is there already."""

    starts_at: datetime
    ends_at: datetime
    clashes: tuple[str, ...] = ()


def weekly(first: date, times: int, weeks: int = 1) -> list[date]:
    """The same day of the week, every so many weeks."""
    return [first + timedelta(weeks=weeks * number) for number in range(times)]


def turns_of(starts_at: datetime, ends_at: datetime, days: Sequence[date]) -> list[Turn]:
    """The first session's hours on each of the days, in order; a day named twice is one."""
    local = timezone.localtime(starts_at)
    length = ends_at - starts_at
    zone = timezone.get_current_timezone()
    begin = [datetime.combine(day, local.time(), zone) for day in sorted(set(days))]
    return [Turn(start, start + length) for start in begin]


def with_clashes(turns: Sequence[Turn], venue: Venue | None) -> list[Turn]:
    """Each with the sessions that hold the venue at its hours; one that runs into the next of its own too."""
    there = _at(venue, turns)
    found = []
    before: Turn | None = None
    for turn in turns:
        met = [str(each) for each in there if each.starts_at < turn.ends_at and each.ends_at > turn.starts_at]
        if before and before.ends_at > turn.starts_at:
            met.append(f"{timezone.localtime(before.starts_at):%Y-%m-%d %H:%M}")
        found.append(Turn(turn.starts_at, turn.ends_at, tuple(met)))
        before = turn
    return found


def _at(venue: Venue | None, turns: Sequence[Turn]) -> list[Session]:
    if venue is None or not turns:
        return []
    within = Q(starts_at__lt=turns[-1].ends_at, ends_at__gt=turns[0].starts_at)
    rows = Session.objects.filter(within, venue=venue).exclude(state=Session.State.CANCELLED)
    return list(rows.select_related("event"))
