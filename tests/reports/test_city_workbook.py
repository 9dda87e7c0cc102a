"""The workbook of the city: summary and ranking behind its sheet, of what was sent and of nothing else."""

import pytest

from tests.reports import papers
from zibo_youth.reports.sheet import sheet_of


@pytest.fixture
def city_book(db):
    return papers.opened(papers.city(huantai="draft"))


def test_the_city_has_summary_and_ranking_behind_its_sheet(city_book):
    assert city_book.sheetnames == ["综合月报", "汇总", "通报", "青年驿站明细", "情况说明", "填报说明"]
    assert city_book["综合月报"]["A1"].value == "淄博市共青团重点工作月报汇总表"


def test_the_summary_has_a_line_for_every_unit_and_the_citys_own_beneath(city_book):
    sheet = city_book["汇总"]
    names = [row[1].value for row in sheet.iter_rows(min_row=9, max_row=20)]
    assert names == [
        "张店区",
        "淄川区",
        "博山区",
        "周村区",
        "临淄区",
        "桓台县",
        "高青县",
        "沂源县",
        "高新区",
        "经开区",
        "文昌湖",
        "全市",
    ]
    [head] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "青鸟计划活动(场次)"]
    counted = [sheet.cell(head.row + beneath, head.column).value for beneath in range(2, 14)]
    assert counted == [0, 1, 2, 3, 4, None, 6, 7, 8, 9, 10, 8]
    assert "未上报的单位：桓台县。" in [row[0].value for row in sheet.iter_rows()]


def test_what_a_unit_has_not_sent_is_in_no_paper_of_the_city(city_book):
    [row] = [row for row in city_book["汇总"].iter_rows(min_row=9, max_row=20) if row[1].value == "桓台县"]
    assert [cell.value for cell in row[2:]] == [None] * (len(row) - 2)
    ranked = [row for row in city_book["通报"].iter_rows() if row[2].value == "桓台县"]
    assert ranked == []


def test_the_ranking_counts_evaluations_and_shares_places(city_book):
    rows = [[cell.value for cell in row] for row in city_book["通报"].iter_rows(min_row=5, max_row=15)]
    assert rows[0] == [1, "临淄区", 8, 4, 2, 1, 1, 0, 87.5, "按时上报"]
    assert [row[0] for row in rows] == [1] * 6 + [7] * 4 + [None]
    assert rows[-1] == [None, "桓台县", *[None] * 7, "未上报"]


def test_the_ranking_of_an_indicator_is_by_completion(city_book):
    sheet = city_book["通报"]
    [first] = [row[0].row for row in sheet.iter_rows() if row[0].value == "青鸟计划活动"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_row=first + 9)]
    assert [row[1] for row in rows] == list(range(1, 11))
    assert rows[0][2:8] == ["文昌湖", "场次", 10, 10, 100, "已完成"]
    assert [row[6] for row in rows] == sorted((row[6] for row in rows), reverse=True)


def test_who_was_late_is_told_by_days(db):
    made = papers.sent(papers.report(only=["ST01"]), at=papers.SENT_AT.replace(day=8))
    from zibo_youth.reports.exports.city import punctuality

    assert punctuality(sheet_of(made)) == "迟报5天"


def test_reading_the_city_takes_as_many_queries_for_two_units_as_for_eleven(db, django_assert_num_queries):
    papers.sent(papers.report("zhangdian"))
    papers.sent(papers.report("huantai"))
    whole = papers.report("city")
    with django_assert_num_queries(7):
        sheet_of(papers.MonthlyReport.objects.select_related("organisation").get(pk=whole.pk))
    for code in ("zichuan", "boshan", "linzi"):
        papers.sent(papers.report(code))
    with django_assert_num_queries(7):
        sheet_of(papers.MonthlyReport.objects.select_related("organisation").get(pk=whole.pk))
