"""Calls about lounges: who may see what, one booking per key, refusals with their codes."""

import json

import pytest
from django.test import Client

from stations.models import LoungeVisit
from tests import people
from tests.lounges import book, monday, zone
from zibo_youth.accounts.services import create_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return zone()


@pytest.fixture
def user():
    return people.applicant()


def machine(user):
    return Client(headers={"authorization": f"Token {create_token(user, 'test')[1]}"})


def asked(room, **changes):
    return {"zone": room.pk, "date": f"{monday():%Y-%m-%d}", "start": "10:00", "end": "11:00"} | changes


def post(client, body, key="lounge-call-1"):
    return client.post(
        "/api/v1/lounge-visits/",
        json.dumps(body),
        content_type="application/json",
        headers={"idempotency-key": key},
    )


def test_anybody_reads_lounges_and_what_is_free(client, room):
    book(people.applicant(), room, monday(), 10, 1)
    [told] = client.get("/api/v1/lounges/").json()["results"]
    assert (told["code"], told["zones"][0]["id"]) == (room.lounge.code, room.pk)
    [free] = client.get(f"/api/v1/lounges/{room.lounge.code}/free/?date={monday():%Y-%m-%d}").json()
    starts = {start["start"]: start["longest"] for start in free["starts"]}
    assert starts["09:00"] == 2
    assert "10:00" not in starts
    assert starts["11:00"] == 4


@pytest.mark.parametrize("query", ["", "?date=", "?date=x", "?date=1999-01-01"])
def test_a_day_must_be_named(client, room, query):
    assert client.get(f"/api/v1/lounges/{room.lounge.code}/free/{query}").status_code == 400


def test_one_key_books_once(user, room):
    client = machine(user)
    first, again = (post(client, asked(room)) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    visit = LoungeVisit.objects.get()
    assert first.json()["reference"] == visit.reference
    assert first.json()["code"] == visit.code
    [listed] = client.get("/api/v1/lounge-visits/").json()["results"]
    assert listed["reference"] == visit.reference


def test_a_refusal_has_its_code_and_its_sentence(user, room):
    book(people.applicant(), room, monday(), 10, 1)
    answer = post(machine(user), asked(room))
    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    assert answer.json()["field"] == "start"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"zone": 0}, "zone"),
        ({"zone": 10**12}, "zone"),
        ({"start": "10:15"}, "start"),
        ({"end": "24:00"}, "end"),
        ({"date": "1999-01-01"}, "date"),
        ({"group_size": 0}, "group_size"),
    ],
)
def test_bad_input_is_told_with_its_field(user, room, changes, field):
    answer = post(machine(user), asked(room, **changes))
    assert answer.status_code == 400
    assert field in json.dumps(answer.json())
    assert not LoungeVisit.objects.exists()


def test_an_end_before_the_start_is_no_visit(user, room):
    answer = post(machine(user), asked(room, end="09:00"))
    assert (answer.status_code, answer.json()["code"]) == (400, "length")


def test_who_has_told_no_identity_books_nothing(room):
    answer = post(machine(people.newcomer()), asked(room))
    assert answer.status_code in (403, 409, 422)
    assert not LoungeVisit.objects.exists()


def test_ones_own_visit_is_cancelled_and_no_other(user, room):
    visit = book(user, room)
    where = f"/api/v1/lounge-visits/{visit.reference}/cancel/"
    assert machine(people.applicant()).post(where).status_code == 404
    assert machine(user).post(where).json()["state"] == "cancelled"
    assert machine(user).post(where).json()["code"] == "wrong_state"
    assert Client().post(where).status_code == 401
