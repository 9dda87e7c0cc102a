"""/api/v1/volunteers/rounds/: the calls for everybody; apply once, accept, decline, and nobody else's."""

import uuid

import pytest
from django.test import Client

from tests import rounding, volunteering
from volunteers.models import Application
from zibo_youth.accounts.services import create_token

pytestmark = pytest.mark.django_db

ROUNDS = "/api/v1/volunteers/rounds/"


def machine(volunteer):
    _row, key = create_token(volunteering.user_of(volunteer), "rounds")
    return Client(headers={"authorization": f"Token {key}"})


def post(client, address, key=""):
    headers = {"idempotency-key": key or uuid.uuid4().hex}
    return client.post(address, {}, content_type="application/json", headers=headers)


def test_apply_accept_and_decline_by_calls():
    of = rounding.call(shared=2)
    hidden = rounding.draft()
    one, two, three = rounding.students(None, 3)
    told = Client().get(ROUNDS).json()["results"]
    assert [each["id"] for each in told] == [of.pk]
    projects = Client().get("/api/v1/volunteers/projects/").json()["results"]
    assert {each["code"] for each in projects} == {hidden.project.code, of.project.code}
    key = uuid.uuid4().hex

    made, again = (post(machine(one), f"{ROUNDS}{of.pk}/apply/", key) for _ in range(2))
    assert (made.status_code, made.json()) == (201, again.json())
    assert made.json()["state"] == "offered"
    refused = post(machine(one), f"{ROUNDS}{of.pk}/apply/")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_applied")
    assert post(machine(two), f"{ROUNDS}{hidden.pk}/apply/").status_code == 404
    second = post(machine(two), f"{ROUNDS}{of.pk}/apply/").json()["id"]
    third = post(machine(three), f"{ROUNDS}{of.pk}/apply/").json()
    assert third["state"] == "waitlisted"

    accept = f"{ROUNDS}applications/{made.json()['id']}/accept/"
    assert post(machine(two), accept).status_code == 404
    assert post(machine(one), accept).json()["state"] == "accepted"
    assert post(machine(two), f"{ROUNDS}applications/{second}/decline/").json()["state"] == "declined"
    assert Application.objects.get(pk=third["id"]).state == "offered"
