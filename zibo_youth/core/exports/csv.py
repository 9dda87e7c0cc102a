"""
CSV: UTF-8 with a byte order mark, commas, CRLF; as Excel in Chinese opens it.

CSV knows no types, so a text that a spreadsheet might run gets a single quote in
front. That holds for every text, a telephone number with a plus sign included:
who reads the file by programme takes the quote off again.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _

from zibo_youth.core.ratios import Ratio

from .table import Cell, Table, cell_of, looks_like_a_formula

BYTE_ORDER_MARK = "\ufeff"


def write_csv(target: BinaryIO, tables: list[Table]) -> int:
    """Write the table, row by row; gives the number of rows below the headings."""
    [table] = tables
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([word(cell_of(heading)) for heading in table.columns])
    count = 0
    for row in table.rows:
        writer.writerow([word(cell_of(value)) for value in row])
        count += 1
    text.detach()
    return count


def word(cell: Cell) -> str:
    """One cell in words."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if looks_like_a_formula(cell) else cell
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, Ratio):
        return str(cell) if cell.whole else ""
    return _plain(cell)


def _plain(cell: int | Decimal | date | time) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
