"""The measure itself: what hindsight could do is exact, and every way of choosing a bed keeps to the house."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import fill
from stations.allocation.house import FEMALE, MALE

NIGHTS = 6


@st.composite
def requests(draw) -> fill.Asked:
    arrival = draw(st.integers(0, NIGHTS - 1))
    length = draw(st.integers(1, NIGHTS - arrival))
    return fill.Asked(arrival - 3, arrival, length, MALE, None)


def most_nights(demand: list[fill.Asked], beds: int) -> int:
    """By trying every choice of requests."""
    return max(
        sum(one.length for one in chosen)
        for size in range(len(demand) + 1)
        for chosen in itertools.combinations(demand, size)
        if all(sum(one.nights >> night & 1 for one in chosen) <= beds for night in range(NIGHTS))
    )


@settings(max_examples=200)
@given(st.lists(requests(), max_size=7), st.integers(1, 3))
def test_the_optimum_is_what_trying_everything_finds(demand, beds):
    assert fill.optimum(demand, beds, NIGHTS) == most_nights(demand, beds)


@pytest.mark.parametrize("way", [fill.FirstFit, fill.BestFit, fill.Redealt])
def test_no_way_gives_a_bed_twice_or_mixes_a_room(way):
    rooms = fill._rooms(4, genders=2)
    house = way(rooms)
    for one in fill._demand(random.Random(1), beds=4, load=2.0, genders=2, nights=20):
        house.take(one)
    assert house.bed_of
    for room in rooms:
        sleepers = [(one, bed) for one, bed in house.bed_of.items() if bed in room.beds]
        for (one, bed), (other, other_bed) in itertools.combinations(sleepers, 2):
            if one.nights & other.nights:
                assert bed != other_bed
                assert one.gender == other.gender


def test_who_has_arrived_is_never_moved():
    house = fill.Redealt(fill._rooms(2, genders=1))
    early, late = fill.Asked(0, 3, 2, MALE, None), fill.Asked(1, 5, 2, MALE, None)
    house.put(early, 0)
    house.put(late, 1)
    told = house._house({0: early, 1: late}, today=3)
    assert [each.bed for each in told.fixed] == [0]
    assert [each.stay for each in told.guests] == [1]
    assert house.take(fill.Asked(3, 4, 3, MALE, None))
    assert (house.bed_of[early], house.bed_of[late]) == (0, 0)


def test_a_cancellation_frees_its_nights_for_the_next():
    gone = fill.Asked(0, 5, 2, MALE, 1)
    then = fill.Asked(2, 5, 2, FEMALE, None)
    assert fill._accepted(fill.FirstFit(fill._rooms(2, genders=2)), [gone, then]) == 2
    assert fill._accepted(fill.PerNight(1), [fill.Asked(0, 5, 2, MALE, 4), then]) == 0


def test_a_small_run_meets_its_bars():
    rows = fill.run(quick=True)["rows"]
    assert [row["met"] for row in rows] == [True, True]


@pytest.mark.control
def test_the_control_without_re_dealing_the_bar_is_missed(monkeypatch):
    monkeypatch.setattr(fill, "deal_anew", lambda *_: None)
    assert not fill._measure(4, 1.5, 1, rounds=3, nights=60)["met"]
