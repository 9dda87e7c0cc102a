"""文字通报 and CSV: words and columns from the figures, and nothing that no figure says."""

import csv
import io
import re
from decimal import Decimal

import pytest

from tests.reports import papers
from zibo_youth.reports import exports
from zibo_youth.reports.exports.wording import ordinal, spoken
from zibo_youth.reports.kpis import Unit
from zibo_youth.reports.sheet import sheet_of


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("0", Unit.VISITS, "0人次"),
        ("9999", Unit.VISITS, "9999人次"),
        ("20000", Unit.VISITS, "2万人次"),
        ("25000", Unit.PEOPLE, "2.5万人"),
        ("102345", Unit.VISITS, "10.2万余人次"),
        ("19950", Unit.VISITS, "近2万人次"),
        ("19800", Unit.VISITS, "1.9万余人次"),
        ("8314", Unit.WAN_YUAN, "8314万元"),
        ("831.40", Unit.WAN_YUAN, "831.4万元"),
        ("20000", Unit.WAN_YUAN, "2亿元"),
        ("12345.67", Unit.WAN_YUAN, "1.23亿余元"),
        ("41.7", Unit.PER_CENT, "41.7%"),
    ],
)
def test_a_number_is_told_exactly_or_with_the_right_qualifier(value, unit, words):
    assert spoken(Decimal(value), unit) == words


def test_headings_are_counted_in_chinese():
    assert [ordinal(number) for number in (1, 7, 10, 11, 20, 21)] == [
        "一",
        "七",
        "十",
        "十一",
        "二十",
        "二十一",
    ]


@pytest.fixture
def sheet(db):
    made = papers.report()
    papers.correction(made)
    return sheet_of(papers.sent(made))


def test_each_kind_of_indicator_is_told_in_its_own_words(sheet):
    told = exports.brief_of(sheet)
    for words in (
        "青年驿站数量月末4家，与上月末持平，超额完成年度目标（3家），完成率133.3%。",
        "青鸟计划活动本月8场次，环比增长14.3%，本年累计30场次",
        "团干部联系达标率本月90.0%，比上月提高10.0个百分点",
        "普法、防诈骗等宣传本月20场次，环比下降20.0%，本年累计90场次，完成年度目标（300场次）的30.0%，慢序时。",
        "鲁青基准贷金额本月831.4万元，本年累计831.4万元。",  # no base: nothing is compared
        "更正：2021年4月“驿站服务人次”由30人次更正为29人次（删除）。",
    ):
        assert words in told, words


def test_every_number_of_the_brief_is_one_of_the_sheet(sheet):
    known = {"2021", "5", "1", "31", "4", "30", "29", "6", "2"}  # days, the correction
    for line in sheet.lines:
        spans = ("month", "previous", "to_date")
        amounts = [line.figure.amount(span) for span in spans]
        values = [one.value for one in amounts if one and one.value is not None]
        values += [line.completion, line.figure.target, line.on_last_month.value, line.month.schedule]
        known |= {f"{abs(value).normalize():f}" for value in values if value is not None}
    counted = [len(sheet.lines), 42, 7, 5]  # all, reported, with a target, done
    known |= {str(number) for number in counted}
    told = re.findall(r"\d+(?:\.\d+)?", exports.brief_of(sheet))
    assert {f"{Decimal(number).normalize():f}" for number in told} - known == set()


def test_classes_add_up_to_those_with_a_target(sheet):
    lead = exports.brief_of(sheet).split("\n")[2]
    assert "月报共49项指标，已填报42项，其中本月为零的7项" in lead
    assert "有年度目标的8项，序时进度为41.7%，已完成5项、超序时2项、慢序时1项。" in lead


def test_it_fits_one_page(db):
    told = exports.brief_of(papers.city(huantai="draft"))
    lines = sum(-(-len(paragraph) // 38) or 1 for paragraph in told.split("\n"))
    assert lines <= 40


def test_what_is_not_sent_says_so(db):
    told = exports.brief_of(sheet_of(papers.report()))
    assert "（填报中，尚未上报）" in told
    assert not told.rstrip().endswith("日")


def test_the_city_names_places_delays_and_who_has_not_sent(db):
    told = exports.brief_of(papers.city(huantai="draft"))
    assert "临淄区、高青县、沂源县、高新区、经开区、文昌湖并列第1位（87.5%）" in told
    assert "张店区2项" in told
    assert "尚未上报：桓台县。" in told


def test_a_report_without_figures_says_little_and_breaks_nothing(db):
    told = exports.brief_of(sheet_of(papers.report(only=["BU06"])))
    assert "月报共1项指标，已填报0项。" in told
    assert "一、" not in told


def test_the_text_file_opens_in_chinese_everywhere(sheet):
    target = io.BytesIO()
    exports.write_brief(sheet, target)
    assert target.getvalue().startswith(b"\xef\xbb\xbf")
    assert target.getvalue().decode("utf-8-sig").replace("\r\n", "\n") == exports.brief_of(sheet)


# --- CSV ----------------------------------------------------------------------------------------


def rows_of(write, sheet):
    target = io.BytesIO()
    write(sheet, target)
    content = target.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_the_columns_of_the_sheet_and_plain_numbers(sheet):
    head, *rows = rows_of(exports.write_csv, sheet)
    assert head[:5] == ["填报单位", "月份", "序号", "重点行动", "指标名称"]
    [row] = [row for row in rows if row[4] == "创业贷款授信"]
    assert row[:2] == ["张店区", "202105"]
    assert row[6:15] == [
        "2000.00",
        "1200.50",
        "50.1",
        "300.2",
        "3300.50",
        "900.25",
        "266.6",
        "165.0",
        "已完成",
    ]
    assert len(rows) == 49


def test_codes_lead_from_a_name_to_its_code_and_meaning(sheet):
    head, *rows = rows_of(exports.write_codes, sheet)
    by_code = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_code["ST02"]["指标名称"] == "驿站服务人次"
    assert by_code["ST05"]["增减单位"] == "百分点"
    assert by_code["BU05"]["取得方式"] == "手工填报"


def test_csv_of_the_city_holds_what_the_units_have_sent(db):
    rows = rows_of(exports.write_csv, papers.city(huantai="draft"))
    units = list(dict.fromkeys(row[0] for row in rows[1:]))
    assert units == [
        "淄博市",
        "张店区",
        "淄川区",
        "博山区",
        "周村区",
        "临淄区",
        "高青县",
        "沂源县",
        "高新区",
        "经开区",
        "文昌湖",
    ]


def test_a_note_that_looks_like_a_formula_is_quoted(db):
    made = papers.report(only=["BU05"])
    papers.change(made, "BU05", note="=1+1", label="@x")
    [_head, row] = rows_of(exports.write_csv, sheet_of(made))
    assert (row[4], row[-1]) == ("'@x", "'=1+1")


@pytest.mark.control
def test_the_control_without_the_house_it_would_be_run(db, monkeypatch):
    from zibo_youth.core.exports import csv as plain

    monkeypatch.setattr(plain, "looks_like_a_formula", lambda _text: False)
    made = papers.report(only=["BU05"])
    papers.change(made, "BU05", note="=1+1")
    assert rows_of(exports.write_csv, sheet_of(made))[1][-1] == "=1+1"
