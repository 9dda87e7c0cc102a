"""What contracts tell: a payment that falls due."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import NoticeKind, register

from .models import ScheduleRow


def _row_words(row: ScheduleRow) -> dict[str, Any]:
    return {
        "contract": row.schedule.loan.contract_no,
        "bank": str(row.schedule.loan.bank),
        "due": row.due.isoformat(),
        "amount": f"{row.payment - row.repaid_principal - row.repaid_interest:,.2f}",
    }


def _is_owed(row: ScheduleRow) -> bool:
    return row.schedule.is_active and row.settled_on is None


def register_loan_notices() -> None:
    """Called once, when the app is ready."""
    register(
        NoticeKind(
            key="loans.payment_due",
            title=_("贷款还款日将到"),
            holds=_is_owed,
            words=_row_words,
            url=lambda row: reverse("loan_contract", args=[row.schedule.loan_id]),
            related=("schedule__loan__bank",),
        )
    )
