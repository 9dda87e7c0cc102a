"""Every benchmark is there and runs in small: what it measures is real, so a broken one is noticed before a night is spent."""

import importlib
import os
from decimal import Decimal
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from bench import (
    BENCHMARKS,
    due_run,
    events_list,
    guarded_read,
    hazard_list,
    hours,
    ladder,
    mutual,
    report_growth,
    schedule,
    search,
    seating,
    xlsx,
)
from stations.models import Station, StayNight
from stations.views import finder
from zibo_youth.settings import env

pytestmark = pytest.mark.long


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_can_be_loaded_and_run(name):
    assert callable(importlib.import_module(BENCHMARKS[name]).run)


def test_schedules_in_small_are_the_same_to_half_a_cent_a_row():
    [row] = schedule.run(quick=True)["rows"]
    assert row["schedules"] == 2
    assert row["times"] > 0


@pytest.mark.control
def test_the_control_rows_that_differ_are_no_measure(monkeypatch):
    monkeypatch.setattr(schedule, "RATE", Decimal("0.05"))
    with pytest.raises(AssertionError):
        schedule.run(quick=True)


def test_xlsx_in_small_writes_and_reads_beside_the_other_library():
    rows = xlsx.run(quick=True)["rows"]
    assert [row["task"] for row in rows] == ["write xlsx", "write csv", "read xlsx"]
    for row in rows:
        assert row["met"]
        assert row["MB, 2,000 rows"] > 0
        assert row["CPU s"] > 0
        assert row["times"] > 0


@pytest.mark.control
def test_the_control_a_writer_that_fails_is_no_measure(monkeypatch):
    monkeypatch.setattr(xlsx, "MEASURE", "raise SystemExit(1)")
    with pytest.raises(Exception, match="non-zero exit"):
        xlsx.run(quick=True)


@pytest.fixture
def owned(monkeypatch):
    """The benchmark's own connection leads to this test's database."""
    given = urlsplit(env.DATABASE_OWNER_URL or env.DATABASE_URL)
    here = urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))
    monkeypatch.setitem(os.environ, "DATABASE_OWNER_URL", here)


@pytest.mark.django_db(transaction=True)
def test_search_in_small_asks_few_questions_of_houses_that_are_half_full(owned):
    rows = search.run(quick=True)["rows"]

    assert [row["stations"] for row in rows] == [11] * 4 + [22] * 4
    assert {row["page"] for row in rows} == {
        "first page",
        "women, one district",
        "last page",
        "nothing free",
    }
    assert all(0 < row["queries"] <= search.MOST_QUERIES for row in rows)
    assert Station.objects.filter(code__startswith="search-").count() == 22
    taken = StayNight.objects.count()
    assert 0.3 < taken / (22 * 12 * 30) < 0.7


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_a_question_for_each_house_is_seen(owned, monkeypatch):
    real = finder.search.Field

    def chatty(wish):
        for station in Station.objects.all()[:10]:
            list(station.rooms.all())
        return real(wish)

    monkeypatch.setattr(finder.search, "Field", chatty)
    assert not all(row["met"] for row in search.run(quick=True)["rows"])


@pytest.mark.django_db(transaction=True)
def test_report_growth_in_small_counts_the_same_month_behind_any_past(owned):
    rows = report_growth.run(quick=True)["rows"]

    assert [row["what"] for row in rows[:-1]] == [f"{n} months before" for n in (1, 2, 3)]
    assert rows[0]["facts"] < rows[1]["facts"] < rows[2]["facts"] == rows[3]["facts"]
    assert 4.9 < rows[3]["facts of the month x"] < 5.1
    assert all(row["cost x"] > 0 for row in rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'past_%' OR nspname = 'fifth'")
        assert cursor.fetchone() == (0,)


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_a_past_that_lost_a_fact_of_the_month_measures_nothing(owned, monkeypatch):
    real = report_growth._copy

    def losing(copies):
        real(copies)
        with report_growth._owner() as owner, owner.cursor() as cursor:
            cursor.execute(
                "DELETE FROM past_1.stations_stay WHERE arrival BETWEEN '2025-06-10' AND '2025-06-20'"
            )

    monkeypatch.setattr(report_growth, "_copy", losing)
    with pytest.raises(AssertionError):
        report_growth.run(quick=True)


@pytest.mark.django_db(transaction=True)
def test_hours_in_small_reads_the_same_pages_in_a_year_of_ten_times_the_entries(owned):
    rows = hours.run(quick=True)["rows"]

    assert [row["entries"] for row in rows] == [200] * 4 + [2000] * 4
    assert [row["page"] for row in rows[:4]] == ["volunteer", "volunteer, older", "project", "project, older"]
    assert [row["queries"] for row in rows[:4]] == [row["queries"] for row in rows[4:]]
    assert all(row["times a plain page"] > 0 for row in rows)


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_a_sheet_that_asks_for_each_line_is_seen(owned, monkeypatch):
    from volunteers.views import hour_desk

    real = hour_desk.share_of

    def chatty(project):
        for entry in project.hour_entries.all()[::40]:
            entry.refresh_from_db()
        return real(project)

    monkeypatch.setattr(hour_desk, "share_of", chatty)
    assert not all(row["met"] for row in hours.run(quick=True)["rows"])


@pytest.mark.django_db(transaction=True)
def test_the_ladder_in_small_finds_what_the_statement_by_hand_finds(owned):
    (row,) = ladder.run(quick=True)["rows"]

    assert row["rooms"] == 60
    assert row["rungs"] > 0
    assert row["times"] > 0


@pytest.mark.django_db(transaction=True)
def test_a_guarded_page_in_small_leaves_a_row_for_each():
    (row,) = guarded_read.run(quick=True)["rows"]
    assert row["rows of access"] == row["pages"] == 2
    assert row["times"] > 0


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_a_page_that_writes_nothing_is_no_measure(monkeypatch):
    monkeypatch.setattr(guarded_read, "_seconds", lambda client, page, how: 1.0)
    (row,) = guarded_read.run(quick=True)["rows"]
    assert not row["met"]


@pytest.mark.django_db(transaction=True)
def test_a_days_run_in_small_tells_what_the_hand_written_statement_tells(owned):
    [row] = due_run.run(quick=True)["rows"]
    assert row["loans"] == due_run.FEW
    assert 0.05 < row["late"] / row["loans"] < 0.2
    assert row["times"] > 0


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_runs_that_tell_different_things_are_no_measure(owned, monkeypatch):
    monkeypatch.setattr(due_run, "BY_HAND", due_run.BY_HAND.replace("'attention'", "'loss'"))
    with pytest.raises(AssertionError):
        due_run.run(quick=True)


@pytest.mark.django_db(transaction=True)
def test_events_list_in_small_asks_few_times_and_measures_every_page(owned):
    rows = events_list.run(quick=True)["rows"]
    assert [row["page"] for row in rows][:2] == ["first page", "last page"]
    assert all(0 < row["queries"] <= events_list.MOST_QUERIES for row in rows)


@pytest.mark.django_db(transaction=True)
def test_mutual_pairs_in_small_are_those_of_the_self_join(owned):
    [row] = mutual.run(quick=True)["rows"]
    assert (row["people"], row["times"] > 0) == (mutual.FEW, True)
    assert row["pairs"] >= 2


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_a_self_join_that_finds_others_is_no_measure(owned, monkeypatch):
    monkeypatch.setattr(mutual, "SELF_JOIN", mutual.SELF_JOIN + " LIMIT 1")
    with pytest.raises(AssertionError):
        mutual.run(quick=True)


@pytest.mark.django_db
def test_seating_in_small_is_looked_through():
    [row] = seating.run(quick=True)["rows"]
    assert (row["people"], row["pages"] > 0) == (60, True)


@pytest.mark.control
@pytest.mark.django_db
def test_the_control_a_plan_that_repeats_is_no_measure(monkeypatch):
    monkeypatch.setattr(seating.seating, "_keeps_apart", lambda tables, rounds, width: tables > 1)
    monkeypatch.setattr(seating, "ROUNDS", 30)
    with pytest.raises(AssertionError):
        seating.run(quick=True)


@pytest.mark.django_db(transaction=True)
def test_the_list_of_hazards_in_small_asks_six_statements_of_either_desk(owned):
    rows = hazard_list.run(quick=True)["rows"]
    assert len(rows) == 6
    assert all(row["about hazards"] == 2 and row["queries"] <= hazard_list.MOST_QUERIES for row in rows)


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_a_list_that_asks_for_each_line_is_seen_by_its_statements(owned, monkeypatch):
    from safety.views.hazards import desk

    real = desk.picture_of

    def chatty(rows):
        for row in rows[:5]:
            row.refresh_from_db()
        return real(rows)

    monkeypatch.setattr(desk, "picture_of", chatty)
    assert not all(row["met"] for row in hazard_list.run(quick=True)["rows"])
