"""资金落实 (funding): whether allocations to a room cover its bill, line by line (welfare.md §5.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from hope_rooms.models import Allocation, BillLine, HopeRoom

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class LineFunding:
    """一个科目: what the bill asks for on it, and what gifts give for it; yuan."""

    line: str
    budget: Decimal
    allocated: Decimal

    @property
    def label(self) -> str:
        return str(BillLine.Line(self.line).label)

    @property
    def short(self) -> Decimal:
        return max(self.budget - self.allocated, ZERO)


@dataclass(frozen=True, slots=True)
class Funding:
    """
    Line by line, in yuan: what is too much on one line covers no other.

    ``unnamed``: allocations of before the lines, which cover whichever line is short.
    """

    lines: tuple[LineFunding, ...] = ()
    unnamed: Decimal = ZERO

    @property
    def budget(self) -> Decimal:
        return sum((line.budget for line in self.lines), ZERO)

    @property
    def allocated(self) -> Decimal:
        return sum((line.allocated for line in self.lines), self.unnamed)

    @property
    def short(self) -> Decimal:
        return max(sum((line.short for line in self.lines), ZERO) - self.unnamed, ZERO)

    @property
    def short_lines(self) -> list[LineFunding]:
        return [line for line in self.lines if line.short] if self.short else []

    @property
    def is_whole(self) -> bool:
        """A room without a budget is not funded: nobody has planned it yet."""
        return self.budget > 0 and not self.short


def fundings(rooms: Iterable[HopeRoom]) -> dict[int, Funding]:
    """Of each room, by its number; two queries for all."""
    numbers = [room.pk for room in rooms]
    wanted: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for line in BillLine.objects.filter(room__in=numbers):
        wanted[line.room_id, line.line] += line.amount
    given = _given(numbers)
    return {number: _funding(number, wanted, given) for number in numbers}


def funding_of(room: HopeRoom) -> Funding:
    """Of one room."""
    return fundings([room])[room.pk]


def _given(numbers: list[int]) -> dict[tuple[int, str], Decimal]:
    """What stands allocated, less what went back into the pool."""
    rows = Allocation.objects.filter(room__in=numbers).order_by().values_list("room_id", "line")
    summed = rows.annotate(yuan=Sum(F("amount") - F("returned")))
    return {(room, line): yuan for room, line, yuan in summed if yuan}


def _funding(
    number: int, wanted: dict[tuple[int, str], Decimal], given: dict[tuple[int, str], Decimal]
) -> Funding:
    named = [
        LineFunding(line, wanted.get((number, line), ZERO), given.get((number, line), ZERO))
        for line in BillLine.Line.values
        if (number, line) in wanted or (number, line) in given
    ]
    return Funding(tuple(named), given.get((number, ""), ZERO))
