"""
XLSX, written as it goes: a zip of XML with every text inside its own cell.

Text is a cell of type ``inlineStr``: no reader may take it for a formula, and no
formula, link or macro is ever written. A text that looks like one is also marked
as quoted, so that it stays text when somebody edits the cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any, BinaryIO
from xml.sax.saxutils import escape

from zibo_youth.core.ratios import Ratio

from . import parts
from .parts import BOLD, DATE, INSTANT, PER_CENT, QUOTED, TIME
from .table import MOST_DIGITS, Cell, Table, TooManyRows, cell_of, clean, looks_like_a_formula

MOST_ROWS = 1_048_576  # of a sheet, the headings included
LONGEST_TEXT = 32_767  # UTF-16 units of one cell
# A member of the zip beyond this needs extensions that Excel offers to "repair".
MOST_BYTES = 2**31 - 2**16
SEEN_FOR_WIDTHS = 200
ENOUGH = 2**14  # characters of XML that wait for the next write
MOST_WHOLE = 10**MOST_DIGITS
# Cells of one sheet that are kept to be written again, and how long one may be.
MOST_KNOWN, LONGEST_KNOWN = 512, 240
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
    """
    One sheet on its way into the zip.

    What a ledger says again and again, its texts and days, is written as XML once
    (``known``, forgotten with the sheet); everything else goes by its type.
    """

    def __init__(self, member: IO[bytes]) -> None:
        self.member = member
        self.written = 0
        self.waiting: list[str] = []
        self.waits = 0
        self.known: dict[str | date, str] = {}

    def write(self, table: Table, *, is_first: bool) -> int:
        rows = iter(table.rows)
        seen = list(islice(rows, SEEN_FOR_WIDTHS))
        headings = [clean(str(heading)) for heading in table.columns]
        columns = [f'<c r="{letters(number)}' for number in range(1, len(headings) + 1)]
        shown = (tuple(cell_of(value) for value in row) for row in seen)
        self._put(parts.sheet_head(widths(headings, shown), is_first=is_first))
        first = "".join(f'{column}1"{_text(said, BOLD)}' for column, said in _pairs(columns, headings))
        self._put(f'<row r="1">{first}</row>')
        number = 1
        for number, row in enumerate(chain(seen, rows), start=2):
            if number > MOST_ROWS or self.written > MOST_BYTES:
                raise TooManyRows(most=f"{MOST_ROWS - 1:,}")
            self._put(f'<row r="{number}">{self._cells(columns, row, number)}</row>')
        self._put(parts.sheet_foot(f"A1:{letters(len(headings))}{number}"))
        self._flush()
        return number - 1

    def _put(self, xml: str) -> None:
        """Some rows go into the zip together: each call costs as much as a cell or two."""
        self.waiting.append(xml)
        self.waits += len(xml)
        if self.waits > ENOUGH:
            self._flush()

    def _flush(self) -> None:
        encoded = "".join(self.waiting).encode()
        self.waiting, self.waits = [], 0
        self.written += len(encoded)
        self.member.write(encoded)

    def _cells(self, columns: Sequence[str], row: Sequence[Any], number: int) -> str:
        """The cells of a row; nothing where there is nothing to say."""
        known, cells, at = self.known.get, [], f'{number}"'
        for column, value in zip(columns, row, strict=True):
            kind = type(value)
            if kind in SAID_AGAIN:
                cell = known(value) or self._learned(value)
            else:
                cell = BY_TYPE.get(kind, _any)(value)
            if cell:
                cells.append(column + at + cell)
        return "".join(cells)

    def _learned(self, value: str | date) -> str:
        cell = _said(value) if isinstance(value, str) else _any(value)
        if len(self.known) < MOST_KNOWN and len(cell) < LONGEST_KNOWN:
            self.known[value] = cell
        return cell


def _pairs(columns: Sequence[str], row: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    return zip(columns, row, strict=True)


# A cell here is what follows its address: style and type, the value, the end. No cell is an empty text.


def _any(value: Any) -> str:
    """Whatever it is; what the quick ways below leave over."""
    cell = cell_of(value)
    return "" if cell is None or cell == "" else _cell(cell)


def _said(text: str) -> str:
    told = clean(text)
    return _text(told, QUOTED if looks_like_a_formula(told) else 0) if told else ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _said(cell)
    if isinstance(cell, bool):
        return f' t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, Ratio):
        return "" if cell.value is None else _value(f"{cell.value:f}", PER_CENT)
    if isinstance(cell, date) and _day(cell) < FIRST_TRUE_DAY:
        return _text(cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat(), 0)
    return _value(*_serial(cell))


def _whole(value: int) -> str:
    return f"><v>{value}</v></c>" if -MOST_WHOLE < value < MOST_WHOLE else _any(value)


def _exact(value: Decimal) -> str:
    """Short digits are what `cell_of` would give; exponents, long numbers and none at all go the long way."""
    digits = str(value)
    is_plain = len(digits) <= MOST_DIGITS and "E" not in digits and digits[-1] <= "9"
    return f"><v>{digits}</v></c>" if is_plain else _any(value)


BY_TYPE: dict[type, Callable[[Any], str]] = {int: _whole, Decimal: _exact}
SAID_AGAIN = frozenset({str, date})


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


def _value(digits: str, style: int) -> str:
    return f"{_style(style)}><v>{digits}</v></c>"


def _text(text: str, style: int) -> str:
    told = escape(stored(text))
    return f' t="inlineStr"{_style(style)}><is><t xml:space="preserve">{told}</t></is></c>'


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
