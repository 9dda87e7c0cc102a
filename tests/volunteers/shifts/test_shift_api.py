"""/api/v1/volunteers/: shifts and one's own signups, with the refusals that the pages give."""

import uuid

import pytest
from django.test import Client

from tests import shifting, volunteering
from tests.shifting import clock, sign_up, user_of
from volunteers.models import Signup
from zibo_youth.accounts.services import create_token

pytestmark = pytest.mark.django_db

SHIFTS, SIGNUPS = "/api/v1/volunteers/shifts/", "/api/v1/volunteers/signups/"


def machine(user):
    return Client(headers={"authorization": f"Token {create_token(user, 'shifts')[1]}"})


def post(client, address, body=None, key=""):
    headers = {"idempotency-key": key or uuid.uuid4().hex}
    return client.post(address, body or {}, content_type="application/json", headers=headers)


def test_anybody_reads_the_shifts_and_a_volunteer_what_is_in_the_way():
    turn = volunteering.shift(volunteering.post(staffing="round"), starts_at=clock(9), capacity=2)
    [told] = Client().get(SHIFTS).json()["results"]
    assert (told["id"], told["capacity"], told["taken"]) == (str(turn.public_id), 2, 0)
    assert Client().get(f"{SHIFTS}{turn.public_id}/").json()["obstacles"] == []
    own = machine(user_of(volunteering.volunteer())).get(f"{SHIFTS}{turn.public_id}/").json()
    assert [each["code"] for each in own["obstacles"]] == ["volunteer_round_only"]
    assert Client().get(f"{SHIFTS}{uuid.uuid4()}/").status_code == 404


def test_signing_up_waiting_accepting_and_leaving_by_calls():
    turn = volunteering.shift(starts_at=clock(9), capacity=1)
    first, second = (machine(user_of(volunteering.volunteer())) for _ in range(2))
    asked = {"shift": str(turn.public_id)}
    key = uuid.uuid4().hex
    made, again = (post(first, SIGNUPS, asked, key) for _ in range(2))
    assert (made.status_code, made.json()) == (201, again.json())
    refused = post(second, SIGNUPS, asked)
    assert (refused.status_code, refused.json()["code"]) == (409, "volunteer_shift_full")
    waiting = post(second, SIGNUPS, asked | {"standby": True}).json()
    assert waiting["state"] == "standby"
    assert post(first, f"{SIGNUPS}{waiting['id']}/sign-off/").status_code == 404
    assert post(first, f"{SIGNUPS}{made.json()['id']}/sign-off/").json()["state"] == "signed_off"
    assert second.get(SIGNUPS).json()["results"][0]["state"] == "offered"
    assert post(second, f"{SIGNUPS}{waiting['id']}/accept/").json()["state"] == "signed_up"
    assert post(second, f"{SIGNUPS}{waiting['id']}/decline/").json()["code"] == "signup_moved"
    wrong = post(second, SIGNUPS, {"shift": str(uuid.uuid4())})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "shift")


def test_an_offer_is_declined_by_a_call_and_strangers_reach_nothing():
    turn = volunteering.shift(starts_at=clock(9), capacity=1)
    holder = sign_up(volunteering.volunteer(), turn)
    waiting = shifting.wait(volunteering.volunteer(), turn)
    shifting.sign_off(holder)
    client = machine(user_of(waiting.volunteer))
    assert post(client, f"{SIGNUPS}{waiting.pk}/decline/").json()["state"] == "declined"
    assert Client().get(SIGNUPS).status_code == 401
    assert not Signup.objects.holding().exists()
