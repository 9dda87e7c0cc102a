"""放款 (drawdowns): paid out by the bank under its contract, and taken back by a row of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from loans.loan_errors import (
    ContractDrawn,
    PaidLater,
    RepaidMeanwhile,
    ReversedAlready,
    VoucherKnown,
    VoucherNeeded,
)
from loans.models import Disbursement, Loan
from loans.services.lines.entries import draw_with_loan, take_back_with_loan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from . import moves
from .sums import exact_yuan

RECORD, REVERSE = "loans.record_payment", "loans.reverse_payment"


def record_disbursement(*, actor: Actor, loan: Loan, amount: Decimal, on: date, voucher: str) -> Disbursement:
    """
    登记放款 (record). Raises `NotAllowed`, `SumMissing`, `VoucherNeeded`, `VoucherKnown`, `PaidLater`,
    `ContractDrawn`, `LoanMoved`; of the line it stands under `LineOverdrawn`, `LineNotOpen`.
    """
    policy.require(actor, RECORD, loan)
    yuan, said = exact_yuan(amount), voucher.strip()
    if not said:
        raise VoucherNeeded
    if not loan.signed_on <= on <= today():
        raise PaidLater
    with (
        _telling_what_is_left(loan, yuan),
        explaining(
            disbursement_voucher_once_per_bank=VoucherKnown(voucher=said),
            loan_draws_no_more_than_its_contract=ContractDrawn,
        ),
        transaction.atomic(),
    ):
        locked = moves.lock_loan(loan)
        before = locked.state
        moves.draw(locked, yuan)
        paid = _written(actor, locked, {"amount": yuan, "paid_on": on, "voucher": said})
        moves.tell_move(actor, locked, before, note=said)
        draw_with_loan(actor=actor, loan=locked, amount=yuan, on=on, voucher=said)
    loan.refresh_from_db()
    return paid


def reverse_disbursement(*, actor: Actor, paid: Disbursement, voucher: str) -> Disbursement:
    """
    冲销放款 (reverse): a row of its own, on the day of what it takes back, while nothing was repaid.

    Raises `NotAllowed`, `VoucherNeeded`, `VoucherKnown`, `ReversedAlready`, `RepaidMeanwhile`, `LoanMoved`.
    """
    policy.require(actor, REVERSE, paid)
    said = voucher.strip()
    if not said:
        raise VoucherNeeded
    if paid.reverses_id:
        raise ReversedAlready
    with (
        explaining(
            disbursement_voucher_once_per_bank=VoucherKnown(voucher=said),
            disbursement_reversed_once=ReversedAlready,
        ),
        transaction.atomic(),
    ):
        locked = moves.lock_loan(paid.loan)
        if locked.repayments.effective().exists():
            raise RepaidMeanwhile
        before = locked.state
        back = {"amount": paid.amount, "paid_on": paid.paid_on, "reverses": paid, "voucher": said}
        row = _written(actor, locked, back)
        moves.draw(locked, -paid.amount)
        moves.tell_move(actor, locked, before, note=said)
        take_back_with_loan(actor=actor, loan=locked, voucher=paid.voucher, note=said)
    return row


def _written(actor: Actor, loan: Loan, told: Mapping[str, Any]) -> Disbursement:
    recorded_by = actor if isinstance(actor, User) else None
    row: Disbursement = Disbursement.objects.create(
        loan=loan, bank_id=loan.bank_id, recorded_by=recorded_by, **told
    )
    return row


@contextmanager
def _telling_what_is_left(loan: Loan, asked: Decimal) -> Iterator[None]:
    """Whoever is refused reads what stands now: somebody else may have been faster."""
    try:
        yield
    except ContractDrawn:
        loan.refresh_from_db()
        raise ContractDrawn(asked=asked, drawn=loan.drawn, contract_amount=loan.contract_amount) from None
