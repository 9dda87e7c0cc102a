"""What the model posts hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import PostObjection, PostReviewer, PostScore, PostSheet

SHEET = (
    *("post__team_name", "revision", "seat", "state", "recusal", "remark"),
    *("assigned_at", "submitted_at"),
)


def posts_hold(user: User) -> dict[str, Any]:
    """Objections with their answers; years as a reviewer, own sheets and points."""
    judge = {"reviewer__person__users": user}
    return {
        "objections": list(
            PostObjection.objects.filter(by__users=user).values(
                "post__team_name", "text", "at", "is_upheld", "answer", "answered_at"
            )
        ),
        "years_as_reviewer": list(
            PostReviewer.objects.filter(person__users=user).values("round__year", "seated_at", "left_at")
        ),
        "sheets": list(PostSheet.objects.filter(**judge).values(*SHEET)),
        "points": list(
            PostScore.objects.filter(sheet__reviewer__person__users=user).values(
                "sheet__post__team_name", "sheet__revision", "criterion__name", "points"
            )
        ),
    }
