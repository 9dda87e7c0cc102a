"""Papers in which the units stand beside one another: no small count of children, nor what gives it away."""

import csv
import io

import pypdf
import pytest

from tests.reports import papers
from zibo_youth.accounts.models import Organisation
from zibo_youth.reports import exports, sheet
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.sheet import sheet_of

ROOMS = {"zhangdian": 3, "huantai": 6, "boshan": 7}
NAMES = {"zhangdian": "张店区", "huantai": "桓台县", "boshan": "博山区"}
UNTOLD = "不公布"


@pytest.fixture
def city(db):
    """Three rooms in one district in May; the others have more."""
    for unit in Organisation.objects.reporting():
        made, many = papers.report(unit.code), ROOMS.get(unit.code, 12)
        papers.change(made, "HR01", month_part=many, to_date_part=many + 90, note=f"{many}间")
        papers.sent(made)
    return sheet_of(papers.sent(papers.report("city")))


def summary(of):
    """Unit → its two cells of the new rooms in 汇总."""
    rows = [[cell.value for cell in row] for row in papers.opened(of)["汇总"].iter_rows()]
    [(top, left)] = [
        (at, row.index(cell)) for at, row in enumerate(rows) for cell in row if cell == "当年新建希望小屋(间)"
    ]
    return {row[1]: row[left : left + 2] for row in rows[top + 2 : top + 14]}


def test_the_summary_hides_the_small_one_and_what_each_unit_could_take_off(city):
    told = summary(city)
    assert [told[name][0] for name in NAMES.values()] == [UNTOLD, UNTOLD, UNTOLD]
    assert told["高青县"] == [12, UNTOLD]
    assert told["全市"] == [12, 100]


def test_no_level_no_share_and_no_completion_of_a_unit_is_printed(city):
    book = papers.opened(city)
    ranked = {row[0].value for row in book["通报"].iter_rows()}
    assert "当年新建希望小屋" not in ranked
    assert any("能推算出它的" in str(row[0].value) for row in book["汇总"].iter_rows())


def test_the_lines_of_the_units_in_the_file_of_values_hide_it_too(city):
    written = io.BytesIO()
    exports.write_csv(city, written)
    rows = list(csv.reader(io.StringIO(written.getvalue().decode("utf-8-sig"))))
    [head] = [row for row in rows if "本月完成" in row]
    month, note, name = (head.index(each) for each in ("本月完成", "备注", "指标名称"))
    found = {row[0]: row for row in rows if len(row) > name and row[name] == "当年新建希望小屋"}
    for unit in NAMES.values():
        assert (found[unit][month], found[unit][note]) == (UNTOLD, UNTOLD)
    assert found["高青县"][month] == "12"


def test_the_printed_paper_has_it_nowhere(city):
    pages = pypdf.PdfReader(io.BytesIO(exports.write_paper(city))).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert "3间" not in text
    assert UNTOLD in text


def test_the_own_paper_of_a_district_is_its_own(city):
    """Who built the three rooms reads how many: the officer of the district sees the cases themselves."""
    own = sheet_of(MonthlyReport.objects.get(organisation__code="zhangdian"))
    [line] = [one for one in own.lines if one.code == "HR01"]
    assert (line.hidden, line.this_month.part) == (frozenset(), 3)


@pytest.mark.control
def test_the_control_without_the_rule_the_three_rooms_are_beside_the_others(city, monkeypatch):
    monkeypatch.setattr(sheet, "hidden_among", lambda figures: {})
    assert summary(sheet_of(city.report))["张店区"][0] == 3
    assert Organisation.objects.reporting().count() == 11
