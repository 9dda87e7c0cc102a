"""还款分配: oldest first, penalty before interest before principal; to the cent."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from loans.allocation import PARTS, LatePrice, Paid, Share, allocate, standing
from loans.schedule import Method, schedule, totals
from tests.lending import TERMS, Convention, loan, told

C2 = loan(1_000_000, "4.35", 24, "2021-06-15", Convention(Method.EQUAL_PRINCIPAL))
PRICE = LatePrice(Decimal("0.0435"), Decimal("1.5"))


def after(*payments, terms=C2, price=PRICE, order=PARTS):
    paid = [Paid(date.fromisoformat(on), told(amount)) for on, amount in payments]
    return standing(schedule(terms), paid, price, order)


def test_a_payment_on_its_day_settles_its_row():
    found = after(("2021-07-15", "45291.67"))
    assert found.debts[0].settled_on == date(2021, 7, 15)
    assert found.debts[0].left == 0
    assert found.debts[1].settled_on is None
    assert found.over == 0


def test_what_is_17_days_late_costs_what_c9_says():
    found = after(("2021-08-01", "45431.23"))
    [share] = found.shares[0]
    assert (share.penalty, share.compound) == (told("128.39"), told("11.17"))
    assert (share.interest, share.principal) == (told("3625.00"), told("41666.67"))
    assert found.debts[0].settled_on == date(2021, 8, 1)


def test_a_payment_that_is_too_small_goes_to_the_penalty_first():
    [share] = after(("2021-08-01", "130")).shares[0]
    assert (share.penalty, share.compound) == (told("128.39"), told("1.61"))
    assert share.interest == share.principal == 0


def test_the_order_is_a_setting():
    [share] = after(("2021-08-01", "130"), order=("principal", "interest", "compound", "penalty")).shares[0]
    assert share.principal == 130


def test_the_oldest_instalment_is_paid_before_the_next():
    found = after(("2021-07-15", "50000"))
    first, second = found.shares[0]
    assert (first.number, first.total) == (1, told("45291.67"))
    assert (second.number, second.total) == (2, told("4708.33"))
    assert found.debts[1].settled_on is None


def test_late_charges_grow_on_what_is_left_after_a_part():
    """20,666.67 of the principal stays after 17 days; ten days later it has cost 37.46."""
    found = after(("2021-08-01", "24764.56"), ("2021-08-11", "37.46"))
    assert found.debts[0].principal == told("20666.67")
    assert found.shares[1] == [Share(1, penalty=told("37.46"))]


def test_payments_may_be_told_in_any_order():
    one, other = ("2021-07-15", "45291.67"), ("2021-08-15", "45140.63")
    assert after(one, other).debts == after(other, one).debts


def test_what_is_paid_beyond_everything_is_over():
    whole = totals(schedule(C2)).payment
    found = after(("2021-07-01", str(whole + 5)))
    assert all(debt.settled_on for debt in found.debts)
    assert found.over == 5


@given(TERMS, st.lists(st.integers(1, 10**9), max_size=8), st.permutations(PARTS))
def test_no_cent_is_lost_and_no_debt_is_negative(terms, cents, order):
    rows = schedule(terms)
    days = [row.due for row in rows]
    paid = [Paid(days[min(at, len(days) - 1)], told(each) / 100) for at, each in enumerate(cents)]
    found = standing(rows, paid, PRICE, order)
    settled = sum((share.total for shares in found.shares for share in shares), Decimal(0))
    assert settled + found.over == sum((each.amount for each in paid), Decimal(0))
    assert all(min(debt.principal, debt.interest, debt.penalty, debt.compound) >= 0 for debt in found.debts)


def test_nothing_is_allocated_of_nothing():
    assert allocate([], told(5)) == ([], told(5))
