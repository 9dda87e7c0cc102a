"""
Locks and moves: whoever changes a post holds its year's row, then its own.

One order for everybody, so that a recommendation, a shortlist and an accident never cross.
"""

from __future__ import annotations

from typing import Any

from events.services.moves import along
from safety.models import PostRound, PostSheet, PostTransition, SafetyPost
from safety.models.posts.words import UNJUDGED
from safety.post_errors import PostMoved, PostRoundMoved
from zibo_youth.accounts.policy import Actor


def lock_round(number: int) -> PostRound:
    """Nobody else changes a post of this year until the transaction ends."""
    found: PostRound = PostRound.objects.select_for_update(no_key=True).get(pk=number)
    return found


def round_in(number: int, *states: str) -> PostRound:
    """The year behind its lock, where it stands in one of these states. Raises `PostRoundMoved`."""
    found = lock_round(number)
    if found.state not in states:
        raise PostRoundMoved(state=found.get_state_display())
    return found


def lock_post(post: SafetyPost) -> SafetyPost:
    """The post behind both locks, as it is now."""
    held = lock_round(post.round_id)
    rows = SafetyPost.objects.select_related("enterprise__organisation", "form")
    locked: SafetyPost = rows.select_for_update(no_key=True, of=("self",)).get(pk=post.pk)
    locked.round = held
    return locked


def move_round(held: PostRound, to: str, **changes: Any) -> PostRound:
    """Along `PostRound.NEXT`, once; the caller holds its lock. Raises `PostRoundMoved`."""
    along(held, to, PostRoundMoved, **changes)
    held.refresh_from_db()
    return held


def move_post(
    actor: Actor,
    post: SafetyPost,
    to: str,
    *,
    only_from: tuple[str, ...] = (),
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> SafetyPost:
    """
    Along `SafetyPost.NEXT`, once; the caller holds the locks. Raises `PostMoved`.

    Whatever takes a post from its reviewers takes it by this way, so here its sheets stop to count.
    """
    along(post, to, PostMoved, only_from=only_from, **changes)
    if to in UNJUDGED:
        supersede_sheets(post)
    note_on(actor, post, to, reason=reason, note=note)
    held = post.round
    post.refresh_from_db()
    post.round = held
    return post


def supersede_sheets(post: SafetyPost) -> int:
    """They no longer count, and nobody owes one; what was handed in stays readable, what was kept goes."""
    rows = PostSheet.objects.filter(post=post, state__in=["assigned", "submitted"])
    return rows.update(state=PostSheet.State.SUPERSEDED, draft="")


def note_on(actor: Actor, post: SafetyPost, to: str, *, reason: str = "", note: str = "") -> None:
    """What was done with a post, whether or not it changed its state by it."""
    PostTransition.objects.create(
        post=post, actor_id=actor.pk, from_state=post.state, to_state=to, reason=reason, note=note
    )
