"""月报数据接口: what another system reads of the monthly report, and what it never reads."""

from __future__ import annotations

import base64

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people
from tests.houses import house
from tests.people import signed_in
from tests.reports import past
from tests.reports.figures_api import FIGURES, KPIS, MONTHS, machine
from tests.reports.filled import DAY, MAY, accepted, locked, opened
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.reports import children, services
from zibo_youth.reports.kpis import kpis
from zibo_youth.reports.models import Figure, MonthlyReport

pytestmark = pytest.mark.django_db

UNTOLD = {"value": None, "part": None, "whole": None}


@pytest.fixture
def city():
    return people.city_staff()


# --- indicators and months -----------------------------------------------------------------------


def test_the_catalogue_tells_every_indicator_in_both_languages():
    rows = machine().rows(KPIS)

    assert [row["code"] for row in rows] == [one.code for one in kpis()]
    served = next(row for row in rows if row["code"] == "ST02")
    assert (served["unit"], served["kind"], served["valid_from"]) == ("人次", "flow", "2021-01-01")
    assert "驿站" in served["name"]
    assert served["name_en"].isascii()
    assert all(row["definition"] and row["definition_en"] and row["source"] for row in rows)


def test_months_tell_where_each_report_stands(city):
    report = accepted("zhangdian", city)

    rows = machine().rows(MONTHS, month="2021-05")

    assert len(rows) == 11
    mine = next(row for row in rows if row["organisation"] == "zhangdian")
    assert mine["state"] == "accepted"
    assert mine["accepted_at"].endswith("+08:00")
    assert mine["locked_at"] is None
    assert {row["state"] for row in rows if row is not mine} == {"open"}
    assert report.digest not in str(rows)


# --- figures --------------------------------------------------------------------------------------


def test_a_draft_is_nobodys_figure(city):
    accepted("zhangdian", city)
    assert machine().rows(FIGURES) == []


def test_a_locked_figure_is_told_with_what_it_is_compared_with(city):
    station = house("flexible:2")
    station.reporting_org = Organisation.objects.get(code="zhangdian")
    station.save()
    for guest in past.guests(2):
        past.stayed(guest, station, DAY)
    locked(city)

    line = machine().line("zhangdian", "ST02")

    stored = Figure.objects.get(code="ST02", report__organisation__code="zhangdian")
    assert line["amounts"]["month"] == {"value": "2", "part": "2", "whole": None}
    assert line["amounts"]["previous"]["value"] == "0"
    assert line["on_last_month"] == {"value": None, "is_points": False, "words": "—"}
    assert (line["rows"], line["digest"]) == (2, stored.digest)
    assert (line["state"], line["hidden"], line["corrections"]) == ("locked", [], [])
    assert line["note"] == stored.note
    assert machine().line("city", "ST02")["amounts"]["month"]["value"] == "2"


def test_a_correction_is_told_beside_the_figure_that_stays(city):
    station = house("flexible:2")
    station.reporting_org = Organisation.objects.get(code="zhangdian")
    station.save()
    locked(city)
    past.stayed(past.guests(1)[0], station, DAY)

    services.record_corrections(actor=SYSTEM, month=MAY)

    line = machine().line("zhangdian", "ST02")
    assert line["amounts"]["month"]["value"] == "0"
    (correction,) = line["corrections"]
    assert (correction["old"]["value"], correction["new"]["value"]) == ("0", "1")
    assert (correction["cause"], correction["shown_in"]) == ("late", None)


def test_a_districts_key_reads_its_own_and_cannot_ask_for_anothers(city):
    locked(city)
    asking = machine("zhangdian")

    rows = asking.rows(FIGURES, page_size=500)
    assert {row["organisation"] for row in rows} == {"zhangdian"}
    assert {row["organisation"] for row in asking.rows(MONTHS)} == {"zhangdian"}

    foreign = asking.get(FIGURES, organisation="huantai")
    unknown = asking.get(FIGURES, organisation="nowhere")
    of_city = asking.get(FIGURES, organisation="city")
    assert foreign.status_code == 400
    assert foreign.json() == unknown.json() == of_city.json()


def test_an_officer_reads_the_own_district_by_session(city):
    locked(city)
    client = signed_in(people.officer("zhangdian"))
    found = client.get(FIGURES, {"page_size": 500}).json()["results"]
    assert {row["organisation"] for row in found} == {"zhangdian"}
    assert client.get(FIGURES, {"organisation": "huantai"}).status_code == 400
    assert len({row["organisation"] for row in signed_in(city).get(MONTHS).json()["results"]}) == 12


# --- pages ----------------------------------------------------------------------------------------


def test_reading_on_meets_every_figure_once_in_one_order(city):
    locked(city)
    asking = machine()
    seen, address = [], f"{FIGURES}?page_size=97"
    while address:
        page = asking.client.get(address).json()
        seen += [(row["month"], row["organisation"], row["kpi"]) for row in page["results"]]
        address = page["next"]

    assert len(seen) == Figure.objects.count()
    assert len(set(seen)) == len(seen)


def test_the_number_of_queries_grows_with_nothing(city):
    locked(city)
    asking = machine()
    asking.get(FIGURES)

    def cost(**query):
        with CaptureQueriesContext(
            connection,
        ) as few:
            asking.rows(FIGURES, **query)
        return len(few)

    assert cost(page_size=500) == cost(page_size=60) == cost(organisation="zhangdian") - 1


def test_answers_are_kept_by_no_cache():
    answer = machine().get(KPIS)
    assert "no-store" in answer["Cache-Control"]
    assert "Authorization" in answer["Vary"]


# --- children -------------------------------------------------------------------------------------


def test_three_visits_to_homes_are_hidden_in_all_three_counts():
    """Three sessions that were three visits to homes met three children: 场次 = 户次 = 人次."""
    numbers = {"HR03": (3, 9, 30), "HR03-1": (3, 9, 30), "HR03-2": (3, 9, 90)}
    for place, unit in enumerate(("zhangdian", "huantai", "boshan")):
        report = services.take_figures(actor=people.officer(unit), report=opened(unit, MAY))
        for code, counts in numbers.items():
            report.figures.filter(code=code).update(month_part=counts[place])

    asked = list(Figure.objects.filter(code="HR03").with_report())
    found = {one.report.organisation.code: "month" in spans for one in asked if (spans := told(one))}

    assert found == {"zhangdian": True, "huantai": True, "boshan": False}


def told(figure):
    return children.hidden_spans([figure])[figure.pk]


# --- bad input ------------------------------------------------------------------------------------

CURSORS = {
    "no base64": "§§",
    "a word": base64.b64encode(b"p=abc").decode(),
    "far too large": base64.b64encode(b"p=" + b"9" * 40).decode(),
    "injected": base64.b64encode(b"p=1 OR 1=1").decode(),
    "negative": base64.b64encode(b"p=-1").decode(),
}
BAD = {
    "thirteenth month": ("month", "2026-13"),
    "month of the house": ("month", "202610"),
    "a day": ("month", "2026-10-01"),
    "a word for a month": ("month", "上月"),
    "last century": ("month", "1999-01"),
    "injected month": ("month", "2026-10' OR '1'='1"),
    "unknown kpi": ("kpi", "ZZ99"),
    "injected kpi": ("kpi", "ST02'; DROP TABLE x"),
    "a look-up": ("kpi", "__startswith"),
    "endless kpi": ("kpi", "A" * 5000),
    "unknown unit": ("organisation", "nowhere"),
    "an operator": ("organisation", "op-1"),
    "injected unit": ("organisation", "zhangdian%27--"),
    "nested": ("organisation", "[" * 500),
    **{f"cursor {name}": ("cursor", given) for name, given in CURSORS.items()},
}


@pytest.mark.parametrize(("field", "given"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_the_shape_of_the_house(field, given):
    answer = machine().get(FIGURES, **{field: given})

    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (400, "invalid", field), told
    assert field in told["message"]


def test_parameters_that_nobody_reads_narrow_nothing(city):
    locked(city)
    asking = machine()
    assert len(asking.rows(FIGURES, report__state="open", page_size="many")) == 100
    assert asking.get(FIGURES, **{"month[]": "2026-13"}).status_code == 200


def test_a_nul_is_refused_before_anything_is_read():
    assert machine().client.get(f"{FIGURES}?kpi=%00").status_code == 400
    assert MonthlyReport.objects.count() == 0
    opened("zhangdian")
