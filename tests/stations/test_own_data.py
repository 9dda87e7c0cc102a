"""A person's copy of what the stations hold: all of one's own, nothing of anybody else's."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from tests import people
from tests.stations import places
from zibo_youth.accounts.own_data import everything_about

pytestmark = pytest.mark.django_db


def test_tells_stays_with_nights_moves_and_files_and_nothing_of_a_neighbour():
    station = places.station()
    guest, neighbour = people.applicant("陈一帆"), people.applicant("孙二川")
    mine, theirs = places.submitted(guest, station), places.submitted(neighbour, station)

    told = json.dumps(everything_about(guest), cls=DjangoJSONEncoder, ensure_ascii=False)
    stays = everything_about(guest)["stations"]["stays"]

    assert [stay["reference"] for stay in stays] == [mine.reference]
    assert len(stays[0]["nights"]) == mine.length
    assert stays[0]["moves"][-1]["to_state"] == "submitted"
    assert everything_about(guest)["stations"]["evidence"]
    assert theirs.reference not in told
