"""月报数据接口: what another system reads of the monthly report, and what it never reads."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests import people
from tests.houses import house
from tests.matrix.asking import world
from tests.matrix.rows import ROWS
from tests.people import signed_in
from tests.reports import past
from tests.reports.figures_api import FIGURES, KPIS, MONTHS, Machine, key, locked_with, machine
from tests.reports.filled import DAY, MAY, accepted, locked, opened
from zibo_youth.accounts import limits
from zibo_youth.accounts import services as accounts
from zibo_youth.accounts.errors import MachineScopeInvalid, RecordRefused
from zibo_youth.accounts.models import MachineToken, Organisation
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed, StateChanged
from zibo_youth.reports import children, services
from zibo_youth.reports.kpis import kpis
from zibo_youth.reports.models import Figure, MonthlyReport

pytestmark = pytest.mark.django_db

UNTOLD = {"value": None, "part": None, "whole": None}


@pytest.fixture
def city():
    return people.city_staff()


# --- the key ------------------------------------------------------------------------------------


def test_only_an_administrator_gives_a_key_and_takes_it_back(city):
    given = {"name": "平台", "contact": "科室", "scopes": ["reports:read"], "expires_on": today()}
    for somebody in (city, people.officer(), people.applicant()):
        with pytest.raises(NotAllowed):
            accounts.issue_machine_token(
                actor=somebody, organisation=Organisation.objects.get(code="city"), **given
            )
    token, _secret = key()
    with pytest.raises(NotAllowed):
        accounts.revoke_machine_token(actor=city, machinetoken=token)


def test_the_secret_is_stored_nowhere_and_who_gave_it_is_kept():
    token, secret = key()

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_machinetoken t")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT e::text FROM accounts_machinetokenevent e")
        trace = cursor.fetchone()[0]

    assert secret not in row
    assert secret not in trace
    assert token.digest in row
    assert token.digest not in trace
    assert str(token.issued_by).startswith("王管")


def test_a_key_is_for_the_city_or_for_a_unit_that_reports():
    operator = house("flexible:1").operator
    with pytest.raises(MachineScopeInvalid):
        key(of=operator.code)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_key_lasts_a_year_at_most(days):
    with pytest.raises(RecordRefused):
        key(days=days)
    token, _secret = key()
    with pytest.raises(IntegrityError, match="machine_token_lasts_a_year_at_most"):
        MachineToken.objects.filter(pk=token.pk).update(expires_on=today() + timedelta(days))


def test_a_key_may_do_something():
    token, _secret = key()
    with pytest.raises(IntegrityError, match="machine_token_may_do_something"):
        MachineToken.objects.filter(pk=token.pk).update(scopes=[])


def test_a_revoked_key_is_nobodys_from_the_next_call_on():
    token, secret = key()
    asking = Machine(secret)
    assert asking.get(KPIS).status_code == 200

    accounts.revoke_machine_token(actor=people.administrator(), machinetoken=token)

    answer = asking.get(KPIS)
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    with pytest.raises(StateChanged):
        accounts.revoke_machine_token(actor=people.administrator(), machinetoken=token)


def test_a_key_ends_with_its_last_day():
    token, secret = key(days=30)
    with standing_at(now() + timedelta(30)):
        assert Machine(secret).get(KPIS).status_code == 200
    with standing_at(now() + timedelta(31)):
        assert Machine(secret).get(KPIS).status_code == 401
    token.refresh_from_db()
    assert token.last_used_on == today() + timedelta(30)


def test_a_key_without_the_scope_reads_nothing():
    token, secret = key()
    MachineToken.objects.filter(pk=token.pk).update(scopes=["other:read"])

    answer = Machine(secret).get(FIGURES)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_the_admin_page_shows_a_secret_once_and_it_opens_the_door():
    client = signed_in(people.administrator())
    typed = {
        "name": "城市数据平台",
        "contact": "办公室",
        "organisation": Organisation.objects.get(code="city").pk,
        "scopes": ["reports:read"],
        "expires_on": (today() + timedelta(90)).isoformat(),
    }

    page = client.post("/admin/accounts/machinetoken/add/", typed, follow=True)

    token = MachineToken.objects.get()
    secret = next(word for word in page.content.decode().split("令牌：") if word.startswith("zbm_"))
    secret = secret.partition("。")[0]
    assert Machine(secret).get(KPIS).status_code == 200
    again = client.get(f"/admin/accounts/machinetoken/{token.pk}/change/").content.decode()
    assert secret not in again
    assert token.digest not in again

    client.post("/admin/accounts/machinetoken/", {"action": "revoke", "_selected_action": [token.pk]})
    assert Machine(secret).get(KPIS).status_code == 401


# --- how far a key reaches ------------------------------------------------------------------------


def api_addresses():
    known = world()
    return [known.address(route) for route in ROWS if route.startswith("api/")]


def test_a_key_opens_the_reports_and_no_other_door():
    """At every other address below /api/ it is worth as much as no key at all, by any method."""
    machine_, nobody = machine().client, signed_in(None)
    ours = {KPIS, MONTHS, FIGURES}
    others = [address for address in api_addresses() if address not in ours]
    assert len(others) > 15
    for address in others:
        for ask in ("get", "post", "put", "delete"):
            with_key, without = getattr(machine_, ask)(address), getattr(nobody, ask)(address)
            assert with_key.status_code == without.status_code, (ask, address)
    assert {machine_.get(address).status_code for address in ours} == {200}
    assert {machine_.post(address).status_code for address in ours} == {405}


def test_a_key_opens_no_page_and_no_admin(city):
    asking = machine().client
    assert asking.get("/city/").status_code == 302
    assert asking.get("/admin/").status_code == 302


def test_a_personal_token_is_no_machines_key(city):
    _token, secret = accounts.create_token(city, "test")
    client = signed_in(None, headers={"authorization": f"Token {secret}"})
    assert client.get(FIGURES).status_code == 401
    assert signed_in(None, headers={"authorization": f"Bearer {secret}"}).get(FIGURES).status_code == 401


def test_so_many_calls_a_minute_and_then_a_pause(monkeypatch):
    monkeypatch.setattr(limits, "MACHINE_CALLS_PER_MINUTE", 2)
    asking, other = machine(), machine()

    answers = [asking.get(KPIS) for _call in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "too_often"
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert other.get(KPIS).status_code == 200


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

ROOMS = {"zhangdian": 3, "huantai": 9, "zichuan": 12, "boshan": 30}


@pytest.fixture
def built(city):
    return locked_with(city, {"HR01": ROOMS, "HR03": {"zhangdian": 3}})


def test_a_small_count_of_children_is_hidden_with_what_gives_it_away(built):
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


def test_no_level_or_sum_of_months_lets_a_hidden_month_be_computed(built):
    """22 rooms by April and 25 by May would tell of three in May; a level from month to month the same."""
    rows = machine().rows(FIGURES, page_size=500)
    ours = [row for row in rows if row["kpi"] in {"HR01", "HR02", "HR04"} and row["organisation"] != "city"]
    assert len(ours) == 33
    assert all(row["amounts"]["to_date"] is None and row["completion"] is None for row in ours)
    assert all(row["amounts"]["month"] is None for row in ours if row["kpi"] != "HR01")


def test_the_own_district_reads_no_more_of_children_than_the_city_does(built):
    assert machine("zhangdian").line("zhangdian", "HR01")["amounts"]["month"] is None


def test_what_counts_no_children_is_told(built):
    """Sessions are no children, and other actions hide nothing."""
    asking = machine()
    assert asking.line("zhangdian", "HR03")["amounts"]["month"]["value"] == "3"
    rows = asking.rows(FIGURES, page_size=500)
    assert {row["kpi"] for row in rows if row["hidden"]} == {"HR01", "HR02", "HR04"}


def test_the_control_without_the_rule_the_three_rooms_are_told(built, monkeypatch):
    monkeypatch.setattr(children, "is_of_children", lambda figure: False)
    assert machine().line("zhangdian", "HR01")["amounts"]["month"]["value"] == "3"


def test_telling_writes_nothing(built):
    stored = Figure.objects.get(code="HR01", report__organisation__code="zhangdian")
    machine().rows(FIGURES, page_size=500)
    again = Figure.objects.get(pk=stored.pk)
    assert (again.month_part, again.to_date_part, again.note) == (3, stored.to_date_part, "三间")


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
