"""The contract's page: the schedule to the cent, and what an earlier payment would change."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from loans.models import BankQuota, Loan, LoanApplication
from tests import applying, crediting, people
from tests.people import signed_in
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
# Case C1 and C10 of the reference: 300,000 yuan at 4.35 % for 36 months, twelve rows paid.
C1 = {"method": "annuity", "rate": Decimal("0.0435"), "instalments": 36}
START = date(2021, 6, 30)


@pytest.fixture
def founder():
    return people.applicant()


@pytest.fixture
def loan(founder):
    told = C1 | {"starts_on": START, "signed_on": START, "contact": founder.person}
    made = crediting.drawn(300_000, **told)
    made.refresh_from_db()
    for row in crediting.rows(made)[:12]:
        crediting.repay(made, row.payment, row.due)
    return made


def shown(user, loan, **asked):
    with time_machine.travel("2022-06-30T10:00:00+08:00", tick=False):
        return signed_in(user).get(reverse("loan_contract", args=[loan.pk]), asked)


def test_the_rows_and_their_sum_stand_there_to_the_cent(founder, loan):
    page = shown(founder, loan).content.decode()
    for amount in ("7,816.48", "1,087.50", "8,903.98", "8,904.01", "20,543.31"):
        assert amount in page
    assert page.count("已还清") == 12
    assert "这是每期取整造成的" in page


def test_two_choices_stand_side_by_side(founder, loan):
    page = shown(founder, loan, prepay="５０，０００元")
    choices = page.context["choices"]
    assert [(each.rows, str(each.payment)) for each in choices] == [(24, "6724.94"), (18, "8903.98")]
    assert [str(each.saved) for each in choices] == ["2297.05", "4036.31"]
    assert "每期不变，提前还完" in page.content.decode()


def test_with_a_payment_owed_nothing_is_quoted_that_would_say_too_little(founder):
    told = C1 | {"starts_on": START, "signed_on": START, "contact": founder.person}
    loan = crediting.drawn(300_000, **told)
    for row in crediting.rows(loan)[:11]:
        crediting.repay(loan, row.payment, row.due)
    page = shown(founder, loan, prepay="50000")
    assert (page.context["pay_off"], page.context["choices"]) == (None, [])
    assert "还清以后才能试算提前还款" in page.content.decode()


@pytest.mark.parametrize("amount", ["壹仟", "-1", "NaN", "", "1e9", "204309.39"])
def test_what_cannot_be_reckoned_is_said_on_the_page(founder, loan, amount):
    page = shown(founder, loan, prepay=amount)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["choices"] == []


def test_whoever_has_no_part_finds_nothing(founder, loan):
    offices = [crediting.bank_officer(loan.bank), people.officer("zhangdian"), people.city_staff()]
    strangers = [
        people.applicant(),
        crediting.bank_officer(crediting.bank()),
        people.officer("huantai"),
        people.administrator(),
    ]
    assert [shown(user, loan).status_code for user in (founder, *offices)] == [200] * 4
    assert [shown(user, loan).status_code for user in strangers] == [404] * 4


def test_a_signed_application_is_a_loan_of_the_offer(founder):
    of = applying.lending()
    made = applying.contracted(of)
    loan = Loan.objects.get(application=made)
    assert (loan.contract_amount, loan.instalments) == (made.offered_amount, made.offered_months)
    assert (loan.bank, loan.firm, loan.version) == (made.bank, made.firm, made.version)
    assert verify()["application_signed_without_its_loan"] == 0
    assert verify()["bank_quota_apart_from_its_applications"] == 0


@pytest.mark.control
def test_the_control_the_invariants_find_what_nobody_may_write(founder):
    of = applying.lending()
    made = applying.accepted(of)
    LoanApplication.objects.filter(pk=made.pk).update(state="contracted")
    BankQuota.objects.filter(pk=of.quota.pk).update(recommended=1)
    assert verify()["application_signed_without_its_loan"] == 1
    assert verify()["bank_quota_apart_from_its_applications"] == 1
