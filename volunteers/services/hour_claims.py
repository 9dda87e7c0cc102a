"""补记申请 (claims of missing hours): answered by the organiser with a statement, or with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from volunteers import hour_rules
from volunteers.errors import ReasonMissing
from volunteers.hour_errors import (
    AnswerMissing,
    ClaimAnswered,
    HoursClaimed,
    HoursOverlap,
    HoursTimesWrong,
    PostNotCredited,
)
from volunteers.models import HourClaim, HourEntry, Post, Volunteer
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, User
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .certificates import ACCOUNT_CLOSED
from .hours import RECORD, state_hours
from .locks import lock_volunteer

CLAIM = "volunteers.claim_hours"
State = HourClaim.State


def claim_hours(
    *, actor: User, volunteer: Volunteer, post: Post, starts_at: datetime, ends_at: datetime, reason: str
) -> HourClaim:
    """
    申请补记 (claim): I was there, and there is no line of it. The organiser's leaders are told.

    Raises `ReasonMissing`, `PostNotCredited`, `HoursTimesWrong`, `HoursTooLate`, `HoursOverlap`,
    `HoursClaimed`.
    """
    policy.require(actor, CLAIM, volunteer)
    if not reason.strip():
        raise ReasonMissing
    if not post.is_credited:
        raise PostNotCredited
    if not starts_at < ends_at <= now():
        raise HoursTimesWrong
    hour_rules.check_in_time(ends_at)
    with explaining(hour_claim_asked_once=HoursClaimed), transaction.atomic():
        lock_volunteer(volunteer.pk)
        credits = HourEntry.objects.credits().filter(volunteer=volunteer)
        if credits.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
            raise HoursOverlap
        claim = HourClaim.objects.create(
            volunteer=volunteer, post=post, starts_at=starts_at, ends_at=ends_at, reason=reason.strip()
        )
        for leader in staff_of(post.project.organiser, Membership.Role.VOLUNTEER_LEADER):
            notify("volunteers.claim_asked", to=leader, about=claim)
    return claim


@transaction.atomic
def grant_claim(*, actor: User, claim: HourClaim, minutes: int, answer: str = "") -> HourEntry:
    """
    补录 (grant): a statement of the answerer's own, which a second person confirms.

    Raises `ClaimAnswered`, and as `state_hours`.
    """
    policy.require_for_another(actor, RECORD, claim.post, claim.volunteer.person_id)
    lock_volunteer(claim.volunteer_id)
    _still_asked(claim)
    entry = state_hours(
        actor=actor,
        volunteer=claim.volunteer,
        post=claim.post,
        starts_at=claim.starts_at,
        ends_at=claim.ends_at,
        minutes=minutes,
        reason=answer.strip() or claim.reason,
    )
    _move(claim, State.GRANTED, answer=answer.strip(), answered_by=actor, entry=entry)
    return entry


@transaction.atomic
def refuse_claim(*, actor: User, claim: HourClaim, answer: str) -> HourClaim:
    """不采纳 (refuse), with the reason. Raises `AnswerMissing`, `ClaimAnswered`."""
    policy.require_for_another(actor, RECORD, claim.post, claim.volunteer.person_id)
    if not answer.strip():
        raise AnswerMissing
    _move(claim, State.REFUSED, answer=answer.strip(), answered_by=actor)
    notify("volunteers.claim_refused", to=claim.volunteer.person, about=claim)
    return claim


def end_claims_of(people: Iterable[int]) -> int:
    """注销 (an account is closed): nobody answers what nobody waits for."""
    mine = HourClaim.objects.filter(volunteer__person__in=people, state=State.ASKED)
    return mine.update(state=State.REFUSED, answered_at=Now(), answer=ACCOUNT_CLOSED)


def _still_asked(claim: HourClaim) -> None:
    """Before a line is written: a second answer says that there is one, and not that hours overlap."""
    if not HourClaim.objects.filter(pk=claim.pk, state=State.ASKED).exists():
        raise ClaimAnswered


def _move(claim: HourClaim, to: str, **changes: Any) -> None:
    asked = HourClaim.objects.filter(pk=claim.pk, state=State.ASKED)
    if not asked.update(state=to, answered_at=Now(), **changes):
        raise ClaimAnswered
    claim.refresh_from_db()
