"""BU02: what the banks paid out of one product, and companies that had it for the first time."""

from datetime import date

import pytest

from tests import crediting, loaning
from zibo_youth.accounts.models import Organisation
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db
JUNE, JULY = Month.of(date(2021, 6, 1)).period, Month.of(date(2021, 7, 1)).period


@pytest.fixture
def version():
    return loaning.version(methods=["annuity", "equal_principal"], most_amount=None)


def lent(version, amount, **fields):
    return crediting.signed(amount, version=version, **fields)


def told(code, period):
    return kpi(code).total(period).part


def test_money_counts_on_the_day_of_the_bank_and_not_when_it_was_taken_back(version):
    loan = lent(version, 300_000)
    crediting.draw(loan, 100_000, on=date(2021, 6, 20))
    paid = crediting.draw(loan, 50_000, on=date(2021, 7, 2))
    assert (told("BU02-1", JUNE), told("BU02-1", JULY)) == (10, 5)
    crediting.drawdowns.reverse_disbursement(actor=crediting.policy.SYSTEM, paid=paid, voucher="冲1")
    assert (told("BU02-1", JUNE), told("BU02-1", JULY)) == (10, 0)


def test_a_company_counts_once_in_the_month_of_its_first_money(version):
    firm = crediting.firm()
    crediting.draw(lent(version, 300_000, firm=firm), 300_000, on=date(2021, 6, 20))
    crediting.draw(lent(version, 100_000, firm=firm), 100_000, on=date(2021, 7, 2))
    crediting.draw(lent(version, 100_000), 100_000, on=date(2021, 7, 2))
    assert (told("BU02-2", JUNE), told("BU02-2", JULY)) == (1, 1)


def test_another_product_is_another_figure(version):
    crediting.drawn(100_000)
    assert (told("BU02-1", JUNE), told("BU02-2", JUNE)) == (0, 0)


def test_each_district_has_its_own_and_the_rows_behind_it(version):
    crediting.draw(lent(version, 300_000, firm=crediting.firm("huantai")), 300_000, on=date(2021, 6, 20))
    own, other = (Organisation.objects.get(code=code).pk for code in ("huantai", "zhangdian"))
    for code, amount in (("BU02-1", 30), ("BU02-2", 1)):
        facts = kpi(code).facts
        assert (facts.total(JUNE, own), facts.total(JUNE, other)) == (amount, 0)
        [row] = facts.of(JUNE, own)
        assert all(column.read(row) for column in facts.columns)
