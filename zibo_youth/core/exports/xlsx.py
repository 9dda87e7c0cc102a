"""
XLSX, written as it goes: a zip of XML with every text inside its own cell.

Text is a cell of type ``inlineStr``: no reader may take it for a formula, and no
formula, link or macro is ever written. A text that looks like one is also marked
as quoted, so that it stays text when somebody edits the cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any, BinaryIO
from xml.sax.saxutils import escape

from zibo_youth.core.ratios import Ratio

from . import parts
from .parts import BOLD, DATE, INSTANT, PER_CENT, QUOTED, TIME
from .table import Cell, Table, TooManyRows, cell_of, clean, looks_like_a_formula

MOST_ROWS = 1_048_576  # of a sheet, the headings included
LONGEST_TEXT = 32_767  # UTF-16 units of one cell
# A member of the zip beyond this needs extensions that Excel offers to "repair".
MOST_BYTES = 2**31 - 2**16
SEEN_FOR_WIDTHS = 200
NARROWEST, WIDEST = 8, 60
DAY_ZERO = date(1899, 12, 30)
FIRST_TRUE_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February that never was
SECONDS_OF_DAY = 86_400
# `_x0041_` in a cell reads as a letter; the underscore itself is written so that it does not.
LOOKS_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(target: BinaryIO, tables: list[Table]) -> int:
    """
    Write one sheet for each table; gives the number of rows below the headings.

    ``target`` can seek. Raises `TooManyRows`; what was written until then is of no use.
    """
    titles = parts.sheet_titles([table.title for table in tables])
    areas, count = [], 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for number, table in enumerate(tables, start=1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
                rows = _Sheet(sheet).write(table, is_first=number == 1)
            areas.append(f"$A$1:${letters(len(table.columns))}${rows + 1}")
            count += rows
        for name, content in parts.around(titles, areas):
            book.writestr(name, content)
    return count


class _Sheet:
    """One sheet on its way into the zip."""

    def __init__(self, member: IO[bytes]) -> None:
        self.member = member
        self.written = 0

    def write(self, table: Table, *, is_first: bool) -> int:
        rows = (tuple(cell_of(value) for value in row) for row in table.rows)
        seen = list(islice(rows, SEEN_FOR_WIDTHS))
        headings = [clean(str(heading)) for heading in table.columns]
        columns = [letters(number) for number in range(1, len(headings) + 1)]
        self._put(parts.sheet_head(widths(headings, seen), is_first=is_first))
        first = "".join(_text(f"{column}1", said, BOLD) for column, said in _pairs(columns, headings))
        self._put(f'<row r="1">{first}</row>')
        number = 1
        for number, row in enumerate(chain(seen, rows), start=2):
            if number > MOST_ROWS or self.written > MOST_BYTES:
                raise TooManyRows(most=f"{MOST_ROWS - 1:,}")
            self._put(f'<row r="{number}">{"".join(_cells(columns, row, number))}</row>')
        self._put(parts.sheet_foot(f"A1:{columns[-1]}{number}"))
        return number - 1

    def _put(self, xml: str) -> None:
        encoded = xml.encode()
        self.written += len(encoded)
        self.member.write(encoded)


def _pairs(columns: Sequence[str], row: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    return zip(columns, row, strict=True)


def _cells(columns: Sequence[str], row: Iterable[Cell], number: int) -> Iterator[str]:
    for column, cell in _pairs(columns, row):
        if cell is not None and cell != "":
            yield _cell(f"{column}{number}", cell)


def _cell(at: str, cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(at, cell, QUOTED if looks_like_a_formula(cell) else 0)
    if isinstance(cell, bool):
        return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, Ratio):
        return "" if cell.value is None else _value(at, f"{cell.value:f}", PER_CENT)
    if isinstance(cell, date) and _day(cell) < FIRST_TRUE_DAY:
        return _text(at, cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat(), 0)
    return _value(at, *_serial(cell))


def _serial(cell: Any) -> tuple[str, int]:
    """A number as digits and its style; days count from `DAY_ZERO`, times are parts of a day."""
    if isinstance(cell, datetime):
        return f"{(cell.date() - DAY_ZERO).days + _part_of_day(cell.time()):.10f}", INSTANT
    if isinstance(cell, date):
        return str((cell - DAY_ZERO).days), DATE
    if isinstance(cell, time):
        return f"{_part_of_day(cell):.10f}", TIME
    return (f"{cell:f}" if isinstance(cell, Decimal) else str(cell)), 0


def _part_of_day(clock: time) -> float:
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) / SECONDS_OF_DAY


def _day(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell


def _value(at: str, digits: str, style: int) -> str:
    return f'<c r="{at}"{_style(style)}><v>{digits}</v></c>'


def _text(at: str, text: str, style: int) -> str:
    told = escape(stored(text))
    return f'<c r="{at}" t="inlineStr"{_style(style)}><is><t xml:space="preserve">{told}</t></is></c>'


def stored(text: str) -> str:
    """A text as a cell keeps it, before it is written as XML."""
    return LOOKS_LIKE_AN_ESCAPE.sub("_x005F_", _short(text))


def _style(number: int) -> str:
    return f' s="{number}"' if number else ""


def _short(text: str) -> str:
    """Text that one cell can hold: a longer one ends in an ellipsis."""
    if len(text) * 2 <= LONGEST_TEXT or len(text.encode("utf-16-le")) <= LONGEST_TEXT * 2:
        return text
    return text.encode("utf-16-le")[: (LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"


def letters(number: int) -> str:
    """A, …, Z, AA, …: the name of a column counted from 1."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def widths(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[int]:
    """Column widths in characters by what the first rows hold; a Chinese one takes two."""
    found = [_width(heading) + 3 for heading in headings]  # room for the filter's arrow
    for row in rows:
        found = [max(known, _width(cell)) for known, cell in zip(found, row, strict=True)]
    return [min(max(width + 2, NARROWEST), WIDEST) for width in found]


def _width(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return 16
    longest = max(str("" if cell is None else cell).split("\n"), key=len)
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in longest[:WIDEST])
