"""The reckoning of the model posts: exact, N/A left out, one high and one low dropped from five on, ties by the stated rule."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.post_scoring import (
    DEDUCTION,
    SCORE,
    VETO,
    Line,
    Result,
    kept,
    mean_of_line,
    ranked,
    result_of,
    seats_of,
    sheet_of,
    shown,
)

SYSTEM, TRAINING, RESULTS = Line(1, SCORE, 40, 10), Line(2, SCORE, 35, 10), Line(3, SCORE, 25, 20)
LATE, BLOCKED = Line(4, DEDUCTION, 0, 5), Line(5, VETO, 0, 1)
LINES = [SYSTEM, TRAINING, RESULTS, LATE, BLOCKED]
SEED = "7" * 64


def points(system=10, training=10, results=20, late=0, blocked=0):
    return {1: system, 2: training, 3: results, 4: late, 5: blocked}


def test_a_full_sheet_is_a_hundred_whatever_the_most_of_its_lines():
    assert sheet_of(LINES, points()).total == 100


def test_weights_decide_and_not_the_size_of_the_scale():
    assert sheet_of(LINES, points(system=0)).total == 60
    assert sheet_of(LINES, points(results=10)).total == Fraction("87.5")


def test_a_line_not_applicable_is_left_out_with_its_weight_and_is_told():
    judged = sheet_of(LINES, points(system=5, training=None))
    assert judged.total == Fraction(40 * 5, 10) * 0 + Fraction((20 + 25) * 100, 65)
    assert judged.skipped == 1
    assert sheet_of(LINES, points(training=None)).total == 100  # nobody's result is lowered


@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10), st.integers(0, 20)), min_size=3, max_size=9)
)
def test_marking_a_line_that_had_full_points_as_not_applicable_never_raises_and_never_counts_as_nought(
    given_,
):
    whole = [points(system=one, training=10, results=three) for one, _two, three in given_]
    without = [each | {2: None} for each in whole]
    as_nought = [each | {2: 0} for each in whole]
    assert result_of(LINES, without).mean <= result_of(LINES, whole).mean
    assert result_of(LINES, without).mean >= result_of(LINES, as_nought).mean


def test_a_sheet_on_which_nothing_was_judged_is_no_sheet():
    with pytest.raises(ValueError, match="nothing was judged"):
        sheet_of(LINES, points(system=None, training=None, results=None))


def test_deductions_come_off_the_hundred_and_vetoes_take_nothing_but_are_told():
    judged = sheet_of(LINES, points(late=3, blocked=1))
    assert (judged.total, judged.deducted, judged.vetoes) == (97, 3, (5,))


def test_the_mean_of_a_line_leaves_out_who_found_it_not_applicable():
    sheets = [points(training=8), points(training=None), points(training=6)]
    assert mean_of_line(TRAINING, sheets) == 7
    assert mean_of_line(TRAINING, [points(training=None)]) is None


@pytest.mark.parametrize(
    ("totals", "left"),
    [
        ([3, 1, 2], [1, 2, 3]),
        ([4, 1, 2, 3], [1, 2, 3, 4]),
        ([9, 5, 5, 1, 5], [5, 5, 5]),
        ([6, 5, 4, 3, 2, 1], [2, 3, 4, 5]),
        ([7, 7, 7, 7, 7], [7, 7, 7]),
    ],
)
def test_from_five_on_one_highest_and_one_lowest_are_left_out(totals, left):
    assert kept([Fraction(each) for each in totals]) == left


def test_mean_and_spread_are_of_the_sheets_that_count():
    found = result_of([SYSTEM], [{1: n} for n in (0, 5, 6, 7, 10)])
    assert (found.mean, found.counted, found.dropped) == (60, 3, 2)
    assert found.spread == Decimal("8.16")  # √(200/3), of 50, 60 and 70
    three = result_of([SYSTEM], [{1: n} for n in (5, 6, 7)])
    assert (three.mean, three.spread, three.dropped) == (60, Decimal("8.16"), 0)


def test_one_outrageous_sheet_of_five_moves_nothing():
    fair = [{1: 8}] * 4
    assert result_of([SYSTEM], [*fair, {1: 0}]).mean == result_of([SYSTEM], [*fair, {1: 8}]).mean == 80


def result(mean, deducted=0, heaviest=0):
    return Result(Fraction(mean), Decimal(), Fraction(deducted), Fraction(heaviest), 3, 0, 0, ())


def test_ties_are_parted_by_deductions_then_by_the_heaviest_line():
    found = ranked(
        {1: result(80, 2, 9), 2: result(80, 1, 5), 3: result(80, 1, 7), 4: result(90, 5), 5: result(10)}, SEED
    )
    assert found == [4, 3, 2, 1, 5]


def tied_but_for_the_heaviest(system, training):
    """Three sheets of 50 each, whatever stands in the heaviest line: N/A is made up by nothing."""
    return [points(system=system, training=training, results=10) for _ in range(3)]


def test_a_heaviest_line_that_is_not_applicable_is_no_nought_where_results_are_equal():
    """The next line speaks for the team that has no such line; one that has it weakly comes after."""
    has_it, has_none = tied_but_for_the_heaviest(5, 5), tied_but_for_the_heaviest(None, 5)
    one, two = result_of(LINES, has_it), result_of(LINES, has_none)
    assert (one.mean, two.mean, one.heaviest, two.heaviest) == (50, 50, Fraction(1, 2), Fraction(1, 2))
    weak = Result(two.mean, two.spread, two.deducted, Fraction(3, 10), 3, 0, 0, ())
    assert ranked({1: weak, 2: two}, SEED) == [2, 1]


def test_the_heaviest_line_of_a_team_is_of_those_that_anybody_judged():
    """By weight: 40, then 35, then 25; one reviewer who judged it is enough."""
    none_of_two = [points(system=None, training=None, results=15)] * 3
    assert result_of(LINES, none_of_two).heaviest == Fraction(3, 4)
    one_judged = [points(system=2, training=9), points(system=None), points(system=None)]
    assert result_of(LINES, one_judged).heaviest == Fraction(1, 5)


def test_the_control_a_nought_for_not_applicable_would_put_the_team_behind():
    """Negative control: what the rule was before."""
    two = result_of(LINES, tied_but_for_the_heaviest(None, 5))
    as_nought = Result(two.mean, two.spread, two.deducted, Fraction(), 3, 0, 0, ())
    weak = Result(two.mean, two.spread, two.deducted, Fraction(3, 10), 3, 0, 0, ())
    assert ranked({1: weak, 2: as_nought}, SEED) == [1, 2]


def test_what_no_rule_parts_is_parted_by_the_published_seed_and_always_alike():
    tied = {number: result(70) for number in range(1, 9)}
    assert ranked(tied, SEED) == ranked(dict(reversed(tied.items())), SEED)
    assert ranked(tied, SEED) != ranked(tied, "8" * 64)
    assert sorted(ranked(tied, SEED)) == list(tied)


def test_known_ranks_stay_what_they_were():
    """Written down once: another order would make every shortlist that was told wrong."""
    assert ranked({number: result(70) for number in range(1, 6)}, SEED) == [2, 1, 4, 3, 5]


def test_means_that_only_rounding_makes_equal_are_not_equal():
    found = ranked({1: result(Fraction(200, 3)), 2: result(Fraction("66.67"))}, SEED)
    assert found == [2, 1]
    assert shown(Fraction(200, 3)) == shown(Fraction("66.67")) == Decimal("66.67")


def test_half_a_cent_is_shown_upwards():
    assert shown(Fraction("66.665")) == Decimal("66.67")


def test_seats_go_to_the_least_busy_in_the_order_of_the_panel_and_never_to_who_is_barred():
    assert seats_of([1, 2, 3, 4, 5], {1}, {2: 4, 3: 1}, 3) == [4, 5, 3]
    assert seats_of([1, 2, 3], {2}, {}, 3) == [1, 3]  # one seat stays empty: more are needed


@given(st.permutations(list(range(1, 6))))
def test_the_order_in_which_sheets_came_in_changes_nothing(order):
    sheets = [{1: n} for n in (2, 9, 4, 6, 8)]
    assert result_of([SYSTEM], [sheets[n - 1] for n in order]) == result_of([SYSTEM], sheets)
