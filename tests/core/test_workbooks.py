"""工作簿: what is read is what stands there, and what is no plain workbook never reaches the reader."""

import contextlib
import io
import random
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import python_calamine

from zibo_youth.core import workbooks
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.file_errors import (
    CellBesideHeadings,
    FileRefused,
    FormulaInWorkbook,
    HeadingsWrong,
    NotAWorkbook,
    SheetHidden,
    SheetMissing,
    WorkbookTooBig,
)
from zibo_youth.core.listings import read_listing
from zibo_youth.core.workbooks import Row, SheetWanted, read_workbook, text_of

WANTED = SheetWanted(["人", "People"], {"name": ["姓名", "Name"], "age": ["年龄", "Age"]})
SHEET = "xl/worksheets/sheet1.xml"


def book(*rows, sheet="人", **more):
    """A workbook as a spreadsheet writes it."""
    made = openpyxl.Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    for name, its in more.items():
        other = made.create_sheet(name)
        for row in its:
            other.append(row)
    return made


def packed(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def altered(content: bytes, name: str, change) -> bytes:
    """The same zip with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


PLAIN = packed(book(["姓名", "年龄"], ["林", 24], [None, None], ["陈", 31]))


def test_rows_are_read_with_the_numbers_that_a_spreadsheet_shows():
    [rows] = read_workbook(PLAIN, WANTED)
    assert rows == [Row(2, {"name": "林", "age": "24"}), Row(4, {"name": "陈", "age": "31"})]


def test_columns_may_stand_in_any_order_and_either_language():
    [rows] = read_workbook(packed(book(["Age", "Name"], [24, "林"], sheet="People")), WANTED)
    assert rows == [Row(2, {"name": "林", "age": "24"})]


def test_what_we_write_we_read():
    with prepare("人", "xlsx", Table("人", ["姓名", "年龄"], [["=1+1", 24], ["a\nb", None]])).file as file:
        [rows] = read_workbook(file.read(), WANTED)
    assert rows == [Row(2, {"name": "=1+1", "age": "24"}), Row(3, {"name": "a\nb", "age": ""})]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (101.0, "101"),
        (36.81, "36.81"),
        (True, "1"),
        (date(2021, 6, 4), "2021-06-04"),
        (datetime.fromisoformat("2021-06-04"), "2021-06-04"),
        (datetime.fromisoformat("2021-06-04T09:30"), "2021-06-04 09:30:00"),
        (time(9, 30), "09:30:00"),
        (" 一床\x00 ", "一床"),
        ("", ""),
    ],
)
def test_a_cell_is_what_somebody_would_type(cell, said):
    assert text_of(cell) == said


# --- refused ------------------------------------------------------------------------------------


def with_part(content, name, part):
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as zip_:
        zip_.writestr(name, part)
    return out.getvalue()


def lying(content: bytes) -> bytes:
    """Every announced size is 10 bytes."""
    found = bytearray(content)
    for signature, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = 0
        while (at := found.find(signature, start)) >= 0:
            found[at + place : at + place + 4] = (10).to_bytes(4, "little")
            start = at + 4
    return bytes(found)


NOT_WORKBOOKS = {
    "nothing": b"",
    "text": b"code,name\r\n",
    "a zip of something else": with_part(b"", "hello.xml", b"<a/>"),
    "half": PLAIN[: len(PLAIN) // 2],
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    "broken xml": altered(PLAIN, SHEET, lambda xml: xml[:-20]),
    "sizes that lie": lying(PLAIN),
    "a document type": altered(
        PLAIN, SHEET, lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml.partition(b"?>")[2]
    ),
    "a row of no number": altered(PLAIN, SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="two"')),
    "a cell of no place": altered(PLAIN, SHEET, lambda xml: xml.replace(b'r="A2"', b'r="A-2"')),
    "a workbook without its sheet": altered(PLAIN, "xl/_rels/workbook.xml.rels", lambda xml: b"<a/>"),
}


@pytest.mark.parametrize("content", NOT_WORKBOOKS.values(), ids=NOT_WORKBOOKS)
def test_what_is_no_workbook_is_told_so(content):
    with pytest.raises((NotAWorkbook, SheetMissing)):
        read_workbook(content, WANTED)


FAR = (b'r="A2"', b'r="ZZZ2"')


def with_many_parts():
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as many:
        for number in range(workbooks.MOST_PARTS):
            many.writestr(f"xl/media/{number}.png", b"")
    return out.getvalue()


TOO_BIG = {
    "many parts": with_many_parts(),
    "many bytes": b"PK" + b"0" * workbooks.MOST_BYTES,
    "a bomb": with_part(PLAIN, "xl/more.xml", b"<a>" + b" " * workbooks.MOST_UNPACKED + b"</a>"),
    "a cell far to the right": altered(PLAIN, SHEET, lambda xml: xml.replace(*FAR)),
    "a cell far below": altered(PLAIN, SHEET, lambda xml: xml.replace(b'r="A4"', b'r="A1048576"')),
    "a row far below": altered(PLAIN, SHEET, lambda xml: xml.replace(b'<row r="4"', b'<row r="1048576"')),
    "many rows": packed(book(["姓名", "年龄"], *[["林", 1]] * (workbooks.MOST_ROWS + 1))),
}


@pytest.mark.parametrize("content", TOO_BIG.values(), ids=TOO_BIG)
def test_what_would_fill_the_memory_is_refused_before_it_is_read(content, monkeypatch):
    monkeypatch.setattr(python_calamine, "load_workbook", None)  # it is never asked
    with pytest.raises(WorkbookTooBig):
        read_workbook(content, WANTED)


def test_a_formula_is_neither_computed_nor_read_by_its_last_value():
    with pytest.raises(FormulaInWorkbook) as refusal:
        read_workbook(packed(book(["姓名", "年龄"], ["林", "=1+1"])), WANTED)
    assert "B2" in str(refusal.value)


def test_a_formula_under_another_prefix_is_one_too():
    def prefixed(xml):
        return (
            xml.replace(b"<c ", b"<x:c ")
            .replace(b"</c>", b"</x:c>")
            .replace(b"<f>", b"<x:f>")
            .replace(b"</f>", b"</x:f>")
            .replace(
                b"<worksheet ",
                b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
            )
        )

    content = altered(packed(book(["姓名", "年龄"], ["林", "=1+1"])), SHEET, prefixed)
    with pytest.raises(FormulaInWorkbook):
        read_workbook(content, WANTED)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
@pytest.mark.parametrize("which", ["人", "别的"])
def test_a_hidden_sheet_is_refused_by_its_name(state, which):
    made = book(["姓名", "年龄"], ["林", 24], 别的=[["x"]], 又=[["y"]])
    made[which].sheet_state = state
    made.active = 2
    with pytest.raises(SheetHidden) as refusal:
        read_workbook(packed(made), WANTED)
    assert which in str(refusal.value)


def test_a_missing_sheet_is_named():
    with pytest.raises(SheetMissing) as refusal:
        read_workbook(packed(book(["姓名", "年龄"], sheet="Sheet1")), WANTED)
    assert "人" in str(refusal.value)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (["姓名"], "年龄"),
        (["姓名", "年龄", "身高"], "身高"),
        (["姓名", "年龄", "Name"], "姓名"),
        (["姓名", None, "年龄"], "?"),
        ([], "姓名"),
    ],
)
def test_headings_are_known_whole_and_once(head, told):
    with pytest.raises(HeadingsWrong) as refusal:
        read_workbook(packed(book(head, ["林", 24, 180])), WANTED)
    assert told in str(refusal.value)


def test_a_cell_under_no_heading_is_named_by_its_line_in_a_workbook_and_in_text():
    """A comma too many shifts what stands in a line; what was left over vanished unsaid."""
    content = packed(book(["姓名", "年龄"], ["示一", 3], ["示二", 4, "多出的"]))
    for refused in (
        lambda: read_workbook(content, WANTED),
        lambda: read_listing("姓名,年龄\n示一,3\n示二,4,多出的\n".encode(), WANTED),
    ):
        with pytest.raises(CellBesideHeadings) as refusal:
            refused()
        assert "第 3 行" in str(refusal.value)
    assert len(read_listing("姓名,年龄\n示一,3,\n".encode(), WANTED)) == 1


@pytest.mark.control
def test_without_the_look_a_far_cell_reaches_the_reader(monkeypatch):
    class Nothing:
        def __init__(self, part):
            pass

    monkeypatch.setattr(workbooks, "_Look", Nothing)
    content = altered(PLAIN, SHEET, lambda xml: xml.replace(b'r="A4"', b'r="A9000"'))
    [rows] = read_workbook(content, WANTED)
    assert [row.number for row in rows] == [2, 4, 9000] or rows[-1].number == 9000


@pytest.mark.control
def test_without_the_look_a_formula_is_read(monkeypatch):
    class Nothing:
        def __init__(self, part):
            pass

    monkeypatch.setattr(workbooks, "_Look", Nothing)
    [rows] = read_workbook(packed(book(["姓名", "年龄"], ["林", "=1+1"])), WANTED)
    assert rows[0].cells["name"] == "林"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_refused_or_read_and_never_breaks(seed):
    """Bytes of the parts are exchanged, the zip itself stays whole: the reader meets broken XML."""
    chance = random.Random(seed)

    def damaged(xml):
        found = bytearray(xml)
        for _change in range(chance.randint(1, 6)):
            found[chance.randrange(len(found))] = chance.choice(b'<>"/&=0 rc')
        return bytes(found)

    part = chance.choice([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
    content = altered(PLAIN, part, damaged)
    with contextlib.suppress(FileRefused):
        read_workbook(content, WANTED)
