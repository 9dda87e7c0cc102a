"""接口: products for everybody, one's own applications and loans, and of nobody else a word."""

from datetime import date, timedelta

import pytest
from django.test import Client

from loans.models import LoanProduct
from tests import applying, crediting, people
from tests.stations.api.calls import Caller
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db
BASE = "/api/v1/loans/"
START = date(2021, 6, 30)


@pytest.fixture
def founder():
    return people.applicant()


@pytest.fixture
def loan(founder):
    made = crediting.drawn(
        300_000, contact=founder.person, method="annuity", instalments=36, starts_on=START, signed_on=START
    )
    crediting.repay(made, "8903.98", date(2021, 7, 30), serial="还-1")
    return made


def test_products_with_the_version_of_today_are_for_everybody():
    old = applying.version(until_on=today(), most_amount=applying.yuan(1))
    product = old.product
    current = applying.version(product, number=2, from_on=today(), most_amount=applying.yuan(300_000))
    applying.call(product)
    applying.call(product, closes_on=today() - timedelta(1))
    told = Client().get(f"{BASE}products/", {"page_size": 100}).json()
    [found] = [each for each in told["results"] if each["code"] == product.code]
    assert (found["version"]["number"], found["version"]["most_amount"]) == (current.number, "300000.00")
    assert (len(found["calls"]), found["version"]["methods"]) == (1, ["annuity", "interest_only"])


def test_a_product_that_is_closed_is_not_offered_and_one_has_an_english_name():
    LoanProduct.objects.filter(code="lqjzd").update(is_open=False)
    LoanProduct.objects.filter(code="lqdbd").update(name_en="Guaranteed loan")
    told = Client().get(f"{BASE}products/", headers={"accept-language": "en"}).json()["results"]
    assert "lqjzd" not in [each["code"] for each in told]
    assert "Guaranteed loan" in [each["name"] for each in told]


def test_ones_own_applications_with_the_banks_offer():
    of = applying.lending()
    made = applying.offered(of)
    [told] = Caller(of.founder).get(f"{BASE}me/applications/").json()["results"]
    assert (told["reference"], told["state"], told["bank"]) == (made.reference, "offered", of.bank.name)
    assert (told["amount"], told["offered_amount"], told["offered_months"]) == ("200000.00", "150000.00", 24)
    assert Caller(of.founder_2).get(f"{BASE}me/applications/").json()["results"] == []


def test_ones_own_loan_its_schedule_and_its_payments(founder, loan):
    caller = Caller(founder)
    [listed] = caller.get(f"{BASE}me/loans/").json()["results"]
    assert (listed["contract_no"], listed["drawn"], listed["state"]) == (
        loan.contract_no,
        "300000.00",
        "active",
    )
    assert caller.get(f"{BASE}me/loans/{loan.pk}/").json() == listed
    rows = caller.get(f"{BASE}me/loans/{loan.pk}/schedule/", {"page_size": 36}).json()
    assert (rows["count"], rows["results"][0]["interest"], rows["results"][0]["settled_on"]) == (
        36, "1087.50", "2021-07-30",
    )  # fmt: skip
    paid = caller.get(f"{BASE}me/loans/{loan.pk}/payments/").json()["results"]
    assert [(each["kind"], each["amount"], each["is_reversal"]) for each in paid] == [
        ("repayment", "8903.98", False), ("payout", "300000.00", False),
    ]  # fmt: skip


def test_a_reversal_says_so(founder, loan):
    crediting.repayments.reverse_repayment(
        actor=crediting.policy.SYSTEM, paid=loan.repayments.get(), serial="冲-1"
    )
    paid = Caller(founder).get(f"{BASE}me/loans/{loan.pk}/payments/").json()["results"]
    assert sorted((each["number"], each["is_reversal"]) for each in paid if each["kind"] == "repayment") == [
        ("冲-1", True), ("还-1", False),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["", "schedule/", "payments/"])
def test_another_persons_loan_is_none(loan, path):
    for stranger in (
        people.applicant(),
        people.newcomer(),
        crediting.bank_officer(loan.bank),
        people.city_staff(),
    ):
        assert Caller(stranger).get(f"{BASE}me/loans/{loan.pk}/{path}").status_code == 404
        assert Caller(stranger).get(f"{BASE}me/loans/").json()["count"] == 0


def test_a_loan_without_a_contact_is_nobodys():
    """Whoever has stated no identity has no person, and a loan without a contact has none either."""
    crediting.drawn(1_000)
    for path in ("me/loans/", "me/applications/"):
        assert Caller(people.newcomer()).get(f"{BASE}{path}").json()["count"] == 0


@pytest.mark.parametrize("path", ["me/applications/", "me/loans/", "me/loans/1/"])
def test_nobody_is_told_anything_without_a_token(path):
    assert Client().get(f"{BASE}{path}").status_code == 401


def test_long_lists_come_in_pages_and_ask_no_more(founder, loan, django_assert_max_num_queries):
    caller = Caller(founder)
    rows = f"{BASE}me/loans/{loan.pk}/schedule/"
    first = caller.get(rows).json()
    assert (len(first["results"]), first["count"]) == (30, 36)
    assert len(caller.get(rows, {"page": 2}).json()["results"]) == 6
    assert caller.get(rows, {"page": 3}).status_code == 404
    for path in ("products/", "me/loans/", "me/applications/", f"me/loans/{loan.pk}/payments/"):
        with django_assert_max_num_queries(12):
            caller.get(f"{BASE}{path}")


@pytest.mark.parametrize("page", ["0", "-1", "x", "%00", "1e400", "٣"])
def test_a_page_that_is_none_is_404(founder, page):
    assert Caller(founder).get(f"{BASE}me/loans/", {"page": page}).status_code in (200, 400, 404)


def test_every_call_stands_in_the_description():
    told = Client().get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()
    paths = {path for path in told["paths"] if path.startswith(BASE)}
    assert paths == {
        f"{BASE}products/",
        f"{BASE}me/applications/",
        f"{BASE}me/loans/",
        f"{BASE}me/loans/{{number}}/",
        f"{BASE}me/loans/{{number}}/schedule/",
        f"{BASE}me/loans/{{number}}/payments/",
        f"{BASE}banks/{{code}}/messages/",
    }
    body = told["paths"][f"{BASE}banks/{{code}}/messages/"]["post"]["requestBody"]
    assert "BankEvent" in str(body)
