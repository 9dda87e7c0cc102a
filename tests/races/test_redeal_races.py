"""A re-deal against a pin, and many re-deals at one instant: the station's lock lets one finish first."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction

from stations import services
from stations.errors import BedTaken
from stations.invariants import NIGHTS, STAYS
from stations.models import Stay
from stations.services import pins
from stations.services.pool import lock_guest_and_station, lock_station
from stations.services.redeal import redeal_for
from tests import people
from tests.houses import book, house, soon
from tests.racing import CROWD, at_once
from tests.stations.redeal.dealing import beds_of, lies
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import Busy
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def station(db):
    return house("male:2")


@pytest.fixture
def late(station):
    """Of two stays that stand in the way, the one that a re-deal moves."""
    first, second = beds_of(station)
    lies(station, first, 5, 2)
    return lies(station, second, 7, 2)


def pinned_meanwhile(operator: User, stay: Stay) -> list[Exception | Stay]:
    """What a desk hears that pins the bed at this moment, in another session that does not wait long."""
    heard: list[Exception | Stay] = []

    def desk() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            heard.append(services.pin_bed(actor=operator, stay=stay, reason="promised"))
        except Busy as refusal:
            heard.append(refusal)
        finally:
            connection.close()

    session = threading.Thread(target=desk)
    session.start()
    session.join()
    return heard


def dealt_while_somebody_pins(station, late) -> tuple[list[Exception | Stay], bool]:
    """What the desk heard, and whether the stay that it pinned was moved all the same."""
    asker, bed = Stay(guest=people.applicant().person, station=station), late.nights.first().bed_id
    operator = people.operator(station.operator)
    with transaction.atomic():
        lock_station(station.pk)
        assert redeal_for(asker, arrival=soon(5), departure=soon(9))
        heard = pinned_meanwhile(operator, late)
    stay = Stay.objects.get(pk=late.pk)
    return heard, stay.bed_pinned and stay.nights.first().bed_id != bed


def test_nobody_pins_a_bed_that_is_being_changed(station, late):
    heard, is_moved = dealt_while_somebody_pins(station, late)

    assert [type(answer) for answer in heard] == [Busy]
    assert not is_moved


@pytest.mark.control
def test_without_the_lock_a_bed_is_pinned_and_changes_all_the_same(station, late, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(pins, "lock_station", lambda station: None)

    heard, is_moved = dealt_while_somebody_pins(station, late)

    assert [type(answer) for answer in heard] == [Stay]
    assert is_moved


def test_64_who_re_deal_one_house_at_once_leave_it_sound_and_full():
    station = house("flexible:2 flexible:2 male:1 female:1")
    crowd = people.crowd(CROWD, (people.MALE, people.FEMALE))

    def one(number: int) -> str:
        user, arrival, nights = crowd[number], soon(5 + number % 5), 1 + number % 4
        with transaction.atomic():
            lock_guest_and_station(user.person_id, station.pk)
            try:
                book(user, station, arrival, nights)
            except BedTaken:
                stay = Stay(guest=user.person, station=station)
                if not redeal_for(stay, arrival=arrival, departure=arrival + timedelta(days=nights)):
                    return "no plan"
                book(user, station, arrival, nights)
                return "dealt anew"
        return "booked"

    answers = Counter(map(str, at_once(one)))

    assert set(answers) <= {"booked", "dealt anew", "no plan"}, answers
    assert answers["booked"] + answers["dealt anew"] == Stay.objects.count()
    assert answers["no plan"]
    counted = verify()
    assert {name: counted[name] for name in NIGHTS | STAYS if counted[name]} == {}
