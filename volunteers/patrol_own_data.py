"""What patrols hold about a person, for the person's own copy: which ones they led."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import PatrolShift


def patrols_hold(user: User) -> dict[str, Any]:
    """Each patrol that the volunteer led, with its two rolls."""
    return {
        "patrols_led": list(
            PatrolShift.objects.filter(leader__volunteer__person__users=user).values(
                *("area__name", "shift__starts_at", "state", "began_at", "counted_in", "ended_at")
            )
        ),
    }
