"""
What contracts and payments hold of whoever has an account (see `accounts.holdings`): nothing.

The borrower is a company; who wrote a row down did so for an office.
"""

from __future__ import annotations

from zibo_youth.accounts.holdings import Part, add_part

from .models import Disbursement, Loan, LoanTransition, Repayment, ScheduleRow, ScheduleVersion

OF_LOANS = "a company's contract and its money, and the office that wrote them down"
PAPERS = dict.fromkeys(
    [Loan, LoanTransition, ScheduleVersion, ScheduleRow, Disbursement, Repayment], OF_LOANS
)


def register_loan_holdings() -> None:
    """Called once, when the app is ready."""
    add_part("loans.loan", Part(papers=PAPERS))
