"""The stampede in small, through a real web server; and that its verdict sees what is wrong."""

import os
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from bench import stampede
from bench.stampede import Answer
from stations.models import Station, Stay, StayNight
from zibo_youth.settings import env

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def environment():
    """A web server on this test's database."""
    given = urlsplit(env.DATABASE_OWNER_URL or env.DATABASE_URL)
    return os.environ | {
        "DATABASE_URL": urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))
    }


@pytest.fixture
def result(environment):
    return stampede.run(people=40, beds=4, nights=2, environment=environment)


def wrong(capacity=8):
    station = Station.objects.get(code=stampede.CODE)
    told = [
        Answer(0.1, 201, {"reference": reference, "state": "submitted"}, 0)
        for reference in Stay.objects.order_by("pk").values_list("reference", flat=True)
    ]
    counted = stampede.verdict(station, told, capacity)
    return {name for name, count in counted.items() if count}


def test_forty_people_get_eight_nights_and_a_place_in_the_queue(result):
    [row] = result["rows"]
    assert row["met"], row
    assert Counter(Stay.objects.values_list("state", flat=True)) == {"submitted": 8, "waiting": 32}
    assert wrong() == set()

    _the_verdict_sees_each_wrong()


def _the_verdict_sees_each_wrong():
    """Negative controls, on the rows of one run: each damage is named and no other."""
    waiting = Stay.objects.filter(state="waiting").order_by("queued_at")
    assert wrong(capacity=9) == {"not given"}

    last = waiting.last()
    Stay.objects.filter(pk=last.pk).update(queued_at=last.created_at - timedelta(hours=1))
    assert wrong() == {"overtaken"}
    Stay.objects.filter(pk=last.pk).update(queued_at=last.queued_at)
    assert wrong() == set()

    station = Station.objects.get(code=stampede.CODE)
    assert stampede.verdict(station, [Answer(0.1, 409, {"code": "bed_gone"}, 0)], 8)["refused"] == 1
    assert stampede.verdict(station, [Answer(0.1, 201, {"reference": "none"}, 0)], 8)["lost"] == 1
    assert stampede.verdict(station, [], 8)["beyond one each"] == 40
    StayNight.objects.filter(pk=StayNight.objects.first().pk).delete()
    assert wrong() == {"not given"}
