"""代偿 without services: what the database itself refuses of claims and of their money."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction

from loans.models import Guarantee, GuaranteeClaim, GuaranteePayment, GuaranteeRecovery, LoanDay
from loans.services.guarantees.owed import owed_of
from tests import applying, guaranteeing
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return applying.lending(needs_guarantor=True)


def raw(made, **wrong):
    owed = owed_of(made, made.loan, today())
    late = LoanDay.objects.get(loan=made.loan, day=today()).days_past_due
    told = {
        "guarantee": made,
        "amount": 1,
        "reckoned_on": today(),
        "days_late": late,
        "trigger_days": made.trigger_days,
        "share": made.share,
        "claimed_by_id": made.application.applicant_id,
        "principal": owed.principal,
        "interest": owed.interest,
        "penalty": owed.penalty,
    }
    return GuaranteeClaim.objects.create(**(told | wrong))


RESTS = "guarantee_claim_rests_on_its_guarantee_and_its_day"


@pytest.mark.parametrize(
    ("wrong", "wall"),
    [
        ({"amount": 150_000}, "guarantee_claim_within_what_is_covered"),
        ({"amount": 0}, "guarantee_claim_is_of_some_money"),
        ({"share": Decimal(1)}, RESTS),
        ({"trigger_days": 1}, RESTS),
        ({"days_late": 1}, RESTS),
        ({"reckoned_on": today() - timedelta(1)}, RESTS),
        ({"paid": 2}, "guarantee_claim_pays_no_more_than_was_claimed"),
        ({"recovered": 1}, "guarantee_claim_recovers_no_more_than_was_paid"),
    ],
    ids=str,
)
def test_the_database_itself_refuses_a_claim_that_rests_on_nothing(of, wrong, wall):
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        raw(guaranteeing.late(of), **wrong)


def test_the_database_itself_refuses_a_claim_before_its_trigger(of):
    made = guaranteeing.active(of)
    LoanDay.objects.create(loan=made.loan, day=today(), days_past_due=89, risk_class="attention")
    with pytest.raises(IntegrityError, match="guarantee_claim_after_its_trigger"), transaction.atomic():
        raw(made)


def test_the_database_itself_refuses_a_second_claim_and_the_same_eyes(of):
    made = guaranteeing.claimed(of, 1_000)
    claim = made.claims.get()
    with pytest.raises(IntegrityError, match=RESTS), transaction.atomic():
        raw(made)
    with pytest.raises(IntegrityError, match="guarantee_claim_approved_by_another"), transaction.atomic():
        GuaranteeClaim.objects.update(state="approved", approved_by=claim.claimed_by)


def test_the_database_itself_keeps_claims_and_their_money(of):
    made = guaranteeing.recourse(of)
    claim = made.claims.get()
    for wrong in ({"amount": 1}, {"share": 1}, {"days_late": 400}):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            GuaranteeClaim.objects.update(**wrong)
    for model in (GuaranteePayment, GuaranteeRecovery):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            model.objects.update(amount=1)
    for model in (Guarantee, GuaranteeClaim, GuaranteePayment, GuaranteeRecovery):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            model.objects.all()._raw_delete("default")
    told = {"claim": claim, "paid_on": today(), "guarantor": of.guarantor}
    for model, amount, wall in (
        (GuaranteePayment, 1, "guarantee_claim_pays_no_more_than_was_claimed"),
        (GuaranteeRecovery, 70_001, "guarantee_claim_recovers_no_more_than_was_paid"),
    ):
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            model.objects.create(**told, amount=amount, voucher="x")
        with pytest.raises(IntegrityError, match="is_of_its_guarantor"), transaction.atomic():
            model.objects.create(**(told | {"guarantor": of.bank}), amount=1, voucher="x")
        row = model.objects.effective().first()
        with pytest.raises(IntegrityError, match="reversal_mirrors_its_row"), transaction.atomic():
            model.objects.create(**told, amount=1, voucher="x", reverses=row)
