"""What patrols hold about a person, for the person's own copy: which ones they led, what they wrote down."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import HazardTicket, PatrolLog, PatrolShift


def patrols_hold(user: User) -> dict[str, Any]:
    """Each patrol that the volunteer led, with its two rolls; each entry and each hazard that is theirs."""
    return {
        "patrols_led": list(
            PatrolShift.objects.filter(leader__volunteer__person__users=user).values(
                *("area__name", "shift__starts_at", "state", "began_at", "counted_in", "ended_at")
            )
        ),
        "patrol_logs": list(
            PatrolLog.objects.filter(signup__volunteer__person__users=user).values(
                *("area__name", "point__place", "kind", "at", "words"),
                *("under_6", "aged_6_13", "aged_14_17", "adults"),
            )
        ),
        "hazards_reported": list(
            HazardTicket.objects.filter(log__signup__volunteer__person__users=user).values(
                *("log__area__name", "description", "state", "reported_at", "due_on")
            )
        ),
    }
