"""
What contracts hold of whoever has an account (see `accounts.holdings`): who is told of due dates.

The borrower is a company; who wrote a row down did so for an office.
"""

from __future__ import annotations

from zibo_youth.accounts.holdings import Holding, Part, add_part

from .models import (
    BankFile,
    BankFileLine,
    BankKey,
    BankMessage,
    BankStatus,
    ClaimTransition,
    CreditLine,
    Disbursement,
    LineEntry,
    LineTransition,
    Loan,
    LoanDay,
    LoanTransition,
    PurposeCheck,
    Repayment,
    ScheduleRow,
    ScheduleVersion,
    SubsidyClaim,
)

OF_LOANS = "a company's contract and its money, and the office that wrote them down"
PAPERS = dict.fromkeys(
    [
        *(CreditLine, LineEntry, LineTransition),
        *(LoanTransition, ScheduleVersion, ScheduleRow, Disbursement, Repayment),
        *(BankKey, BankMessage, BankStatus),
        *(BankFile, BankFileLine, LoanDay, PurposeCheck, SubsidyClaim, ClaimTransition),
    ],
    OF_LOANS,
)


# The company's papers outlive the account of whoever was told of them.
HOLDINGS = [
    Holding(model=Loan, of=("contact",), keep={"contract_no": "the bank's number of a company's contract"}),
]


def register_loan_holdings() -> None:
    """Called once, when the app is ready."""
    add_part("loans.loan", Part(holdings=HOLDINGS, papers=PAPERS))
