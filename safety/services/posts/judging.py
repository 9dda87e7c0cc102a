"""评审 (judging): one sheet handed in as a whole, once; nobody reads another before the own is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from safety.models import PostRound, PostScore, PostSheet, SafetyPost
from safety.models.posts.words import CriterionKind, RecusalReason
from safety.post_errors import (
    MustRecuse,
    NothingJudged,
    PointsMissing,
    PointsOutsideTheForm,
    PostRoundMoved,
    SheetMoved,
)
from safety.post_interest import interests
from safety.post_rules import signed_text
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining

from .moves import lock_post
from .seating import SCORE

S = PostSheet.State
WALLS: dict[str, Any] = {
    "post_score_of_its_form_and_within_the_most": PointsOutsideTheForm,
    "post_sheet_without_an_interest": MustRecuse(why=RecusalReason.ORGANISATION.label),
}


def submit_sheet(
    *, actor: Actor, sheet: PostSheet, points: Mapping[int, int | None], remark: str = ""
) -> PostSheet:
    """
    提交评审表 (hand in): points by the number of each criterion, none for 不适用 (N/A); final.

    Raises `SheetMoved`, `MustRecuse` where an interest has come up since, `PointsMissing`, `NothingJudged`,
    `PointsOutsideTheForm`, `PostRoundMoved`.
    """
    policy.require(actor, SCORE, sheet)
    with explaining(**WALLS), transaction.atomic():
        post = lock_post(sheet.post)
        if post.round.state != PostRound.State.SCORING:
            raise PostRoundMoved(state=post.round.get_state_display())
        why = interests(post, [sheet.reviewer]).get(sheet.reviewer_id)
        if why:
            raise MustRecuse(why=RecusalReason(why).label)
        criteria = list(signed_text(post).form.criteria.all())
        _require_whole({each.pk: each.kind for each in criteria}, points)
        mine = PostSheet.objects.filter(pk=sheet.pk, state=S.ASSIGNED, revision=post.revision)
        if not mine.update(state=S.SUBMITTED, submitted_at=Now(), remark=remark.strip()):
            raise SheetMoved
        PostScore.objects.bulk_create(
            PostScore(sheet=sheet, criterion=each, points=points[each.pk]) for each in criteria
        )
        if any(each.kind == CriterionKind.VETO and points[each.pk] for each in criteria):
            # What was cleared were the vetoes ticked until then: this one waits for the city again.
            SafetyPost.objects.filter(pk=post.pk).update(vetoes_cleared_at=None)
    sheet.refresh_from_db()
    return sheet


def _require_whole(kinds: Mapping[int, str], points: Mapping[int, int | None]) -> None:
    """Every line is answered, and something was judged."""
    if set(kinds) != set(points):
        raise PointsMissing
    if any(points[key] is None for key, kind in kinds.items() if kind != CriterionKind.SCORE):
        raise PointsMissing
    if all(points[key] is None for key, kind in kinds.items() if kind == CriterionKind.SCORE):
        raise NothingJudged
