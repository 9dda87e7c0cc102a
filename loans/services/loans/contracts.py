"""合同登记 (contracts): what bank and company signed, with the first schedule that follows from it."""

from __future__ import annotations

from django.db import transaction

from loans.errors import DatesWrong, TermsWrong
from loans.loan_errors import BankNeeded, ContractKnown, MethodNotOffered, PaidLater
from loans.models import Loan, LoanTransition, ScheduleVersion
from loans.models.product import METHODS
from loans.schedule import schedule
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .schedules import Drawn, write_schedule
from .sums import exact_yuan

RECORD = "loans.record_loan"


def register_loan(*, actor: Actor, loan: Loan) -> Loan:
    """
    登记合同 (register) an unsaved loan, with its first schedule as our engine reckons it.

    Raises `NotAllowed`, `ContractKnown`, `MethodNotOffered`, `BankNeeded`, `PaidLater`, `SumMissing`,
    `TermsWrong`, `DatesWrong`, `InstalmentTooSmall`.
    """
    policy.require(actor, RECORD, loan)
    _refuse_what_no_bank_signs(loan)
    loan.contract_amount = exact_yuan(loan.contract_amount)
    rows = schedule(loan.terms())
    with (
        explaining(
            loan_contract_once_per_bank=ContractKnown(contract_no=loan.contract_no),
            loan_is_of_some_money_at_a_rate=TermsWrong,
            loan_dates_are_countable=DatesWrong,
        ),
        transaction.atomic(),
    ):
        loan.save(force_insert=True)
        LoanTransition.objects.create(
            loan=loan, actor=actor if isinstance(actor, User) else None, to_state=loan.state
        )
        write_schedule(actor, loan, Drawn(rows, loan.rate, ScheduleVersion.Reason.FIRST.value))
    return loan


def _refuse_what_no_bank_signs(loan: Loan) -> None:
    if loan.method not in loan.version.methods:
        labels = dict(METHODS)
        raise MethodNotOffered(methods="、".join(str(labels[method]) for method in loan.version.methods))
    if loan.bank.kind != "bank" or (loan.guarantor and loan.guarantor.kind != "guarantor"):
        raise BankNeeded
    if loan.signed_on > today():
        raise PaidLater
