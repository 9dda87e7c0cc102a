"""还款计划的变更: quoted side by side, then a new version with its reason; what was stays as it was."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from loans import loan_errors as errors
from loans.errors import DatesWrong
from loans.schedule import totals
from loans.services.loans import changes, claims
from loans.services.loans.schedules import rates_of
from tests import crediting, people
from tests.crediting import drawn, repay, rows, yuan
from zibo_youth.accounts import policy
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
DAY_12 = date(2022, 6, 30)


@pytest.fixture(autouse=True)
def sound():
    """Every version repays its amount, and the rows are as the payments say."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert verify()["schedule_apart_from_its_amount"] == 0
    assert verify()["schedule_row_apart_from_its_payments"] == 0


def c1(**fields):
    """300,000 at 4.35 % in 36 level payments from 2021-06-30, twelve of them paid."""
    start = date(2021, 6, 30)
    told = {"method": "annuity", "instalments": 36, "starts_on": start, "signed_on": start}
    loan = drawn(300_000, **(told | fields))
    for row in rows(loan)[:12]:
        repay(loan, row.payment, row.due)
    return loan


@pytest.fixture
def loan():
    return c1()


@pytest.fixture
def clerk(loan):
    return crediting.bank_officer(loan.bank)


def of(loan, after=12):
    return [row.told() for row in rows(loan)[after:]]


def test_c10_both_choices_side_by_side(loan):
    smaller, shorter = changes.quote_prepayment(loan=loan, on=DAY_12, paid=yuan(50_000))
    assert (smaller.rows[0].payment, smaller.rows[-1].payment) == (yuan("6724.94"), yuan("6724.88"))
    assert totals(smaller.rows).interest == yuan("7089.11")
    assert (len(shorter.rows), shorter.rows[-1].payment) == (18, yuan("8291.58"))
    assert totals(shorter.rows).interest == yuan("5349.85")
    assert smaller.saved == yuan("9386.16") - yuan("7089.11")
    assert loan.schedules.count() == 1


@pytest.mark.parametrize(("shorter", "count", "interest"), [(False, 24, "7089.11"), (True, 18, "5349.85")])
def test_a_prepayment_is_a_new_version_and_its_money_settles_it(loan, clerk, shorter, count, interest):
    version = changes.prepay(actor=clerk, loan=loan, on=DAY_12, paid=yuan(50_000), shorter=shorter)
    assert (version.number, version.reason, version.made_by) == (2, "prepaid", clerk)
    assert (len(of(loan)), totals(of(loan)).interest) == (count, yuan(interest))
    assert rows(loan)[11].settled_on is None
    repay(loan, 50_000, DAY_12)
    assert rows(loan)[11].settled_on == DAY_12
    assert rows(loan)[12].opening == yuan("204309.39") - 50_000


def test_a_new_rate_changes_what_comes_and_nothing_that_was(loan, clerk):
    before = [row.told() for row in rows(loan)[:12]]
    version = changes.reprice(actor=clerk, loan=loan, on=DAY_12, rate=Decimal("0.0385"))
    assert (version.reason, version.rate) == ("repriced", Decimal("0.0385"))
    assert [row.told() for row in rows(loan)[:12]] == before
    assert len(of(loan)) == 24
    assert of(loan)[0].interest == (yuan("204309.39") * Decimal("0.0385") / 12).quantize(Decimal("0.01"))
    assert of(loan)[0].payment < yuan("8903.98")


def test_a_period_that_had_begun_keeps_its_rate_and_so_does_a_pay_off_in_it(loan, clerk):
    """The bank's page says it: the new rate is that of the periods which begin on the day or after it."""
    running, on = rows(loan)[12].told(), DAY_12 + timedelta(15)
    owed = changes.quote_pay_off(loan=loan, on=on)
    changes.reprice(actor=clerk, loan=loan, on=on, rate=Decimal("0.0385"))
    kept, following = of(loan)[:2]
    assert kept == running
    assert following.interest == (following.opening * Decimal("0.0385") / 12).quantize(Decimal("0.01"))
    assert changes.quote_pay_off(loan=loan, on=on) == owed
    changes.settle_early(actor=clerk, loan=loan, on=on, shown=owed.payment)
    assert rates_of(loan)[13] == Decimal("0.0435")


def test_while_the_old_rate_still_runs_nothing_is_reckoned_at_the_new_one(loan, clerk):
    changes.reprice(actor=clerk, loan=loan, on=DAY_12 + timedelta(15), rate=Decimal("0.0385"))
    acts = (
        lambda: changes.quote_prepayment(loan=loan, on=DAY_12, paid=yuan(50_000)),
        lambda: changes.prepay(actor=clerk, loan=loan, on=DAY_12, paid=yuan(50_000), shorter=False),
        lambda: changes.extend(actor=clerk, loan=loan, on=DAY_12 + timedelta(15), more=6),
    )
    for act in acts:
        with pytest.raises(errors.RateChangesAhead) as refusal:
            act()
        assert f"利率自 {rows(loan)[13].since} 起调整" in str(refusal.value)
    assert loan.schedules.count() == 2


def test_c12_a_pay_off_ends_the_period_on_its_day():
    loan = c1(version=crediting.version(day_count="act_360"))
    clerk, on = crediting.bank_officer(loan.bank), DAY_12 + timedelta(15)
    left = rows(loan)[12].opening
    owed = changes.quote_pay_off(loan=loan, on=on)
    assert owed.principal == left
    assert owed.interest == (left * Decimal("0.0435") * 15 / 360).quantize(Decimal("0.01"))
    changes.settle_early(actor=clerk, loan=loan, on=on)
    assert (len(rows(loan)), rows(loan)[-1].due) == (13, on)
    repay(loan, owed.payment, on)
    assert loan.state == "settled"
    with pytest.raises(errors.LoanMoved):
        changes.reprice(actor=clerk, loan=loan, on=on, rate=Decimal("0.03"))


def test_c12_to_the_cent_rows_by_months_and_the_odd_days_at_the_daily_rate(loan, clerk):
    """The rows of C1 go by months; fifteen days after row 12 cost the year's rate by 360 (银发[2005]129号)."""
    on = DAY_12 + timedelta(15)
    owed = changes.quote_pay_off(loan=loan, on=on)
    assert (owed.principal, owed.interest, owed.payment) == (
        yuan("204309.39"), yuan("370.31"), yuan("204679.70"),
    )  # fmt: skip
    changes.settle_early(actor=clerk, loan=loan, on=on, shown=owed.payment)
    assert rows(loan)[-1].payment == yuan("204679.70")
    repay(loan, owed.payment, on)
    loan.refresh_from_db()
    assert (loan.state, loan.over) == ("settled", 0)


@pytest.mark.parametrize(("odd_days", "interest"), [("act_365", "365.24"), ("months", "370.31")])
def test_the_odd_days_are_the_versions_own(odd_days, interest):
    """July's period has 30 days, so a share of it happens to be the same; by 365 it is not."""
    loan = c1(version=crediting.version(odd_days=odd_days))
    assert changes.quote_pay_off(loan=loan, on=DAY_12 + timedelta(15)).interest == yuan(interest)


def test_a_pay_off_on_a_due_day_is_asked_for_with_its_payment(loan, clerk):
    changes.settle_early(actor=clerk, loan=loan, on=DAY_12)
    assert (len(rows(loan)), rows(loan)[-1].due) == (12, DAY_12)
    repay(loan, "204309.39", DAY_12)
    loan.refresh_from_db()
    assert loan.state == "settled"


def every_way(loan, clerk, on):
    return (
        lambda: changes.quote_pay_off(loan=loan, on=on),
        lambda: changes.quote_prepayment(loan=loan, on=on, paid=yuan(50_000)),
        lambda: changes.prepay(actor=clerk, loan=loan, on=on, paid=yuan(50_000), shorter=False),
        lambda: changes.settle_early(actor=clerk, loan=loan, on=on),
    )


def test_with_a_payment_owed_nothing_is_quoted_or_changed(loan, clerk):
    """Row 12 was taken back by the bank: every sum that leaves it out would be too small."""
    last = loan.repayments.latest("pk")
    crediting.repayments.reverse_repayment(actor=clerk, paid=last, serial="冲-12")
    repay(loan, 3_000, DAY_12)
    for act in every_way(loan, clerk, DAY_12):
        with pytest.raises(errors.PaymentOwed) as refusal:
            act()
        assert "第 12 期已于 2022-06-30 到期，还有 5,903.98 元未还清" in str(refusal.value)
        assert "请先登记这笔还款" in str(refusal.value)
    assert loan.schedules.count() == 1


def test_what_was_paid_late_was_owed_until_then(loan, clerk):
    last, late = loan.repayments.latest("pk"), DAY_12 + timedelta(10)
    crediting.repayments.reverse_repayment(actor=clerk, paid=last, serial="冲-12")
    repay(loan, 9_000, late)
    with pytest.raises(errors.PaymentOwed):
        changes.quote_pay_off(loan=loan, on=late - timedelta(1))
    assert changes.quote_pay_off(loan=loan, on=late).principal == yuan("204309.39")


def test_a_prepayment_is_with_an_instalment_and_its_quote_as_shown(loan, clerk):
    told = {"actor": clerk, "loan": loan, "paid": yuan(50_000), "shorter": True}
    with pytest.raises(errors.NotADueDay, match="2022-06-30"):
        changes.prepay(on=DAY_12 + timedelta(3), **told)
    with pytest.raises(errors.QuoteStale, match=r"试算时为 1\.00 元，现在为 4,036\.31 元"):
        changes.prepay(on=DAY_12, shown=yuan(1), **told)
    with pytest.raises(errors.QuoteStale):
        changes.settle_early(actor=clerk, loan=loan, on=DAY_12, shown=yuan(1))
    assert loan.schedules.count() == 1
    assert changes.prepay(on=DAY_12, shown=yuan("4036.31"), **told).number == 2


def test_an_extension_is_longer_and_costs_the_subsidy_of_its_period(loan, clerk):
    version = changes.extend(actor=clerk, loan=loan, on=DAY_12, more=6)
    assert (version.reason, version.instalments) == ("extended", 42)
    assert len(of(loan)) == 30
    assert rows(loan)[-1].due == date(2024, 12, 30)
    assert version.terms().calendar.dates() == [row.due for row in rows(loan)]


def test_one_change_follows_on_the_other(loan, clerk):
    changes.extend(actor=clerk, loan=loan, on=DAY_12, more=6)
    changes.reprice(actor=clerk, loan=loan, on=DAY_12, rate=Decimal("0.0385"))
    changes.prepay(actor=clerk, loan=loan, on=DAY_12, paid=yuan(50_000), shorter=True)
    last = changes.reprice(actor=clerk, loan=loan, on=DAY_12, rate=Decimal("0.0370"))
    assert [one.reason for one in loan.schedules.order_by("number")] == [
        "first", "extended", "repriced", "prepaid", "repriced",
    ]  # fmt: skip
    assert len(rows(loan)) == last.instalments
    assert len(last.terms().calendar.dates()) == len(rows(loan))


def test_what_cannot_be_changed_is_refused(loan, clerk):
    early = date(2021, 7, 1)
    with pytest.raises(errors.NothingLeft):
        changes.quote_prepayment(loan=loan, on=early, paid=yuan(1))
    with pytest.raises(errors.NothingLeft):
        changes.prepay(actor=clerk, loan=loan, on=early, paid=yuan(1), shorter=False)
    with pytest.raises(DatesWrong):
        changes.settle_early(actor=clerk, loan=loan, on=date(2030, 1, 1))
    for stranger in (people.officer(), crediting.bank_officer(crediting.bank())):
        with pytest.raises(NotAllowed):
            changes.reprice(actor=stranger, loan=loan, on=DAY_12, rate=Decimal("0.03"))
    assert loan.schedules.count() == 1


def test_the_subsidy_of_a_period_that_a_pay_off_ended_is_of_its_days():
    loan = crediting.subsidised()
    first, second = rows(loan)[:2]
    repay(loan, first.payment, first.due)
    on = second.since + timedelta(30)
    owed = changes.quote_pay_off(loan=loan, on=on)
    changes.settle_early(actor=crediting.bank_officer(loan.bank), loan=loan, on=on)
    repay(loan, owed.payment, on)
    found = claims.calculate_claims(actor=policy.SYSTEM, loan=loan, on=on)
    assert [claim.days for claim in found] == [17, 30]
    assert found[1].subsidy == (Decimal(3_000_000) * Decimal("0.01925") * 30 / 360).quantize(Decimal("0.01"))
