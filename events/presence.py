"""
在场时长 (presence): the days of a session, its door's hours, and how long a seat was inside.

Coming early and staying on count nothing. Whoever was not seen to leave stayed until the day's end: most
doors record who comes in only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.utils import timezone

from zibo_youth.core.calendar import at

from .models import EntryScan, Session

MINUTE = timedelta(minutes=1)
# A night belongs to the evening that it began on.
NIGHT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Presence:
    """Whole minutes inside, on how many days, from when until when; of nobody, zero and no times."""

    minutes: int = 0
    days: int = 0
    came_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def attended(self) -> bool:
        return self.came_at is not None


def _night_of(session: Session) -> timedelta:
    """What a clock is set back by where every day of the session ends after midnight."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return NIGHT if end.date() > start.date() and end.time() <= start.time() else timedelta()


def days_of(session: Session) -> list[date]:
    """The days that are scanned one by one."""
    first = timezone.localdate(session.starts_at)
    last = max(first, timezone.localdate(session.ends_at - _night_of(session)))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def day_at(session: Session, moment: datetime) -> date:
    """The day of the session that a moment belongs to; before the first and after the last, that one."""
    days = days_of(session)
    return min(max(timezone.localdate(moment - _night_of(session)), days[0]), days[-1])


def hours_of(session: Session, day: date) -> tuple[datetime, datetime]:
    """From when until when one day of the session is held."""
    days = days_of(session)
    if len(days) == 1:
        return session.starts_at, session.ends_at
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    begins, ends = at(day, start.time()), at(day, end.time())
    return begins, ends if ends > begins else ends + timedelta(days=1)


def door_hours(session: Session) -> tuple[datetime, datetime]:
    """From when until when the door records who comes and goes."""
    rules = settings.EVENTS
    opens = session.starts_at - timedelta(minutes=rules["door_opens_minutes"])
    return opens, session.ends_at + timedelta(minutes=rules["door_closes_minutes"])


def planned_minutes(session: Session) -> int:
    """How long the session is on all its days, in minutes."""
    spans = [hours_of(session, day) for day in days_of(session)]
    return sum((end - start) // MINUTE for start, end in spans)


def presence_of(session: Session, standing: Iterable[EntryScan]) -> Presence:
    """How long one seat was inside, of the scans that stand (`EntryScanQuerySet.standing`)."""
    rows = sorted(standing, key=lambda scan: (scan.day, scan.step))
    if not rows:
        return Presence()
    inside, days, left = timedelta(), 0, None
    for day, of_day in groupby(rows, key=lambda scan: scan.day):
        scans = list(of_day)
        days += 1
        left = scans[-1].at if scans[-1].kind == EntryScan.Kind.OUT else None
        inside += _inside(hours_of(session, day), scans)
    return Presence(inside // MINUTE, days, rows[0].at, left)


def _inside(hours: tuple[datetime, datetime], scans: Sequence[EntryScan]) -> timedelta:
    """Of one day: each coming in with the going out after it, within the hours."""
    start, end = hours
    whole = timedelta()
    for came, gone in zip(scans[::2], [*scans[1::2], None], strict=False):
        until = min(gone.at, end) if gone is not None else end
        whole += max(until - max(came.at, start), timedelta())
    return whole
