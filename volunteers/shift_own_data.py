"""What shifts hold about a person beside the signups, for the person's own copy."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import NoShow, Swap


def shifts_hold(user: User) -> dict[str, Any]:
    """Swaps that the volunteer asked for, and no-shows with every word about them."""
    return {
        "swaps": list(
            Swap.objects.filter(giver__person__users=user).values(
                "signup__starts_at", "asked__volunteer_no", "state", "asked_at", "answered_at"
            )
        ),
        "no_shows": list(
            NoShow.objects.filter(volunteer__person__users=user).values(
                *("happened_on", "state", "statement", "appealed_at", "comment", "decision", "decided_at")
            )
        ),
    }
