"""导出文件: text stays text, types stay types, and a long list costs no more memory than a short one."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine

from tests.corpus import NAUGHTY
from tests.house import sources
from zibo_youth.core.calendar import at
from zibo_youth.core.exports import Table, TooManyRows, answers, parts, prepare, table, xlsx
from zibo_youth.core.ratios import Ratio

FORMULAS = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u3000=1",
    "\ufeff=1",
    "\u200b=1",
    "\0=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://example.invalid/?x="&A1,"查看")',
    "=cmd|' /C calc'!A0",
]

wall_clock = datetime.fromisoformat


def file_of(form, columns, rows, title="名单"):
    return prepare(title, form, Table(title, columns, rows)).file.read()


def opened(content):
    """The one sheet of an XLSX as openpyxl sees it, formulas as formulas."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# --- nothing is run ---------------------------------------------------------------------


def test_an_xlsx_holds_no_formula_and_no_link_whatever_was_typed():
    content = file_of("xlsx", ["文字"], [[text] for text in FORMULAS + NAUGHTY])

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        members = book.namelist()
    names = {element.tag.rpartition("}")[2] for element in sheet.iter()}
    assert not {"f", "hyperlink", "hyperlinks", "drawing", "legacyDrawing", "oleObjects"} & names
    assert not [name for name in members if "vba" in name or "external" in name]
    for (cell,) in opened(content).iter_rows(min_row=2):
        assert cell.data_type in ("s", "n"), cell.value  # n: an empty cell
        assert cell.hyperlink is None
        assert not (cell.data_type == "n" and cell.value is not None)


def test_a_text_that_looks_like_a_formula_is_quoted_against_an_editor_too():
    content = file_of("xlsx", ["文字"], [[text] for text in [*FORMULAS, "普通文字"]])
    *formulas, plain = [cell for (cell,) in opened(content).iter_rows(min_row=2)]

    assert all(cell.quotePrefix for cell in formulas)
    assert not plain.quotePrefix


@pytest.mark.control
def test_the_control_openpyxl_itself_writes_a_formula():
    book = openpyxl.Workbook()
    book.active.append(["=1+1"])
    kept = io.BytesIO()
    book.save(kept)
    assert opened(kept.getvalue())["A1"].data_type == "f"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_puts_a_quote_before_what_a_spreadsheet_would_run(text):
    [_heading, [cell]] = lines(file_of("csv", ["文字"], [[text]]))
    assert cell == "'" + table.clean(text)


def test_a_csv_leaves_numbers_and_other_text_alone():
    [_heading, row] = lines(file_of("csv", list("abcd"), [[-5, Decimal("-1.50"), "张三-李四", "a=b"]]))
    assert row == ["-5", "-1.50", "张三-李四", "a=b"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_whatever_is_typed_makes_a_file_that_opens(form):
    content = file_of(form, ["文字", "行"], [[text, number] for number, text in enumerate(NAUGHTY)])
    if form == "csv":
        found = lines(content)[1:]
        assert [int(row[1]) for row in found] == list(range(len(NAUGHTY)))
        assert [row[0].removeprefix("'") for row in found] == [
            table.clean(text).removeprefix("'") for text in NAUGHTY
        ]
        return
    read = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    for text, row in zip(NAUGHTY, read[1:], strict=True):
        assert row[0] == xlsx._short(table.clean(text))


# --- types ------------------------------------------------------------------------------

MOMENT = at(date(2021, 6, 4), time(23, 30, 5))
ROW = [7, Decimal("12.50"), True, False, date(2021, 6, 4), MOMENT, time(14, 30), Ratio(1, 3), None, "0533"]


def test_an_xlsx_keeps_types():
    sheet = opened(file_of("xlsx", [str(number) for number in range(10)], [ROW]))
    assert [cell.value for cell in sheet[2]] == [
        7,
        12.5,
        True,
        False,
        wall_clock("2021-06-04"),
        wall_clock("2021-06-04 23:30:05"),
        time(14, 30),
        0.3333,
        None,
        "0533",
    ]
    assert sheet["E2"].number_format == "yyyy\\-mm\\-dd"
    assert sheet["H2"].number_format == "0.0%"


def test_a_csv_tells_the_same_in_words_and_opens_as_chinese():
    content = file_of("csv", ["数"] * 10, [ROW])
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert lines(content)[1] == [
        "7",
        "12.50",
        "是",
        "否",
        "2021-06-04",
        "2021-06-04 23:30:05",
        "14:30:00",
        "33.3%",
        "",
        "0533",
    ]


def test_an_instant_is_told_by_the_clock_in_shanghai():
    late = datetime(2021, 6, 4, 16, 30, tzinfo=UTC)
    assert lines(file_of("csv", ["时间"], [[late]]))[1] == ["2021-06-05 00:30:00"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (123456789012345, 123456789012345),
        (1234567890123456, "1234567890123456"),
        (Decimal("1E+20"), "100000000000000000000"),
        (float("nan"), None),
        (float("inf"), None),
        (date(1900, 2, 28), "1900-02-28"),
        (date(1900, 3, 1), wall_clock("1900-03-01")),
        (Ratio(0, 0), None),
        (["甲", "乙"], "甲、乙"),
        ("_x0041_", "_x005F_x0041_"),
    ],
)
def test_what_a_spreadsheet_would_change_is_kept_as_text(value, told):
    assert opened(file_of("xlsx", ["值"], [[value]]))["A2"].value == told


def test_a_text_longer_than_a_cell_ends_in_an_ellipsis():
    long = "长" * 32_767
    for text, told in [(long, long), (long + "长", long[:-1] + "…"), ("𠮷" * 16_384, "𠮷" * 16_383 + "…")]:
        assert opened(file_of("xlsx", ["值"], [[text]]))["A2"].value == told


def test_the_quick_ways_of_writing_say_what_the_long_way_says():
    values = [
        0,
        -7,
        10**14,
        10**15,
        -(10**15),
        Decimal("1.50"),
        Decimal("-0.00"),
        Decimal("1E+3"),
        Decimal("NaN"),
    ]
    values += [
        Decimal("1E-9"),
        Decimal("123456789012345.5"),
        date(2021, 6, 4),
        date(1899, 1, 1),
        "=1",
        "x",
        "",
        " ",
    ]
    rows = [[value, value] for value in values * 2]  # the second time what is known is written
    quick = file_of("xlsx", ["一", "二"], rows)
    long = [[xlsx._any(value)] * 2 for value in values * 2]
    with zipfile.ZipFile(io.BytesIO(quick)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    for number, cells in enumerate(long, start=2):
        told = "".join(
            f'<c r="{column}{number}"{cell}' for column, cell in zip("AB", cells, strict=True) if cell
        )
        assert f'<row r="{number}">{told}</row>' in sheet


def test_no_more_is_kept_of_a_sheet_than_it_may(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_KNOWN", 2)
    sheet = xlsx._Sheet(io.BytesIO())
    cells = [sheet._cells(['<c r="A'], [text], 2) for text in ("甲", "乙", "丙", "长" * 300, "甲")]
    assert set(sheet.known) == {"甲", "乙"}
    assert cells[0] == cells[-1]


# --- the sheet --------------------------------------------------------------------------


def test_headings_are_bold_in_sight_and_filter_the_rows():
    sheet = opened(file_of("xlsx", ["站名", "床位"], [["张店一号青年驿站", 12]] * 3))
    assert sheet.title == "名单"
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B4"
    assert sheet.column_dimensions["A"].width == 18  # eight Chinese characters are two wide each
    assert sheet.column_dimensions["B"].width >= 8


def test_a_list_without_rows_is_a_sheet_with_headings():
    sheet = opened(file_of("xlsx", ["站名"], []))
    assert [cell.value for cell in sheet[1]] == ["站名"]
    assert sheet.max_row == 1


def test_sheets_have_names_that_excel_takes():
    wanted = ["入住[单]:*?/\\", "名" * 40, "名" * 41, "", "'quoted'", "History", "a", "A"]
    given = parts.sheet_titles(wanted)
    assert len({title.lower() for title in given}) == len(wanted)
    for title in given:
        assert 0 < len(title) <= 31
        assert not set(title) & set("[]:*?/\\")
        assert title.strip("'") == title
        assert title.lower() != "history"


def test_a_sheet_takes_no_more_rows_than_excel_reads(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    assert opened(file_of("xlsx", ["数"], [[1]] * 3)).max_row == 4
    with pytest.raises(TooManyRows) as refusal:
        file_of("xlsx", ["数"], [[1]] * 4)
    assert str(refusal.value) == "一张 XLSX 工作表最多 3 行，请缩小范围，或改用 CSV"
    assert len(lines(file_of("csv", ["数"], [[1]] * 4))) == 5


def test_excels_own_limit_is_the_one_that_is_kept():
    assert xlsx.MOST_ROWS == 1_048_576


def test_columns_are_named_as_excel_does():
    assert [xlsx.letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_file_that_fails_half_way_is_closed_and_nobody_is_given_it(monkeypatch):
    file = io.BytesIO()
    monkeypatch.setattr(answers, "TemporaryFile", lambda: file)

    def failing():
        yield ["一"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        file_of("xlsx", ["值"], failing())
    assert file.closed


# --- memory -----------------------------------------------------------------------------

MEASURE = """
import json, sys, tracemalloc
import django
django.setup()
from datetime import date
from decimal import Decimal
from zibo_youth.core.exports import Table, prepare

def most(form, rows):
    tracemalloc.start()
    lines = ([f"第{n}位", n, Decimal(n), date(2021, 6, 4), True] * 3 for n in range(rows))
    prepare("x", form, Table("x", [str(n) for n in range(15)], lines)).file.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak

most(sys.argv[1], 500)
print(json.dumps([most(sys.argv[1], 2_000), most(sys.argv[1], 20_000)]))
"""


def peaks(form):
    """Bytes at the peak with 2,000 and with 20,000 rows, in a process that does nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, form], cwd=sources.ROOT, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_ten_times_the_rows_take_the_same_memory(form):
    few, many = peaks(form)
    assert many < few * 1.1


@pytest.mark.control
def test_the_control_a_list_that_is_held_grows_with_its_rows(monkeypatch):
    held = MEASURE.replace("lines = (", "lines = list(", 1)
    assert held != MEASURE
    monkeypatch.setitem(globals(), "MEASURE", held)
    few, many = peaks("csv")
    assert many > few * 3
