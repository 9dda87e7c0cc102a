"""What the model posts hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zibo_youth.accounts.models import User

from .models import PostCriterion, PostObjection, PostReviewer, PostScore, PostSheet
from .post_drafts import draft_of

SHEET = (
    *("post__team_name", "revision", "seat", "state", "recusal", "remark"),
    *("assigned_at", "submitted_at"),
)


def posts_hold(user: User) -> dict[str, Any]:
    """Objections with their answers; years as a reviewer, own sheets and points, unfinished ones too."""
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
        "unfinished_sheets": [_kept(each) for each in _unfinished(user)],
    }


def _unfinished(user: User) -> QuerySet[PostSheet]:
    rows: QuerySet[PostSheet] = PostSheet.objects.filter(reviewer__person__users=user).exclude(draft="")
    return rows.select_related("post")


def _kept(sheet: PostSheet) -> dict[str, Any]:
    """The reviewer's own words and points, which nobody else is shown."""
    draft = draft_of(sheet)
    if draft is None:
        return {}
    names = dict(PostCriterion.objects.filter(pk__in=draft.points).values_list("pk", "name"))
    points = {names[key]: given for key, given in draft.points.items()}
    return {"post__team_name": sheet.post.team_name, "remark": draft.remark, "points": points}
