"""What recruitment rounds hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import Application


def rounds_hold(user: User) -> dict[str, Any]:
    """Each application: its round, its number, what was said and what came of it."""
    own = Application.objects.filter(volunteer__person__users=user)
    return {
        "applications": list(
            own.values(*("round__title", "number", "rank", "state", "statement", "applied_at", "offer_until"))
        )
    }
