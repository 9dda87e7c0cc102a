"""What election and awards hold about a person, for the own copy. How one voted is known to nobody."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import AwardNomination, Candidate, Delegate, Objection, PanelScore, Turnout


def association_holds(user: User) -> dict[str, Any]:
    """Delegate of what, where one voted, candidate for what; nominations, objections, scores given."""
    of = {"volunteer__person__users": user}
    return {
        "delegate": list(
            Delegate.objects.filter(**of).values("congress__title", "unit__organisation__name", "present_at")
        ),
        "voted_in": list(
            Turnout.objects.filter(delegate__volunteer__person__users=user).values(
                "round__office__name", "round__number"
            )
        ),
        "candidate": list(
            Candidate.objects.filter(**of).values("office__name", "statement", "minutes", "state", "reason")
        ),
        "award_nominations": list(
            AwardNomination.objects.filter(**of).values(
                *("season__title", "category__name", "citation", "minutes", "state", "reason", "may_be_named")
            )
        ),
        "award_recommendations": list(
            AwardNomination.objects.filter(by__users=user)
            .exclude(volunteer__person__users=user)
            .values("season__title", "category__name", "citation", "is_public")
        ),
        "objections": list(
            Objection.objects.filter(by__users=user).values("text", "at", "is_upheld", "answer")
        ),
        "panel_scores": list(
            PanelScore.objects.filter(member__person__users=user).values(
                *("season__title", "nomination__category__name", "points", "recusal", "at")
            )
        ),
    }
