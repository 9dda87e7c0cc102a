"""审核 (reviews): the district takes up and recommends within its quota, the city screens and registers."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from safety.models import SafetyPost
from safety.models.posts.words import Exclusion
from safety.post_errors import (
    ExclusionUnknown,
    PostMoved,
    PostOwnReview,
    PostReasonMissing,
    QuotaUsedUp,
)
from safety.post_rules import obstacles, signed_text
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import explaining

from .moves import lock_post, move_post, note_on
from .seating import take_into_scoring
from .telling import tell_unit

REVIEW, SCREEN = "safety.review_post", "safety.screen_post"
P = SafetyPost.State


# Which right a decision asks for, by the post as it stands.
Desk = Callable[[SafetyPost], str]


def of_district(post: SafetyPost) -> str:
    """The district's desk, wherever the post lies."""
    return REVIEW


def of_city(post: SafetyPost) -> str:
    """The city's desk, wherever the post lies."""
    return SCREEN


def where_it_lies(post: SafetyPost) -> str:
    """The desk that has it now: the district's once it is signed, the city's in every other state."""
    return REVIEW if post.state in (P.UNIT_SIGNED, P.DISTRICT_REVIEW) else SCREEN


def _looked_at(actor: Actor, post: SafetyPost, *, desk: Desk) -> SafetyPost:
    """
    The post behind its locks; nobody decides what the same human signed, under whatever office.

    The desk is asked before the locks and behind them: somebody may have moved the post to another meanwhile.

    Raises `NotAllowed`, `PostOwnReview`.
    """
    policy.require(actor, desk(post), post)
    locked = lock_post(post)
    policy.require(actor, desk(locked), locked)
    require_unsigned(actor, locked)
    return locked


def require_unsigned(actor: Actor, post: SafetyPost) -> None:
    """Raises `PostOwnReview` for the human who signed any of its texts."""
    if post.revisions.filter(signed_by__person=policy.human_of(actor)).exists():
        raise PostOwnReview


@transaction.atomic
def take_up(*, actor: Actor, post: SafetyPost) -> SafetyPost:
    """受理 (take up) by the district. Raises `PostMoved`, `PostOwnReview`."""
    locked = _looked_at(actor, post, desk=of_district)
    return move_post(actor, locked, P.DISTRICT_REVIEW)


def recommend(*, actor: Actor, post: SafetyPost, opinion: str) -> SafetyPost:
    """
    区县推荐 (recommend), within the district's quota. Raises `QuotaUsedUp`, `PostReasonMissing`, `PostMoved`,
    `PostOwnReview`, and what `safety.post_rules.obstacles` finds.
    """
    _said(opinion)
    with explaining(post_quota_never_overfull=QuotaUsedUp), transaction.atomic():
        locked = _looked_at(actor, post, desk=of_district)
        for refusal in obstacles(locked, signed_text(locked)):
            raise refusal
        return move_post(actor, locked, P.CITY_SCREENING, note=opinion.strip())


@transaction.atomic
def register_post(*, actor: Actor, post: SafetyPost) -> SafetyPost:
    """
    市级登记 (register): it is a candidate team (创建集体) of the year, and goes to the reviewers.

    While scoring runs already, as after a correction, its seats are given at once. Raises `PostMoved`,
    `TooFewReviewers`, `PostOwnReview`, and what `safety.post_rules.obstacles` finds.
    """
    locked = _looked_at(actor, post, desk=of_city)
    for refusal in obstacles(locked, signed_text(locked)):
        raise refusal
    moved = move_post(actor, locked, P.SCORING, registered_on=locked.registered_on or today())
    take_into_scoring(moved)
    return moved


def _said(words: str) -> str:
    if not words.strip():
        raise PostReasonMissing
    return words.strip()


@transaction.atomic
def return_post(*, actor: Actor, post: SafetyPost, words: str) -> SafetyPost:
    """
    退回补正 (send back), by the district, or by the city until the shortlist; given sheets no longer count.

    Raises `PostReasonMissing`, `PostMoved`, `PostOwnReview`.
    """
    said = _said(words)
    locked = _looked_at(actor, post, desk=where_it_lies)
    moved = move_post(actor, locked, P.RETURNED, note=said, vetoes_cleared_at=None)
    tell_unit("post_returned", moved, dedup=str(moved.revision))
    return moved


@transaction.atomic
def decline_post(*, actor: Actor, post: SafetyPost, words: str) -> SafetyPost:
    """未予推荐 (decline), with words that the unit reads. Raises as `return_post` does."""
    said = _said(words)
    locked = _looked_at(actor, post, desk=where_it_lies)
    moved = move_post(actor, locked, P.DECLINED, note=said)
    tell_unit("post_declined", moved)
    return moved


@transaction.atomic
def exclude_post(*, actor: Actor, post: SafetyPost, reason: str, words: str) -> SafetyPost:
    """一票否决 (exclude), whatever its points. Raises `ExclusionUnknown`, and as `return_post`."""
    said = _said(words)
    if reason not in Exclusion.values:
        raise ExclusionUnknown
    return put_out(actor, _looked_at(actor, post, desk=of_city), reason, said)


def put_out(actor: Actor, locked: SafetyPost, reason: str, words: str) -> SafetyPost:
    """The caller has asked for the right and holds the locks; the rank is free for nobody else."""
    moved = move_post(
        actor, locked, P.EXCLUDED, reason=reason, note=words, exclusion=reason, rank=None, mean=None
    )
    tell_unit("post_excluded", moved)
    return moved


@transaction.atomic
def clear_vetoes(*, actor: Actor, post: SafetyPost, words: str) -> SafetyPost:
    """
    核销否决提示 (clear): what reviewers ticked so far was looked into and does not exclude.

    Raises `PostReasonMissing`, `PostOwnReview`, `PostMoved` where it is not before its reviewers.
    """
    said = _said(words)
    locked = _looked_at(actor, post, desk=of_city)
    if locked.state != P.SCORING:
        raise PostMoved(state=locked.get_state_display())
    SafetyPost.objects.filter(pk=locked.pk).update(vetoes_cleared_at=now())
    note_on(actor, locked, locked.state, reason="vetoes_cleared", note=said)
    locked.refresh_from_db()
    return locked
