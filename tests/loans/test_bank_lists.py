"""推荐名单: one workbook for one bank, by the city or that very bank, with a reason and a line that stays."""

import io

import openpyxl
import pytest
from django.urls import reverse

from loans.models import LoanApplication
from loans.services import applications
from loans.services.applications.bank_lists import export_bank_list
from tests import applying, loaning, people
from tests.people import signed_in
from zibo_youth.accounts.models import ConsentRecord, ConsentText, ExportRecord
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
WHY = "移交银行审批"


@pytest.fixture
def of():
    return applying.lending()


@pytest.fixture
def made(of):
    return applying.recommended(of)


def taken(user, of, **other):
    told = {"call": of.call.pk, "bank": of.bank.pk, "reason": WHY}
    return signed_in(user).post(reverse("loan_bank_list"), told | other)


def sheet(answer):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


@pytest.mark.parametrize("who", ["city_staff", "banker"])
def test_the_city_and_that_bank_take_it_and_a_line_stays(of, made, who):
    user = getattr(of, who)
    head, row = sheet(taken(user, of))
    told = dict(zip(head, row, strict=True))
    assert told["申请编号"] == made.reference
    assert (told["申请金额（元）"], told["申请期限（月）"]) == (200_000, 24)
    assert (told["申请人"], told["状态"]) == (made.applicant.full_name, "银行审批中")
    record = ExportRecord.objects.get()
    assert (record.by, record.rows, record.reason, record.table) == (user, 1, WHY, "loans.loanapplication")
    assert of.bank.name in record.conditions


def test_it_holds_what_was_recommended_to_this_bank_in_this_call_and_stands(of, made):
    applying.passed_on(of, people.applicant("示一", age=30), uscc=loaning.uscc())
    gone = applying.recommended(of, people.applicant("示二", age=30), uscc=loaning.uscc())
    applications.withdraw_application(
        actor=gone.applicant.users.get(), application=LoanApplication.objects.get(pk=gone.pk)
    )
    other = applying.passed_on(of, people.applicant("示三", age=30), uscc=loaning.uscc())
    applications.recommend(actor=of.city_staff, application=other, bank=of.bank_2)
    assert [row[0] for row in sheet(taken(of.city_staff, of))[1:]] == [made.reference]


def test_whoever_took_the_consent_back_is_not_in_it(of, made):
    ConsentRecord.objects.filter(scope=ConsentText.Scope.CREDIT).update(
        withdrawn_at="2026-01-01T00:00:00+08:00"
    )
    assert len(sheet(taken(of.city_staff, of))) == 1


def test_no_cell_is_a_formula_and_no_number_of_a_person_stands_there(of):
    made = applying.recommended(of, firm_name="=HYPERLINK(1)", industry="@SUM(A1)")
    answer = taken(of.city_staff, of)
    content = b"".join(answer.streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert "=HYPERLINK(1)" in [str(cell.value) for cell in cells]
    text = str([cell.value for cell in cells])
    for secret in (made.applicant.id_number, of.founder.mobile, made.purpose_words):
        assert str(secret) not in text


def test_without_a_reason_nothing_leaves(of, made):
    answer = taken(of.city_staff, of, reason=" ")
    assert answer.context["form"].errors
    assert not ExportRecord.objects.exists()


def test_another_banks_list_is_not_for_this_officer(of, made):
    answer = taken(of.banker_2, of)
    assert answer.context["form"].errors
    with pytest.raises(NotAllowed):
        export_bank_list(actor=of.banker_2, call=of.call, bank=of.bank, reason=WHY)
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("who", ["officer", "founder", "guarantor_officer"])
def test_nobody_else_finds_the_page(of, made, who):
    assert taken(getattr(of, who), of).status_code == 404


def test_a_long_list_asks_no_more_than_a_short_one(of, made, django_assert_max_num_queries):
    client, address = signed_in(of.city_staff), reverse("loan_bank_list")
    told = {"call": of.call.pk, "bank": of.bank.pk, "reason": WHY}
    with django_assert_max_num_queries(30) as short:
        client.post(address, told)
    for number in range(3):
        applying.recommended(of, people.applicant(f"示多{number}", age=30), uscc=loaning.uscc())
    with django_assert_max_num_queries(len(short)):
        client.post(address, told)
