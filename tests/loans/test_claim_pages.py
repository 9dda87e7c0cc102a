"""The desk of claims: from the founder's confirmation to the money paid, and the sheet that finance checks."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from loans.models import SubsidyClaim
from loans.services.loans.claim_run import calculate_due_claims
from tests import crediting, people
from tests.people import signed_in
from zibo_youth.accounts.models import ExportRecord
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
END = date(2022, 7, 1)


@pytest.fixture
def founder():
    return people.applicant()


@pytest.fixture
def claim(founder):
    """The second settlement of case C6, reckoned by the nightly run."""
    loan = crediting.subsidised(contact=founder.person)
    for row in crediting.rows(loan):
        crediting.repay(loan, row.payment, row.due)
    assert calculate_due_claims(on=END) == 1  # settled before anybody looked
    return SubsidyClaim.objects.get(loan=loan, number=2)


def press(user, claim, act, **said):
    told = {f"{act}-{name}": value for name, value in said.items()} | {"act": act}
    answer = signed_in(user).post(reverse("loan_claim", args=[claim.pk]), told)
    claim.refresh_from_db()
    return answer


def test_from_the_founder_to_the_money_by_pages(claim, founder):
    bank, finance = crediting.bank_officer(claim.loan.bank), crediting.finance()
    page = signed_in(founder).get(reverse("loan_contract", args=[claim.loan_id])).content.decode()
    assert reverse("loan_claim", args=[claim.pk]) in page

    for user, act, state in (
        (founder, "as_firm", "firm_confirmed"),
        (bank, "as_bank", "bank_confirmed"),
        (people.city_staff(), "check", "league_checked"),
        (finance, "approve", "finance_approved"),
    ):
        press(user, claim, act)
        assert claim.state == state
    press(finance, claim, "pay", on="2022-07-15", voucher="拨-1")
    assert (claim.state, claim.voucher) == ("paid", "拨-1")
    assert {name: count for name, count in verify().items() if count} == {}


def test_a_step_that_is_anothers_is_no_page(claim, founder):
    assert press(founder, claim, "approve").status_code == 404
    assert press(people.officer("huantai"), claim, "as_firm").status_code == 404
    assert claim.state == "calculated"


def test_what_waits_is_on_the_list_of_whose_turn_it_is(claim, founder):
    bank = crediting.bank_officer(claim.loan.bank)
    assert list(signed_in(bank).get(reverse("loan_claims")).context["waiting"]) == []
    press(founder, claim, "as_firm")
    assert list(signed_in(bank).get(reverse("loan_claims")).context["waiting"]) == [claim]
    assert list(signed_in(crediting.finance()).get(reverse("loan_claims")).context["waiting"]) == []


def test_the_sheet_is_taken_for_a_reason_and_written_down(claim, founder):
    press(founder, claim, "as_firm")
    press(crediting.bank_officer(claim.loan.bank), claim, "as_bank")
    staff = people.city_staff()
    page = reverse("loan_check_sheet")
    assert signed_in(staff).post(page, {"reason": " "}).status_code == 200
    assert not ExportRecord.objects.exists()

    answer = signed_in(staff).post(page, {"reason": "报财政审核"})

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert claim.loan.contract_no in cells
    assert ExportRecord.objects.get().reason == "报财政审核"
    assert signed_in(crediting.finance()).post(page, {"reason": "x"}).status_code == 404


def test_the_nightly_run_reckons_what_ended_and_twice_changes_nothing(founder):
    loan = crediting.subsidised(contact=founder.person)
    first = crediting.rows(loan)[0]
    crediting.repay(loan, first.payment, first.due)
    assert calculate_due_claims(on=END) == 1
    told = list(SubsidyClaim.objects.values_list("number", "state", "subsidy"))
    assert told[0][1] == "calculated"
    assert {state for _number, state, _subsidy in told[1:]} == {"forfeited"}
    assert calculate_due_claims(on=END) == 1
    assert list(SubsidyClaim.objects.values_list("number", "state", "subsidy")) == told
