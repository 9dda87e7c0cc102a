"""
What hazards hold of a person: who reported stands sealed and without a foreign key, and goes unread.

Everything else names whoever acted for an office, or for an enterprise.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from zibo_youth.accounts.holdings import Leaving, Part, add_part
from zibo_youth.accounts.models import User
from zibo_youth.accounts.terms import add_terms

from .hazard_sight import own_reports
from .models import (
    HazardAlert,
    HazardFix,
    HazardOpening,
    HazardReport,
    HazardReporter,
    HazardReward,
    HazardTransition,
)
from .services.hazards.keeping import TERMS, forget_reporter

PAPERS: dict[type[Model], str] = {
    HazardReport: "a place and what is wrong there; of people, whoever an office made responsible",
    HazardTransition: "an office's and an enterprise's steps; a reporter's own name no account",
    HazardFix: "what an enterprise says it mended, and which officer looked",
    HazardOpening: "who of the city's office opened a seal, and why: kept for the reporter's sake",
    HazardAlert: "which level was told of a report",
    HazardReporter: "sealed, without a key to the person; goes unread by `forget_reporter`",
    HazardReward: "which officer paid for a code; whom is written nowhere",
}


def _before(leaving: Leaving) -> None:
    forget_reporter(leaving.people)


def register_hazard_holdings() -> None:
    """Called once, when the app is ready."""
    add_terms(TERMS)
    add_part("hazards", Part(papers=PAPERS, before=_before))


def hazards_hold(user: User) -> dict[str, Any]:
    """What one reported and joined, for one's own copy (PIPL article 45)."""
    return {
        "reports": [
            {
                "number": own.hazard.number,
                "is_first": own.is_first,
                "where": own.hazard.where,
                "category": own.hazard.category,
                "severity": own.hazard.severity,
                "words": own.hazard.words if own.is_first else "",
                "state": own.hazard.state,
                "reported_at": own.reported_at,
                "points": own.points,
            }
            for own in own_reports(user.person_id)
        ]
    }
