"""
工作簿 (workbooks) that come in: an XLSX read as rows of plain values, nothing in it ever run.

What comes in is not what is read: the parts are unpacked up to a limit, looked
through, and packed anew for the reader. So no announced size, no second part of
the same name, no cell at the far end of a sheet and no entity of XML reaches it.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

import python_calamine

from .exports.table import clean
from .exports.xlsx import letters
from .file_errors import (
    CellBesideHeadings,
    FormulaInWorkbook,
    HeadingsWrong,
    NotAWorkbook,
    SheetHidden,
    SheetMissing,
    WorkbookTooBig,
)

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 16 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS, MOST_COLUMNS = 2000, 60
READ = (".xml", ".rels")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class SheetWanted:
    """
    要读的工作表 (a sheet to read): the names it may have, and those of its columns, by what they mean.

    ``may_lack``: columns that sheets have only since a later version of the template.
    """

    names: Sequence[str]
    columns: Mapping[str, Sequence[str]]
    may_lack: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """一行 (a row): its number as the spreadsheet shows it, and its cells as text, by what they mean."""

    number: int
    cells: dict[str, str]


def read_workbook(content: bytes, *wanted: SheetWanted) -> list[list[Row]]:
    """
    The rows of some sheets, empty rows left out.

    Raises a `FileRefused` that says what to do.
    """
    with _opened(_rebuilt(content)) as book:
        for sheet in book.sheets_metadata:
            if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
                raise SheetHidden(sheet=sheet.name)
        return [_rows_of(book, sheet) for sheet in wanted]


# --- unpacking ------------------------------------------------------------------------------


def _rebuilt(content: bytes) -> io.BytesIO:
    """The same workbook, packed by us: every part once, none larger than was looked at."""
    if len(content) > MOST_BYTES:
        raise too_big()
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(packed, "w") as anew:
            for name, part in _parts(book):
                _Look(part)
                anew.writestr(name, part)
    except BROKEN as broken:
        raise NotAWorkbook from broken
    packed.seek(0)
    return packed


def _parts(book: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    names = dict.fromkeys(name for name in book.namelist() if name.lower().endswith(READ))
    if "xl/workbook.xml" not in names:
        raise NotAWorkbook
    if len(book.namelist()) > MOST_PARTS:
        raise too_big()
    left = MOST_UNPACKED
    for name in names:
        with book.open(name) as part:
            unpacked = part.read(left + 1)
        left -= len(unpacked)
        if left < 0:
            raise too_big()
        yield name, unpacked


def too_big() -> WorkbookTooBig:
    return WorkbookTooBig(rows=MOST_ROWS, columns=MOST_COLUMNS)


class _Look:
    """
    One part of the workbook, looked through before it is read.

    Any part may turn out to be a sheet, so each is asked for far-away cells and
    for formulas, whatever its name. A document type has no business here.
    """

    def __init__(self, part: bytes) -> None:
        self.row = self.column = 0
        self.open: list[str] = [""]
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(part, True)
        except expat.ExpatError as broken:
            raise NotAWorkbook from broken

    def _refuse(self, *_declared: Any) -> None:
        raise NotAWorkbook

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self._stand_at(int(attributes.get("r", self.row + 1)), 0)
        elif kind == "c" and self.open[-1] == "row":
            self._stand_at(*self._place(attributes.get("r", "")))
        elif kind == "f" and self.open[-1] == "c":
            raise FormulaInWorkbook(cell=f"{letters(self.column)}{self.row}")
        self.open.append(kind)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _place(self, reference: str) -> tuple[int, int]:
        if not reference:
            return self.row, self.column + 1
        found = REFERENCE.fullmatch(reference)
        if found is None:
            raise NotAWorkbook
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        return int(found[2]), column

    def _stand_at(self, row: int, column: int) -> None:
        if row > MOST_ROWS + 1 or column > MOST_COLUMNS:
            raise too_big()
        self.row, self.column = row, column


# --- reading ---------------------------------------------------------------------------------


def _opened(packed: io.BytesIO) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.load_workbook(packed)
    except python_calamine.CalamineError as broken:
        raise NotAWorkbook from broken


def _rows_of(book: python_calamine.CalamineWorkbook, wanted: SheetWanted) -> list[Row]:
    name = next((name for name in book.sheet_names if name.strip() in wanted.names), None)
    if name is None:
        raise SheetMissing(sheet=wanted.names[0])
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except python_calamine.CalamineError as broken:
        raise NotAWorkbook from broken
    return rows_under(name, [[text_of(cell) for cell in row] for row in rows], wanted)


def rows_under(sheet: str, cells: list[list[str]], wanted: SheetWanted) -> list[Row]:
    """The rows below a line of headings, numbered as a reader sees them; empty ones are left out."""
    head, *body = cells or [[]]
    meanings = _meanings(sheet, head, wanted)
    for number, row in enumerate(body, start=2):
        if any(row[len(meanings) :]):
            raise CellBesideHeadings(sheet=sheet, row=number)
    return [
        Row(number, dict(zip(meanings, row, strict=False)))
        for number, row in enumerate(body, start=2)
        if any(row)
    ]


def _meanings(sheet: str, head: list[str], wanted: SheetWanted) -> list[str]:
    """What each column means; every column of the sheet is known, and none is missing or there twice."""
    while head and not head[-1]:
        head = head[:-1]
    by_heading = {heading: meaning for meaning, names in wanted.columns.items() for heading in names}
    meanings = [by_heading.get(heading, "") for heading in head]
    strange = [heading or "?" for heading, meaning in zip(head, meanings, strict=True) if not meaning]
    twice = [heading for heading, meaning in zip(head, meanings, strict=True) if meanings.count(meaning) > 1]
    needed = wanted.columns.keys() - wanted.may_lack - set(meanings)
    missing = [names[0] for meaning, names in wanted.columns.items() if meaning in needed]
    if wrong := [*missing, *strange, *twice]:
        raise HeadingsWrong(sheet=sheet, headings="、".join(dict.fromkeys(wrong)))
    return meanings


def text_of(cell: Any) -> str:
    """A cell as somebody would type it: 101 and not 101.0, a day without its midnight."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return clean(str(cell)).strip()
