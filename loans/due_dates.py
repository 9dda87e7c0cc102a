"""
还款日 (due dates): on which days a loan pays, and how long the time between them is.

The day of the month is kept: 31 January, 28 February, 31 March (reference/loans_safety.md §1.3); some banks
stay at the end of a month once they have been there.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from .errors import DatesWrong, TermsWrong

MOST_ROWS = 600


def months_later(day: date, months: int, anchor: int | None = None) -> date:
    """So many months later, on the anchor's day of the month or on the last one that month has."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor or day.day, last))


def is_month_end(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


@dataclass(frozen=True, slots=True)
class Period:
    """
    From one due date to the next, the first day counted and the last one not: [since, until).

    ``whole_days``: how long such a period of ``months`` is when it is not broken.
    """

    since: date
    until: date
    months: int
    whole_days: int

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    The dates of a loan: ``count`` payments, one every so many months, interest from ``start`` on.

    ``first_due``: where it is not one period after the start, the first period is broken. It is
    part of the first payment, or with ``has_own_stub`` a payment of its own, of interest alone, before the
    ``count`` others. ``ends``: the last payment, where it is not on the usual day. ``day``: the usual day of
    the month, where the first due date does not tell. ``sticks_to_month_end``: from the end of a month
    to the end of the next, for ever.
    """

    start: date
    count: int
    every_months: int = 1
    first_due: date | None = None
    ends: date | None = None
    has_own_stub: bool = False
    day: int = 0
    sticks_to_month_end: bool = False

    def __post_init__(self) -> None:
        if not (1 <= self.count <= MOST_ROWS and 1 <= self.every_months <= MOST_ROWS):
            raise TermsWrong
        days = [self.start, *self.dates()]
        if any(one >= other for one, other in pairwise(days)):
            raise DatesWrong

    @property
    def anchor(self) -> int:
        """The day of the month on which payments are due; 31: its end."""
        if self.sticks_to_month_end and is_month_end(self.first_due or self.start):
            return 31
        return self.day or (self.first_due or self.start).day

    def dates(self) -> list[date]:
        """Every due date."""
        first = self.first_due or months_later(self.start, self.every_months, self.anchor)
        turns = range(1, self.count + self.has_own_stub)
        days = [first, *(months_later(first, self.every_months * turn, self.anchor) for turn in turns)]
        return [*days[:-1], self.ends] if self.ends else days

    def periods(self) -> list[Period]:
        """Between the dates; a broken one is measured by the whole one that ends, or begins, with it."""
        days, anchor, months = [self.start, *self.dates()], self.anchor, self.every_months
        found = []
        for since, until in pairwise(days):
            usual = months_later(until, -months, anchor)
            is_broken_start = since == self.start and usual != since
            whole = until - usual if is_broken_start else months_later(since, months, anchor) - since
            found.append(Period(since, until, months, whole.days))
        return found

    def after(self, rows: int) -> Calendar:
        """What is left of the dates after so many payments. Raises `TermsWrong` where nothing is."""
        days = self.dates()
        if not rows:
            return self
        if rows >= len(days):
            raise TermsWrong
        return replace(
            self,
            start=days[rows - 1],
            first_due=days[rows],
            count=len(days) - rows,
            has_own_stub=False,
            day=self.anchor,
        )
