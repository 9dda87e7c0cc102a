"""场次管理 (sessions): planned, changed, called off, held, by who manages the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from events.errors import (
    CapacityBelowTaken,
    EventMoved,
    QuotaNameTaken,
    ReasonMissing,
    SessionBegun,
    SessionHoursWrong,
    SessionMoved,
    SessionNotOver,
    SourceMissing,
    StartPassed,
    VenueTaken,
)
from events.models import Event, Quota, Registration, Session, Venue
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .drawing import committed
from .locks import lock_event, lock_session, lock_venue
from .moves import move_registration, move_session
from .places import settle

MANAGE = "events.manage_event"
FIELDS = (
    "name",
    "name_en",
    "place",
    "venue",
    "starts_at",
    "ends_at",
    "opens_at",
    "closes_at",
    "cancel_until",
    "capacity",
)


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """A part of the places: for whom, how many; ``organisation``: for its roster alone."""

    name: str
    capacity: int
    gender: int = 0
    name_en: str = ""
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What an organiser says about a session."""

    place: str
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    cancel_until: datetime
    capacity: int
    name: str = ""
    name_en: str = ""
    by_draw: bool = False
    venue: Venue | None = None

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}


WALLS = {
    "session_hours_in_order": SessionHoursWrong,
    "quota_name_used_once": QuotaNameTaken,
    "quota_one_of_an_organisation": QuotaNameTaken,
    "session_one_at_a_time_in_its_venue": VenueTaken,
}


def plan_session(
    *, actor: Actor, event: Event, plan: SessionPlan, quotas: Sequence[QuotaPlan] = ()
) -> Session:
    """
    安排场次 (plan a session) of an event that is not over; without quotas, all places are one.

    Raises `EventMoved`, `SessionHoursWrong`, `QuotaNameTaken`, `VenueTaken`.
    """
    policy.require(actor, MANAGE, event)
    with explaining(**WALLS), transaction.atomic():
        event = lock_event(event.pk)
        if event.state not in (Event.State.DRAFT, Event.State.PUBLISHED):
            raise EventMoved(state=event.get_state_display())
        lock_venue(plan.venue)
        session: Session = Session.objects.create(event=event, **plan.columns())
        for each in quotas or (QuotaPlan(name="不分组", name_en="Everybody", capacity=plan.capacity),):
            _part(session, each)
        if plan.by_draw:
            committed(session)
    return session


def change_session(*, actor: Actor, session: Session, plan: SessionPlan) -> Session:
    """
    改场次 (change a session) before it begins; more places go to the queue at once.

    Where hours or place change, everybody is told, and may leave until the start: silence keeps the place.
    Raises `SessionMoved`, `SessionBegun`, `StartPassed`, `SessionHoursWrong`, `CapacityBelowTaken`.
    """
    policy.require(actor, MANAGE, session.event)
    below = CapacityBelowTaken(taken=session.taken)
    with explaining(session_never_overfull=below, **WALLS), transaction.atomic():
        session = lock_session(session.pk)
        _not_begun(session)
        _require_to_come(plan)
        lock_venue(plan.venue)
        is_moved = (plan.starts_at, plan.ends_at, plan.place) != (
            session.starts_at,
            session.ends_at,
            session.place,
        )
        columns = plan.columns() | ({"cancel_until": plan.starts_at} if is_moved else {})
        Session.objects.filter(pk=session.pk).update(**columns)
        _widen_the_only_quota(session, plan.capacity)
        session.refresh_from_db()
        if is_moved:
            _end_offers_with(session)
            _tell(session, "events.session_moved")
        settle(session)
    return session


def _end_offers_with(session: Session) -> None:
    """Nobody takes up a place of what has begun."""
    late = session.registrations.filter(state=Registration.State.OFFERED, offer_until__gt=session.starts_at)
    late.update(offer_until=session.starts_at)


def _widen_the_only_quota(session: Session, capacity: int) -> None:
    """Where all places are one, its limit is the session's."""
    quotas = list(session.quotas.all())
    if len(quotas) == 1:
        Quota.objects.filter(pk=quotas[0].pk).update(capacity=capacity)


def add_quota(*, actor: Actor, session: Session, plan: QuotaPlan) -> Quota:
    """增加名额组 (one more part) of a session that has not begun. Raises `QuotaNameTaken`, `SessionBegun`."""
    policy.require(actor, MANAGE, session.event)
    with explaining(**WALLS), transaction.atomic():
        session = lock_session(session.pk)
        _not_begun(session)
        made: Quota = _part(session, plan)
        settle(session)
    return made


def _part(session: Session, plan: QuotaPlan) -> Quota:
    made: Quota = Quota.objects.create(
        session=session,
        name=plan.name,
        name_en=plan.name_en,
        gender=plan.gender,
        capacity=plan.capacity,
        organisation=plan.organisation,
    )
    return made


def resize_quota(*, actor: Actor, quota: Quota, capacity: int) -> Quota:
    """改名额组 (resize a quota); more places go to the queue at once. Raises `CapacityBelowTaken`."""
    policy.require(actor, MANAGE, quota.session.event)
    with explaining(quota_never_overfull=CapacityBelowTaken(taken=quota.taken)), transaction.atomic():
        session = lock_session(quota.session_id)
        _not_begun(session)
        Quota.objects.filter(pk=quota.pk).update(capacity=capacity)
        settle(session)
    quota.refresh_from_db()
    return quota


@transaction.atomic
def cancel_session(*, actor: Actor, session: Session, reason: str) -> Session:
    """
    取消场次 (call a session off) before it begins: every place is given back, everybody told why.

    Raises `ReasonMissing`, `SessionMoved`, `SessionBegun`.
    """
    policy.require(actor, MANAGE, session.event)
    said = reason.strip()
    if not said:
        raise ReasonMissing
    session = lock_session(session.pk)
    _not_begun(session)
    move_session(session, Session.State.CANCELLED, note=said)
    for each in _live(session):
        released = move_registration(
            actor, each, Registration.State.RELEASED, reason="session_cancelled", note=said
        )
        notify("events.session_cancelled", to=each.person, about=released)
    return session


@transaction.atomic
def record_held(*, actor: Actor, session: Session, attendance: int, source: str) -> Session:
    """
    登记已举办 (held): how many were there (人次), and what that rests on; once, after the session began.

    Raises `SourceMissing`, `SessionNotOver`, `SessionMoved`.
    """
    policy.require(actor, MANAGE, session.event)
    if not source.strip():
        raise SourceMissing
    session = lock_session(session.pk)
    if session.starts_at > now():
        raise SessionNotOver(start=moment_words(session.starts_at))
    return move_session(session, Session.State.HELD, attendance=attendance, attendance_source=source.strip())


def _require_to_come(plan: SessionPlan) -> None:
    if plan.starts_at <= now():
        raise StartPassed(start=moment_words(plan.starts_at))


def _not_begun(session: Session) -> None:
    if session.state != Session.State.PLANNED:
        raise SessionMoved(state=session.get_state_display())
    if session.starts_at <= now():
        raise SessionBegun(start=moment_words(session.starts_at))


def _live(session: Session) -> Any:
    return session.registrations.live().select_related("person").order_by("pk")


def _tell(session: Session, kind: str) -> None:
    """Every time anew: what moves back to where it was has moved again."""
    occasion = str(now())
    for each in _live(session):
        notify(kind, to=each.person, about=each, dedup=occasion)
