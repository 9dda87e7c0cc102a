"""
字体和边框 (fonts, borders, print settings) of the workbook: domain.md §4.2.

A cell of a spreadsheet names one font. Where it is missing, the machine goes by
``charset`` (GB 2312) and ``family`` to its own Song or Hei: no square boxes.
"""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

GB2312 = 134
ROMAN, SWISS, MODERN = 1, 2, 3


def _font(name: str, size: float, family: int, **more: Any) -> Font:
    return Font(name=name, size=size, charset=GB2312, family=family, **more)


TITLE = _font("方正小标宋简体", 20, ROMAN)
HEAD = _font("黑体", 11, MODERN)
BODY = _font("仿宋_GB2312", 11, MODERN)
LINE = _font("仿宋_GB2312", 12, MODERN)
SMALL = _font("仿宋_GB2312", 10, MODERN)
BOLD = _font("仿宋_GB2312", 11, MODERN, bold=True)
GREY = PatternFill("solid", fgColor="F2F2F2")

CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
LEFT_LINE = Alignment(horizontal="left", vertical="center")
RIGHT_LINE = Alignment(horizontal="right", vertical="center")
# A number that is too wide is shown smaller: a spreadsheet would show it as ####.
NUMBER = Alignment(horizontal="right", vertical="center", shrink_to_fit=True)

THIN, MEDIUM = Side(style="thin"), Side(style="medium")
A4 = 9
MM = 1 / 25.4  # in inches, as spreadsheets keep margins
MARGINS = PageMargins(left=18 * MM, right=18 * MM, top=20 * MM, bottom=20 * MM, header=8 * MM, footer=10 * MM)


def framed(sheet: Worksheet, first: int, last: int, columns: int) -> None:
    """Thin lines inside, a medium one around; merged cells need theirs one by one."""
    for row in range(first, last + 1):
        for column in range(1, columns + 1):
            sheet.cell(row, column).border = Border(
                left=MEDIUM if column == 1 else THIN,
                right=MEDIUM if column == columns else THIN,
                top=MEDIUM if row == first else THIN,
                bottom=MEDIUM if row == last else THIN,
            )


def printed_on_a4(sheet: Worksheet, *, heads: str, mark: str = "", orientation: str = "landscape") -> None:
    """A4, one page wide, the headings on every page, its number and a ``mark`` beneath."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = MARGINS
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = heads
    sheet.oddFooter.left.text = mark or None
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.right.text = "打印时间 &D &T"
    for part in (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right):
        part.size = 9
