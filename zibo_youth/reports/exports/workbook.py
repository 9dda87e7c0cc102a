"""
工作簿 (the workbook): 综合月报 as printed, the city's 汇总 and 通报, details, 情况说明, 填报说明.

Written with openpyxl for its merged cells, fonts and print settings; a workbook
of one month is small. Long lists go out by `core.exports` ([0032]).

[0032]: docs/decisions/0032-papers-of-the-report.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import translation
from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_APP, XPROPS_NS

from zibo_youth.core.calendar import now
from zibo_youth.core.exports.parts import HEAD, sheet_titles
from zibo_youth.core.exports.table import clean, wall_clock
from zibo_youth.reports.ledgers import ledgers
from zibo_youth.reports.sheet import Sheet

from . import city, details, layout, styles
from .cells import Grid
from .progress import Told, untold
from .sheets import HIGHEST, LINE_HEIGHT, TITLE_HEIGHT, grid, line, lines_of, widen

FIRST_ROW = 5  # of the indicators
LEFT_HALF, RIGHT_HALF = 8, 9
SEAL_MM = 45
SEAL_HEIGHT = SEAL_MM / 25.4 * 72 / 0.93  # points, on paper that is printed at 93 %
SEAL_COLUMNS = 3  # left free at the right of the notes
TEXT_WIDTH = 88  # characters of a portrait page
MOST_LINES = 18  # of one row of text: a higher row would not fit a screen


def write_workbook(sheet: Sheet, target: BinaryIO, told: Told = untold) -> int:
    """Write the XLSX of a report; of the city with its units. Gives how many rows are in it."""
    with translation.override("zh-hans"):
        book = Workbook()
        parts = list(_parts(book, sheet))
        done, total = 0, sum(rows for rows, _draw in parts)
        for rows, draw in parts:
            draw()
            done += rows
            told(done, total)
        _describe(book, sheet)
        with _Archive(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            archive.company = clean(sheet.report.organisation.name)
            ExcelWriter(book, archive).save()
    return total


def _parts(book: Workbook, sheet: Sheet) -> Iterator[tuple[int, Callable[[], None]]]:
    """The sheets of the book in their order: the rows of each, and what draws them."""
    lines = len(sheet.lines)
    yield lines, partial(_main, book.active, sheet)
    if sheet.is_city:
        yield lines, partial(_summary, _added(book, "汇总"), sheet)
        yield lines, partial(_ranking, _added(book, "通报"), sheet)
    for ledger in ledgers():
        read = details.ledger_grid(ledger, sheet)
        yield len(read.rows), partial(_one_grid, _added(book, ledger.title), read, sheet)
    yield 1, partial(_narrative, _added(book, "情况说明"), sheet)
    yield lines, partial(_about, _added(book, "填报说明"), sheet)


class _Archive(ZipFile):
    """The zip of a workbook, with the unit for its company: openpyxl has no word for it."""

    company = ""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *more: Any, **options: Any) -> None:
        if zinfo_or_arcname == ARC_APP:
            company = f"<Company>{escape(self.company)}</Company>"
            data = f'{HEAD}<Properties xmlns="{XPROPS_NS}">{company}</Properties>'
        super().writestr(zinfo_or_arcname, data, *more, **options)


def _added(book: Workbook, title: str) -> Worksheet:
    taken = [sheet.title for sheet in book.worksheets]
    return book.create_sheet(sheet_titles([*taken, title])[-1])


def _describe(book: Workbook, sheet: Sheet) -> None:
    about = book.properties
    about.title = clean(sheet.title)
    about.subject = layout.period_line(sheet)
    about.creator = clean(sheet.report.organisation.name)
    about.created = about.modified = wall_clock(now())
    about.keywords = layout.number_line(sheet)


# --- 综合月报 --------------------------------------------------------------------------------------


def _main(sheet: Worksheet, of: Sheet) -> None:
    sheet.title = "综合月报"
    printed = layout.main_grid(of)
    columns = len(printed.columns)
    widen(sheet, printed.widths)
    line(sheet, 1, (1, columns), printed.title, styles.TITLE, styles.CENTRED, TITLE_HEIGHT)
    _halves(sheet, 2, (layout.unit_line(of), layout.period_line(of)), columns, height=20)
    _halves(sheet, 3, (layout.number_line(of), layout.UNIT_OF_MEASURE), columns, height=18)
    after = grid(sheet, FIRST_ROW - 1, printed)
    _foot(sheet, after, of, printed)
    sheet.freeze_panes = f"E{FIRST_ROW}"
    sheet.print_area = f"A1:N{after + 1}"
    styles.printed_on_a4(sheet, heads=f"{FIRST_ROW - 1}:{FIRST_ROW - 1}", mark=layout.standing(of))
    _protect(sheet, of)


def _halves(sheet: Worksheet, row: int, words: tuple[str, str], columns: int, *, height: int) -> None:
    font = styles.LINE if height == 20 else styles.BODY
    line(sheet, row, (1, LEFT_HALF), words[0], font, styles.LEFT_LINE, height)
    line(sheet, row, (RIGHT_HALF, columns), words[1], font, styles.RIGHT_LINE)


def _foot(sheet: Worksheet, row: int, of: Sheet, printed: Grid) -> None:
    """Signatures, then the notes beside the empty space of the seal."""
    columns = len(printed.columns)
    signed = (layout.SPACE * 2).join(layout.signatures(of))
    line(sheet, row, (1, columns), signed, styles.LINE, styles.LEFT_LINE, 26)
    last = columns - SEAL_COLUMNS
    words = "\n".join(["注：", *printed.notes])
    needed = lines_of(words, sum(printed.widths[:last])) * LINE_HEIGHT
    line(sheet, row + 1, (1, last), words, styles.SMALL, styles.TOP, min(max(needed, SEAL_HEIGHT), HIGHEST))


def _protect(sheet: Worksheet, of: Sheet) -> None:
    """Protected without a password against a slip of the hand; what is reported by hand is open."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    for row, reported in enumerate(of.lines, start=FIRST_ROW):
        if reported.figure.is_manual:
            for place in (layout.MONTH, layout.NOTE):
                sheet.cell(row, place + 1).protection = Protection(locked=False)


# --- the other sheets ------------------------------------------------------------------------------


def _headed(sheet: Worksheet, title: str, of: Sheet, columns: int) -> int:
    """Title, unit and period; gives the first free row."""
    line(sheet, 1, (1, columns), title, styles.TITLE, styles.CENTRED, TITLE_HEIGHT)
    half = max(columns // 2, 1)
    line(sheet, 2, (1, half), layout.unit_line(of), styles.LINE, styles.LEFT_LINE, 20)
    line(sheet, 2, (half + 1, columns), layout.period_line(of), styles.LINE, styles.RIGHT_LINE)
    return 3


def _noted(sheet: Worksheet, row: int, grid_: Grid) -> int:
    for words in grid_.notes:
        needed = lines_of(words, sum(grid_.widths)) * LINE_HEIGHT
        line(sheet, row, (1, len(grid_.columns)), f"注：{words}", styles.SMALL, styles.TOP, max(needed, 16))
        row += 1
    return row


def _one_grid(sheet: Worksheet, printed: Grid, of: Sheet) -> None:
    widen(sheet, printed.widths)
    head = _headed(sheet, printed.title, of, len(printed.columns))
    _noted(sheet, grid(sheet, head, printed), printed)
    sheet.freeze_panes = f"B{head + 1}"
    styles.printed_on_a4(sheet, heads=f"{head}:{head}", mark=layout.standing(of))


def _summary(sheet: Worksheet, of: Sheet) -> None:
    grids = city.summary_grids(of)
    widest = max(grids, key=lambda one: len(one.columns))
    widen(sheet, widest.widths)
    columns = len(widest.columns)
    row = _headed(sheet, layout.summary_title(of), of, columns)
    for words in city.summary_notes(of):
        line(sheet, row, (1, columns), words, styles.SMALL, styles.LEFT_LINE, 16)
        row += 1
    for printed in grids:
        line(sheet, row + 1, (1, columns), printed.title, styles.HEAD, styles.LEFT_LINE, 20)
        row = grid(sheet, row + 2, printed)
    sheet.freeze_panes = "C3"
    styles.printed_on_a4(sheet, heads="1:2", mark=layout.standing(of))


def _ranking(sheet: Worksheet, of: Sheet) -> None:
    units, kpis = city.ranking_grid(of), city.completion_grid(of)
    widen(sheet, map(max, zip(units.widths, [*kpis.widths, 0, 0], strict=True)))
    row = _headed(sheet, layout.ranking_title(of), of, len(units.columns))
    for printed in (units, kpis):
        line(sheet, row, (1, len(units.columns)), printed.title, styles.HEAD, styles.LEFT_LINE, 20)
        row = _noted(sheet, grid(sheet, row + 1, printed), printed) + 1
    styles.printed_on_a4(sheet, heads="1:2", mark=layout.standing(of))


def _narrative(sheet: Worksheet, of: Sheet) -> None:
    """情况说明: a row for some sentences, since one row holds no whole page."""
    widen(sheet, [TEXT_WIDTH * 0.6, TEXT_WIDTH * 0.4])
    row = _headed(sheet, "情况说明", of, 2)
    for heading, words in details.narratives(of):
        if of.is_city:
            line(sheet, row, (1, 2), heading, styles.HEAD, styles.LEFT_LINE, 24)
            row += 1
        for part in passages(words):
            height = lines_of(part, TEXT_WIDTH - 4) * LINE_HEIGHT * 1.2 + 6
            line(sheet, row, (1, 2), part, styles.LINE, styles.TOP, min(height, HIGHEST))
            row += 1
    styles.printed_on_a4(sheet, heads="1:2", mark=layout.standing(of), orientation="portrait")


def passages(words: str) -> list[str]:
    """Paragraphs, the long ones cut behind a sentence, so that each fits a row."""
    found = []
    for paragraph in filter(None, (part.strip() for part in words.split("\n"))):
        rest = layout.SPACE * 2 + paragraph
        while lines_of(rest, TEXT_WIDTH - 4) > MOST_LINES:
            most = MOST_LINES * TEXT_WIDTH // 2 - 40
            cut = rest.rfind("。", 0, most) + 1 or most
            found.append(rest[:cut])
            rest = rest[cut:]
        found.append(rest)
    return found


def _about(sheet: Worksheet, of: Sheet) -> None:
    printed = details.definitions_grid(of)
    columns = len(printed.columns)
    widen(sheet, printed.widths)
    row = _headed(sheet, "填报说明", of, columns)
    for name, words in details.about(of):
        line(sheet, row, (1, 2), name, styles.HEAD, styles.LEFT_LINE, 18)
        line(sheet, row, (3, columns), words, styles.BODY, styles.LEFT_LINE)
        row += 1
    after = grid(sheet, row + 1, printed)
    for words in layout.main_grid(of).notes:
        needed = lines_of(words, sum(printed.widths)) * LINE_HEIGHT
        line(sheet, after, (1, columns), words, styles.SMALL, styles.TOP, max(needed, 16))
        after += 1
    styles.printed_on_a4(sheet, heads="1:2", mark=layout.standing(of))
