"""Bad input on every call of the API: a 4xx that says what is wrong, and nothing stored."""

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from stations.models import ReferralChannel, Station, Stay, Suspension
from tests import people
from tests.corpus import NAUGHTY, SHARP
from tests.house.left_behind import stored, world_with_a_draft
from tests.houses import soon
from tests.matrix.asking import World
from tests.once import for_a_module
from zibo_youth.accounts.services import create_token

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the world, not to one test."""


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Once for all tests of this file, and undone after them."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        yield world_with_a_draft()


# --- every call of the API ------------------------------------------------------------------

GOOD = {"nights": 2, "purpose": "job_seeking", "evidence": [], "referral_channel": "job_fair"}


def machine_of(user):
    token = create_token(user, "bad input")[1]
    return Client(raise_request_exception=False, headers={"authorization": f"Token {token}"})


@pytest.fixture
def machine(known):
    return machine_of(known.here.guest)


def shapes(text):
    """One text as JSON could carry it."""
    yield text
    yield [text]
    yield {text: text}


@pytest.mark.parametrize(
    "field",
    [
        "station",
        "arrival",
        "nights",
        "purpose",
        "purpose_detail",
        "evidence",
        "referral_channel",
        "room_wish",
    ],
)
def test_no_value_of_a_booking_call_breaks_it_or_books(machine, known, field):
    asked = GOOD | {"station": known.here.station.code, "arrival": soon(8).isoformat()}
    before = stored()
    for number, text in enumerate(NAUGHTY):
        for value in shapes(text):
            answer = machine.post(
                "/api/v1/stays/",
                json.dumps(asked | {field: value, "declared_non_native": False}),
                content_type="application/json",
                headers={"idempotency-key": f"bad-input-{number:04d}"},
            )
            assert 400 <= answer.status_code < 500, (field, text, answer.status_code)
            told = answer.json()
            assert told["code"], (field, text)
            assert told["message"], (field, text)
    assert stored() == before


CALLS = [
    ("get", "/api/v1/stations/?area={}&from={}&nights={}&gender={}&page={}"),
    ("get", "/api/v1/stations/{}/availability/?from={}&to={}&gender={}"),
    ("get", "/api/v1/articles/?q={}&section={}&area={}&audience={}&expired={}&page={}"),
    ("get", "/api/v1/articles/{}/"),
    ("get", "/api/v1/lounges/?page={}&page_size={}"),
    ("get", "/api/v1/lounges/{}/free/?date={}"),
    ("get", "/api/v1/lounge-visits/?page={}"),
    ("post", "/api/v1/lounge-visits/{}/cancel/"),
    ("get", "/api/v1/volunteers/shifts/?page={}&page_size={}"),
    ("get", "/api/v1/volunteers/shifts/{}/"),
    ("get", "/api/v1/volunteers/signups/?page={}"),
    ("post", "/api/v1/volunteers/signups/{}/sign-off/"),
    ("post", "/api/v1/volunteers/signups/{}/accept/"),
    ("get", "/api/v1/events/?kind={}&month={}&area={}&free={}&page={}&page_size={}"),
    ("get", "/api/v1/events/{}/"),
    ("get", "/api/v1/events/sessions/?kind={}&month={}&area={}&free={}&page={}"),
    ("get", "/api/v1/events/sessions/{}/"),
    ("get", "/api/v1/events/registrations/?session={}&state={}"),
    ("get", "/api/v1/events/me/registrations/?page={}"),
    ("post", "/api/v1/events/me/registrations/{}/cancel/"),
    ("get", "/api/v1/stays/?scope={}&page={}&page_size={}"),
    ("get", "/api/v1/stays/{}/"),
    ("post", "/api/v1/stays/{}/cancel/"),
    ("get", "/api/v1/rehousings/?page={}&page_size={}"),
    ("post", "/api/v1/rehousings/{}/accept/"),
    ("post", "/api/v1/rehousings/{}/decline/"),
    ("get", "/api/v1/me/allowance/?year={}"),
    ("get", "/api/v1/me/?x={}"),
    ("get", "/api/schema/?format={}&lang={}"),
    ("post", "/api/v1/evidence/?kind={}"),
    ("get", "/api/{}/"),
]


@pytest.mark.parametrize(("method", "call"), CALLS, ids=[call for _method, call in CALLS])
def test_no_address_of_the_api_breaks(known, method, call):
    """Asked by somebody without rows: a text that is a number may be that of a row, and is no bad input then."""
    machine = machine_of(people.applicant())
    before = stored()
    for text in NAUGHTY:
        sent = quote(text.encode("utf-8", "surrogatepass"), safe="")[:4000]
        address = call.format(*[sent] * call.count("{}"))
        assert getattr(machine, method)(address).status_code < 500, address
    assert stored() == before


@pytest.mark.parametrize("field", ["zone", "date", "start", "end", "group_size"])
def test_no_value_of_a_call_to_a_lounge_breaks_it_or_books(machine, known, field):
    asked = {"zone": known.here.visit.zone_id, "date": soon(8).isoformat(), "start": "10:00", "end": "11:00"}
    before = stored()
    for number, text in enumerate(SHARP):
        for value in shapes(text):
            answer = machine.post(
                "/api/v1/lounge-visits/",
                json.dumps(asked | {field: value}),
                content_type="application/json",
                headers={"idempotency-key": f"bad-lounge-{number:04d}"},
            )
            assert 400 <= answer.status_code < 500, (field, text, answer.status_code)
            assert answer.json()["code"], (field, text)
    assert stored() == before


def test_the_control_good_input_is_stored(machine, known):
    """The same call with nothing wrong in it books: so the refusals above were for the input."""
    from tests.houses import paper

    Stay.objects.filter(state="draft").delete()
    Suspension.objects.all().delete()
    asked = GOOD | {
        "station": Station.objects.get(pk=known.here.station.pk).code,
        "arrival": (soon(8) + timedelta(days=1)).isoformat(),
        "declared_non_native": True,
        "referral_channel": ReferralChannel.objects.first().code,
        "evidence": [str(paper(known.here.guest).public_id)],
    }
    answer = machine.post(
        "/api/v1/stays/",
        json.dumps(asked),
        content_type="application/json",
        headers={"idempotency-key": "good-input-1"},
    )
    assert answer.status_code == 201, answer.content.decode()
