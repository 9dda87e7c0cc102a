"""Months, and the spans of days that figures are counted over; a day is a day in Shanghai."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format

from zibo_youth.core.calendar import at

MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """时段 (period): days from ``start`` up to, not including, ``end``. An empty one counts nothing."""

    start: date
    end: date

    @property
    def from_at(self) -> datetime:
        return at(self.start, time.min)

    @property
    def until_at(self) -> datetime:
        return at(self.end, time.min)

    @property
    def last(self) -> date:
        """The last day in it: stocks are read at its end."""
        return self.end - timedelta(days=1)

    def up_to(self, day: date) -> Period:
        """The part of it that is over or begun on a day, that day included."""
        return Period(self.start, max(self.start, min(self.end, day + timedelta(days=1))))

    def __str__(self) -> str:
        return f"{date_format(self.start)}—{date_format(self.last)}"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """月份 (month): what one report is about."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def from_code(cls, code: str) -> Month:
        """``202105``. Raises `ValueError` for anything else."""
        if len(code) != 6 or not code.isascii() or not code.isdigit():
            raise ValueError(code)
        return cls.of(date(int(code[:4]), int(code[4:]), 1))

    @classmethod
    def written(cls, said: str) -> Month:
        """``2021-05``, as `core.form_fields.MONTH` has it. Raises `ValueError` for anything else."""
        return cls.from_code(said.replace("-", ""))

    @property
    def code(self) -> str:
        return f"{self.year:04d}{self.number:02d}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def period(self) -> Period:
        return Period(self.first, self.plus(1).first)

    @property
    def year_to_date(self) -> Period:
        """本年累计: from 1 January to the end of the month."""
        return Period(date(self.year, 1, 1), self.period.end)

    @property
    def previous(self) -> Month:
        return self.plus(-1)

    @property
    def same_last_year(self) -> Month:
        return Month(self.year - 1, self.number)

    @property
    def schedule(self) -> Decimal:
        """序时进度 (schedule): the part of the year that is over, in per cent with one decimal."""
        share = Decimal(self.number * 100) / MONTHS_OF_YEAR
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    def plus(self, months: int) -> Month:
        years, number = divmod(self.year * MONTHS_OF_YEAR + self.number - 1 + months, MONTHS_OF_YEAR)
        return Month(years, number + 1)

    def __str__(self) -> str:
        return date_format(self.first, "YEAR_MONTH_FORMAT")


def months_of(year: int) -> Iterator[Month]:
    """January to December."""
    return (Month(year, number) for number in range(1, MONTHS_OF_YEAR + 1))
