"""还款计划 to the cent: every published or computed table of reference/loans_safety.md §2, and what always holds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loans.due_dates import Calendar, months_later
from loans.errors import DatesWrong, InstalmentTooSmall, TermsWrong
from loans.quotes import pay_off, penalty, prepayment
from loans.schedule import (
    Convention,
    DayCount,
    Method,
    Rounding,
    annuity,
    continued,
    instalment_of,
    repriced,
    schedule,
    totals,
)
from tests.lending import TERMS, YUAN, loan, quarterly, told

WHOLE = Convention(unit=YUAN)
CEILED = Convention(unit=YUAN, unit_rounding=Rounding.CEILING)


def payments(rows):
    return [row.payment for row in rows]


def split(row):
    return (row.principal, row.interest)


def money(*texts):
    return tuple(told(text) for text in texts)


# --- published ------------------------------------------------------------------------------


def test_p1_whole_yuan_by_months():
    rows = schedule(loan(5000, 12, 18, "2022-11-01", WHOLE))
    assert payments(rows) == [told("305.00")] * 17 + [told("303.22")]
    assert totals(rows).interest == told("488.22")
    assert [split(rows[at]) for at in (0, 1, 16)] == [
        money("255.00", "50.00"),
        money("257.55", "47.45"),
        money("299.01", "5.99"),
    ]


def test_p2_the_same_by_days():
    rows = schedule(loan(5000, 12, 18, "2022-11-01", replace(WHOLE, day_count=DayCount.ACT_365)))
    assert (totals(rows).interest, rows[-1].payment) == money("487.33", "302.33")
    assert (rows[0].interest, rows[3].interest) == money("49.32", "38.92")


def test_p3_equal_principal():
    rows = schedule(loan(5000, 12, 18, "2022-11-01", Convention(Method.EQUAL_PRINCIPAL)))
    assert [row.principal for row in rows] == [told("277.78")] * 17 + [told("277.74")]
    assert totals(rows).interest == told("475.00")
    assert (rows[0].payment, rows[-1].payment) == money("327.78", "280.52")


@pytest.mark.parametrize(
    ("grace", "instalment", "last", "interest"),
    [(3, "361.00", "354.87", "558.87"), (6, "444.00", "447.09", "631.09")],
    ids=["p4", "p5"],
)
def test_grace_on_the_principal(grace, instalment, last, interest):
    rows = schedule(loan(5000, 12, 18, "2022-11-01", WHOLE, grace))
    assert payments(rows) == [told("50.00")] * grace + [told(instalment)] * (17 - grace) + [told(last)]
    assert totals(rows).interest == told(interest)


def test_p6_half_even_is_told_from_half_up():
    even = schedule(loan(1250, 15, 4, convention=replace(WHOLE, rounding=Rounding.HALF_EVEN)))
    assert [split(row) for row in even] == [
        money("306.38", "15.62"),
        money("310.20", "11.80"),
        money("314.08", "7.92"),
        money("319.34", "3.99"),
    ]
    up = schedule(loan(1250, 15, 4, convention=WHOLE))
    assert (up[0].interest, totals(up).interest) == money("15.63", "39.34")


def test_p7_and_p10_a_pay_off_in_the_middle_of_a_month():
    terms = loan(100, 7, 6, "2024-01-01")
    rows = schedule(terms)
    assert payments(rows) == [told("17.01")] * 5 + [told("17.00")]
    assert totals(rows).interest == told("2.05")
    quoted = pay_off(terms, rows, date(2024, 2, 15))
    assert (quoted.interest, quoted.payment) == money("0.24", "83.81")
    whole = pay_off(terms, rows, date(2024, 2, 15), until_due=True)
    assert (whole.interest, whole.payment) == money("0.49", "84.06")


def test_a_pay_off_among_the_rows_that_are_left_is_measured_by_its_own_month():
    terms = loan(100, 7, 6, "2024-01-01")
    rows = schedule(terms)
    rest = continued(terms, rows, after=1)
    assert pay_off(terms, rest, date(2024, 2, 15)) == pay_off(terms, rows, date(2024, 2, 15))


def test_p11_rounded_up_to_whole_yuan():
    rows = schedule(loan(280_000, "8.4", 20, convention=CEILED))
    assert rows[0].payment == told("15052.00")
    assert [part.quantize(YUAN) for part in (*split(rows[3]), rows[3].closing)] == [13369, 1683, 227_080]
    assert (totals(rows).interest.quantize(YUAN), totals(rows).payment.quantize(YUAN)) == (21_034, 301_034)


def test_p13_the_first_row():
    rows = schedule(loan(1_000_000, "13.5", 12, convention=CEILED))
    assert split(rows[0]) == money("78303.00", "11250.00")


@pytest.mark.parametrize(
    ("amount", "percent", "count", "instalment", "last"),
    [
        (100_000, "9.99", 36, "3226.25", None),
        (100_000, "4.5", 60, "1864.30", "1864.43"),
        (130, 20, 12, "12.04", "12.07"),
    ],
    ids=["p14", "p15", "p16"],
)
def test_exact_instalments(amount, percent, count, instalment, last):
    rows = schedule(loan(amount, percent, count))
    assert set(payments(rows[:-1])) == {told(instalment)}
    assert last is None or rows[-1].payment == told(last)


def test_p17_and_p18_before_rounding():
    exact = annuity(told(200_000), told("0.075") / 12, 180)
    assert abs(exact - told("1854.0247200054619")) < told("1e-10")
    small = annuity(told(2500), told("0.0824") / 12, 12)
    assert small.quantize(told("0.0001")) == told("217.7486")
    assert (small * 12 - 2500).quantize(told("0.01")) == told("112.98")
    assert (2500 * told("0.0824") / 12).quantize(told("0.0001")) == told("17.1667")


# --- computed for our products --------------------------------------------------------------

C1 = loan(300_000, "4.35", 36, "2021-06-30")


def test_c1_level_payments_and_the_end_of_february():
    rows = schedule(C1)
    assert payments(rows) == [told("8903.98")] * 35 + [told("8904.01")]
    assert totals(rows).interest == told("20543.31")
    assert (*split(rows[0]), rows[0].closing) == money("7816.48", "1087.50", "292183.52")
    assert rows[11].closing == told("204309.39")
    assert split(rows[17]) == money("8312.40", "591.58")
    assert [row.due.isoformat() for row in rows[7:9]] == ["2022-02-28", "2022-03-30"]


def test_c2_equal_principal():
    rows = schedule(loan(1_000_000, "4.35", 24, "2021-06-15", Convention(Method.EQUAL_PRINCIPAL)))
    assert [row.principal for row in rows] == [told("41666.67")] * 23 + [told("41666.59")]
    assert totals(rows).interest == told("45312.48")
    assert [rows[at].payment for at in (0, 1, 11, 23)] == list(
        money("45291.67", "45140.63", "43630.21", "41817.63")
    )


@pytest.mark.parametrize(
    ("day_count", "is_cumulative", "interest"),
    [
        (DayCount.ACT_360, False, "19517.38"),
        (DayCount.ACT_365, False, "19249.98"),
        (DayCount.MONTHS, False, "19250.04"),
        (DayCount.MONTHS, True, "19250.00"),
    ],
)
def test_c3_interest_first(day_count, is_cumulative, interest):
    way = Convention(Method.INTEREST_ONLY, day_count, is_cumulative=is_cumulative)
    rows = schedule(loan(500_000, "3.85", 12, "2021-06-20", way))
    assert totals(rows).interest == told(interest)
    assert [row.principal for row in rows] == [0] * 11 + [500_000]
    if day_count == DayCount.ACT_360:
        by_days = {(row.due - row.since).days: row.interest for row in rows}
        assert by_days == {30: told("1604.17"), 31: told("1657.64"), 28: told("1497.22")}
        assert rows[-1].payment == told("501657.64") - (told("1657.64") - rows[-1].interest)


@pytest.mark.parametrize(("day_count", "interest"), [("act_360", "5855.21"), ("act_365", "5775.00")])
def test_c5_everything_at_the_end(day_count, interest):
    way = Convention(Method.BULLET, DayCount(day_count))
    [row] = schedule(loan(150_000, "3.85", 1, "2021-06-20", way, every_months=12))
    assert ((row.due - row.since).days, row.interest) == (365, told(interest))


def test_c4_by_quarters_with_a_broken_first_and_last_one():
    rows = schedule(quarterly())
    assert [(row.due - row.since).days for row in rows] == [17, 92, 91, 90, 75]
    assert totals(rows).interest == told("58552.08") + told("73760.42")


def test_c9_late_charges_each_rounded_by_itself():
    parts = [
        penalty(told(part), told("0.0435"), 17, times=told("1.5"), rounding=Rounding.HALF_UP)
        for part in ("41666.67", "3625.00")
    ]
    assert parts == list(money("128.39", "11.17"))
    assert penalty(
        told("41666.67"), told("0.0435"), 17, times=told("1.3"), rounding=Rounding.HALF_UP
    ) == told("111.27")


def test_c10_a_prepayment_smaller_or_shorter():
    rows = schedule(C1)
    smaller, shorter = prepayment(C1, rows, after=12, paid=told(50_000))
    assert totals(rows[12:]).interest == told("9386.16")
    assert payments(smaller.rows) == [told("6724.94")] * 23 + [told("6724.88")]
    assert totals(smaller.rows).interest == told("7089.11")
    assert (len(shorter.rows), shorter.rows[-1].payment) == (18, told("8291.58"))
    assert totals(shorter.rows).interest == told("5349.85")
    assert shorter.saved == told("9386.16") - told("5349.85")
    assert (smaller.rows[0].number, smaller.rows[0].since) == (13, rows[11].due)


def test_c12_a_pay_off_fifteen_days_later():
    terms = replace(C1, convention=Convention(day_count=DayCount.ACT_360))
    quoted = pay_off(terms, schedule(C1), date(2022, 7, 15))
    assert (quoted.interest, quoted.payment) == money("370.31", "204679.70")


def test_c13_without_interest():
    assert payments(schedule(loan(100_000, 0, 3))) == list(money("33333.33", "33333.33", "33333.34"))


# --- dates ----------------------------------------------------------------------------------


def test_the_day_of_the_month_is_kept_or_its_end():
    kept = Calendar(date(2021, 1, 31), 3).dates()
    assert [day.isoformat() for day in kept] == ["2021-02-28", "2021-03-31", "2021-04-30"]
    assert Calendar(date(2021, 4, 30), 1).dates() == [date(2021, 5, 30)]
    assert Calendar(date(2021, 4, 30), 1, sticks_to_month_end=True).dates() == [date(2021, 5, 31)]


def test_the_usual_day_outlives_a_short_month():
    rest = Calendar(date(2021, 1, 31), 4).after(1)
    assert [day.isoformat() for day in rest.dates()] == ["2021-03-31", "2021-04-30", "2021-05-31"]


def test_a_broken_first_period_by_its_days_or_in_a_row_of_its_own():
    """41 days as one and a part of a month; or 11 days alone, and then twelve whole months."""
    long = loan(120_000, 12, 12, "2021-06-10", first_due=date(2021, 7, 21))
    assert schedule(long)[0].interest == (told(1200) * 41 / 30).quantize(told("0.01"))
    own = loan(120_000, 12, 12, "2021-06-10", first_due=date(2021, 6, 21), has_own_stub=True)
    rows = schedule(own)
    assert (len(rows), rows[0].principal) == (13, 0)
    assert rows[0].interest == (told(1200) * 11 / 31).quantize(told("0.01"))
    assert payments(rows[1:]) == payments(schedule(loan(120_000, 12, 12, "2021-06-21")))


def test_after_a_row_of_its_own_the_rest_goes_on_as_planned():
    own = loan(120_000, 12, 12, "2021-06-10", first_due=date(2021, 6, 21), has_own_stub=True)
    rows = schedule(own)
    for after in (0, 1, 5):
        assert continued(own, rows, after=after, instalment=instalment_of(own)) == rows[after:]


@pytest.mark.parametrize(
    ("start", "months", "day"), [("2023-12-31", 2, "2024-02-29"), ("2024-03-31", -1, "2024-02-29")]
)
def test_months_over_the_end_of_a_year(start, months, day):
    assert months_later(date.fromisoformat(start), months).isoformat() == day


# --- a new rate -----------------------------------------------------------------------------


def test_a_new_rate_keeps_the_term_and_what_was_paid():
    rows = schedule(C1)
    rest = repriced(C1, rows, after=12, rate=told("0.037"))
    assert (len(rest), rest[0].opening, rest[-1].due) == (24, rows[11].closing, rows[-1].due)
    alone = replace(C1, amount=rows[11].closing, rate=told("0.037"), calendar=C1.calendar.after(12))
    assert payments(rest) == payments(schedule(alone))
    assert rest[0].payment < rows[12].payment


# --- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity"])
def test_amounts_that_no_loan_has(amount):
    with pytest.raises(TermsWrong):
        loan(amount, "4.35", 12)


@pytest.mark.parametrize(
    "wrong", [{"percent": -1}, {"percent": "NaN"}, {"count": 0}, {"count": 601}, {"grace": 12}, {"grace": -1}]
)
def test_rates_and_terms_that_no_loan_has(wrong):
    with pytest.raises(TermsWrong):
        loan(**{"amount": 1000, "percent": 4, "count": 12} | wrong)


@pytest.mark.parametrize(
    "dates", [{"first_due": date(2021, 1, 1)}, {"first_due": date(2020, 12, 1)}, {"ends": date(2021, 2, 1)}]
)
def test_dates_that_no_loan_has(dates):
    with pytest.raises(DatesWrong):
        loan(1000, 4, 12, **dates)


def test_a_payment_that_does_not_even_cover_the_interest():
    with pytest.raises(InstalmentTooSmall) as refused:
        schedule(replace(loan(100_000, 12, 12), instalment=told("1000.00")))
    assert "1000.00" in str(refused.value)


def test_nothing_is_left_to_go_on_with():
    rows = schedule(C1)
    for more in ({"after": 36}, {"after": 12, "prepaid": rows[11].closing}):
        with pytest.raises(TermsWrong):
            continued(C1, rows, **more)
    with pytest.raises(DatesWrong):
        pay_off(C1, rows, rows[-1].due)


# --- what always holds ----------------------------------------------------------------------


@settings(max_examples=300)
@given(TERMS)
def test_every_cent_comes_back_and_no_cell_is_negative(terms):
    rows = schedule(terms)
    assert totals(rows).principal == terms.amount
    assert rows[-1].closing == 0
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        assert row.principal >= 0 <= row.interest
        assert row.payment == row.principal + row.interest
        assert row.payment == row.payment.quantize(told("0.01"))
        assert following is None or (following.opening, following.since) == (row.closing, row.due)


@settings(max_examples=100)
@given(TERMS, st.integers(1, 200), st.integers(1, 99))
def test_a_prepayment_comes_back_too_and_saves_interest(terms, after, percent):
    rows = schedule(terms)
    after = after % len(rows)
    left = rows[after - 1].closing if after else terms.amount
    paid = (left * percent / 100).quantize(told("0.01"))
    if paid >= left:
        return
    choices = prepayment(terms, rows, after=after, paid=paid)
    assert choices
    for choice in choices:
        assert totals(choice.rows).principal == left - paid
        assert choice.rows[-1].closing == 0
