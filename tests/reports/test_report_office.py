"""An office program opens every workbook, calculates it anew and shows what was written (reference security.md R52)."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests import office
from tests.corpus import NAUGHTY
from tests.reports import papers
from zibo_youth.core.exports import Table
from zibo_youth.core.exports import csv as plain
from zibo_youth.core.exports.table import clean
from zibo_youth.core.exports.xlsx import write_xlsx
from zibo_youth.reports.exports import sheets
from zibo_youth.reports.sheet import sheet_of

pytestmark = pytest.mark.office

RUN = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "＝1+1",
    '=HYPERLINK("http://x.invalid")',
    "=cmd|' /C calc'!A0",
    "#N/A",
]
TYPED = [*RUN, *(text for text in map(clean, NAUGHTY) if text)]


def trimmed(rows):
    """Without the blank cells behind the last that shows something: a program need not store them."""
    kept = [list(row) for row in rows]
    for row in kept:
        while row and not row[-1]:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def as_written(book):
    return {
        sheet.title: trimmed([papers.shown(cell) for cell in row] for row in sheet.iter_rows())
        for sheet in book
    }


def as_seen(content):
    return {title: trimmed(rows) for title, rows in office.shown(content).items()}


def workbook(*texts):
    """One column of them, by the portal's own writer of long lists."""
    target = io.BytesIO()
    write_xlsx(target, [Table("明细", ["名称"], [[text] for text in texts])])
    return target.getvalue()


def of_formula(formula):
    """A file of another hand, in which a formula is one."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append([formula])
    book.save(target)
    return target.getvalue()


def is_shown_as_written(file):
    """One file, for it says in which minute it was written."""
    assert as_seen(file) == as_written(openpyxl.load_workbook(io.BytesIO(file)))


def test_every_sheet_of_a_report_is_shown_as_it_was_written(db):
    made = papers.report(narrative="五月新建驿站一家。\n走访企业。")
    papers.correction(made)
    papers.change(made, "BU05", note="=1+1")
    sheet = sheet_of(papers.sent(made))

    is_shown_as_written(papers.workbook(sheet))


def test_the_workbook_of_the_city_too(db):
    sheet = papers.city(huantai="draft")

    is_shown_as_written(papers.workbook(sheet))


def test_what_is_typed_into_a_report_is_shown_and_never_calculated(no_ledgers):
    sheet = papers.of_texts(*RUN)

    is_shown_as_written(papers.workbook(sheet))


def test_a_long_list_shows_every_text_number_and_day():
    target = io.BytesIO()
    row = ["张店区", 1234567, Decimal("1.50"), date(2021, 5, 31), None, "=1+1"]
    write_xlsx(target, [Table("明细", ["区县", "数", "万元", "日期", "空", "备注"], [row])])
    [rows] = office.shown(target.getvalue()).values()

    assert rows[1] == ["张店区", "1234567", "1.5", "2021-05-31", "", "=1+1"]


def test_whatever_is_typed_into_a_long_list_is_shown_and_never_calculated():
    [rows] = office.shown(workbook(*TYPED)).values()

    assert [row[0] for row in rows[1:]] == TYPED


def test_a_csv_that_is_opened_is_not_calculated():
    target = io.BytesIO()
    plain.write_csv(target, [Table("明细", ["名称"], [[text] for text in RUN])])
    [rows] = office.shown(target.getvalue(), ".csv").values()

    assert [row[0].removeprefix("'") for row in rows[1:]] == RUN


@pytest.mark.control
def test_the_control_a_formula_of_a_file_is_calculated():
    assert as_seen(of_formula("=1+1")) == {"Sheet": [["2"]]}


@pytest.mark.control
def test_the_control_a_formula_of_a_csv_is_calculated():
    [rows] = office.shown(b"\xef\xbb\xbf=1+1\r\n", ".csv").values()

    assert rows == [["2"]]


@pytest.mark.control
def test_the_control_a_value_that_is_merely_given_is_calculated(no_ledgers, monkeypatch):
    def merely_given(cell, printed):
        cell.value = clean(str(printed))

    monkeypatch.setattr(sheets, "put", merely_given)
    sheet = papers.of_texts("=1+1")

    assert as_seen(papers.workbook(sheet)) != as_written(papers.opened(sheet))
