"""计票与排名: what the counting says equals what anybody would say who counts again by hand."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from volunteers import ballot_box
from volunteers.counting import has_quorum, outcome, tally
from volunteers.ranking import passes_over, ranked

NAMES = list(range(8))
ballots = st.lists(st.sets(st.sampled_from(NAMES), max_size=4), max_size=40)


@given(ballots)
def test_every_vote_counts_once(box):
    votes = tally(box, NAMES)

    assert votes == {name: sum(name in ballot for ballot in box) for name in NAMES}


def by_hand(votes, present, seats):
    """Seat after seat: the one best name takes it; several best names take it only when all of them fit."""
    left = {name: count for name, count in votes.items() if count > present / 2}
    elected = set()
    while left and len(elected) < seats:
        best = {name for name, count in left.items() if count == max(left.values())}
        if len(elected) + len(best) > seats:
            return elected, best
        elected |= best
        left = {name: count for name, count in left.items() if name not in best}
    return elected, set()


@given(ballots, st.integers(min_value=1, max_value=6), st.integers(min_value=0, max_value=5))
def test_winners_are_those_of_a_recount_by_hand(box, seats, silent):
    votes, present = tally(box, NAMES), len(box) + silent

    said = outcome(votes, present=present, seats=seats)

    elected, tied = by_hand(votes, present, seats)
    assert (set(said.elected), set(said.tied)) == (elected, tied)
    assert len(said.elected) <= seats


def test_half_is_not_more_than_half():
    assert outcome({0: 5}, present=10, seats=1).elected == frozenset()
    assert outcome({0: 6}, present=10, seats=1).elected == {0}


def test_equal_votes_at_the_last_seat_elect_neither():
    said = outcome({0: 9, 1: 7, 2: 7}, present=10, seats=2)

    assert (said.elected, said.tied) == ({0}, {1, 2})


def test_two_thirds_are_exact():
    assert has_quorum(86, 128, 2, 3)
    assert not has_quorum(85, 128, 2, 3)
    assert has_quorum(2, 3, 2, 3)
    assert not has_quorum(0, 0, 2, 3)


@given(st.sets(st.integers(min_value=0, max_value=255)), st.sets(st.integers(min_value=0, max_value=255)))
def test_a_box_gives_back_what_was_dropped_in_and_tells_nothing_by_its_length(first, second):
    key = ballot_box.X25519PrivateKey.generate()
    public = ballot_box.public_part(key)

    box = ballot_box.drop(ballot_box.drop(b"", public, b"round", first), public, b"round", second)

    assert len(box) == 2 * ballot_box.BALLOT
    assert sorted(map(sorted, ballot_box.opened(box, key, b"round"))) == sorted(
        [sorted(first), sorted(second)]
    )


scores = st.dictionaries(st.integers(1, 9), st.lists(st.integers(0, 100), min_size=1, max_size=5), max_size=6)


@given(scores, st.sets(st.integers(1, 9)))
def test_ranks_are_the_means_in_order_and_ties_are_told(points, chosen):
    lines = ranked(points)

    means = {key: Fraction(sum(each), len(each)) for key, each in points.items()}
    assert {line.key: line.rank for line in lines} == {
        key: 1 + len([other for other in means.values() if other > mean]) for key, mean in means.items()
    }
    assert {line.key for line in lines if line.is_tied} == {
        key for key, mean in means.items() if list(means.values()).count(mean) > 1
    }
    over = any(
        means[left] > means[taken]
        for left in means
        if left not in chosen
        for taken in means
        if taken in chosen
    )
    assert passes_over(lines, chosen) == over
