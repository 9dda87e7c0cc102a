"""The same races through HTTP: every loser is told in words, nobody gets a 500, a replay gets the first answer."""

import json
from collections import Counter

import pytest
from django.test import Client

from stations.models import Stay, StayNight
from tests import people
from tests.houses import house, soon
from tests.racing import CROWD, at_once
from zibo_youth.accounts.services import create_token

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
]


class Caller:
    """A machine with its owner's token, that never raises: a crash is an answer of 500."""

    def __init__(self, user):
        token = create_token(user, "race")[1]
        self.client = Client(raise_request_exception=False, headers={"authorization": f"Token {token}"})
        self.paper = str(user.person.evidence.get().public_id)

    def book(self, station, key):
        asked = {
            "station": station.code,
            "arrival": soon().isoformat(),
            "nights": 2,
            "purpose": "job_seeking",
            "evidence": [self.paper],
            "declared_non_native": True,
        }
        return self.client.post(
            "/api/v1/stays/",
            json.dumps(asked),
            content_type="application/json",
            headers={"idempotency-key": key},
        )


def told(answers):
    return Counter((answer.status_code, answer.json().get("code", "")) for answer in answers)


def test_the_last_bed_over_http_has_one_winner_and_63_refusals():
    station = house("male:1")
    callers = [Caller(user) for user in people.crowd(CROWD)]

    answers = at_once(lambda n: callers[n].book(station, f"race-key-{n:04d}"))

    assert told(answers) == {(201, ""): 1, (409, "bed_gone"): CROWD - 1}
    assert StayNight.objects.count() == 2


def test_64_replays_of_one_key_make_one_stay_and_get_one_answer():
    station, caller = house("male:8"), Caller(people.crowd(1)[0])

    answers = at_once(lambda n: caller.book(station, "race-key-0000"))

    assert told(answers) == {(201, ""): CROWD}
    assert len({answer.content for answer in answers}) == 1
    assert Stay.objects.get().reference == answers[0].json()["reference"]
    assert StayNight.objects.count() == 2


@pytest.mark.control
def test_64_clicks_with_64_keys_get_one_stay_and_63_refusals():
    """Negative control: it is the key that makes a resend the same act."""
    station, caller = house("male:8"), Caller(people.crowd(1)[0])

    answers = at_once(lambda n: caller.book(station, f"race-key-{n:04d}"))

    assert told(answers) == {(201, ""): 1, (422, "overlap"): CROWD - 1}
