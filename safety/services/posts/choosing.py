"""定入围 (the shortlist): every sheet is in, results are reckoned and stored, the best take the places."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from safety.models import PostRound, SafetyPost
from safety.models.posts.words import IN_REVIEW
from safety.post_errors import (
    NobodyInReserve,
    NobodyRegistered,
    ReviewsWaiting,
    SheetsMissing,
    ShortlistFull,
    TeamsBeingMended,
    VetoUndecided,
)
from safety.post_results import results_of
from safety.post_rules import accident_against
from safety.post_scoring import Result, ranked, shown
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining

from .moves import lock_post, move_post, move_round, round_in
from .reviewing import put_out
from .rounds import MANAGE
from .seating import fill_seats, require_full
from .telling import tell_unit

R, P = PostRound.State, SafetyPost.State
WALLS = {"post_round_never_overfull": ShortlistFull}


@transaction.atomic
def open_scoring(*, actor: Actor, round: PostRound) -> PostRound:
    """
    开始评审 (open scoring): every application is decided, and each post has its seats.

    Whoever has an interest is recused and replaced before anybody can read the sheet. Raises
    `ReviewsWaiting`, `NobodyRegistered`, `TooFewReviewers`, `PostRoundMoved`.
    """
    policy.require(actor, MANAGE, round)
    held = _begin(actor, round_in(round.pk, R.OPEN))
    for post in held.posts.filter(state=P.SCORING).order_by("pk"):
        post.round = held
        require_full(post, fill_seats(post))
    return held


def _begin(actor: Actor, held: PostRound) -> PostRound:
    """The caller holds the year and gives the seats; who has not signed or mended is out and told so."""
    waiting = held.posts.filter(state__in=IN_REVIEW).count()
    if waiting:
        raise ReviewsWaiting(n=waiting)
    if not held.posts.filter(state=P.SCORING).exists():
        raise NobodyRegistered
    for post in held.posts.filter(state__in=[P.DRAFT, P.RETURNED]).order_by("pk"):
        post.round = held
        tell_unit("post_ended", move_post(actor, post, P.ENDED, reason="not_in_time"))
    return move_round(held, R.SCORING)


def make_shortlist(*, actor: Actor, round: PostRound) -> PostRound:
    """
    确定入围 (make the shortlist) within the year's places; from now on offices read the points.

    A team with a serious accident is excluded, whatever its points. Raises `TeamsBeingMended`,
    `SheetsMissing`, `VetoUndecided`, `PostRoundMoved`.
    """
    policy.require(actor, MANAGE, round)
    with explaining(**WALLS), transaction.atomic():
        held = round_in(round.pk, R.SCORING)
        _require_nobody_away(held)
        _exclude_after_accidents(actor, held)
        posts = _in_scoring(held)
        results = results_of(posts)
        _require_complete(held, posts, results)
        _store(actor, held, ranked(results, held.seed), results)
        return move_round(held, R.SHORTLISTED, shortlisted_at=now())


def _in_scoring(held: PostRound) -> QuerySet[SafetyPost]:
    return held.posts.filter(state=P.SCORING).select_related("form", "enterprise").order_by("pk")


def _require_nobody_away(held: PostRound) -> None:
    away = held.posts.filter(state__in=[P.RETURNED, *IN_REVIEW]).count()
    if away:
        raise TeamsBeingMended(n=away)


def _exclude_after_accidents(actor: Actor, held: PostRound) -> None:
    for post in _in_scoring(held):
        post.round = held
        if accident_against(post) is not None:
            put_out(actor, lock_post(post), "accident", "")


def _require_complete(held: PostRound, posts: QuerySet[SafetyPost], results: dict[int, Result]) -> None:
    """Each seat of each post is in, and no veto that a reviewer ticked waits for the city."""
    if not posts:
        raise NobodyRegistered
    missing = sum(
        held.reviewers_each - each.sheets.filter(state="submitted", revision=each.revision).count()
        for each in posts
    )
    if missing:
        raise SheetsMissing(n=missing)
    undecided = [each for each in posts if results[each.pk].vetoes and each.vetoes_cleared_at is None]
    if undecided:
        raise VetoUndecided(team=undecided[0].team_name)


def _store(actor: Actor, held: PostRound, order: list[int], results: dict[int, Result]) -> None:
    posts = {each.pk: each for each in _in_scoring(held)}
    for rank, number in enumerate(order, 1):
        post, result = posts[number], results[number]
        post.round = held
        to = P.SHORTLISTED if rank <= held.places else P.NOT_SELECTED
        told: dict[str, Any] = {
            "mean": shown(result.mean),
            "spread": result.spread,
            "deducted": shown(result.deducted),
        }
        moved = move_post(actor, post, to, rank=rank, **told)
        tell_unit("post_shortlisted" if to == P.SHORTLISTED else "post_not_selected", moved)


def promote_next(*, actor: Actor, round: PostRound) -> SafetyPost:
    """
    递补 (promote): a place that fell free goes to the next by rank, with a notice of its own.

    Raises `NobodyInReserve`, `ShortlistFull`, `PostRoundMoved`, `SeriousAccident`.
    """
    policy.require(actor, MANAGE, round)
    with explaining(**WALLS), transaction.atomic():
        held = round_in(round.pk, R.SHORTLISTED, R.NOTICE)
        if held.left < 1:
            raise ShortlistFull
        for post in held.posts.filter(state=P.NOT_SELECTED).select_related("form").order_by("rank"):
            post.round = held
            if accident_against(post) is None:
                moved = move_post(actor, lock_post(post), P.SHORTLISTED)
                tell_unit("post_shortlisted", moved, dedup="promoted")
                return moved
        raise NobodyInReserve
