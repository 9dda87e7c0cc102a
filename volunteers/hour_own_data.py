"""Hours, requests to correct them and certificates, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import Certificate, HourClaim, HourDispute, HourEntry


def hours_hold(user: User) -> dict[str, Any]:
    """Each line of the ledger, what was said against it, and each certificate."""
    of = {"volunteer__person__users": user}
    return {
        "hours": list(
            HourEntry.objects.filter(**of).values(
                *("project__title", "post__name", "starts_at", "ends_at", "minutes", "evidence", "kind"),
                *("state", "reason", "recorded_at", "final_at", "reversed_at"),
            )
        ),
        "hour_disputes": list(
            HourDispute.objects.filter(entry__volunteer__person__users=user).values(
                "wrong", "state", "answer", "asked_at", "answered_at"
            )
        ),
        "hour_claims": list(
            HourClaim.objects.filter(**of).values(
                *("post__project__title", "post__name", "starts_at", "ends_at", "reason", "state"),
                *("answer", "asked_at", "answered_at"),
            )
        ),
        "certificates": list(
            Certificate.objects.filter(**of).values(
                *("number", "issuer__name", "from_on", "until_on", "minutes", "purpose", "state"),
                *("reason", "asked_at", "issued_at", "ended_at"),
            )
        ),
    }
