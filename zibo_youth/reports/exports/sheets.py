"""Cells, rows and grids on their way into a sheet of the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zibo_youth.core.exports.table import looks_like_a_formula
from zibo_youth.core.exports.xlsx import stored

from . import styles
from .cells import Grid, Printed

LOWEST, HIGHEST = 20, 409  # points; a spreadsheet takes no higher row
HEAD_HEIGHT, TITLE_HEIGHT = 34, 36
LINE_HEIGHT = 14.5  # of a line of 11 points


def put(cell: Cell, printed: Printed | str) -> None:
    """
    A text is a typed string, marked as quoted where it looks like a formula; a number is a number.

    The type is set after the value: openpyxl would read a formula or an error into a text.
    """
    value = printed.value if isinstance(printed, Printed) else printed
    if value is None:
        return
    if not isinstance(value, str):
        cell.value = value
        cell.number_format = printed.number_format if isinstance(printed, Printed) else "General"
        return
    cell.value = stored(value)
    cell.data_type = "s"
    cell.number_format = "@"
    if looks_like_a_formula(value):
        cell.quotePrefix = True


def line(
    sheet: Worksheet,
    row: int,
    span: tuple[int, int],
    words: str,
    font: Font,
    alignment: Alignment = styles.LEFT_LINE,
    height: float | None = None,
) -> None:
    """Words in one cell merged over a span of columns."""
    first, last = span
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    cell = sheet.cell(row, first)
    put(cell, words)
    cell.font, cell.alignment = font, alignment
    if height is not None:
        sheet.row_dimensions[row].height = height


def widen(sheet: Worksheet, widths: Iterable[float]) -> None:
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def grid(sheet: Worksheet, first: int, of: Grid) -> int:
    """Headings, rows and frame from a row on; gives the row after them."""
    row = _heads(sheet, first, of)
    last = row + len(of.rows) - 1
    for number, cells in enumerate(of.rows, start=row):
        _row(sheet, number, of, cells)
    start = row
    for rows in of.groups:
        _under_one_cell(sheet, start, start + rows - 1, of.grouped + 1)
        start += rows
    styles.framed(sheet, first, max(last, row - 1), len(of.columns))
    return last + 1


def _heads(sheet: Worksheet, row: int, of: Grid) -> int:
    """The headings, on two rows where some stand above others; gives the row after them."""
    first = row + 1 if of.over else row
    for column, heading in enumerate(of.columns, start=1):
        line(sheet, first, (column, column), heading, styles.HEAD, styles.CENTRED)
    if of.over:
        _over(sheet, row, of)
        _grey(sheet, row, 1, len(of.columns))
    _grey(sheet, first, 1, len(of.columns))
    sheet.row_dimensions[first].height = LOWEST if of.over else HEAD_HEIGHT
    return first + 1


def _over(sheet: Worksheet, row: int, of: Grid) -> None:
    """What stands above the headings; where nothing does, a heading takes both rows."""
    column = 1
    for words, span in of.over:
        if words:
            line(sheet, row, (column, column + span - 1), words, styles.HEAD, styles.CENTRED)
        else:
            for alone in range(column, column + span):
                _tall(sheet, row, alone, of.columns[alone - 1])
        column += span
    sheet.row_dimensions[row].height = HEAD_HEIGHT * 1.3


def _tall(sheet: Worksheet, row: int, column: int, heading: str) -> None:
    sheet.cell(row + 1, column).value = None
    line(sheet, row, (column, column), heading, styles.HEAD, styles.CENTRED)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def _grey(sheet: Worksheet, row: int, first: int, last: int) -> None:
    for column in range(first, last + 1):
        sheet.cell(row, column).fill = styles.GREY


def _row(sheet: Worksheet, row: int, of: Grid, cells: Sequence[Printed]) -> None:
    height: float = LOWEST
    for place, printed in enumerate(cells):
        cell = sheet.cell(row, place + 1)
        is_text = place in of.texts
        put(cell, printed)
        cell.font = styles.BODY
        cell.alignment = styles.LEFT if is_text else styles.NUMBER
        if is_text and not (of.groups and place == of.grouped):
            height = max(height, lines_of(str(printed), of.widths[place]) * LINE_HEIGHT + 4)
    sheet.row_dimensions[row].height = min(height, HIGHEST)


def _under_one_cell(sheet: Worksheet, first: int, last: int, column: int) -> None:
    """The rows of a group share the cell of the first; the others' values go, as in any merged cell."""
    if last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    sheet.cell(first, column).alignment = styles.CENTRED


def lines_of(words: str, width: float) -> int:
    """How many lines words take in a column; a Chinese character is two wide."""
    return sum(max(1, ceil(wide(part) / max(width - 1, 1))) for part in words.split("\n"))


def wide(words: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 or letter in "“”‘’—…" else 1 for letter in words)
