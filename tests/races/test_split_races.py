"""Many who press for the same two parts at one instant: one has both, nobody has one."""

import threading
from collections import Counter

import pytest

from stations import services
from stations.errors import BedTaken
from stations.invariants import NIGHTS, STAYS
from stations.models import Stay
from stations.services import splitting
from stations.splits import SplitPart
from tests import people
from tests.houses import house, soon
from tests.racing import at_once
from tests.stations.test_queue import draft
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MANY = 24


@pytest.fixture
def houses(db):
    return house("male:1"), house("male:1")


def pressed(houses, many=MANY):
    """Half go from the first house to the second, half the other way: locks taken as they come would form a ring."""
    crowd = people.crowd(many)
    drafts = [draft(user, houses[number % 2], soon(5), 2) for number, user in enumerate(crowd)]

    def one(number):
        here, there = houses if number % 2 == 0 else houses[::-1]
        parts = [SplitPart(here, soon(5), soon(6)), SplitPart(there, soon(6), soon(7))]
        return services.book_split(actor=crowd[number], stay=drafts[number], parts=parts)

    return at_once(one, many)


def test_who_gets_one_part_gets_both(houses):
    answers = Counter(type(answer).__name__ for answer in pressed(houses))

    assert answers == {"list": 2, BedTaken.__name__: MANY - 2}
    booked = Counter(Stay.objects.filter(state="submitted").values_list("guest", flat=True))
    assert sorted(booked.values()) == [2, 2]
    assert Stay.objects.filter(state="draft").count() == MANY - 2
    counted = verify()
    assert {name: counted[name] for name in NIGHTS | STAYS if counted[name]} == {}


@pytest.mark.control
def test_without_the_order_of_locks_two_who_cross_lock_each_other_out(houses, monkeypatch):
    """Negative control: each has one house and wants the other."""
    monkeypatch.setattr(splitting, "lock_stations", lambda stations: None)
    first, both = splitting._first, threading.Barrier(2)

    def first_and_wait(*asked):
        stay = first(*asked)
        both.wait(timeout=60)
        return stay

    monkeypatch.setattr(splitting, "_first", first_and_wait)

    answers = pressed(houses, many=2)

    assert sum(isinstance(answer, list) for answer in answers) <= 1
