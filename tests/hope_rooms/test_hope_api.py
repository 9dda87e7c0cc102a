"""/api/v1/hope-rooms/: codes, stages and clocks for the offices of care, and nothing of a child."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from hope_rooms import board
from hope_rooms.models import Access, HopeRoom
from tests import hoping, pairing, people
from tests.corpus import SHARP
from tests.people import signed_in
from zibo_youth.accounts.services import create_token
from zibo_youth.core.calendar import now, today

ROOMS, PAIRINGS, DISTRICTS = (f"/api/v1/hope-rooms/{name}/" for name in ("rooms", "pairings", "districts"))
DAY = timedelta(days=1)


def rows(user, address, **query):
    answer = signed_in(user).get(address, query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["results"]


@pytest.fixture
def room(city):
    return hoping.nominated(city, full_name="示小金", address="示范金村一号")


def test_a_room_is_told_by_its_code_with_its_stages_and_clocks(city, room):
    HopeRoom.objects.filter(pk=room.pk).update(state_since=now() - 90 * DAY)

    [told] = rows(city.officer, ROOMS)
    one = signed_in(city.officer).get(f"{ROOMS}{told['code']}/").json()

    assert (told["code"], told["district"], told["state"]) == (room.child.code, city.here.code, "nominated")
    [due] = told["dues"]
    assert (due["kind"], due["days_late"]) == (
        "overdue",
        (today() - hoping.date.fromisoformat(due["due_on"])).days,
    )
    assert due["days_late"] > 0
    assert one == told | {"stages": []}
    assert set(told) == {
        *("code", "district", "state", "state_since", "is_pre_system"),
        *("accepted_on", "handed_over_at", "closed_at", "dues"),
    }


def test_a_pairing_is_told_by_its_clock_and_not_by_who_goes_when(city, team, pair):
    living = pairing.active(city, team, pair)
    for user in (city.officer, team.leader):
        [told] = rows(user, PAIRINGS)
        assert (told["code"], told["state"], told["visits_made"]) == (living.child.code, "active", 0)
        assert (told["visit_due_on"], told["visits_missed"]) == (str(today() + 14 * DAY), 0)
    assert not {"members", "volunteers", "starts_at"} & set(told)
    assert rows(city.officer, PAIRINGS, state="closed") == []


def test_an_office_reads_its_own_and_a_query_narrows(city, room):
    foreign = hoping.children.nominate_child(
        actor=city.foreign_officer, reporting_org=city.there, town=None, told=hoping.told()
    )
    codes = {"here": room.child.code, "there": foreign.child.code}

    assert [row["code"] for row in rows(city.town_officer, ROOMS)] == [codes["here"]]
    assert [row["code"] for row in rows(city.foreign_officer, ROOMS)] == [codes["there"]]
    assert {row["code"] for row in rows(city.city_staff, ROOMS)} == set(codes.values())
    assert [row["code"] for row in rows(city.lead, ROOMS, district=city.there.code)] == [codes["there"]]
    assert rows(city.officer, ROOMS, district=city.there.code) == []
    assert rows(city.officer, ROOMS, state="in_care") == []
    assert signed_in(city.officer).get(f"{ROOMS}{codes['there']}/").status_code == 404


def test_what_is_asked_for_wrongly_is_told_by_its_field(city):
    answer = signed_in(city.officer).get(ROOMS, {"state": "known"})
    assert (answer.status_code, answer.json()["field"]) == (400, "state")
    assert signed_in(city.officer).get(ROOMS, {"page": "9"}).status_code == 404


@pytest.mark.parametrize(
    "call", ["rooms/?state={}", "rooms/?district={}", "rooms/{}/", "pairings/?state={}&page={}"]
)
def test_no_words_break_a_call(city, call):
    client = signed_in(city.officer)
    for text in SHARP:
        sent = quote(text.encode("utf-8", "surrogatepass"), safe="")[:4000]
        address = "/api/v1/hope-rooms/" + call.format(*[sent] * call.count("{}"))
        assert client.get(address).status_code < 500, address


def test_nobody_without_an_office_of_care_reads_anything(city, room):
    token = create_token(city.officer, "own")[1]
    for address in (ROOMS, PAIRINGS, DISTRICTS, f"{ROOMS}{room.child.code}/"):
        assert Client().get(address).status_code == 401
        assert signed_in(people.applicant()).get(address).status_code == 403
        assert Client(headers={"authorization": f"Token {token}"}).get(address).status_code == 403


def test_a_call_reads_only_and_writes_no_access_for_it_opens_nothing(city, room):
    client = signed_in(city.officer)
    before = Access.objects.count()

    answer = client.get(ROOMS)

    assert "示小金" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Access.objects.count() == before
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(ROOMS).status_code == 405


def test_a_small_count_of_a_district_is_nobodys(city, room):
    hoping.rooms_accepted("huantai", 6, on=today())

    told = signed_in(city.city_staff).get(DISTRICTS).json()

    found = {each["district"]: each["rooms"] for each in told["districts"]}
    assert (found["zhangdian"]["asking"], told["city"]["asking"]) == (None, 1)
    assert (found["huantai"]["living"], told["city"]["living"]) == (6, 6)
    assert set(told["stages"]) == {name for name, *_rest in board.COLUMNS}


@pytest.mark.control
def test_without_suppression_the_small_count_is_there(city, room, monkeypatch):
    monkeypatch.setattr(board, "hidden_cells", lambda counts, **_how: set())

    told = signed_in(city.city_staff).get(DISTRICTS).json()

    assert next(each for each in told["districts"] if each["district"] == "zhangdian")["rooms"]["asking"] == 1
