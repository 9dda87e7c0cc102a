"""月报数据接口 and children: a small count is hidden from other systems too, with whatever gives it away."""

from __future__ import annotations

from datetime import date

import pytest

from tests import crowding, hoping, people, volunteering
from tests.once import for_a_module
from tests.reports.figures_api import FIGURES, locked_with, machine
from zibo_youth.reports import children
from zibo_youth.reports.models import Figure

pytestmark = pytest.mark.django_db

OF_CHILDREN = {"HR01", "HR02", "HR03", "HR03-1", "HR03-2", "HR04"}
ROOMS = {"zhangdian": 3, "huantai": 9, "zichuan": 12, "boshan": 30}


@pytest.fixture(scope="module", autouse=True)
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """A sealed month, once for all tests of this file, and undone after them."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        for unit, many in ROOMS.items():
            hoping.rooms_accepted(unit, many, on=date(2021, 5, 10))
            hoping.rooms_accepted(unit, 20, on=date(2021, 2, 10))
        for _session in range(3):
            crowding.group_care(volunteering.organisation(), children=6, on=date(2021, 5, 12))
        locked_with(people.city_staff(), {"HR01": ROOMS})
        yield


def test_a_small_count_of_children_is_hidden_with_what_gives_it_away():
    asking = machine()

    line = asking.line("zhangdian", "HR01")
    assert line["amounts"]["month"] is None
    assert {"month", "to_date", "to_date_last_year"} <= set(line["hidden"])
    assert (line["note"], line["rows"], line["digest"], line["completion"]) == ("", None, "", None)
    assert line["on_last_month"] is line["on_last_year"] is None
    # The city's line is public, so one more cell is hidden beside it.
    assert asking.line("huantai", "HR01")["amounts"]["month"] is None
    assert asking.line("boshan", "HR01")["amounts"]["month"]["value"] == "30"
    assert asking.line("city", "HR01")["amounts"]["month"]["value"] == "54"
    assert asking.line("city", "HR01")["hidden"] == []


def test_no_level_or_sum_of_months_lets_a_hidden_month_be_computed():
    """22 rooms by April and 25 by May would tell of three in May; a level from month to month the same."""
    asking = machine()
    rows = [row for code in ("HR01", "HR02", "HR04") for row in asking.rows(FIGURES, kpi=code, page_size=500)]
    ours = [row for row in rows if row["organisation"] != "city"]
    assert len(ours) == 33
    assert all(row["amounts"]["to_date"] is None and row["completion"] is None for row in ours)
    assert all(row["amounts"]["month"] is None for row in ours if row["kpi"] != "HR01")


def test_the_own_district_reads_no_more_of_children_than_the_city_does():
    assert machine("zhangdian").line("zhangdian", "HR01")["amounts"]["month"] is None


def test_what_counts_no_children_is_told():
    """Three sessions with many children are no small count of them, and other actions hide nothing."""
    asking = machine()
    assert asking.line("zhangdian", "HR03")["amounts"]["month"]["value"] == "3"
    rows = asking.rows(FIGURES, page_size=500)
    assert {row["kpi"] for row in rows if row["hidden"]} == OF_CHILDREN


def test_the_control_without_the_rule_the_three_rooms_are_told(monkeypatch):
    monkeypatch.setattr(children, "is_of_children", lambda figure: False)
    assert machine().line("zhangdian", "HR01")["amounts"]["month"]["value"] == "3"


def test_telling_writes_nothing():
    stored = Figure.objects.get(code="HR01", report__organisation__code="zhangdian")
    machine().rows(FIGURES, page_size=500)
    again = Figure.objects.get(pk=stored.pk)
    assert (again.month_part, again.to_date_part, again.note) == (3, stored.to_date_part, "三间")
