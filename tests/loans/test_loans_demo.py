"""The demonstration of the loans: the article's figures to the yuan, and an application of each stage."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.urls import reverse

from loans import demo
from loans.guarantee_queues import waiting_for
from loans.models import (
    CreditLine,
    Guarantee,
    GuaranteeClaim,
    Loan,
    LoanApplication,
    ScheduleRow,
    SubsidyClaim,
)
from loans.overview import overview_of
from tests.once import for_a_module
from tests.people import signed_in
from tests.stations import article
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core.calendar import now, today
from zibo_youth.core.invariants import verify
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Period

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the demonstration, not to one test."""


@pytest.fixture(autouse=True)
def as_the_portal():
    """The demonstration is loaded once, as the portal's own role."""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Once for all tests of this file; the offices of the house come with the stations' part."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")), connection.cursor() as cursor:
        for account in (*accounts_of("stations"), *accounts_of("hope_rooms")):
            if account.role in ("city_staff", "district_officer", "finance_officer"):
                log_in(account, now())
        cursor.execute("SET ROLE zibo_app")
        demo.load(lambda words: None)
        cursor.execute("RESET ROLE")
        yield


def test_75_companies_have_83_14_million(loaded):
    loans = Loan.objects.filter(signed_on__lt=date(2021, 6, 4))
    assert loans.count() == 75
    assert loans.values("firm").distinct().count() == 75
    assert loans.aggregate(yuan=Sum("contract_amount"))["yuan"] == Decimal(83_140_000)
    assert set(loans.values_list("state", flat=True)) == {"settled"}


@pytest.mark.parametrize("number", article.REPRODUCED_BY_LOANS)
def test_a_figure_of_the_article_is_counted_from_the_banks_payouts(loaded, number):
    said, wanted = article.REPRODUCED_BY_LOANS[number]
    assert said() == wanted


@pytest.mark.parametrize("code", sorted(article.SUMS_OF_LOANS))
def test_lines_are_the_target_of_the_article_and_equity_is_apart(loaded, code):
    assert kpi(code).total(article.TO_PRESS_DAY).part == article.SUMS_OF_LOANS[code]


def test_the_dashboard_shows_the_articles_numbers_and_opens_them(loaded):
    """Scenario 14: 75 firms, 83.14 million of loans, 200 million of lines, and 51.5 million of equity apart."""
    for day in (article.PRESS_DAY, today()):
        told = overview_of(day, None)
        first = told.products[0]
        assert (first.firms.value, first.paid.value, first.contracts.value) == (75, 8_314, 8_314)
        assert (told.signed.value, told.pre_approved.value, told.credit.value) == (10_000, 10_000, 20_000)
        assert (told.converted.value, told.equity.value) == (0, 5_150)
    page = signed_in(people_of("city_staff")).get(reverse("loan_overview")).content.decode()
    for words in ("75 家", "8,314 万元", "20,000 万元", "5,150 万元"):
        assert words in page


def people_of(role):
    return Membership.objects.filter(role=role).order_by("pk")[0].person.users.get()


def test_one_founder_has_an_application_a_loan_and_a_claim_that_was_paid(loaded):
    account = next(each for each in accounts_of("loans") if each.key == "founder")
    founder = User.objects.get(mobile=account.mobile)
    made = LoanApplication.objects.get(applicant=founder.person)
    loan = Loan.objects.get(application=made)
    assert (made.state, loan.state, loan.contact) == ("contracted", "active", founder.person)
    rows = ScheduleRow.objects.standing().filter(schedule__loan=loan)
    assert 0 < rows.filter(settled_on__isnull=False).count() < rows.count()
    states = set(loan.claims.values_list("state", flat=True))
    assert {"paid", "finance_approved", "league_checked", "bank_confirmed", "returned"} <= states
    paid = loan.claims.filter(state="paid").first()
    assert paid.subsidy > 0
    assert paid.interest == paid.subsidy + paid.borrower
    phone = signed_in(founder)
    for address in (made.get_absolute_url(), reverse("loan_contract", args=[loan.pk])):
        assert phone.get(address).status_code == 200
    assert "已拨付" in phone.get(reverse("loan_claim", args=[paid.pk])).content.decode()


def test_a_claim_of_a_late_payment_is_forfeited(loaded):
    assert SubsidyClaim.objects.filter(state="forfeited", forfeit="overdue", subsidy=0).exists()


def test_a_line_and_equity_are_no_part_of_what_was_lent(loaded):
    """授信, 放款 and equity never add up: this year's loans of another product neither."""
    year = Period(date(today().year, 1, 1), date(today().year + 1, 1, 1))
    assert kpi("BU02-1").total(year).part == 0


def test_the_line_is_100_million_and_holds_this_years_loans(loaded):
    [programme] = CreditLine.objects.of_programmes()
    assert programme.limit == 100_000_000
    assert programme.children.count() == Loan.objects.filter(credit_line__isnull=False).count() == 5


def test_an_application_stands_at_each_stage(loaded):
    states = set(LoanApplication.objects.values_list("state", flat=True))
    assert states == {
        *("draft", "submitted", "district_review", "more_info"),
        *("city_review", "bank_review", "offered", "contracted"),
        *("guarantor_review", "accepted"),  # of the guaranteed ones
    }


def test_guarantees_stand_where_guarantor_and_bank_have_something_to_do(loaded):
    states = Guarantee.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["requested", "approved", "letter_issued", "active", "claimed"]
    claim = GuaranteeClaim.objects.get()
    assert (claim.state, claim.days_late > claim.trigger_days) == ("filed", True)
    account = next(each for each in accounts_of("loans") if each.key == "guarantor")
    officer = User.objects.get(mobile=account.mobile)
    assert waiting_for(officer).count() == 2


def test_nothing_of_it_breaks_a_rule(loaded):
    assert {name: count for name, count in verify().items() if count} == {}


def test_it_is_loaded_once(loaded):
    assert demo.is_loaded()
