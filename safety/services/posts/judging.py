"""评审 (judging): a sheet is kept half, and handed in whole, once; others are read when the own is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from safety.models import PostCriterion, PostRound, PostScore, PostSheet, SafetyPost
from safety.models.posts.words import CriterionKind, RecusalReason
from safety.post_drafts import Draft, sealed
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
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining

from .moves import lock_post
from .seating import SCORE

S = PostSheet.State
WALLS: dict[str, Any] = {
    "post_score_of_its_form_and_within_the_most": PointsOutsideTheForm,
    "post_sheet_draft_while_it_is_owed": SheetMoved,
    "post_sheet_without_an_interest": MustRecuse(why=RecusalReason.ORGANISATION.label),
}


def save_sheet(
    *, actor: Actor, sheet: PostSheet, points: Mapping[int, int | None], remark: str = ""
) -> PostSheet:
    """
    暂存 (keep half a sheet): the lines answered so far, in the place of what was kept before.

    Nobody else reads it, and it counts nowhere: neither is the sheet in by it, nor are others' opened.
    Raises `SheetMoved`, `MustRecuse`, `PointsOutsideTheForm`, `PostRoundMoved`.
    """
    policy.require(actor, SCORE, sheet)
    with explaining(**WALLS), transaction.atomic():
        post = _with_its_reviewers(sheet)
        _require_within(list(signed_text(post).form.criteria.all()), points)
        kept = sealed(Draft(points, remark.strip(), now()), sheet)
        if not _owed(sheet, post).update(draft=kept):
            raise SheetMoved
    sheet.refresh_from_db()
    return sheet


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
        post = _with_its_reviewers(sheet)
        criteria = list(signed_text(post).form.criteria.all())
        _require_whole({each.pk: each.kind for each in criteria}, points)
        handed_in = {"submitted_at": Now(), "remark": remark.strip(), "draft": ""}
        if not _owed(sheet, post).update(state=S.SUBMITTED, **handed_in):
            raise SheetMoved
        PostScore.objects.bulk_create(
            PostScore(sheet=sheet, criterion=each, points=points[each.pk]) for each in criteria
        )
        if any(each.kind == CriterionKind.VETO and points[each.pk] for each in criteria):
            # What was cleared were the vetoes ticked until then: this one waits for the city again.
            SafetyPost.objects.filter(pk=post.pk).update(vetoes_cleared_at=None)
    sheet.refresh_from_db()
    return sheet


def _with_its_reviewers(sheet: PostSheet) -> SafetyPost:
    """The post behind its locks, while its year is scored, and of no interest to whoever judges it."""
    post = lock_post(sheet.post)
    if post.round.state != PostRound.State.SCORING:
        raise PostRoundMoved(state=post.round.get_state_display())
    why = interests(post, [sheet.reviewer]).get(sheet.reviewer_id)
    if why:
        raise MustRecuse(why=RecusalReason(why).label)
    return post


def _owed(sheet: PostSheet, post: SafetyPost) -> QuerySet[PostSheet]:
    """The row itself, if it is still to come in and of the text that counts."""
    rows: QuerySet[PostSheet] = PostSheet.objects.filter(
        pk=sheet.pk, state=S.ASSIGNED, revision=post.revision
    )
    return rows


def _require_within(criteria: Iterable[PostCriterion], points: Mapping[int, int | None]) -> None:
    """As far as it goes: lines of the form, none above its most, N/A for scored lines alone."""
    lines = {each.pk: each for each in criteria}
    for key, given in points.items():
        line = lines.get(key)
        if line is None or not (
            line.kind == CriterionKind.SCORE if given is None else 0 <= given <= line.most
        ):
            raise PointsOutsideTheForm


def _require_whole(kinds: Mapping[int, str], points: Mapping[int, int | None]) -> None:
    """Every line is answered, and something was judged."""
    if set(kinds) != set(points):
        raise PointsMissing
    if any(points[key] is None for key, kind in kinds.items() if kind != CriterionKind.SCORE):
        raise PointsMissing
    if all(points[key] is None for key, kind in kinds.items() if kind == CriterionKind.SCORE):
        raise NothingJudged
