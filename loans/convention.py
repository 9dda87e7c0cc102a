"""
识别算法 (the detector): which convention explains a bank's schedule, or the first cell that none explains.

Every combination is tried against the table; what the data cannot tell apart is named together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product, zip_longest

from .schedule import CENT, Convention, DayCount, Method, Rounding, Terms, schedule

# How an instalment is rounded: to the cent, to the yuan, up to the yuan.
UNITS = (
    (CENT, Rounding.HALF_UP),
    (Decimal(1), Rounding.HALF_UP),
    (Decimal(1), Rounding.CEILING),
)
MODES = (Rounding.HALF_UP, Rounding.HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Told:
    """One row as the bank tells it, in yuan."""

    principal: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """
    Where the bank's table leaves the closest convention: row, column, what stands there, what should.

    ``told`` or ``expected`` is None where one of the two has no such row.
    """

    number: int
    column: str
    told: Decimal | None
    expected: Decimal | None


@dataclass(frozen=True, slots=True)
class Finding:
    """``conventions``: all that explain every cell. Without any: the closest, and the cell where it ends."""

    conventions: list[Convention]
    closest: Convention
    cell: Cell | None


def conventions() -> Iterator[Convention]:
    """Every combination that is tried; only an annuity has an instalment to round."""
    for method, count, mode, is_cumulative in product(Method, DayCount, MODES, (False, True)):
        for unit, unit_rounding in UNITS if method == Method.ANNUITY else UNITS[:1]:
            yield Convention(method, count, mode, unit, unit_rounding, is_cumulative)


def detect(terms: Terms, table: Sequence[Told]) -> Finding:
    """
    What explains the table of a loan with these terms; the convention of the terms is not asked.

    Raises what `schedule` raises.
    """
    exact, closest, furthest = [], terms.convention, None
    for convention in conventions():
        cell = first_difference(replace(terms, convention=convention), table)
        if cell is None:
            exact.append(convention)
        elif furthest is None or _place(cell) > _place(furthest):
            closest, furthest = convention, cell
    if exact:
        return Finding(exact, exact[0], None)
    return Finding([], closest, furthest)


def first_difference(terms: Terms, table: Sequence[Told]) -> Cell | None:
    """The first cell of the table that these terms do not give."""
    for number, (row, told) in enumerate(zip_longest(schedule(terms), table), start=1):
        for column in ("interest", "principal"):
            expected = getattr(row, column, None)
            stands = getattr(told, column, None)
            if stands != expected:
                return Cell(number, column, stands, expected)
    return None


def _place(cell: Cell) -> tuple[int, bool]:
    return cell.number, cell.column == "principal"
