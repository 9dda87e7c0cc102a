"""贴息 and 逾期: the two parts of every row add up, caps and forfeits hold; late days have their class."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loans.due_dates import Calendar
from loans.overdue import RiskClass, days_past_due, risk_class
from loans.schedule import Convention, DayCount, Method, Terms, schedule, totals
from loans.subsidy import Basis, SubsidyRule, split
from tests.lending import TERMS, loan, quarterly, told

LPR = told("0.0385")
HALF_OF_LPR = SubsidyRule(Basis.SHARE_OF_LPR, share=told("0.5"))


def test_c6_half_of_the_lpr_on_the_day_of_signing():
    rows = schedule(quarterly())
    parts = split(quarterly(), rows, HALF_OF_LPR, lpr=LPR)
    told_parts = [told(text) for text in ("2727.08", "14758.33", "14597.92", "14437.50", "12031.25")]
    assert [part.subsidy for part in parts] == told_parts
    assert sum(part.subsidy for part in parts) == told("58552.08")
    assert sum(part.borrower for part in parts) == told("73760.42")


def test_c8_all_of_it():
    terms = loan(
        150_000, "4.35", 1, "2021-06-20", Convention(Method.BULLET, DayCount.ACT_360), every_months=12
    )
    [part] = split(terms, schedule(terms), SubsidyRule(Basis.FULL), lpr=LPR)
    assert (part.borrower, part.subsidy) == (0, told("6615.63"))


def test_a_forfeited_row_has_none_and_the_later_ones_are_as_before():
    """Scenario 10: the third settlement was paid twelve days late."""
    rows = schedule(quarterly())
    whole = split(quarterly(), rows, HALF_OF_LPR, lpr=LPR)
    late = split(quarterly(), rows, HALF_OF_LPR, lpr=LPR, forfeited=frozenset({3}))
    assert (late[2].subsidy, late[2].borrower) == (0, rows[2].interest)
    assert [late[at] for at in (0, 1, 3, 4)] == [whole[at] for at in (0, 1, 3, 4)]


@pytest.mark.parametrize(
    ("rule", "rate"),
    [
        (SubsidyRule(Basis.FULL), "0.0435"),
        (HALF_OF_LPR, "0.01925"),
        (SubsidyRule(Basis.ABOVE_LPR, points=150), "0.0200"),
        (SubsidyRule(Basis.SHARE_OF_RATE, share=told("0.5")), "0.02175"),
        (SubsidyRule(Basis.SHARE_OF_LPR, share=told(2)), "0.0435"),
    ],
)
def test_rates_of_the_rules(rule, rate):
    assert rule.rate(told("0.0435"), LPR) == told(rate)


def test_a_rate_below_the_borrowers_part_is_not_subsidised():
    assert SubsidyRule(Basis.ABOVE_LPR, points=0).rate(told("0.03"), LPR) == 0


def test_caps_on_principal_and_on_months():
    terms = quarterly()
    rows = schedule(terms)
    capped = split(terms, rows, replace(HALF_OF_LPR, most_principal=told(1_500_000)), lpr=LPR)
    daily = told(3_000_000) * told("0.01925") / 360
    assert [part.subsidy for part in capped] == [
        (daily * days / 2).quantize(told("0.01"), ROUND_HALF_UP) for days in (17, 92, 91, 90, 75)
    ]
    # Six months from 4 June: 17 and 92 days, and 74 of the 91 until 4 December.
    months = split(terms, rows, replace(HALF_OF_LPR, most_months=6), lpr=LPR)
    assert [part.subsidy for part in months] == [
        (daily * days).quantize(told("0.01"), ROUND_HALF_UP) for days in (17, 92, 74, 0, 0)
    ]


RULES = st.builds(
    SubsidyRule,
    st.sampled_from(Basis),
    st.integers(0, 200).map(lambda share: Decimal(share) / 100),
    st.integers(0, 400),
    st.none() | st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100),
    st.none() | st.integers(1, 120),
)


@settings(max_examples=150)
@given(TERMS, RULES, st.frozensets(st.integers(1, 40)))
def test_the_parts_are_the_interest_and_none_is_negative(terms, rule, forfeited):
    rows = schedule(terms)
    parts = split(terms, rows, rule, lpr=LPR, forfeited=forfeited)
    assert [part.interest for part in parts] == [row.interest for row in rows]
    assert all(part.borrower >= 0 <= part.subsidy for part in parts)
    assert sum(part.interest for part in parts) == totals(rows).interest
    assert all(part.subsidy == 0 for part in parts if part.number in forfeited)


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        ("2021-06-15", 0, RiskClass.NORMAL),
        ("2021-06-16", 1, RiskClass.ATTENTION),
        ("2021-09-13", 90, RiskClass.ATTENTION),
        ("2021-09-14", 91, RiskClass.SUBSTANDARD),
        ("2022-03-12", 270, RiskClass.SUBSTANDARD),
        ("2022-03-13", 271, RiskClass.DOUBTFUL),
        ("2022-06-10", 360, RiskClass.DOUBTFUL),
        ("2022-06-11", 361, RiskClass.LOSS),
    ],
)
def test_c14_classes_change_on_their_day(day, days, found):
    late = days_past_due(date(2021, 6, 15), date.fromisoformat(day))
    assert (late, risk_class(late)) == (days, found)


def test_looser_limits_of_before():
    """In 2021 banks counted 90 and 180 days: which limits hold on a day is data."""
    looser = ((0, RiskClass.ATTENTION), (180, RiskClass.SUBSTANDARD))
    assert risk_class(91, looser) == RiskClass.ATTENTION
    assert days_past_due(date(2021, 6, 15), date(2021, 6, 1)) == 0
    terms = Terms(Decimal(1000), Decimal(0), Calendar(date(2021, 1, 1), 2))
    assert totals(schedule(terms)).interest == 0
