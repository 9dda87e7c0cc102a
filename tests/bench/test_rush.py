"""The rush in small, through a real web server; and that its verdict sees what is wrong."""

import os
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from bench import rush
from volunteers.models import Application, Round
from zibo_youth.settings import env

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def environment():
    """A web server on this test's database."""
    given = urlsplit(env.DATABASE_OWNER_URL or env.DATABASE_URL)
    return os.environ | {
        "DATABASE_URL": urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))
    }


def wrong(people=60):
    return {name for name, count in rush.verdict(Round.objects.get(), people).items() if count}


def test_sixty_press_for_twenty_places_over_http_and_the_verdict_sees_each_wrong():
    result = rush.run(people=60, quotas=(12, 6), shared=2, turns=1, environment=environment())

    [row] = result["rows"]
    assert not any(row[name] for name in rush.verdict(Round.objects.get(), 60)), row
    assert Application.objects.filter(state="offered").count() == 20
    assert wrong() == set()

    # Negative controls, on the rows of one run: each damage is named.
    assert wrong(people=61) == {"not waiting"}
    first = Application.objects.filter(state="waitlisted").order_by("number").first()
    Application.objects.filter(pk=first.pk).update(number=1000, rank=1000)
    assert wrong() == {"out of order"}
    Application.objects.filter(pk=first.pk).update(number=first.number, rank=first.rank)
    Application.objects.filter(pk=first.pk).delete()
    assert "not waiting" in wrong()
