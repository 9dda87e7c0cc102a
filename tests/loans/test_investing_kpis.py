"""BU01 and BU03: credit that is new counts once, on the day on which it was given; equity is another figure."""

from datetime import date

import pytest

from loans.models import NewCredit
from loans.services.investing import equity, pre_approvals
from loans.services.lines import entries, moves
from tests import crediting, investing, loaning, people
from tests.investing import MILLION
from zibo_youth.accounts.models import Organisation
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month, Period

pytestmark = pytest.mark.django_db
MAY, JUNE, SEPTEMBER = (Month.of(date(2021, month, 1)).period for month in (5, 6, 9))
YEAR = Period(date(2021, 1, 1), date(2022, 1, 1))


@pytest.fixture
def staff():
    return people.city_staff()


def told(code, *periods, organisation=None):
    return tuple(kpi(code).total(period, organisation).part for period in periods)


def test_a_line_counts_in_the_month_of_its_signature_and_what_is_given_below_does_not(staff):
    line = moves.propose_programme(
        actor=staff, bank=loaning.bank(), name="总额度", amount=100 * MILLION, on=date(2021, 5, 3)
    )
    assert told("BU01", MAY, JUNE) == (0, 0)
    moves.sign_programme(actor=staff, line=line, on=date(2021, 6, 1), source="1号")
    loaning.line_of_loan(staff, loaning.line_of_firm(staff, line, 60 * MILLION), 40 * MILLION)
    assert told("BU01", MAY, JUNE) == (0, 10_000)


def test_an_increase_counts_on_its_own_day_and_a_decrease_takes_nothing_back(staff):
    line = loaning.programme(staff, 100 * MILLION)
    for change, day in ((50 * MILLION, date(2021, 9, 1)), (-70 * MILLION, date(2021, 9, 15))):
        entries.change_limit(actor=staff, line=line, change=change, on=day, note="补充协议")
    assert told("BU01", JUNE, SEPTEMBER) == (10_000, 5_000)


def test_what_was_entered_wrong_is_taken_back_where_it_counted(staff):
    line = loaning.programme(staff, 100 * MILLION)
    raised = entries.change_limit(actor=staff, line=line, change=50 * MILLION, on=date(2021, 9, 1), note="误")
    entries.reverse_entry(actor=staff, entry=raised, note="误")
    assert told("BU01", JUNE, SEPTEMBER) == (10_000, 0)
    entries.change_limit(actor=staff, line=line, change=-40 * MILLION, on=date(2021, 6, 1), note="误记")
    assert told("BU01", JUNE) == (6_000,)


def test_a_pre_approval_counts_once_confirmed_and_no_more_when_withdrawn(staff):
    made = investing.pre_approved(staff)
    assert told("BU01", MAY) == (0,)
    pre_approvals.confirm_pre_approval(actor=investing.colleague(), pre_approved=made)
    assert told("BU01", MAY, JUNE) == (10_000, 0)
    pre_approvals.withdraw_pre_approval(actor=staff, pre_approved=made, reason="误")
    assert told("BU01", MAY) == (0,)


def test_what_was_pre_approved_and_is_signed_later_counts_once_in_the_month_of_the_pre_approval(staff):
    before = investing.counted_pre_approval(staff)
    line = loaning.programme(staff, 80 * MILLION)
    assert told("BU01", MAY, JUNE, YEAR) == (10_000, 8_000, 18_000)
    first = investing.converted(staff, before, line, 60 * MILLION)
    assert told("BU01", MAY, JUNE, YEAR) == (10_000, 2_000, 12_000)
    firm = loaning.line_of_firm(staff, line, 10 * MILLION, on=date(2021, 9, 1))
    investing.converted(staff, before, firm, 10 * MILLION)
    assert told("BU01", MAY, JUNE, SEPTEMBER, YEAR) == (10_000, 1_000, 0, 11_000)
    pre_approvals.withdraw_conversion(actor=staff, conversion=first, reason="误")
    assert told("BU01", MAY, JUNE) == (10_000, 7_000)


@pytest.mark.control
def test_the_control_without_the_conversion_it_counts_twice(staff):
    investing.counted_pre_approval(staff)
    loaning.programme(staff, 100 * MILLION)
    signed = NewCredit.objects.of_kinds("signed", "pre_approved")
    assert sum(row.amount for row in signed) == 200 * MILLION
    assert told("BU01", YEAR) == (20_000,)


def test_each_row_says_what_it_is(staff):
    before = investing.counted_pre_approval(staff)
    line = loaning.programme(staff, 80 * MILLION)
    investing.converted(staff, before, line, 60 * MILLION)
    entries.change_limit(actor=staff, line=line, change=MILLION, on=date(2021, 9, 1), note="补充")
    rows = kpi("BU01").rows(YEAR)
    shown = {row.kind: [column.read(row) for column in kpi("BU01").facts.columns] for row in rows}
    assert {kind: (cells[0], cells[4]) for kind, cells in shown.items()} == {
        "signed": (line.name, 80 * MILLION),
        "raised": (line.name, MILLION),
        "pre_approved": (before.name, 100 * MILLION),
        "converted": (line.name, -60 * MILLION),
    }


def test_a_district_has_what_is_for_its_companies_and_the_city_all(staff):
    own, other = (Organisation.objects.get(code=code).pk for code in ("zhangdian", "huantai"))
    investing.counted_pre_approval(staff)
    loaning.programme(staff, 100 * MILLION)
    assert told("BU01", YEAR, organisation=own) == (10_000,)
    assert told("BU01", YEAR, organisation=other) == (0,)
    assert told("BU01", YEAR) == (20_000,)


def test_equity_is_another_figure_by_the_day_of_the_investment(staff):
    made = investing.counted_equity(staff, amount=20 * MILLION)
    investing.invested(staff, amount=30 * MILLION)
    own, other = (Organisation.objects.get(code=code).pk for code in ("zhangdian", "huantai"))
    assert told("BU03", MAY, JUNE) == (2_000, 0)
    assert told("BU03", MAY, organisation=own) == (2_000,)
    assert told("BU03", MAY, organisation=other) == (0,)
    assert told("BU01", YEAR) == (0,)
    equity.withdraw_equity(actor=staff, equity=made, reason="误")
    assert told("BU03", MAY) == (0,)


def test_neither_a_payout_nor_equity_is_credit_and_no_credit_is_equity(staff):
    crediting.drawn(100_000)
    investing.counted_equity(staff)
    assert (told("BU01", YEAR), told("BU03", YEAR)) == ((0,), (2_000,))
    loaning.programme(staff, 100 * MILLION)
    assert (told("BU01", YEAR), told("BU03", YEAR)) == ((10_000,), (2_000,))
