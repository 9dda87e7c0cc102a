"""The public figures: targets and progress with their day, no person and no small count of people in them."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse

from stations.models import Station
from tests import hoping, people
from tests.houses import house
from tests.people import signed_in
from tests.reports import filled, past
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import now, today
from zibo_youth.reports import public, services, suppression
from zibo_youth.reports.models import Figure, Milestone, MonthlyReport

pytestmark = pytest.mark.django_db

YEAR = 2021
GUESTS = {"zhangdian": 12, "huantai": 3, "boshan": 7}


def station(unit):
    made = house("flexible:4", unit)
    Station.objects.filter(pk=made.pk).update(opened_on=date(2020, 11, 1))
    return made


@pytest.fixture
def visits():
    """Stays of May 2021 in three districts, few of them in one."""
    return [
        past.stayed(guest, house_of, filled.DAY)
        for unit, size in GUESTS.items()
        for house_of in [station(unit)]
        for guest in past.guests(size)
    ]


@pytest.fixture
def targets():
    services.set_targets(actor=people.city_staff(), year=YEAR, code="ST01", city=Decimal(30), units={})


def locked_city_report(**reached):
    """As locking leaves it; the lock itself has its own tests."""
    moment = now()
    report = MonthlyReport.objects.create(
        organisation=Organisation.objects.get(kind="city"), month=filled.MAY.first, due_on=date(2021, 6, 3),
        **filled.NAMES, digest="1", figures_at=moment, submitted_at=moment, accepted_at=moment,
    )  # fmt: skip
    Figure.objects.bulk_create(
        Figure(report=report, code=code, label=code, action="development", unit="场次", kind="flow",
               position=place, is_manual=True, month_part=amount, to_date_part=amount)
        for place, (code, amount) in enumerate(reached.items())
    )  # fmt: skip
    for state in ("draft", "submitted", "accepted", "locked"):
        MonthlyReport.objects.filter(pk=report.pk).update(state=state, locked_at=moment)


def page(**query):
    return signed_in(None).get(reverse("figures"), {"year": YEAR} | query)


def goals(answer):
    return {goal.kpi.code: goal for _label, goals in answer.context["groups"] for goal in goals}


def test_anybody_reads_target_progress_day_and_definition(targets, visits):
    answer = page()
    stations = goals(answer)["ST01"]
    assert (stations.target, stations.reached.part, stations.as_of) == (30, 3, date(2021, 12, 31))
    shown = answer.content.decode()
    for words in ("青年驿站数量", "2021-12-31", str(stations.kpi.definition), "10.0%"):
        assert words in shown


def test_what_is_typed_is_that_of_the_last_locked_month_and_the_page_says_which(targets):
    assert goals(page())["BU05"].reached is None
    locked_city_report(BU05=8)
    answer = page()
    assert goals(answer)["BU05"].as_of == date(2021, 5, 31)
    assert goals(answer)["BU05"].reached.part == 8
    assert "2021年5月31日" in answer.content.decode()


def test_counted_figures_of_this_year_are_as_of_yesterday():
    services.set_targets(
        actor=people.city_staff(), year=today().year, code="ST01", city=Decimal(30), units={}
    )
    answer = page(year=today().year)
    assert answer.context["until"] == today() - timedelta(days=1) or today().month == 1


def test_months_and_districts_are_counted_from_the_facts(targets, visits):
    answer = page()
    months = {bar.month.number: bar.count for bar in answer.context["months"]}
    assert (months[5], months[6], len(months)) == (22, 0, 12)
    line = next(one for one in answer.context["districts"] if one.kpi.code == "ST02")
    cells = dict(zip([unit.code for unit in public.units()], line.cells, strict=True))
    assert line.total.part == 22
    assert cells["zhangdian"].part == 12
    assert cells["huantai"] is cells["boshan"] is None  # three, and the one it would follow from


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_hidden_on_the_page_is_hidden_in_the_file(targets, visits, kind):
    answer = signed_in(None).get(reverse("figures_table", args=["districts", kind]), {"year": YEAR})
    assert answer.status_code == 200
    if kind == "csv":
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        [row] = [row for row in csv.reader(io.StringIO(text)) if row and row[0] == "驿站服务人次"]
        assert sorted(row[2:], key=len) == ["0"] * 8 + ["12", "22", "不公布", "不公布"]


def test_nothing_that_counts_children_is_told_by_district(targets):
    """A room is one child's: the year so far, looked at on two days, would tell of one of them."""
    hoping.rooms_accepted("zhangdian", 3, on=date(2021, 5, 10))
    shown = {line.kpi.code for line in page().context["districts"]}
    assert "ST02" in shown
    assert not {code for code in shown if code.startswith(("HR01", "HR02", "HR03", "HR04"))}
    assert goals(page())["HR01"].reached.part == 3


@pytest.mark.control
def test_the_control_without_the_rule_three_rooms_of_a_district_are_public(targets, monkeypatch):
    monkeypatch.setattr(public, "is_of_children", lambda kpi: False)
    hoping.rooms_accepted("zhangdian", 3, on=date(2021, 5, 10))
    line = next(one for one in page().context["districts"] if one.kpi.code == "HR01")
    assert 3 in [cell.part for cell in line.cells]


@pytest.mark.control
def test_the_control_without_suppression_the_small_count_is_there(targets, visits, monkeypatch):
    monkeypatch.setattr(public, "hidden_cells", lambda cells: set())
    assert suppression.hidden_cells({1: Decimal(3)}) == {1}
    line = next(one for one in page().context["districts"] if one.kpi.code == "ST02")
    assert 3 in [cell.part for cell in line.cells]


def test_no_person_is_on_the_page_or_in_a_file(targets, visits):
    client = signed_in(None)
    texts = [page().content.decode()]
    for table in ("progress", "months", "districts"):
        answer = client.get(reverse("figures_table", args=[table, "csv"]), {"year": YEAR})
        texts.append(b"".join(answer.streaming_content).decode())
    for stay in visits[:3]:
        for text in texts:
            assert stay.reference not in text
            assert stay.guest.full_name not in text
    assert client.get(reverse("figures_table", args=["people", "csv"])).status_code == 404
    assert client.get(reverse("figures_table", args=["months", "exe"])).status_code == 404


def test_milestones_stand_with_their_action_and_their_day(targets):
    Milestone.objects.create(
        year=YEAR, action="rural", name="扶持政策", name_en="Policy", state="running", as_of=date(2021, 6, 4)
    )
    shown = page().content.decode()
    for words in ("扶持政策", "进行中", "2021年6月4日"):
        assert words in shown


def test_a_reader_after_the_first_costs_no_count(targets, visits, django_assert_max_num_queries):
    cache.clear()
    page()
    with django_assert_max_num_queries(16):
        page()
