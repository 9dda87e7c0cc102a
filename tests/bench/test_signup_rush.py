"""The rush for an evening in small, through a real web server; and that its verdict sees what is wrong."""

import os
from collections import Counter
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from bench import signup_rush
from bench.instant import Answer
from events.models import Registration, Session
from zibo_youth.settings import env

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def result():
    """A web server on this test's database."""
    given = urlsplit(env.DATABASE_OWNER_URL or env.DATABASE_URL)
    own = {"DATABASE_URL": urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))}
    return signup_rush.run(people=30, places=8, rounds=1, environment=os.environ | own)


def wrong(places=8, answers=()):
    counted = signup_rush.verdict(Session.objects.get(), list(answers), places)
    return {name for name, count in counted.items() if count}


def test_thirty_people_get_eight_places_in_their_order(result):
    [row] = result["rows"]
    assert {
        name: row[name] for name in ("not given", "overfull", "refused", "lost", "overtaken")
    } == dict.fromkeys(("not given", "overfull", "refused", "lost", "overtaken"), 0)
    assert Counter(Registration.objects.values_list("state", flat=True)) == {"registered": 8, "waiting": 22}
    assert wrong() == set()

    _the_verdict_sees_each_wrong()


def _the_verdict_sees_each_wrong():
    """Negative controls, on the rows of one run: each damage is named."""
    assert wrong(places=9) == {"not given"}
    assert wrong(places=7) == {"overfull"}
    assert wrong(answers=[Answer(0.1, 409, {"code": "event_session_full"}, 0)]) == {"refused"}
    assert wrong(answers=[Answer(0.1, 201, {"id": "none"}, 0)]) == {"lost"}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_registration DISABLE TRIGGER USER")
        first = Registration.objects.filter(state="registered").order_by("pk").first()
        Registration.objects.filter(pk=first.pk).update(state="waiting")
        assert wrong(places=7) == {"counter apart", "overtaken"}
        Registration.objects.filter(pk=first.pk).update(state="registered")
        cursor.execute("ALTER TABLE events_registration ENABLE TRIGGER USER")
    assert wrong() == set()
