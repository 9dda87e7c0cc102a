"""The same refusal 64 times at one instant is one row; and the control that takes the wall away."""

from __future__ import annotations

from collections import Counter

import pytest

from stations.models import Refusal
from tests import people
from tests.houses import book, house, soon
from tests.races.walls import without
from tests.racing import CROWD, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def ask_again_and_again(crowd):
    station, [guest] = house("male:2"), people.crowd(1)
    return Counter(
        type(answer).__name__ for answer in at_once(lambda _n: book(guest, station, soon(300)), crowd)
    )


def test_the_same_refusal_64_times_at_once_is_told_64_times_and_kept_once():
    assert ask_again_and_again(CROWD) == {"NotEligible": CROWD}
    assert Refusal.objects.count() == 1


@pytest.mark.control
def test_without_the_constraint_each_of_them_would_be_a_row():
    """Negative control."""
    with without("refusal_once_a_person_station_day_and_code"):
        ask_again_and_again(ROUNDS)
        assert Refusal.objects.count() == ROUNDS
        Refusal.objects.all().delete()
