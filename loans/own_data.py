"""What the loans hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import LoanApplication, LoanApplicationTransition, LoanDocument

APPLICATION = (
    *("reference", "product__name", "version__number", "call__name", "state", "created_at", "submitted_at"),
    *("uscc", "firm_name", "founded_on", "industry", "reporting_org__name", "position", "amount", "months"),
    *("method", "purpose", "purpose_words", "preferred_bank__name", "bank__name", "guarantor__name"),
    *("offered_amount", "offered_months", "offer_until", "refusal_reason"),
)


def loans_hold(user: User) -> dict[str, Any]:
    """Applications, their moves, and papers by name."""
    of = {"application__applicant__users": user}
    return {
        "applications": list(LoanApplication.objects.filter(applicant__users=user).values(*APPLICATION)),
        "moves": list(
            LoanApplicationTransition.objects.filter(**of).values(
                "application__reference", "from_state", "to_state", "reason", "note", "at"
            )
        ),
        "papers": list(
            LoanDocument.objects.filter(**of).values(
                "application__reference", "kind", "original_name", "size", "created_at"
            )
        ),
    }
