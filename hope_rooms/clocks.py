"""
期限 (clocks): until when a room should have left its state, and who hears on which day that it has not.

Working days where reference/welfare.md §5.1 counts so. Works that stand still are due on the day they go
on, what is mended on the first date of its defects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from hope_rooms.models.acceptance import RoomNudge
from hope_rooms.models.room import RoomState
from hope_rooms.models.survey import Level
from zibo_youth.core.calendar import after_workdays, at

HOURS = 24
Kind = RoomNudge.Kind
# Days from the hand-over to each re-check: three and twelve months.
RECHECKS = {3: 91, 12: 365}


@dataclass(frozen=True, slots=True)
class Due:
    """One clock of a room: of which kind, since when, until when, and whom it calls."""

    kind: str
    opened_on: date
    due_on: date
    levels: tuple[str, ...] = (Level.TOWN, Level.DISTRICT, Level.CITY)

    def late(self, day: date) -> int:
        """Days over; never negative."""
        return max((day - self.due_on).days, 0)

    def reached(self, day: date) -> list[str]:
        """The levels that hear of it until this day."""
        after = settings.HOPE_ROOMS["room_nudges"]
        return [each for each in self.levels if day > self.due_on + timedelta(days=after[each])]


def after(day: date, days: int, unit: str) -> date:
    """The last day of a span; it is over on the day after."""
    if unit == "workdays":
        return timezone.localtime(after_workdays(at(day, time.min), days * HOURS)).date()
    return day + timedelta(days=days)


def dues(room: Any) -> list[Due]:
    """The clocks of a room that was read `with_clocks`."""
    found = [_of_state(room), _of_log(room), *_of_rechecks(room)]
    return [due for due in found if due]


def _of_state(room: Any) -> Due | None:
    since = timezone.localtime(room.state_since).date()
    if room.state in DATED:
        due = getattr(room, DATED[room.state])
        return Due(Kind.OVERDUE, since, due) if due else None
    span = settings.HOPE_ROOMS["room_clocks"].get(room.state)
    return Due(Kind.OVERDUE, since, after(since, *span)) if span else None


# States whose end somebody has set: read from what is written down.
DATED = {
    RoomState.BUILDING: "works_due_on",
    RoomState.SUSPENDED: "resume_on",
    RoomState.RECTIFYING: "mend_due_on",
}


def _of_log(room: Any) -> Due | None:
    """No daily log: counted from the last one, or from the day on which works began or went on."""
    if room.state != RoomState.BUILDING:
        return None
    since = timezone.localtime(room.state_since).date()
    opened = max(room.last_log_on or since, since)
    due = opened + timedelta(days=settings.HOPE_ROOMS["log_days"])
    return Due(Kind.NO_LOG, opened, due, (Level.DISTRICT,))


def recheck_due(room: Any, months: int) -> date | None:
    """From which day on a re-check is written down; None while the room is not handed over."""
    if room.handed_over_at is None:
        return None
    return timezone.localtime(room.handed_over_at).date() + timedelta(days=RECHECKS[months])


def _of_rechecks(room: Any) -> list[Due | None]:
    if room.state not in (RoomState.HANDED_OVER, RoomState.IN_CARE):
        return []
    waiting = [months for months in RECHECKS if months not in room.rechecked]
    days = [recheck_due(room, months) for months in waiting]
    return [Due(Kind.RECHECK, day, day, (Level.DISTRICT, Level.CITY)) for day in days if day]
