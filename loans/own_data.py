"""What the loans hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import Guarantee, LoanApplication, LoanApplicationTransition, LoanDocument, SiteVisit

APPLICATION = (
    *("reference", "product__name", "version__number", "call__name", "state", "created_at", "submitted_at"),
    *("uscc", "firm_name", "founded_on", "industry", "reporting_org__name", "position", "amount", "months"),
    *("method", "purpose", "purpose_words", "preferred_bank__name", "bank__name", "guarantor__name"),
    *("offered_amount", "offered_months", "offer_until", "refusal_reason"),
)


GUARANTEE = (
    *("application__reference", "guarantor__name", "amount", "share", "covers", "fee", "counter"),
    *("trigger_days", "letter_no", "letter_on", "letter_until", "in_force_on", "state"),
)


def loans_hold(user: User) -> dict[str, Any]:
    """Applications, their moves, papers by name, guarantees and what a guarantor found on site."""
    of = {"application__applicant__users": user}
    return {
        "applications": list(LoanApplication.objects.filter(applicant__users=user).values(*APPLICATION)),
        "moves": list(
            LoanApplicationTransition.objects.filter(**of).values(
                "application__reference", "from_state", "to_state", "reason", "note", "at"
            )
        ),
        "guarantees": list(Guarantee.objects.filter(**of).values(*GUARANTEE)),
        "site_visits": list(
            SiteVisit.objects.filter(guarantee__application__applicant__users=user).values(
                "guarantee__application__reference", "visited_on", "finding"
            )
        ),
        "papers": list(
            LoanDocument.objects.filter(**of).values(
                "application__reference", "kind", "original_name", "size", "created_at"
            )
        ),
    }
