"""
滚动七天的时长 (hours of a rolling week): how many half hours are left on a day, and which coupon is which.

No seven days in a row hold more than the cap. Coupons say so to PostgreSQL:
equal numbers lie seven days apart (decision 0035).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RollingWeek:
    """Half hours booked, by day, held against a cap of half hours in any seven days in a row."""

    cap: int
    used: Mapping[date, int]

    def left(self, day: date) -> int:
        """Half hours that may be added on a day: as many as the fullest seven days around it leave."""
        return max(self.cap - max(self._in_week_from(day - n * DAY) for n in range(7)), 0)

    def first_free(self, day: date, half_hours: int) -> date:
        """The first day, from this one on, that has room for so many half hours (at most the cap)."""
        return next(later for n in count() if self.left(later := day + n * DAY) >= half_hours)

    def _in_week_from(self, first: date) -> int:
        return sum(self.used.get(first + n * DAY, 0) for n in range(7))


def deal(half_hours: Iterable[tuple[date, int | None]]) -> list[int]:
    """
    Numbers for half hours in the order of their days, so that equal numbers lie seven days apart.

    Each keeps the number that it has where that is free, and takes the lowest free one
    otherwise. Those still in the way are of the seven days that end with its own, so a
    number is never greater than what the fullest seven days hold.
    """
    last: dict[int, date] = {}
    numbers = []
    for day, held in half_hours:
        taken = {number for number, before in last.items() if day - before < WEEK}
        wanted = () if held is None else (held,)
        number = next(n for n in chain(wanted, count(1)) if n not in taken)
        last[number] = day
        numbers.append(number)
    return numbers
