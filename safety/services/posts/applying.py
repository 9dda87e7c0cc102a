"""申报 (applying): the unit begins, writes, signs, takes back; what was signed never changes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from safety.models import Enterprise, PostRevision, PostRound, SafetyPost
from safety.models.posts.words import OPEN_STATES, WRITTEN
from safety.post_errors import (
    PostMoved,
    PostNotTruthful,
    PostRoundClosed,
    RevisionMissing,
    TeamApplied,
    TeamOutsideTheForm,
    TeamYoungerThanItIs,
)
from safety.post_rules import obstacles
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import explaining

from .moves import lock_post, lock_round, move_post, note_on
from .rounds import form_in_force

APPLY = "safety.apply_post"
P = SafetyPost.State
WALLS = {
    "post_team_applies_once_per_round": TeamApplied,
    "post_team_has_no_more_young_than_members": TeamYoungerThanItIs,
    "post_team_within_the_form": TeamOutsideTheForm,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTold:
    """What a unit says of its team; ages are full years on the day of signing."""

    workplace: str
    team_size: int
    young: int
    leader_age: int
    measures: str
    deeds: str


def start_post(*, actor: Actor, round: PostRound, enterprise: Enterprise, team_name: str) -> SafetyPost:
    """
    申报 (begin): a draft under the form version that is in force now.

    Raises `PostRoundClosed`, `TeamApplied`.
    """
    made = SafetyPost(
        round=round,
        enterprise=enterprise,
        reporting_org=enterprise.organisation.reporting_org,
        team_name=team_name.strip(),
    )
    policy.require(actor, APPLY, made)
    with explaining(**WALLS), transaction.atomic():
        held = lock_round(round.pk)
        form = form_in_force(held)
        if not PostRound.objects.taking(today()).filter(pk=held.pk).exists() or form is None:
            raise PostRoundClosed
        made.form = form
        made.save()
        note_on(actor, made, P.DRAFT)
    return made


def write_revision(*, actor: Actor, post: SafetyPost, told: TeamTold) -> PostRevision:
    """填写 (write) the text that is not signed yet. Raises `PostMoved`, `TeamYoungerThanItIs`."""
    policy.require(actor, APPLY, post)
    with explaining(**WALLS), transaction.atomic():
        locked = _written(post)
        columns = asdict(told) | {"form": locked.form}
        made, _is_new = PostRevision.objects.update_or_create(
            post=locked, number=locked.revision + 1, defaults=columns
        )
    return made


def _written(post: SafetyPost) -> SafetyPost:
    locked = lock_post(post)
    if locked.state not in WRITTEN:
        raise PostMoved(state=locked.get_state_display())
    return locked


def sign_post(*, actor: Actor, post: SafetyPost, is_true: bool) -> SafetyPost:
    """
    单位签署 (sign): the text is frozen and goes to the district; a first one only until the year closes.

    Raises `PostNotTruthful`, `RevisionMissing`, `PostRoundClosed`, `PostMoved`, and what
    `safety.post_rules.obstacles` finds.
    """
    policy.require(actor, APPLY, post)
    if not is_true:
        raise PostNotTruthful
    with explaining(**WALLS), transaction.atomic():
        locked = _written(post)
        draft = locked.revisions.filter(signed_at__isnull=True).first()
        if draft is None:
            raise RevisionMissing
        if locked.state == P.DRAFT and not PostRound.objects.taking(today()).filter(pk=locked.round_id):
            raise PostRoundClosed
        for refusal in obstacles(locked, draft):
            raise refusal
        signed = {"signed_at": Now(), "signed_by_id": actor.pk}
        PostRevision.objects.filter(pk=draft.pk, signed_at=None).update(**signed)
        first: dict[str, Any] = {"first_signed_at": locked.first_signed_at or now()}
        return move_post(actor, locked, P.UNIT_SIGNED, revision=draft.number, **first)


@transaction.atomic
def withdraw_post(*, actor: Actor, post: SafetyPost) -> SafetyPost:
    """撤回申报 (withdraw), until it is named; nobody owes a sheet on it any more. Raises `PostMoved`."""
    policy.require(actor, APPLY, post)
    locked = lock_post(post)
    return move_post(actor, locked, P.WITHDRAWN, rank=None)


def may_withdraw(post: SafetyPost) -> bool:
    """Whether the unit may still take it back."""
    return post.state in OPEN_STATES and P.WITHDRAWN in SafetyPost.NEXT[post.state]
