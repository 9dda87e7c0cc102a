"""Small counts are hidden so that nobody who knows the total and the other cells can say one of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibo_youth.reports import suppression
from zibo_youth.reports.suppression import hidden_cells

COUNTS = st.lists(st.integers(0, 30) | st.integers(0, 5), min_size=11, max_size=11)


def hidden(counts):
    return hidden_cells({place: Decimal(count) for place, count in enumerate(counts)})


def possible(counts, places):
    """For one hidden cell, the smallest and the largest that agree with all that is shown."""
    everything = len(places) == len(counts)
    left, least = sum(counts[place] for place in places), 0 if everything else 1
    return least, left - least * (len(places) - 1)


@given(COUNTS)
def test_no_hidden_cell_follows_from_the_total(counts):
    places = hidden(counts)
    if places:
        smallest, largest = possible(counts, places)
        assert largest > smallest
        assert all(smallest <= counts[place] <= largest for place in places)


@given(COUNTS)
def test_nobody_can_say_that_a_hidden_cell_is_under_five_unless_all_are_hidden(counts):
    places = hidden(counts)
    if places and len(places) < len(counts):
        assert possible(counts, places)[1] >= 5


@given(COUNTS)
def test_every_small_count_is_hidden_and_without_one_nothing_is(counts):
    places = hidden(counts)
    assert {place for place, count in enumerate(counts) if 0 < count < 5} <= places
    if not any(0 < count < 5 for count in counts):
        assert places == set()


@pytest.mark.parametrize(
    ("counts", "places"),
    [
        ([5, 0, 9], set()),  # nobody is no person
        ([3, 8, 20], {0, 1}),  # the smallest of the others goes with it
        ([1, 1, 20, 9], {0, 1, 3}),  # two ones would follow from their sum
        ([4, 4, 20, 0], {0, 1}),
        ([3, 0, 0], {0, 1, 2}),  # there is no other to hide behind
        ([2, 6, 0], {0, 1}),
    ],
)
def test_examples(counts, places):
    assert hidden(counts) == places


@pytest.mark.control
def test_the_control_without_further_cells_a_small_count_follows(monkeypatch):
    monkeypatch.setattr(suppression, "_is_safe", lambda counts: True)
    places = hidden([3, 8, 20])
    assert places == {0}
    assert possible([3, 8, 20], places) == (1, 3)  # the sum of the hidden ones is the count itself


# --- among the units: each of them knows its own count ----------------------------------------------


def hidden_from_units(counts):
    return hidden_cells({place: Decimal(count) for place, count in enumerate(counts)}, from_units=True)


def known_by(own, counts, places):
    """What a unit can say of each other hidden cell: the smallest and the largest, its own being taken off."""
    others = [place for place in places if place != own]
    left = sum(counts[place] for place in others)
    least = 0 if len(places) == len(counts) else 1
    return others, (least, left - least * (len(others) - 1))


@given(COUNTS)
def test_no_unit_computes_a_small_count_of_another_from_its_own(counts):
    places = hidden_from_units(counts)
    for own in range(len(counts)):
        others, (least, most) = known_by(own, counts, places)
        if others and len(places) < len(counts):
            assert most >= 5 > least


@given(COUNTS)
def test_among_units_no_less_is_hidden_than_from_everybody(counts):
    assert hidden(counts) <= hidden_from_units(counts)


@pytest.mark.control
def test_the_control_with_two_hidden_cells_each_unit_knows_the_others():
    counts = [3, 8, 20]
    places = hidden(counts)
    assert places == {0, 1}
    assert known_by(1, counts, places) == ([0], (1, 3))  # the second takes off its eight: three are left
    assert hidden_from_units(counts) == {0, 1, 2}
