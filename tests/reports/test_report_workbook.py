"""工作簿: rows, columns, fonts and print settings as domain.md §4.2 has them; numbers are numbers; no text is ever run."""

import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.reports import papers
from zibo_youth.reports import exports, ledgers
from zibo_youth.reports.ledgers import Ledger, LedgerColumn
from zibo_youth.reports.sheet import sheet_of


@pytest.fixture
def made(db):
    return papers.report(narrative="五月新建驿站一家。\n走访企业。")


@pytest.fixture
def book(made):
    papers.correction(made)
    papers.change(made, "BU05", note="线下活动恢复，场次比上月多，全部在青年会客厅举办，不含线上")
    return papers.opened(sheet_of(papers.sent(made)))


@pytest.fixture
def main(book):
    return book["综合月报"]


def row_of(sheet, name):
    [row] = [row for row in sheet.iter_rows(min_row=5) if row[2].value == name]
    return row


# --- the first sheet, as specified -----------------------------------------------------------


def test_sheets_stand_in_the_order_of_the_specification(book):
    assert book.sheetnames == ["综合月报", "青年驿站明细", "情况说明", "填报说明"]


def test_the_head_has_title_unit_period_number_and_unit_of_measure(main):
    assert main["A1"].value == "张店区共青团重点工作月报表"
    assert main["A2"].value == "填报单位(公章)：共青团淄博市张店区委员会"
    assert main["I2"].value == "统计时段：2021年5月1日—5月31日"
    assert main["A3"].value == "编号：zhangdian-202105-v1"
    assert main["I3"].value == "计量单位：见表内"
    assert main["I2"].alignment.horizontal == "right"


def test_columns_have_the_names_and_widths_of_the_specification(main):
    told = "序号5 · 重点行动12 · 指标名称24 · 计量单位7 · 年度目标9 · 本月完成9 · 环比(%)8 · 同比(%)8 · 本年累计10 · 上年同期累计10 · 累计同比(%)8 · 完成率(%)8 · 进度评价10 · 备注14"
    found = [
        f"{cell.value}{main.column_dimensions[cell.column_letter].width:g}" for cell in main[4] if cell.value
    ]
    assert " · ".join(found) == told


@pytest.mark.parametrize(("row", "height"), [(1, 36), (2, 20), (3, 18), (4, 34), (5, 20)])
def test_rows_have_the_heights_of_the_specification(main, row, height):
    assert main.row_dimensions[row].height == height


def test_the_head_the_actions_the_signatures_and_the_notes_are_merged(main):
    merged = {str(found) for found in main.merged_cells.ranges}
    last = 4 + 49
    assert {"A1:N1", "A2:H2", "I2:N2", "A3:H3", "I3:N3", f"A{last + 1}:N{last + 1}"} <= merged
    assert f"A{last + 2}:K{last + 2}" in merged  # L to N stay free for the seal
    actions = sorted(found for found in merged if found.startswith("B"))
    assert actions == sorted(["B5:B15", "B16:B17", "B18:B25", "B26:B35", "B36:B40", "B41:B51", "B52:B53"])
    assert main["B5"].value == "服务青年发展"
    assert main["B6"].value is None


def test_fonts_are_those_of_official_papers_and_name_a_chinese_charset(main):
    named = {
        at: (main[at].font.name, main[at].font.size) for at in ("A1", "A2", "A3", "A4", "C5", "A54", "A55")
    }
    assert named == {
        "A1": ("方正小标宋简体", 20),
        "A2": ("仿宋_GB2312", 12),
        "A3": ("仿宋_GB2312", 11),
        "A4": ("黑体", 11),
        "C5": ("仿宋_GB2312", 11),
        "A54": ("仿宋_GB2312", 12),
        "A55": ("仿宋_GB2312", 10),
    }
    assert {main[at].font.charset for at in named} == {134}
    assert main["A4"].fill.fgColor.rgb == "00F2F2F2"


def test_lines_are_thin_inside_and_medium_around_and_the_title_has_none(main):
    assert main["A1"].border.top.style is None
    assert main["A4"].border.top.style == main["A4"].border.left.style == "medium"
    assert main["N53"].border.bottom.style == main["N53"].border.right.style == "medium"
    assert main["C6"].border.top.style == main["C6"].border.left.style == "thin"
    assert main["B6"].border.right.style == "thin"  # of a merged cell too
    assert main["A54"].border.left.style is None


def test_it_prints_on_a4_landscape_one_page_wide_with_its_headings_on_every_page(main):
    assert (main.page_setup.orientation, main.page_setup.paperSize) == ("landscape", 9)
    assert (main.page_setup.fitToWidth, main.page_setup.fitToHeight) == (1, 0)
    assert main.sheet_properties.pageSetUpPr.fitToPage
    assert main.print_title_rows == "$4:$4"
    assert main.freeze_panes == "E5"
    assert main.print_options.horizontalCentered
    margins = main.page_margins
    mm = [
        round(getattr(margins, name) * 25.4, 1)
        for name in ("left", "right", "top", "bottom", "header", "footer")
    ]
    assert mm == [18, 18, 20, 20, 8, 10]
    assert main.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert "&D" in main.oddFooter.right.text
    assert main.oddFooter.left.text == "数据校验码 abababababababab"
    assert main.print_area == "'综合月报'!$A$1:$N$55"


def test_it_fits_the_width_of_the_paper_at_about_93_per_cent(main):
    pixels = sum(width * 7 + 5 for width in (main.column_dimensions[c].width for c in "ABCDEFGHIJKLMN"))
    assert pixels == 1064
    assert round((297 - 36) / (pixels / 96 * 25.4), 2) == 0.93


def test_it_is_protected_without_a_password_and_what_is_reported_by_hand_is_open(main):
    assert main.protection.sheet
    assert main.protection.password is None
    by_hand, counted = row_of(main, "青鸟计划活动"), row_of(main, "驿站服务人次")
    assert [cell.column_letter for cell in by_hand if not cell.protection.locked] == ["F", "N"]
    assert [cell for cell in counted if not cell.protection.locked] == []


def test_there_is_room_for_a_seal_of_45_mm_beside_the_notes(main):
    height = main.row_dimensions[55].height / 72 * 25.4 * 0.93
    width = sum(main.column_dimensions[c].width * 7 + 5 for c in "LMN") / 96 * 25.4 * 0.93
    assert height >= 45
    assert width >= 45
    assert [main[f"{c}55"].value for c in "LMN"] == [None] * 3


def test_the_file_says_what_it_is(book):
    about = book.properties
    assert about.title == "张店区共青团重点工作月报表"
    assert about.subject == "统计时段：2021年5月1日—5月31日"
    assert about.creator == "共青团淄博市张店区委员会"
    assert about.created.year >= 2026
    told = {row[0].value: row[2].value for row in book["填报说明"].iter_rows(min_row=3, max_row=18)}
    assert told["版本"] == "第1版"
    assert told["取数时间"] == "2021-06-01 06:00"
    assert told["数据校验码"] == papers.DIGEST


def test_the_company_of_the_file_is_the_unit(made):
    with zipfile.ZipFile(io.BytesIO(papers.workbook(sheet_of(made)))) as archive:
        told = ElementTree.fromstring(archive.read("docProps/app.xml"))
    assert [(one.tag.rpartition("}")[2], one.text) for one in told] == [
        ("Company", "共青团淄博市张店区委员会")
    ]


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("青年驿站数量", [3, 4, 0, "—", 4, 0, "—", 133.3, "已完成"]),
        ("驿站服务人次", [None, 36, 20, "—", 120, 0, "—", None, None]),
        ("入住率", [None, 15.5, 0.8, "—", 9.9, None, "—", None, None]),
        ("青鸟计划活动", [10, 8, 14.3, 100, 30, 12, 150, 300, "已完成"]),
        ("乡村好青年联系", [None, 0, "持平", "持平", 0, 0, "持平", None, None]),
        ("普法、防诈骗等宣传", [300, 20, -20, 100, 90, 40, 125, 30, "慢序时"]),
        ("创业贷款授信", [2000, 1200.5, 50.1, 300.2, 3300.5, 900.25, 266.6, 165, "已完成"]),
        ("隐患整改率", [None, "—", None, None, 75, None, "—", None, None]),
        ("青鸟计划覆盖青年", [None] * 9),
    ],
)
def test_a_line_is_printed_as_the_conventions_say(main, name, told):
    assert [cell.value for cell in row_of(main, name)[4:13]] == told


def test_every_number_is_a_number_and_every_word_a_typed_text(main):
    for row in main.iter_rows(min_row=5, max_row=53):
        for cell in row:
            if cell.value is None or isinstance(cell, openpyxl.cell.cell.MergedCell):
                continue
            is_text = isinstance(cell.value, str)
            assert cell.data_type == ("s" if is_text else "n"), cell.coordinate
            assert cell.number_format == "@" if is_text else cell.number_format.startswith("#,##0")
            assert not (is_text and cell.value.replace(".", "").replace(",", "").lstrip("-").isdigit())


@pytest.mark.parametrize(
    ("name", "column", "shown"),
    [
        ("驿站服务人次", "F", "#,##0"),
        ("创业贷款授信", "F", "#,##0.00"),
        ("入住率", "F", "#,##0.0"),
        ("入住率", "G", '#,##0.0"点"'),
        ("驿站服务人次", "G", "#,##0.0"),
    ],
)
def test_a_number_is_shown_with_the_places_of_its_unit(main, name, column, shown):
    cell = row_of(main, name)["ABCDEFG".index(column)]
    assert cell.number_format == shown


def test_a_number_too_long_for_a_spreadsheet_is_its_digits(made):
    papers.change(made, "BU01", month_part=Decimal("9876543210123456.78"))
    cell = row_of(papers.opened(sheet_of(made))["综合月报"], "创业贷款授信")[5]
    assert (cell.value, cell.data_type) == ("9,876,543,210,123,456.78", "s")


def test_calamine_reads_the_same_as_openpyxl(made):
    content = papers.workbook(sheet_of(made))
    seen = openpyxl.load_workbook(io.BytesIO(content))
    read = python_calamine.load_workbook(io.BytesIO(content))
    assert read.sheet_names == seen.sheetnames
    for sheet in seen.worksheets:
        rows = read.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for row, cells in zip(rows, sheet.iter_rows(), strict=True):
            for value, cell in zip(row, cells, strict=True):
                assert value == ("" if cell.value is None else cell.value), cell.coordinate


# --- around the figures -------------------------------------------------------------------------


def test_a_correction_marks_its_line_and_is_told_beneath(main):
    assert row_of(main, "驿站服务人次")[13].value == "*"
    assert "* 2021年4月“驿站服务人次”由30人次更正为29人次（删除）。" in main["A55"].value


def test_without_a_correction_nothing_is_marked(made):
    main = papers.opened(sheet_of(made))["综合月报"]
    assert row_of(main, "驿站服务人次")[13].value is None
    assert "*" not in main["A55"].value


def test_a_long_note_stands_beneath_the_table(main):
    assert row_of(main, "青鸟计划活动")[13].value == "见注1"
    assert (
        "注1（青鸟计划活动）：线下活动恢复，场次比上月多，全部在青年会客厅举办，不含线上" in main["A55"].value
    )


def test_who_signs_is_printed_and_the_head_signs_by_hand(main):
    told = main["A54"].value
    assert told.startswith("单位负责人(签字)：\u3000\u3000")
    assert "孙立" not in told
    for words in ("审核人：钱伟", "填报人：赵敏", "联系电话：0533-0000000", "填报日期：2021年6月2日"):
        assert words in told


def test_what_is_not_sent_says_so_on_every_page(made):
    main = papers.opened(sheet_of(made))["综合月报"]
    assert main.oddFooter.left.text == "填报中，尚未上报"
    assert main["A54"].value.endswith("填报日期：\u3000\u3000年\u3000月\u3000日")


def test_the_narrative_is_one_row_a_paragraph_and_no_row_is_higher_than_a_spreadsheet_takes(made):
    made.narrative = "\n".join(["第一段。", "这一句有十二个汉字。" * 200])
    sheet = papers.opened(sheet_of(made))["情况说明"]
    told = [row[0].value for row in sheet.iter_rows(min_row=3)]
    assert told[0] == "\u3000\u3000第一段。"
    assert len(told) > 3
    assert "".join(told[1:]).strip("\u3000") == "这一句有十二个汉字。" * 200
    assert all(words.endswith("。") for words in told)
    assert max(sheet.row_dimensions[row].height for row in range(3, sheet.max_row + 1)) <= 409


def test_every_line_is_defined_with_its_code_source_and_rows(book):
    sheet = book["填报说明"]
    rows = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=20) if row[1].value}
    assert rows["ST02"][2:] == [
        "驿站服务人次",
        "人次",
        "当期发生数",
        "自动取数",
        "当期办理入住的入住单数，按办理入住时间计",
        "入住单",
        7,
    ]
    assert rows["BU05"][5] == "手工填报"
    assert len(rows) == 50  # with the headings


def test_the_papers_are_in_chinese_whatever_the_reader_reads(made):
    with translation.override("en"):
        book = papers.opened(sheet_of(made))
    assert book["综合月报"]["A1"].value == "张店区共青团重点工作月报表"
    assert book["综合月报"]["B5"].value == "服务青年发展"


# --- sheets of detail ---------------------------------------------------------------------------


def test_a_programme_adds_its_sheet(made, monkeypatch):
    asked = []

    def rows(period, organisation):
        asked.append((period, organisation))
        return [["=1+1", 2, None, Decimal("1.255")]]

    columns = [
        LedgerColumn("名称", 20, None),
        LedgerColumn("数", 8),
        LedgerColumn("空", 8),
        LedgerColumn("万元", 8, 2),
    ]
    monkeypatch.setattr(ledgers, "_registered", {})
    ledgers.register(Ledger(title="试验明细", position=9, columns=columns, rows=rows))
    sheet = papers.opened(sheet_of(made))["试验明细"]

    assert asked == [(made.of.period, made.organisation_id)]
    assert [cell.value for cell in sheet[3]] == ["名称", "数", "空", "万元"]
    assert [cell.value for cell in sheet[4]] == ["=1+1", 2, None, 1.26]
    assert sheet["A4"].data_type == "s"
    assert sheet["A1"].value == "张店区试验明细"


def test_two_ledgers_have_two_titles(monkeypatch):
    monkeypatch.setattr(ledgers, "_registered", {})
    ledger = Ledger(title="明细", position=1, columns=[], rows=lambda _period, _organisation: [])
    ledgers.register(ledger)
    with pytest.raises(ValueError, match="明细"):
        ledgers.register(ledger)


# --- names ---------------------------------------------------------------------------------------


def test_files_have_a_chinese_name_and_an_ascii_one_in_one_header(made):
    name = exports.file_names(sheet_of(made))["xlsx"]
    assert name.shown == "张店区_共青团重点工作月报_2021年05月_v1.xlsx"
    assert name.ascii == "370303_202105_v1.xlsx"
    assert name.content_disposition.startswith(
        "attachment; filename=\"370303_202105_v1.xlsx\"; filename*=UTF-8''%E5%BC%A0%E5%BA%97%E5%8C%BA_"
    )
    assert exports.file_names(sheet_of(made))["scan"].shown.endswith("_v1_盖章扫描件.pdf")


@given(st.text(max_size=40), st.text(max_size=20))
def test_no_name_of_a_place_breaks_out_of_the_header(name, code):
    sheet = papers.of_texts(name or "区")
    sheet.report.organisation.area.code = code
    for found in exports.file_names(sheet).values():
        header = found.content_disposition
        assert header.isascii()
        assert header.count('"') == 2
        assert not set("\r\n\0") & set(header)
        assert not set('/\\:*?"<>|') & set(found.shown)
