"""
走访日程 (schedule of visits): when the next one is due, how many were missed, which rung is reached.

The first two visits are 14 days apart, later ones 30 (reference/welfare.md §5.4; a pairing may have
its own interval). A window opens at the last counted visit or, without one, at the start; once its due
date is missed the next one opens there, so misses accumulate. Paused days do not run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from zibo_youth.core.calendar import is_holiday

# (days from the due date, level), reference/welfare.md §5.4.
LADDER = ((-7, 0), (-1, 0), (0, 1), (3, 2), (7, 3), (14, 4), (30, 5))
# From this level on a rung is for staff, who are told on the next day that is no public holiday.
FOR_STAFF = 2
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """
    What is open now: since when, after how many counted visits, paused for how long.

    ``every_days``: the pairing's own interval of later visits.
    """

    opened_on: date
    visits: int = 0
    paused_for: timedelta = timedelta()
    every_days: int | None = None

    def interval(self, missed: int = 0) -> int:
        """Days until the next due date; a miss is a turn that was had, too."""
        rules = settings.HOPE_ROOMS
        if self.visits + missed < rules["first_visits"]:
            return int(rules["first_visits_days"])
        return int(self.every_days or rules["later_visits_days"])

    @property
    def due_on(self) -> date:
        """The first due date of the window: the ladder hangs on it."""
        return self.opened_on + timedelta(days=self.interval()) + self.paused_for

    def missed_on(self, day: date) -> int:
        """How many due dates are over without a visit."""
        missed, due = 0, self.due_on
        while due < day:
            missed += 1
            due += timedelta(days=self.interval(missed))
        return missed

    def next_due_on(self, day: date) -> date:
        """The next due date that is not over."""
        missed, due = 0, self.due_on
        while due < day:
            missed += 1
            due += timedelta(days=self.interval(missed))
        return due


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder, and the day on which it is climbed."""

    step: int
    level: int
    on: date

    def is_late(self, day: date) -> bool:
        """More than 48 hours ago: no message of its own, one summary of them all (CommCare's stale rule)."""
        return day - self.on > timedelta(hours=settings.HOPE_ROOMS["ladder_late_hours"])


def rungs(due_on: date, day: date) -> list[Rung]:
    """The rungs that are reached on a day, the lowest first."""
    found = [Rung(step, level, _told_on(due_on + timedelta(days=step), level)) for step, level in LADDER]
    return [rung for rung in found if rung.on <= day]


def _told_on(day: date, level: int) -> date:
    while level >= FOR_STAFF and is_holiday(day):
        day += DAY
    return day


def to_come(due_on: date, day: date, until: date) -> list[Rung]:
    """The rungs that will be reached after one day and up to another if nobody goes: the rehearsal."""
    return [rung for rung in rungs(due_on, until) if rung.on > day]
