"""The lock of a station is its own: houses of one district, and guests of one house, never wait for a shared row."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction

from stations import services
from stations.models import Station
from stations.services import moves, pool
from tests import people
from tests.houses import book, house
from zibo_youth.accounts.models import Area, Organisation
from zibo_youth.core.errors import Busy

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@contextmanager
def kept(lock, number):
    """Another session holds what ``lock(number)`` took."""
    is_held, may_go = threading.Event(), threading.Event()

    def keep():
        try:
            with transaction.atomic():
                lock(number)
                is_held.set()
                may_go.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as sessions:
        keeper = sessions.submit(keep)
        assert is_held.wait(10)
        try:
            yield
        finally:
            may_go.set()
            keeper.result()


def lock_in_the_order_of_the_list(station_id):
    """As it was: ``first()`` sorts by the area, and the join takes the area's row as well."""
    locked = Station.objects.select_for_update(no_key=True).filter(pk=station_id)
    return bool(locked.values_list("queue_unsettled", flat=True).first())


def still_free(model):
    """Rows of a table that no other session holds."""
    with transaction.atomic():
        return set(
            model.objects.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)
        )


def two_of_one_district():
    near, far = house("male:1"), house("male:1")
    assert near.area_id == far.area_id
    return near, far


def impatient():
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")


@pytest.fixture(autouse=True)
def own_session():
    yield
    connection.close()  # and with it the short patience


def test_the_lock_of_a_station_takes_one_row_and_no_other():
    near, far = two_of_one_district()
    everything = {model: still_free(model) for model in (Station, Area, Organisation)}

    with kept(pool.lock_station, near.pk):
        assert still_free(Station) == everything[Station] - {near.pk}
        assert still_free(Area) == everything[Area]
        assert still_free(Organisation) == everything[Organisation]
        impatient()
        with transaction.atomic():
            pool.lock_station(far.pk)


@pytest.mark.control
def test_control_in_the_order_of_the_list_the_area_is_taken_too():
    near, _far = two_of_one_district()

    with kept(lock_in_the_order_of_the_list, near.pk):
        assert near.area_id not in still_free(Area)


def a_house_at_work_and_a_request_next_door():
    near, far = two_of_one_district()
    stay = book(people.applicant(), far)
    impatient()
    return near, stay, people.officer()


def test_a_house_decides_while_its_neighbour_is_at_work():
    near, stay, officer = a_house_at_work_and_a_request_next_door()

    with kept(pool.lock_station, near.pk):
        assert services.approve_stay(actor=officer, stay=stay).state == "approved"


@pytest.mark.control
def test_control_in_the_order_of_the_list_a_district_is_one_house(monkeypatch):
    near, stay, officer = a_house_at_work_and_a_request_next_door()
    monkeypatch.setattr(moves, "lock_station", lock_in_the_order_of_the_list)

    with (
        kept(lock_in_the_order_of_the_list, near.pk),
        pytest.raises(OperationalError, match="accounts_area"),
    ):
        services.approve_stay(actor=officer, stay=stay)


def test_who_waits_too_long_for_the_own_house_is_asked_to_try_again():
    _near, stay, officer = a_house_at_work_and_a_request_next_door()

    with kept(pool.lock_station, stay.station_id), pytest.raises(Busy):
        services.approve_stay(actor=officer, stay=stay)


def test_the_lock_of_a_guest_takes_one_row_and_no_other():
    first, second = people.applicant(), people.applicant()

    with kept(pool.lock_person, first.person_id):
        impatient()
        with transaction.atomic():
            pool.lock_person(second.person_id)
        with pytest.raises(Busy), transaction.atomic():
            pool.lock_person(first.person_id)
