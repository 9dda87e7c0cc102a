"""The demonstration of the loans: the article's figures to the yuan, and an application of each stage."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from loans import demo
from loans.guarantee_queues import waiting_for
from loans.models import CreditLine, Guarantee, GuaranteeClaim, Loan, LoanApplication
from tests.once import for_a_module
from tests.stations import article
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.accounts.models import User
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
        for account in accounts_of("stations"):
            if account.role in ("city_staff", "district_officer"):
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


def test_a_line_and_equity_are_no_part_of_what_was_lent(loaded):
    """授信, 放款 and equity never add up: this year's loans of another product neither."""
    year = Period(date(today().year, 1, 1), date(today().year + 1, 1, 1))
    assert kpi("BU02-1").total(year).part == 0


def test_the_line_is_100_million_and_holds_this_years_loans(loaded):
    [programme] = CreditLine.objects.of_programmes()
    assert programme.limit == 100_000_000
    assert programme.children.count() == Loan.objects.filter(credit_line__isnull=False).count() == 4


def test_an_application_stands_at_each_stage(loaded):
    states = set(LoanApplication.objects.values_list("state", flat=True))
    assert states == {
        *("draft", "submitted", "district_review", "more_info"),
        *("city_review", "bank_review", "offered"),
        *("guarantor_review", "accepted", "contracted"),  # of the guaranteed ones
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
