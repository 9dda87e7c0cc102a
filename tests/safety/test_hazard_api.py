"""/api/v1/hazards/: a report with its picture, one's own way and answer, and the lists of the offices."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safety.models import HazardReport
from tests import hazarding, people
from tests.people import signed_in
from zibo_youth.accounts.models import OneTimeKey
from zibo_youth.accounts.services import create_token

pytestmark = pytest.mark.django_db
HAZARDS, FIGURES, MINE = (f"/api/v1/hazards/{name}" for name in ("", "statistics/", "mine/"))
KEY = "key-00000001"


@pytest.fixture
def plant():
    return hazarding.Plant()


def asked(plant, **changes):
    return {
        "enterprise": plant.enterprise.organisation.uscc,
        "work_area": plant.area.name,
        "category": "fire",
        "severity": "general",
        "words": "疏散通道堆放杂物",
        "photo": hazarding.photo(),
    } | changes


def send(user, content, key=KEY):
    content = {name: value for name, value in content.items() if value is not None}
    return signed_in(user).post(MINE, content, headers={"idempotency-key": key})


# --- the report ----------------------------------------------------------------------------------


def test_a_report_with_its_picture_is_kept_and_names_nobody(plant):
    answer = send(plant.reporter, asked(plant))
    [hazard] = HazardReport.objects.all()
    told = answer.json()
    assert (answer.status_code, told["number"], told["state"]) == (201, hazard.number, "submitted")
    assert told["where"] == f"{plant.enterprise} · 一车间"
    assert [move["state"] for move in told["moves"]] == ["submitted"]
    assert str(hazard.public_id) not in answer.content.decode()
    assert not OneTimeKey.objects.exists()


def test_the_same_report_sent_again_is_one_report_and_one_answer(plant):
    first = send(plant.reporter, asked(plant))
    again = send(plant.reporter, asked(plant))
    assert (again.status_code, again.json()) == (201, first.json())
    assert HazardReport.objects.count() == 1


def test_two_people_who_choose_one_key_report_two_things(plant):
    other = people.applicant()
    assert [send(each, asked(plant)).status_code for each in (plant.reporter, other)] == [201, 201]
    assert HazardReport.objects.count() == 2


def test_a_place_without_an_enterprise_has_its_district(plant):
    content = asked(plant, enterprise=None, work_area=None, place="人民路过街天桥", district="zhangdian")
    assert send(plant.reporter, content).status_code == 201
    assert HazardReport.objects.get().reporting_org.code == "zhangdian"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"enterprise": "91370300MA3C000000"}, "invalid", "enterprise"),
        ({"work_area": "没有的车间"}, "invalid", "work_area"),
        ({"enterprise": None}, "invalid", "work_area"),
        ({"enterprise": None, "work_area": None}, "hazard_where_missing", "place"),
        ({"district": "nowhere"}, "invalid", "district"),
        ({"category": "x"}, "invalid", "category"),
        ({"words": " "}, "invalid", "words"),
        ({"photo": None}, "invalid", "photo"),
        ({"photo": "text"}, "invalid", "photo"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_keeps_nothing(plant, changes, code, field):
    answer = send(plant.reporter, asked(plant, **changes))
    told = answer.json()
    assert (answer.status_code < 500, told["code"], told["field"]) == (True, code, field)
    assert not HazardReport.objects.exists()


def test_without_a_key_or_a_log_in_nothing_is_kept(plant):
    assert signed_in(plant.reporter).post(MINE, asked(plant)).status_code == 400
    assert Client().post(MINE, asked(plant), headers={"idempotency-key": KEY}).status_code == 401
    assert not HazardReport.objects.exists()


# --- one's own -----------------------------------------------------------------------------------


def test_one_reads_one_s_own_and_answers_a_repair(plant):
    hazard = plant.claimed()
    [own] = signed_in(plant.reporter).get(MINE).json()
    assert (own["number"], own["is_asked"], own["points"]) == (hazard.number, True, 0)
    here = f"{MINE}{own['id']}/"
    client = signed_in(plant.reporter)
    silent = client.post(f"{here}answer/", {"is_mended": False}, content_type="application/json")
    assert (silent.status_code, silent.json()["code"]) == (409, "hazard_reason_missing")
    answer = client.post(f"{here}answer/", {"is_mended": True}, content_type="application/json")
    assert (answer.status_code, answer.json()["is_asked"]) == (200, False)
    twice = client.post(f"{here}answer/", {"is_mended": True}, content_type="application/json")
    assert (twice.status_code, twice.json()["code"]) == (409, "hazard_answered")
    assert client.get(here).json() == answer.json()


def test_nobody_else_finds_it_not_even_by_the_number_of_the_report(plant):
    hazard = plant.claimed()
    [own] = signed_in(plant.reporter).get(MINE).json()
    for user in (people.applicant(), plant.officer, people.city_staff()):
        assert signed_in(user).get(MINE).json() == []
        for name in (own["id"], hazard.public_id):
            assert signed_in(user).get(f"{MINE}{name}/").status_code == 404
            told = signed_in(user).post(f"{MINE}{name}/answer/", {"is_mended": "yes"})
            assert told.status_code == 404


# --- the offices ---------------------------------------------------------------------------------


def test_an_office_reads_its_own_with_filters_and_figures(plant):
    fire, other = plant.reported(), hazarding.Plant("linzi").reported()
    machine = plant.reported(people.applicant(), category="machine", severity="serious")
    client = signed_in(plant.officer)

    def numbers(**query):
        return {row["number"] for row in client.get(HAZARDS, query).json()["results"]}

    assert numbers() == {fire.number, machine.number}
    assert numbers(category="machine") == numbers(severity="serious") == {machine.number}
    assert numbers(state="decide") == {fire.number, machine.number}
    assert numbers(state="overdue") == numbers(state="closed") == set()
    everywhere = signed_in(people.city_staff()).get(HAZARDS).json()["results"]
    assert {row["number"] for row in everywhere} == {fire.number, machine.number, other.number}
    [line] = client.get(FIGURES).json()["enterprises"]
    assert (line["reported"], line["open"], line["fixed"], line["median_days"]) == (2, 2, 0, None)
    assert [each["reported"] for each in client.get(FIGURES).json()["districts"]] == [2]


def test_an_enterprise_meets_a_report_once_it_is_accepted(plant):
    hazard = plant.reported()
    assert signed_in(plant.safety).get(HAZARDS).json()["results"] == []
    hazarding.accept(hazard, plant.officer)
    [row] = signed_in(plant.safety).get(HAZARDS).json()["results"]
    assert (row["number"], row["enterprise"]) == (hazard.number, plant.enterprise.organisation.uscc)


@pytest.mark.parametrize("query", [{"state": "x"}, {"severity": "²"}, {"category": "x"}])
def test_a_filter_that_is_none_is_told(plant, query):
    assert signed_in(plant.officer).get(HAZARDS, query).status_code == 400


def test_without_an_office_and_with_a_personal_token_nothing_is_shown(plant):
    token = Client(headers={"authorization": f"Token {create_token(plant.officer, 'test')[1]}"})
    for client in (signed_in(people.applicant()), token):
        assert [client.get(each).status_code for each in (HAZARDS, FIGURES)] == [403, 403]


# --- the position ----------------------------------------------------------------------------------------


def placed(plant, position):
    where = {"enterprise": None, "work_area": None, "place": "示例路 1 号", "district": "zhangdian"}
    return asked(plant, **where, spot=position)


def test_a_telephone_tells_its_position_where_no_enterprise_is_named(plant):
    assert send(plant.reporter, placed(plant, "geo:36.81,118.05;u=20")).status_code == 201
    made = HazardReport.objects.get()
    assert (str(made.latitude), str(made.longitude), made.position_from) == (
        "36.810000",
        "118.050000",
        "phone",
    )


@pytest.mark.parametrize(
    ("position", "status", "code"),
    [("36.81,118.05", 400, "invalid"), ("geo:36.81,118.05;u=2000", 409, "hazard_spot_too_vague")],
)
def test_a_position_that_is_none_or_too_vague_is_refused(plant, position, status, code):
    answer = send(plant.reporter, placed(plant, position))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "spot" in answer.content.decode()


def test_with_an_enterprise_no_position_is_told(plant):
    answer = send(plant.reporter, asked(plant, spot="geo:36.81,118.05;u=20"))
    assert (answer.status_code, answer.json()["code"]) == (409, "hazard_spot_of_enterprise")


def test_a_longer_list_asks_no_more(plant):
    """Whether somebody reads minutes is asked for each row, and of no table."""
    asked = []
    for _more in range(2):
        hazarding.accept(plant.reported(people.applicant()), plant.officer)
        for user in (plant.officer, plant.safety, people.city_staff()):
            page = signed_in(user)
            page.get(HAZARDS)
            with CaptureQueriesContext(connection) as seen:
                assert page.get(HAZARDS).status_code == 200
            asked.append(len(seen))
    assert asked[:3] == asked[3:]
