"""审核 (reviews): two looks by two people; what is sent back returns to whoever asked."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from events.models import Couple, CoupleMember
from events.wedding_errors import (
    CoupleMoved,
    IdentityNotVerified,
    ReviewedByAnother,
    SameReviewer,
    WeddingReasonMissing,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import Actor
from zibo_youth.accounts.services import verify_identity
from zibo_youth.core.errors import NotAllowed, explaining

from .couples import unconfirm
from .moves import lock_couple, move_couple
from .telling import tell_both

REVIEW = "events.review_couple"
State = Couple.State
LOOKS = {State.SUBMITTED: "first_reviewer", State.SECOND_LOOK: "second_reviewer"}
WALLS = {"couple_reviewed_by_two_people": SameReviewer}


def _look(actor: Actor, couple: Couple) -> tuple[Couple, dict[str, Any]]:
    """
    The couple behind its locks, and the column of the look that this human gives.

    Raises `CoupleMoved`, `SameReviewer`, `ReviewedByAnother`, and `NotAllowed` in one's own case.
    """
    policy.require(actor, REVIEW, couple)
    human = policy.human_of(actor)
    locked = lock_couple(couple)
    if locked.members.filter(person=human).exists():
        raise NotAllowed
    column = LOOKS.get(State(locked.state))
    if column is None:
        raise CoupleMoved(state=locked.get_state_display())
    if column == "second_reviewer" and locked.first_reviewer_id == human:
        raise SameReviewer
    if getattr(locked, f"{column}_id") not in (None, human):
        raise ReviewedByAnother
    return locked, {f"{column}_id": human}


def pass_couple(*, actor: Actor, couple: Couple) -> Couple:
    """
    通过 (pass) one look: the first leads to the second, the second to the selection.

    Raises `IdentityNotVerified`, and what `_look` raises.
    """
    with explaining(**WALLS), transaction.atomic():
        locked, look = _look(actor, couple)
        _require_verified(locked)
        to = State.SECOND_LOOK if locked.state == State.SUBMITTED else State.ELIGIBLE
        moved = move_couple(actor, locked, to, **look)
        if to == State.ELIGIBLE:
            tell_both("couple_eligible", moved)
    return moved


def _require_verified(couple: Couple) -> None:
    for member in couple.members.select_related("person"):
        person = member.person
        if person is None or person.identity_state != Person.IdentityState.VERIFIED:
            raise IdentityNotVerified(seat=member.seat)


def verify_member(*, actor: Actor, member: CoupleMember) -> Person:
    """核验身份 (verify): the document of one of them was seen. Raises `NotAllowed`, `IdentityMissing`."""
    policy.require(actor, REVIEW, member.couple)
    if member.person is None:
        raise IdentityNotVerified(seat=member.seat)
    return verify_identity(actor, member.person)


def ask_couple(*, actor: Actor, couple: Couple, words: str) -> Couple:
    """
    退回补充 (ask for more): both confirm again, and it returns to this reviewer.

    Raises `WeddingReasonMissing`, and what `_look` raises.
    """
    if not words.strip():
        raise WeddingReasonMissing
    with explaining(**WALLS), transaction.atomic():
        locked, look = _look(actor, couple)
        moved = move_couple(actor, locked, State.RETURNED, note=words.strip(), **look)
        unconfirm(moved)
        tell_both("couple_returned", moved, dedup=str(moved.transitions.count()))
    return moved


def refuse_couple(*, actor: Actor, couple: Couple, reason: str, words: str = "") -> Couple:
    """不予通过 (refuse) for a reason of the list, which both of them read. Raises what `_look` raises."""
    if reason not in Couple.Refusal.values:
        raise WeddingReasonMissing
    with explaining(**WALLS), transaction.atomic():
        locked, look = _look(actor, couple)
        moved = move_couple(
            actor, locked, State.REFUSED, reason=reason, note=words.strip(), refusal=reason, **look
        )
        tell_both("couple_refused", moved)
    return moved


@transaction.atomic
def hand_over_review(*, actor: Actor, couple: Couple, reason: str) -> Couple:
    """
    转交 (hand over): whoever holds the open look is away; somebody else takes it.

    Raises `WeddingReasonMissing`, `CoupleMoved`.
    """
    policy.require(actor, "events.manage_wedding", couple.wedding)
    if not reason.strip():
        raise WeddingReasonMissing
    locked = lock_couple(couple)
    column = LOOKS.get(State(locked.state))
    if column is None:
        raise CoupleMoved(state=locked.get_state_display())
    Couple.objects.filter(pk=locked.pk).update(**{column: None})
    locked.transitions.create(
        actor_id=actor.pk,
        from_state=locked.state,
        to_state=locked.state,
        reason="handed_over",
        note=reason.strip(),
    )
    locked.refresh_from_db()
    return locked
