"""贴息测算 (the claims' run): every night, each loan by itself; what waits for a rate is told and waits."""

from __future__ import annotations

from datetime import date

import structlog

from loans.loan_errors import LprUnknown
from loans.models import Loan
from zibo_youth.accounts.policy import SYSTEM

from .claims import calculate_claims

log = structlog.get_logger(__name__)


def calculate_due_claims(*, on: date) -> int:
    """测算 (calculate) of every loan that is running or has claims to reckon; how many. Safe to run twice."""
    return sum(
        _calculated(loan, on) for loan in Loan.objects.with_claims_to_reckon().order_by("pk").iterator()
    )


def _calculated(loan: Loan, on: date) -> int:
    try:
        calculate_claims(actor=SYSTEM, loan=loan, on=on)
    except LprUnknown:
        log.warning("claims wait for the LPR of the day of signing", loan=loan.pk)
        return 0
    return 1
