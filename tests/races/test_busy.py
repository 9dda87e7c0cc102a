"""A lock that somebody else keeps: a guest is asked to try again, nothing hangs and nothing is half written."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from stations.models import Station, Stay
from tests import people
from tests.houses import book, house
from zibo_youth.core.errors import Busy

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held_station():
    """A station whose lock another session keeps until the test is over."""
    station, is_held, may_go = house(), threading.Event(), threading.Event()

    def keep() -> None:
        with transaction.atomic():
            Station.objects.select_for_update().get(pk=station.pk)
            is_held.set()
            may_go.wait(30)
        connection.close()

    keeper = threading.Thread(target=keep)
    keeper.start()
    assert is_held.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    yield station
    may_go.set()
    keeper.join()
    connection.close()


def test_a_guest_who_waits_too_long_is_asked_to_try_again(held_station):
    with pytest.raises(Busy) as refused:
        book(people.applicant(), held_station)
    assert refused.value.status == 503
    assert not Stay.objects.exists()


def test_control_without_the_explanation_the_database_s_own_error_rises(held_station, monkeypatch):
    monkeypatch.setattr("zibo_youth.core.errors.LOCK_NOT_AVAILABLE", "nothing")
    with pytest.raises(OperationalError):
        book(people.applicant(), held_station)
