"""还款 (repayments): what the bank says came back; the same serial number is the same money."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from loans.loan_errors import NothingDrawn, PaidLater, ReversedAlready, SerialKnown, VoucherNeeded
from loans.models import Loan, Repayment
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .drawdowns import RECORD, REVERSE
from .moves import lock_loan
from .standing import restate
from .sums import exact_yuan

NOT_DRAWN = (Loan.State.CONTRACTED,)


def record_repayment(*, actor: Actor, loan: Loan, amount: Decimal, on: date, serial: str) -> Repayment:
    """
    登记还款 (record), and what it settles. Raises `NotAllowed`, `SumMissing`, `VoucherNeeded`, `SerialKnown`,
    `PaidLater`, `NothingDrawn`.
    """
    policy.require(actor, RECORD, loan)
    yuan, said = exact_yuan(amount), serial.strip()
    if not said:
        raise VoucherNeeded
    if not loan.signed_on <= on <= today():
        raise PaidLater
    with explaining(repayment_serial_once_per_bank=SerialKnown(serial=said)), transaction.atomic():
        locked = lock_loan(loan)
        if locked.state in NOT_DRAWN:
            raise NothingDrawn
        paid = written(actor, locked, {"amount": yuan, "paid_on": on, "serial": said})
        restate(actor, locked)
    loan.refresh_from_db()
    return paid


def reverse_repayment(*, actor: Actor, paid: Repayment, serial: str) -> Repayment:
    """
    冲销还款 (reverse): a row of its own; what it had settled is owed again.

    Raises `NotAllowed`, `VoucherNeeded`, `SerialKnown`, `ReversedAlready`.
    """
    policy.require(actor, REVERSE, paid)
    said = serial.strip()
    if not said:
        raise VoucherNeeded
    if paid.reverses_id:
        raise ReversedAlready
    with (
        explaining(
            repayment_serial_once_per_bank=SerialKnown(serial=said), repayment_reversed_once=ReversedAlready
        ),
        transaction.atomic(),
    ):
        locked = lock_loan(paid.loan)
        back = {"amount": paid.amount, "paid_on": paid.paid_on, "reverses": paid, "serial": said}
        row = written(actor, locked, back)
        restate(actor, locked)
    return row


def written(actor: Actor, loan: Loan, told: Mapping[str, Any]) -> Repayment:
    """The row alone; the caller holds the loan's lock, and restates it."""
    recorded_by = actor if isinstance(actor, User) else None
    row: Repayment = Repayment.objects.create(
        loan=loan, bank_id=loan.bank_id, recorded_by=recorded_by, **told
    )
    return row
