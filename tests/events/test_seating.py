"""排座: nobody sits with anybody twice, everybody sits in every round, and the same files give the same plan."""

import random
from itertools import combinations

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from events import match_errors as errors
from events import seating
from events.services import matchmaking
from tests import matching, people

SEED = "5" * 64


def together(plan):
    """Each two people who share a table, once for each time."""
    return [pair for turn in plan for table in turn for pair in combinations(table, 2)]


def crowd(women, men):
    groups = [(1000 + number, seating.WOMEN) for number in range(women)]
    return seating.listing_of([*groups, *((5000 + number, seating.MEN) for number in range(men))])


people_of = st.tuples(st.integers(0, 90), st.integers(0, 90)).filter(lambda each: sum(each) > 0)


@settings(max_examples=200, deadline=None)
@given(
    people_of, st.integers(1, 12), st.integers(2, 12), st.text("0123456789abcdef", min_size=1, max_size=64)
)
def test_no_two_meet_twice_and_everybody_sits_in_every_round(sizes, rounds, seats, seed):
    listing = crowd(*sizes)
    everybody = sorted(badge for badge, _group in seating.lots.lines_of(listing))
    plan = seating.seated(listing, seed, rounds=rounds, seats=seats)
    assert len(plan) == rounds
    for turn in plan:
        assert sorted(badge for table in turn for badge in table) == everybody
        assert max(map(len, turn)) <= seats
    met = together(plan)
    assert len(met) == len(set(met))
    assert plan == seating.seated(listing, seed, rounds=rounds, seats=seats)


@settings(max_examples=60, deadline=None)
@given(st.integers(6, 60), st.integers(1, 5), st.integers(2, 6))
def test_women_and_men_are_mixed_at_every_table_where_there_are_as_many(each, rounds, half):
    plan = seating.seated(crowd(each, each), SEED, rounds=rounds, seats=2 * half)
    for turn in plan:
        for table in turn:
            women = sum(badge < 5000 for badge in table)
            assert abs(women - (len(table) - women)) <= half


def test_another_seed_or_another_list_is_another_plan():
    listing = crowd(30, 30)
    plan = seating.seated(listing, SEED, rounds=5, seats=6)
    assert seating.seated(listing, "6" * 64, rounds=5, seats=6) != plan
    lines = listing.splitlines(keepends=True)
    shuffled = lines[0] + "".join(random.Random(1).sample(lines[1:], len(lines) - 1))
    assert seating.listing_of(seating.lots.lines_of(shuffled)) == listing


def test_full_tables_where_the_numbers_allow_them():
    plan = seating.seated(crowd(300, 300), SEED, rounds=10, seats=6)
    assert {len(table) for turn in plan for table in turn} == {6}


def test_too_few_people_sit_at_smaller_tables_and_in_the_end_alone():
    assert len(together(seating.seated(crowd(1, 1), SEED, rounds=2, seats=2))) <= 1
    met = together(seating.seated(crowd(2, 1), SEED, rounds=6, seats=6))
    assert len(met) == len(set(met)) <= 3


@pytest.mark.control
def test_the_control_a_plan_that_moves_nobody_is_seen_to_repeat(monkeypatch):
    """Negative control: without the shift of the columns the same tables meet again."""
    monkeypatch.setattr(seating, "_keeps_apart", lambda tables, rounds, width: True)
    met = together(seating.seated(crowd(8, 8), SEED, rounds=5, seats=8))
    assert len(met) > len(set(met))


# --- the desk and the files -----------------------------------------------------------------------


@pytest.fixture
def held(db):
    held = matching.turn(table_rounds=2, table_seats=4)
    women, men = matching.guests(3, 3)
    for turn, user in enumerate((*women, *men)):
        matching.fast(user, held, 2001 + turn)
    return held


def test_the_plan_knows_nothing_of_choices(held):
    by = people.city_staff()
    before = matchmaking.plan_seats(actor=by, turn=held).seating
    women = list(held.profiles.filter(gender=2))
    for own in women:
        matching.choose(own, *held.profiles.filter(gender=1)[:3])
    assert matchmaking.plan_seats(actor=by, turn=held).seating == before


def test_the_plan_is_made_again_from_its_files(held, tmp_path, capsys):
    held = matchmaking.plan_seats(actor=people.city_staff(), turn=held)
    paper = tmp_path / "list.csv"
    paper.write_bytes(held.seating_list.encode())
    call_command("reseat", str(paper), held.seed, rounds=2, seats=4)
    told = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    tables = {}
    for turn, table, *badges in told:
        for badge in badges:
            tables.setdefault(badge, {})[int(turn)] = int(table)
    assert {badge: [each[1], each[2]] for badge, each in tables.items()} == held.seating


def test_what_is_no_list_is_refused(tmp_path):
    paper = tmp_path / "list.csv"
    paper.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError):
        call_command("reseat", str(paper), SEED, rounds=2, seats=4)


def test_nobody_is_seated_before_two_are_admitted(db):
    with pytest.raises(errors.NobodyToSeat):
        matchmaking.plan_seats(actor=people.city_staff(), turn=matching.turn())
