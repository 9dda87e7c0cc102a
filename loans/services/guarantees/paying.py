"""代偿付款和追偿 (paying): what the guarantor paid the bank, and what the firm gave back; never above it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from loans.business_date import business_date
from loans.guarantee_errors import (
    ClaimMoneyDayWrong,
    ClaimVoucherKnown,
    ClaimVoucherNeeded,
    GuaranteeClaimMoved,
    PaidAboveClaim,
    PaidAboveDebt,
    RecoveredAbovePaid,
    RecoveredMeanwhile,
)
from loans.loan_errors import ReversedAlready
from loans.models import Guarantee, GuaranteeClaim, GuaranteePayment, GuaranteeRecovery, Loan
from loans.services.loans.moves import move_loan
from loans.services.loans.sums import exact_yuan
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .claims import ANSWER, ClaimState, begin, standing_claim
from .moves import State, move_guarantee
from .owed import owed_of


@dataclass(frozen=True, slots=True)
class Told:
    """A payment as its voucher tells it: yuan, the day, the guarantor's number."""

    amount: Decimal
    on: date
    voucher: str

    def checked(self) -> Told:
        """Raises `SumMissing`, `ClaimVoucherNeeded`."""
        said = self.voucher.strip()
        if not said:
            raise ClaimVoucherNeeded
        return Told(exact_yuan(self.amount), self.on, said)


def pay_claim(*, actor: User, guarantee: Guarantee, told: Told) -> GuaranteePayment:
    """
    登记代偿付款 (pay): of an approved claim, no more than was claimed, nor than is covered and owed now.

    Raises `NotAllowed`, `SumMissing`, `ClaimVoucherNeeded`, `ClaimVoucherKnown`, `ClaimMoneyDayWrong`,
    `PaidAboveClaim`, `PaidAboveDebt`, `GuaranteeClaimMoved`, `GuaranteeMoved`.
    """
    said = told.checked()
    with (
        explaining(guarantee_payment_voucher_once_per_guarantor=ClaimVoucherKnown(voucher=said.voucher)),
        transaction.atomic(),
    ):
        found, loan = begin(actor, guarantee, ANSWER)
        claim = standing_claim(found)
        if claim.state != ClaimState.APPROVED:
            raise GuaranteeClaimMoved(state=claim.get_state_display())
        _require_day(said.on, claim.reckoned_on)
        _refuse_more_than_is_owed(found, loan, claim, said.amount)
        with _telling_what_was_claimed(claim, said.amount), transaction.atomic():
            paid = _written(actor, GuaranteePayment, found, claim, said)
        told_by = move_guarantee(actor, found, State.PAID)
        move_loan(actor, loan, Loan.State.GUARANTEE_PAID, note=said.voucher)
        founder = found.application.applicant
        notify("loans.guarantee_paid", to=founder, about=found, dedup=str(told_by.pk))
    return paid


def _refuse_more_than_is_owed(guarantee: Guarantee, loan: Loan, claim: GuaranteeClaim, yuan: Decimal) -> None:
    """The firm may have paid since the claim, and on time goes nothing but the late charges."""
    most = owed_of(guarantee, loan, max(business_date(), claim.reckoned_on)).most
    if most < yuan <= claim.amount:
        raise PaidAboveDebt(most=f"{most:,.2f}")


def _telling_what_was_claimed(claim: GuaranteeClaim, yuan: Decimal) -> Any:
    above = PaidAboveClaim(claimed=f"{claim.amount:,.2f}", asked=f"{yuan:,.2f}")
    return explaining(guarantee_claim_pays_no_more_than_was_claimed=above)


def reverse_payment(*, actor: User, guarantee: Guarantee, voucher: str) -> GuaranteePayment:
    """
    冲销代偿付款 (reverse): a row of its own; the claim waits for its money again.

    Raises `NotAllowed`, `ClaimVoucherNeeded`, `ClaimVoucherKnown`, `RecoveredMeanwhile`,
    `GuaranteeClaimMoved`.
    """
    said = _voucher(voucher)
    known = ClaimVoucherKnown(voucher=said)
    with explaining(guarantee_payment_voucher_once_per_guarantor=known), transaction.atomic():
        found, loan = begin(actor, guarantee, ANSWER)
        claim = standing_claim(found)
        paid = claim.payments.effective().first()
        if paid is None:
            raise GuaranteeClaimMoved(state=claim.get_state_display())
        meanwhile = RecoveredMeanwhile(recovered=f"{claim.recovered:,.2f}")
        with explaining(guarantee_claim_recovers_no_more_than_was_paid=meanwhile), transaction.atomic():
            back = _reversed(actor, paid, said)
        move_guarantee(actor, found, State.CLAIMED)
        move_loan(actor, loan, Loan.State.GUARANTEE_CLAIMED, note=said)
    return back


def record_recovery(*, actor: User, guarantee: Guarantee, told: Told) -> GuaranteeRecovery:
    """
    登记追偿回款 (recover) from the firm, after the payment; never more than was paid.

    Raises `NotAllowed`, `SumMissing`, `ClaimVoucherNeeded`, `ClaimVoucherKnown`, `ClaimMoneyDayWrong`,
    `RecoveredAbovePaid`, `GuaranteeClaimMoved`, `GuaranteeMoved`.
    """
    said = told.checked()
    known = ClaimVoucherKnown(voucher=said.voucher)
    with explaining(guarantee_recovery_voucher_once_per_guarantor=known), transaction.atomic():
        found, _loan = begin(actor, guarantee, ANSWER)
        claim = standing_claim(found)
        paid = claim.payments.effective().first()
        if paid is None:
            raise GuaranteeClaimMoved(state=claim.get_state_display())
        _require_day(said.on, paid.paid_on)
        with _telling_what_is_left(claim), transaction.atomic():
            row = _written(actor, GuaranteeRecovery, found, claim, said)
        if found.state == State.PAID:
            move_guarantee(actor, found, State.RECOURSE)
    return row


def reverse_recovery(*, actor: User, recovery: GuaranteeRecovery, voucher: str) -> GuaranteeRecovery:
    """
    冲销追偿回款 (reverse): a row of its own; with nothing recovered the guarantee is paid, and no more.

    Raises `NotAllowed`, `ClaimVoucherNeeded`, `ClaimVoucherKnown`, `ReversedAlready`.
    """
    said = _voucher(voucher)
    if recovery.reverses_id:
        raise ReversedAlready
    with (
        explaining(
            guarantee_recovery_voucher_once_per_guarantor=ClaimVoucherKnown(voucher=said),
            guarantee_recovery_reversed_once=ReversedAlready,
        ),
        transaction.atomic(),
    ):
        found, _loan = begin(actor, recovery.claim.guarantee, ANSWER)
        back = _reversed(actor, recovery, said)
        claim = standing_claim(found)
        if found.state == State.RECOURSE and not claim.recovered:
            move_guarantee(actor, found, State.PAID)
    return back


def _voucher(typed: str) -> str:
    said = typed.strip()
    if not said:
        raise ClaimVoucherNeeded
    return said


def _require_day(on: date, since: date) -> None:
    if not since <= on <= today():
        raise ClaimMoneyDayWrong(since=since)


@contextmanager
def _telling_what_is_left(claim: GuaranteeClaim) -> Iterator[None]:
    """Whoever is refused reads what stands now."""
    try:
        with explaining(guarantee_claim_recovers_no_more_than_was_paid=RecoveredAbovePaid):
            yield
    except RecoveredAbovePaid:
        claim.refresh_from_db()
        left = claim.paid - claim.recovered
        raise RecoveredAbovePaid(
            paid=f"{claim.paid:,.2f}", recovered=f"{claim.recovered:,.2f}", left=f"{left:,.2f}"
        ) from None


def _written(actor: User, model: Any, guarantee: Guarantee, claim: GuaranteeClaim, told: Told) -> Any:
    """The row; its trigger adds it to the claim."""
    return model.objects.create(
        claim=claim,
        guarantor=guarantee.guarantor,
        amount=told.amount,
        paid_on=told.on,
        voucher=told.voucher,
        recorded_by=actor,
    )


def _reversed(actor: User, row: Any, voucher: str) -> Any:
    return type(row).objects.create(
        claim=row.claim,
        guarantor_id=row.guarantor_id,
        amount=row.amount,
        paid_on=row.paid_on,
        voucher=voucher,
        reverses=row,
        recorded_by=actor,
    )
