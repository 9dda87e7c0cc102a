"""
清单 (listings) that come in: a CSV or an XLSX with one sheet, read as rows of plain text.

A CSV comes in UTF-8, or as Excel in Chinese saves it (GB 18030). Nothing in it is run, and
the quote that our own exports put before what looks like a formula is taken off again.
"""

from __future__ import annotations

import csv
import io

from .exports.table import clean, looks_like_a_formula
from .file_errors import ListingUnreadable
from .workbooks import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    SheetWanted,
    read_workbook,
    rows_under,
    too_big,
)

ZIP = b"PK\x03\x04"


def read_listing(content: bytes, wanted: SheetWanted) -> list[Row]:
    """The rows of a listing, empty ones left out. Raises a `FileRefused` that says what to do."""
    if content.startswith(ZIP):
        [rows] = read_workbook(content, wanted)
        return rows
    if len(content) > MOST_BYTES:
        raise too_big()
    return _rows_of(_text_of(content), wanted)


def _text_of(content: bytes) -> str:
    for alphabet in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(alphabet)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ListingUnreadable


def _rows_of(text: str, wanted: SheetWanted) -> list[Row]:
    try:
        rows = [
            [_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)
        ]
    except csv.Error as broken:
        raise ListingUnreadable from broken
    if len(rows) > MOST_ROWS + 1 or any(len(row) > MOST_COLUMNS for row in rows):
        raise too_big()
    return rows_under(wanted.names[0], rows, wanted)


def _plain(cell: str) -> str:
    said = clean(cell).strip()
    return said[1:] if said.startswith("'") and looks_like_a_formula(said[1:]) else said
