"""A printed cell: a number with the way it is shown, or a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from zibo_youth.core.exports.table import MOST_DIGITS, clean
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.comparison import NO_BASE, Change
from zibo_youth.reports.kpis import Unit

POINTS = "点"


@dataclass(frozen=True, slots=True)
class Printed:
    """
    单元格 (cell): ``value`` is None where nothing was reported.

    A number is rounded before it stands here, so that every paper shows the
    same digits; ``suffix`` is shown behind it and is no part of it.
    """

    value: int | Decimal | str | None = None
    decimals: int = 0
    suffix: str = ""

    @property
    def is_number(self) -> bool:
        return self.value is not None and not isinstance(self.value, str)

    @property
    def number_format(self) -> str:
        """The same look in the words of a spreadsheet."""
        places = "." + "0" * self.decimals if self.decimals else ""
        return f"#,##0{places}" + (f'"{self.suffix}"' if self.suffix else "")

    def __str__(self) -> str:
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return self.value
        return f"{self.value:,.{self.decimals}f}{self.suffix}"


BLANK, UNTOLD = Printed(), Printed("不公布")


def text(words: object) -> Printed:
    """What can stand in a file of these words; nothing at all is a blank cell."""
    return Printed(clean(str(words)) or None)


def number(value: Decimal | int | None, decimals: int = 0, suffix: str = "") -> Printed:
    """A number, half up; as text where a spreadsheet would turn its last digits to zeros."""
    if value is None:
        return BLANK
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    printed = Printed(rounded if decimals else int(rounded), decimals, suffix)
    return printed if len(rounded.as_tuple().digits) <= MOST_DIGITS else Printed(str(printed))


def amount(reported: Amount | None, unit: Unit) -> Printed:
    """Blank: not reported. 0: nothing was done. —: a share of nothing."""
    if reported is None:
        return BLANK
    return Printed(NO_BASE) if reported.value is None else number(reported.value, unit.decimals)


def change(changed: Change) -> Printed:
    """Per cent, or points between two rates; words where there is nothing to compare with."""
    if changed.value is None:
        return text(changed.words)
    return number(changed.value, 1, POINTS if changed.is_points else "")


@dataclass(frozen=True, slots=True)
class Grid:
    """
    表格 (grid): headings, widths in characters, rows of cells.

    ``over`` stands above the headings: words and how many columns they span.
    ``groups`` says how many rows in turn share the cell of the ``grouped`` column.
    """

    title: str
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Printed]]
    over: Sequence[tuple[str, int]] = ()
    groups: Sequence[int] = ()
    grouped: int = 0
    notes: Sequence[str] = ()
    # Columns of text; all others hold numbers, or words in the place of one.
    texts: frozenset[int] = field(default_factory=frozenset)
