"""预授信: it lends nothing, and what is signed of it later is noted up to its amount and the line's."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction

from loans.investing_errors import (
    AgreedLater,
    ConversionKnown,
    ConversionWithdrawn,
    LineConverted,
    LineHoldsLess,
    LineNotAfterwards,
    PreApprovalConverted,
    PreApprovalIncomplete,
    PreApprovalKnown,
    PreApprovalNotConfirmed,
    PreApprovalUsedUp,
    ReasonNeeded,
    SecondPersonNeeded,
    ValidBeforeAgreed,
)
from loans.loan_errors import SumMissing
from loans.models import CreditLine, LineConversion, PreApprovedLine
from loans.services.investing import pre_approvals
from loans.services.lines import entries, moves
from tests import crediting, investing, loaning, people
from tests.investing import AGREED, MILLION
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed, StateChanged
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def staff():
    return people.city_staff()


@pytest.fixture
def made(staff):
    return investing.counted_pre_approval(staff)


@pytest.fixture
def programme(staff):
    return loaning.programme(staff, 60 * MILLION)


def test_it_counts_when_another_person_has_confirmed_it(staff):
    made = investing.pre_approved(staff)
    with pytest.raises(SecondPersonNeeded):
        pre_approvals.confirm_pre_approval(actor=staff, pre_approved=made)
    pre_approvals.confirm_pre_approval(actor=investing.colleague(), pre_approved=made)
    assert PreApprovedLine.objects.confirmed().get() == made


def test_no_money_leads_to_it():
    """It lends nothing: no payout, no contract and no entry of a line names it, only what was signed of it."""
    named_by = {each.related_model for each in PreApprovedLine._meta.related_objects}
    told = {model for model in named_by if not model._meta.model_name.endswith("event")}
    assert {model.__name__ for model in told} == {"LineConversion"}


def test_no_draw_is_made_on_it(staff, made):
    with pytest.raises((AttributeError, ValueError, NotAllowed)):
        entries.draw(actor=staff, line=made, amount=MILLION, on=today(), note="凭证")


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"amount": Decimal(0)}, SumMissing),
        ({"name": " "}, PreApprovalIncomplete),
        ({"target_group": ""}, PreApprovalIncomplete),
        ({"source": ""}, PreApprovalIncomplete),
        ({"agreed_on": TOMORROW, "valid_from": TOMORROW}, AgreedLater),
        ({"valid_from": AGREED - timedelta(days=1)}, ValidBeforeAgreed),
        ({"valid_until": AGREED - timedelta(days=1)}, ValidBeforeAgreed),
    ],
)
def test_what_is_wrong_is_said(staff, told, refusal):
    with pytest.raises(refusal):
        investing.pre_approved(staff, **told)
    assert not PreApprovedLine.objects.exists()


def test_it_stands_once(staff, made):
    with pytest.raises(PreApprovalKnown):
        investing.pre_approved(staff, name=made.name)


def test_it_is_never_rewritten_and_never_deleted(made):
    with pytest.raises(InternalError, match="pre_approved_line_is_written_once"), transaction.atomic():
        PreApprovedLine.objects.update(amount=1)
    with pytest.raises(InternalError, match="pre_approved_line_is_never_deleted"), transaction.atomic():
        made.delete()


def test_what_is_signed_of_it_is_noted_up_to_its_amount(staff, made, programme):
    investing.converted(staff, made, programme, 60 * MILLION)
    other = loaning.programme(staff, 60 * MILLION)
    with pytest.raises(PreApprovalUsedUp) as refusal:
        investing.converted(staff, made, other, 41 * MILLION)
    assert "已转为签约授信 60000000.00 元，不能再转 41000000.00 元" in str(refusal.value)
    investing.converted(staff, made, other, 40 * MILLION)
    made.refresh_from_db()
    assert made.converted == made.amount == 100 * MILLION


def test_it_moves_no_line_and_no_money(staff, made, programme):
    before = CreditLine.objects.filter(pk=programme.pk).values().get()
    investing.converted(staff, made, programme, 60 * MILLION)
    assert CreditLine.objects.filter(pk=programme.pk).values().get() == before
    assert programme.entries.count() == 1


def test_no_more_is_converted_into_a_programme_and_its_companies_than_it_was_signed_for(
    staff, made, programme
):
    line = loaning.line_of_firm(staff, programme, 30 * MILLION)
    with pytest.raises(LineHoldsLess):
        investing.converted(staff, made, line, 31 * MILLION)
    investing.converted(staff, made, line, 30 * MILLION)
    with pytest.raises(LineHoldsLess) as refusal:
        investing.converted(staff, made, programme, 31 * MILLION)
    assert programme.name in str(refusal.value)
    investing.converted(staff, made, programme, 30 * MILLION)
    with pytest.raises(ConversionKnown):
        investing.converted(staff, made, programme, 1)


@pytest.mark.parametrize("wrong", ["another bank", "signed before", "of a loan", "not signed"])
def test_only_a_line_that_the_bank_signed_afterwards(staff, programme, wrong):
    agreed = {"agreed_on": date(2021, 6, 2), "valid_from": date(2021, 6, 2)}
    told = {"another bank": {"bank": crediting.bank()}, "signed before": agreed}.get(wrong, {})
    made = investing.counted_pre_approval(staff, **told)
    line = programme
    if wrong == "of a loan":
        line = loaning.line_of_loan(staff, loaning.line_of_firm(staff, programme, MILLION), 1_000)
    if wrong == "not signed":
        line = moves.propose_programme(
            actor=staff, bank=loaning.bank(), name="未签", amount=MILLION, on=AGREED
        )
    with pytest.raises(LineNotAfterwards):
        investing.converted(staff, made, line, 1_000)
    made.refresh_from_db()
    assert (made.converted, LineConversion.objects.count()) == (0, 0)


def test_what_is_not_confirmed_is_not_converted(staff, programme):
    made = investing.pre_approved(staff)
    with pytest.raises(PreApprovalNotConfirmed):
        investing.converted(staff, made, programme, MILLION)


def test_what_is_converted_is_withdrawn_first(staff, made, programme):
    told = investing.converted(staff, made, programme, MILLION)
    with pytest.raises(PreApprovalConverted) as refusal:
        pre_approvals.withdraw_pre_approval(actor=staff, pre_approved=made, reason="误")
    assert "1000000.00" in str(refusal.value)
    with pytest.raises(ReasonNeeded):
        pre_approvals.withdraw_conversion(actor=staff, conversion=told, reason="")
    pre_approvals.withdraw_conversion(actor=staff, conversion=told, reason="误")
    with pytest.raises(ConversionWithdrawn):
        pre_approvals.withdraw_conversion(actor=staff, conversion=told, reason="误")
    made.refresh_from_db()
    assert made.converted == 0
    pre_approvals.withdraw_pre_approval(actor=staff, pre_approved=made, reason="误")
    with pytest.raises(StateChanged):
        pre_approvals.confirm_pre_approval(actor=investing.colleague(), pre_approved=made)


def test_a_line_is_left_with_what_was_converted_into_it(staff, made, programme):
    investing.converted(staff, made, programme, 50 * MILLION)
    first = programme.entries.get()
    with pytest.raises(LineConverted):
        entries.reverse_entry(actor=staff, entry=first, note="误")
    with pytest.raises(LineConverted):
        entries.change_limit(
            actor=staff, line=programme, change=-20 * MILLION, on=date(2021, 6, 1), note="误"
        )
    entries.change_limit(actor=staff, line=programme, change=-10 * MILLION, on=date(2021, 6, 1), note="误")
    assert {name: count for name, count in verify().items() if count} == {}


def test_the_database_itself_holds_the_sum(made):
    with pytest.raises(IntegrityError, match="converts_no_more_than_it_holds"), transaction.atomic():
        PreApprovedLine.objects.update(converted=made.amount + 1)


def test_it_is_the_citys_and_a_bank_and_a_district_see_their_own(staff, made):
    banker, officer = crediting.bank_officer(made.bank), people.officer("zhangdian")
    for actor in (banker, officer):
        assert list(PreApprovedLine.objects.managed_by(actor)) == [made]
        with pytest.raises(NotAllowed):
            pre_approvals.withdraw_pre_approval(actor=actor, pre_approved=made, reason="误")
    stranger = people.officer("huantai")
    assert not PreApprovedLine.objects.managed_by(stranger).exists()
