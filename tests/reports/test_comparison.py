"""环比, 同比, 完成率, 进度评价: every rule of domain.md §4.1 with a number that the rule decides."""

from decimal import Decimal

import pytest

from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.comparison import Change, Evaluation, change, completion, evaluation


def amount(part, whole=None):
    return None if part is None else Amount(Decimal(part), None if whole is None else Decimal(whole))


@pytest.mark.parametrize(
    ("this", "base", "said"),
    [
        (amount(120), amount(100), "20.0"),
        (amount(100), amount(120), "-16.7"),
        (amount(1), amount(8), "-87.5"),
        (amount(5), amount(0), "—"),
        (amount(5), None, "—"),
        (amount(0), amount(0), "持平"),
        (amount(0), None, "—"),
        (None, amount(3), ""),
        (amount(1, 2), amount(2, 5), "10.0个百分点"),
        (amount(1, 2), amount(0, 0), "—"),
        (amount(0, 0), amount(1, 2), ""),
    ],
)
def test_change(this, base, said):
    assert str(change(this, base)) == said


def test_half_a_tenth_is_rounded_up():
    assert change(amount(2001), amount(2000)).value == Decimal("0.1")


@pytest.mark.parametrize(
    ("value", "is_jump"), [("20.0", False), ("20.1", True), ("-20.0", False), ("-20.1", True)]
)
def test_only_more_than_20_per_cent_is_a_jump(value, is_jump):
    assert Change(Decimal(value)).is_jump is is_jump


def test_something_after_nothing_is_a_jump_and_nothing_after_nothing_is_none():
    assert change(amount(5), amount(0)).is_jump
    assert not change(amount(0), amount(0)).is_jump


def test_the_stations_of_the_article_are_103_3_per_cent_of_the_target():
    assert completion(amount(31), Decimal(30), is_share=False) == Decimal("103.3")


def test_without_a_target_nothing_is_evaluated():
    assert completion(amount(31), None, is_share=False) is None
    assert completion(amount(31), Decimal(0), is_share=False) is None
    assert evaluation(None, Decimal("41.7")) is None


@pytest.mark.parametrize(
    ("completed", "said"),
    [
        ("100.0", Evaluation.DONE),
        ("46.7", Evaluation.AHEAD),
        ("46.6", Evaluation.ON_TIME),
        ("36.7", Evaluation.ON_TIME),
        ("36.6", Evaluation.BEHIND),
        ("0.0", Evaluation.BEHIND),
    ],
)
def test_evaluation_in_may(completed, said):
    assert evaluation(Decimal(completed), Decimal("41.7")) == said


def test_a_rate_is_measured_beside_the_rate_that_is_wanted():
    assert completion(amount(45, 50), Decimal(100), is_share=True) == Decimal("90.0")
