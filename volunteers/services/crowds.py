"""
活动场次 (mass events): counted by one person without a single name, confirmed by another, never overwritten.

What was wrong is voided with a reason and counted anew; a figure that was signed before is
told as a correction of its month by the reports themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from volunteers.crowd_errors import (
    ConfirmedByAnother,
    CountsDisagree,
    CrowdMoved,
    GuardiansHaveNotAgreed,
    NobodyCame,
    NotHeldYet,
    OrganiserReportsNowhere,
    TellsOfSomebody,
    TooFewAdults,
    VoidReasonMissing,
)
from volunteers.models import CrowdSession
from volunteers.models.crowd import LEAST_ADULTS, WITH_CHILDREN
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.core.open_words import tell_a_number

State = CrowdSession.State
RECORD, CONFIRM, VOID = (
    "volunteers.record_crowdsession",
    "volunteers.confirm_crowdsession",
    "volunteers.void_crowdsession",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What is told of one session: when and where, how many students (or children) and parents."""

    kind: str
    title: str
    organiser: Organisation
    place: str
    held_on: date
    students: int
    parents: int = 0
    consents: int = 0
    companions: int = 0
    returned: int = 0
    title_en: str = ""
    remark: str = ""


def record_session(*, actor: User, count: Count) -> CrowdSession:
    """
    登记 (record): it counts in no figure until another person has confirmed it.

    Raises `NotHeldYet`, `NobodyCame`, `OrganiserReportsNowhere`, `TellsOfSomebody`; with children
    `GuardiansHaveNotAgreed`, `TooFewAdults`, `CountsDisagree`.
    """
    return _record(actor, count)


def _record(actor: User, count: Count, corrects: CrowdSession | None = None) -> CrowdSession:
    reporting = count.organiser.reporting_org
    if reporting is None:
        raise OrganiserReportsNowhere
    told: dict[str, Any] = {name: getattr(count, name) for name in Count.__slots__}
    session = CrowdSession(**told, reporting_org=reporting, recorded_by=actor, corrects=corrects)
    policy.require(actor, RECORD, session)
    if count.held_on > today():
        raise NotHeldYet
    refuse_numbers(count.remark)
    if count.kind in WITH_CHILDREN:
        _look_after_children(count)
    with explaining(crowd_session_counts_somebody=NobodyCame), transaction.atomic():
        session.save(force_insert=True)
    return session


def _look_after_children(count: Count) -> None:
    """Each child agreed for, adults enough, and all of them back (reference/welfare.md S1, S16)."""
    children = count.students
    needed = max(LEAST_ADULTS, ceil(children / settings.VOLUNTEERS["session_children_per_adult"]))
    if count.consents < children:
        raise GuardiansHaveNotAgreed(children=children, consents=count.consents)
    if count.companions < needed:
        raise TooFewAdults(children=children, needed=needed, companions=count.companions)
    if count.returned != children:
        raise CountsDisagree(children=children, returned=count.returned)


def refuse_numbers(words: str) -> None:
    """Words beside counts tell of nobody. Raises `TellsOfSomebody`."""
    if tell_a_number(words):
        raise TellsOfSomebody


def confirm_session(*, actor: User, session: CrowdSession) -> CrowdSession:
    """确认 (confirm) what somebody else has counted. Raises `ConfirmedByAnother`, `CrowdMoved`."""
    policy.require(actor, CONFIRM, session)
    if policy.human_of(actor) == session.recorded_by.person_id:
        raise ConfirmedByAnother
    with explaining(crowd_session_confirmed_by_another_person=ConfirmedByAnother), transaction.atomic():
        _move(session, (State.RECORDED,), state=State.CONFIRMED, confirmed_by=actor, confirmed_at=Now())
    return session


@transaction.atomic
def void_session(*, actor: User, session: CrowdSession, reason: str) -> CrowdSession:
    """
    作废 (void): whoever may record takes back what waits; what counts already only the district.

    Raises `VoidReasonMissing`, `CrowdMoved`.
    """
    policy.require(actor, RECORD if session.state == State.RECORDED else VOID, session)
    if not reason.strip():
        raise VoidReasonMissing
    voided = {"state": State.VOIDED, "reason": reason.strip(), "voided_by": actor, "voided_at": Now()}
    _move(session, (session.state,), **voided)
    return session


@transaction.atomic
def correct_session(*, actor: User, session: CrowdSession, count: Count, reason: str) -> CrowdSession:
    """
    更正 (correct): void, and another session in its place, which another person confirms.

    Raises as `void_session` and `record_session`.
    """
    void_session(actor=actor, session=session, reason=reason)
    return _record(actor, count, corrects=session)


def _move(session: CrowdSession, starts: tuple[str, ...], **changes: object) -> None:
    standing = [state for state in starts if changes["state"] in CrowdSession.NEXT.get(state, ())]
    moved = CrowdSession.objects.filter(pk=session.pk, state__in=standing).update(**changes)
    session.refresh_from_db()
    if not moved:
        raise CrowdMoved(state=session.get_state_display())
