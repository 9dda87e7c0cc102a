"""
查阅授权 (grants): given by a service to whom it names, asked for and decided, or taken in an emergency.

A grant is an object with an end (未成年人网络保护条例 36); what is read under it points at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.errors import DecidedByAnother, GrantMoved, GrantTooLong, ReasonMissing
from hope_rooms.models import AccessGrant, Child
from hope_rooms.models.access import EMERGENCY
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.staff import holders_of
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

ASK, DECIDE, TAKE, REVIEW = (
    "hope_rooms.ask_access",
    "hope_rooms.decide_access",
    "hope_rooms.take_emergency",
    "hope_rooms.review_emergency",
)
State, Kind, Role = AccessGrant.State, AccessGrant.Kind, Membership.Role


@dataclass(frozen=True, slots=True)
class Asked:
    """How much somebody wants to read, for what and until which day."""

    data_class: DataClass
    purpose: Purpose
    reason: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a grant holds; without an end it holds until it is revoked."""

    starts_at: datetime
    ends_at: datetime | None = None


def give(
    child: Child,
    person: Person,
    kind: str,
    *,
    purpose: Purpose,
    data_class: DataClass,
    span: Span,
    part: Part | None = None,
) -> AccessGrant:
    """A grant that follows from another decision (a surveyor, a pair, a visit); its service has asked."""
    grant: AccessGrant = AccessGrant.objects.create(
        child=child,
        person=person,
        kind=kind,
        purpose=purpose,
        data_class=data_class,
        part=part or "",
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        state=State.GRANTED,
    )
    return grant


def take_away(child: Child, person: Person | None, *kinds: str) -> int:
    """End the granted ones of these kinds, of one person or of everybody; how many."""
    whose = Q(person=person) if person else Q()
    granted = AccessGrant.objects.filter(whose, child=child, kind__in=kinds, state=State.GRANTED)
    return int(granted.update(state=State.REVOKED))


@transaction.atomic
def ask_access(*, actor: User, child: Child, asked: Asked) -> AccessGrant:
    """申请查阅 (ask). Raises `ReasonMissing`, `GrantTooLong`."""
    policy.require(actor, ASK, child)
    longest = settings.HOPE_ROOMS["grant_most_days"]
    if not asked.reason.strip():
        raise ReasonMissing
    if not today() <= asked.until_on <= today() + timedelta(days=longest):
        raise GrantTooLong(days=longest)
    grant: AccessGrant = AccessGrant.objects.create(
        child=child,
        person_id=policy.human_of(actor),
        kind=Kind.ASKED,
        purpose=asked.purpose,
        data_class=asked.data_class,
        reason=asked.reason.strip(),
        starts_at=now(),
        ends_at=_end_of(asked.until_on),
        state=State.ASKED,
    )
    return grant


def _end_of(day: date) -> datetime:
    return at(day + timedelta(days=1), time.min)


def decide_access(*, actor: User, grant: AccessGrant, grants: bool, answer: str) -> AccessGrant:
    """
    批准或不批准 (decide), by somebody else than who asked.

    Raises `DecidedByAnother`, `ReasonMissing` for a refusal without a word, `GrantMoved`.
    """
    policy.require(actor, DECIDE, grant.child)
    if policy.human_of(actor) == grant.person_id:
        raise DecidedByAnother
    if not grants and not answer.strip():
        raise ReasonMissing
    to = State.GRANTED if grants else State.REFUSED
    return _moved(grant, to, decided_by=actor, decided_at=Now(), answer=answer.strip())


def revoke_access(*, actor: User, grant: AccessGrant, reason: str) -> AccessGrant:
    """收回授权 (revoke), with effect on the next look. Raises `ReasonMissing`, `GrantMoved`."""
    policy.require(actor, DECIDE, grant.child)
    if not reason.strip():
        raise ReasonMissing
    return _moved(grant, State.REVOKED, answer=reason.strip())


def _moved(grant: AccessGrant, to: str, **changes: object) -> AccessGrant:
    reach(grant, to, GrantMoved, **changes)
    return grant


@transaction.atomic
def take_emergency(*, actor: User, child: Child, reason: str) -> AccessGrant:
    """
    紧急查阅 (break the glass): everything of one child, at once, for four hours; looked at on the next day.

    Raises `ReasonMissing`.
    """
    policy.require(actor, TAKE, child)
    if not reason.strip():
        raise ReasonMissing
    begins = now()
    grant: AccessGrant = AccessGrant.objects.create(
        child=child,
        person_id=policy.human_of(actor),
        kind=Kind.EMERGENCY,
        purpose=Purpose.SAFEGUARDING,
        data_class=DataClass.SECRET,
        reason=reason.strip(),
        starts_at=begins,
        ends_at=begins + EMERGENCY,
        state=State.GRANTED,
    )
    for person in _reviewers(grant):
        notify("hope_rooms.emergency_taken", to=person, about=grant)
    return grant


def _reviewers(grant: AccessGrant) -> list[Person]:
    """Lead and deputy, without whoever took it."""
    guards = [*holders_of(Role.SAFEGUARDING_LEAD), *holders_of(Role.SAFEGUARDING_DEPUTY)]
    return [person for person in guards if person.pk != grant.person_id]


def review_emergency(*, actor: User, grant: AccessGrant, answer: str) -> AccessGrant:
    """
    复核紧急查阅 (review), by somebody else, in words.

    Raises `DecidedByAnother`, `ReasonMissing`, `GrantMoved`.
    """
    policy.require(actor, REVIEW, grant.child)
    if policy.human_of(actor) == grant.person_id:
        raise DecidedByAnother
    if not answer.strip():
        raise ReasonMissing
    waiting = AccessGrant.objects.to_review().order_by().filter(pk=grant.pk)
    if not waiting.update(reviewed_by=actor, reviewed_at=Now(), answer=answer.strip()):
        raise GrantMoved(state=grant.get_state_display())
    grant.refresh_from_db()
    return grant
