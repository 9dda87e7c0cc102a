"""Days and nights. A day is a date in Asia/Shanghai; one clock decides (design.md §3.9)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import cache

import chinese_calendar
from django.utils import timezone

_standing_at: ContextVar[datetime | None] = ContextVar("standing_at", default=None)


def now() -> datetime:
    """The present instant, aware."""
    return _standing_at.get() or timezone.now()


def today() -> date:
    """Today's date in Asia/Shanghai."""
    return timezone.localdate(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """
    Decide as of another moment; the demonstration tells a past by it.

    Only decisions move: what PostgreSQL stamps keeps its own clock, so nothing
    written under this pretends to its audit trail to be older than it is.
    """
    token = _standing_at.set(moment)
    try:
        yield
    finally:
        _standing_at.reset(token)


def nights(arrival: date, departure: date) -> list[date]:
    """The nights slept between two dates: every date from arrival up to, not including, departure."""
    return [arrival + timedelta(days=offset) for offset in range((departure - arrival).days)]


def at(day: date, clock: time) -> datetime:
    """The aware instant at which ``clock`` strikes on ``day`` in Asia/Shanghai."""
    return timezone.make_aware(datetime.combine(day, clock))


@cache
def is_workday(day: date) -> bool:
    """
    工作日 (working day) by the State Council's yearly notice, shifted days included.

    A year whose notice is not published yet falls back to Monday to Friday.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


@cache
def is_holiday(day: date) -> bool:
    """
    法定节假日 (public holiday) by the State Council's yearly notice: a day off that has a name.

    A year whose notice is not published yet has none.
    """
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return False
    return bool(is_off and name)


def after_workdays(start: datetime, hours: int) -> datetime:
    """
    The instant ``hours`` of working days after ``start``: days off do not count.

    A request handed in on a Friday at 17:00 with 24 hours is due on Monday at
    17:00. Seconds are kept, so that two requests never share a deadline by rounding.
    """
    return after_worktime(start, timedelta(hours=hours))


def after_worktime(start: datetime, left: timedelta) -> datetime:
    """`after_workdays` for a span that is not of full hours: where a clock stopped, it goes on."""
    due = timezone.localtime(start)
    while True:
        midnight = at(due.date() + timedelta(days=1), time.min)
        if is_workday(due.date()):
            if midnight - due > left:
                return due + left
            left -= midnight - due
        due = midnight


def before_workdays(end: datetime, hours: int) -> datetime:
    """`after_workdays` backwards: the latest instant from which ``hours`` of working days lead to ``end``."""
    start = timezone.localtime(end)
    left = timedelta(hours=hours)
    while left:
        midnight = at((start - timedelta(microseconds=1)).date(), time.min)
        if is_workday(midnight.date()):
            if start - midnight >= left:
                return start - left
            left -= start - midnight
        start = midnight
    return start


def workdays_after(day: date, count: int) -> date:
    """The last day of a public notice that runs so many whole working days after this one."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(start: datetime, end: datetime) -> int:
    """How many working days have passed in full between two instants."""
    return worktime_between(start, end) // timedelta(days=1)


def worktime_between(start: datetime, end: datetime) -> timedelta:
    """How much of the span lies on working days; nothing when it is over before it begins."""
    passed = timedelta()
    moment = timezone.localtime(start)
    while moment < end:
        midnight = at(moment.date() + timedelta(days=1), time.min)
        if is_workday(moment.date()):
            passed += min(midnight, end) - moment
        moment = midnight
    return passed


def age_on(birth_date: date, day: date) -> int:
    """周岁 (full years of age): a year is complete on the birthday itself."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)
