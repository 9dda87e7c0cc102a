"""
更正 (corrections): a volunteer says what is wrong; the organiser's district answers; a line is taken back.

Nothing is overwritten: the wrong line is mirrored, the right one is written anew and
goes the whole way to final.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from volunteers import hour_rules
from volunteers.errors import ReasonMissing
from volunteers.hour_errors import AnswerMissing, DisputeAnswered, DisputeOpen
from volunteers.models import HourDispute, HourEntry
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.staff import officers_of
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .ledger import move_entry, take_back, write_credit
from .locks import lock_volunteer

DISPUTE, ANSWER, REVERSE = (
    "volunteers.dispute_hours",
    "volunteers.answer_dispute",
    "volunteers.reverse_hours",
)
State = HourEntry.State


def dispute_hours(*, actor: User, entry: HourEntry, wrong: str) -> HourDispute:
    """
    申请更正 (dispute): what is wrong; what is not final yet waits for the answer.

    Raises `ReasonMissing`, `DisputeOpen`, `HoursMoved`.
    """
    policy.require(actor, DISPUTE, entry)
    if not wrong.strip():
        raise ReasonMissing
    with explaining(hour_dispute_open_once=DisputeOpen), transaction.atomic():
        lock_volunteer(entry.volunteer_id)
        dispute = HourDispute.objects.create(entry=entry, wrong=wrong.strip())
        entry.refresh_from_db()
        if entry.state != State.FINAL:
            move_entry(entry, State.DISPUTED)
        for officer in officers_of(entry.project.reporting_org):
            notify("volunteers.dispute_asked", to=officer, about=dispute)
    return dispute


@transaction.atomic
def refuse_dispute(*, actor: User, dispute: HourDispute, answer: str) -> HourDispute:
    """不采纳 (refuse): the entry goes on where it stood. Raises `AnswerMissing`, `DisputeAnswered`."""
    entry = _begin(actor, dispute, answer)
    if entry.state == State.DISPUTED:
        move_entry(entry, entry.stood_before_dispute)
    return _answer(actor, dispute, HourDispute.State.REFUSED, answer)


@transaction.atomic
def uphold_dispute(
    *,
    actor: User,
    dispute: HourDispute,
    answer: str,
    minutes: int = 0,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> HourEntry | None:
    """
    更正 (uphold): the entry is taken back, and written anew with what is right; 0 minutes write nothing.

    Returns the new entry, which a second person confirms. Raises `AnswerMissing`,
    `DisputeAnswered`, and as `correct_hours`.
    """
    entry = _begin(actor, dispute, answer)
    corrected = _rewrite(actor, entry, answer, minutes, starts_at, ends_at)
    _answer(actor, dispute, HourDispute.State.UPHELD, answer)
    return corrected


@transaction.atomic
def correct_hours(
    *,
    actor: User,
    entry: HourEntry,
    reason: str,
    minutes: int = 0,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> HourEntry | None:
    """
    冲销重记 (correct) of the district's own accord. Returns the new entry, None where nothing is right.

    Raises `ReasonMissing`, `HoursMoved`, and as `check_span`, `write_credit`.
    """
    policy.require_for_another(actor, REVERSE, entry, entry.volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    return _rewrite(actor, entry, reason, minutes, starts_at, ends_at)


def _rewrite(
    actor: User,
    entry: HourEntry,
    reason: str,
    minutes: int,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> HourEntry | None:
    take_back(actor=actor, entry=entry, reason=reason)
    if not minutes:
        return None
    starts_at, ends_at = starts_at or entry.starts_at, ends_at or entry.ends_at
    hour_rules.check_span(starts_at, ends_at, minutes)
    return write_credit(
        actor=actor,
        volunteer=entry.volunteer,
        post=entry.post,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=minutes,
        evidence=HourEntry.Evidence.STATEMENT,
        reason=reason,
        signup=entry.signup,
    )


def _begin(actor: User, dispute: HourDispute, answer: str) -> HourEntry:
    entry = dispute.entry
    policy.require_for_another(actor, ANSWER, dispute, entry.volunteer.person_id)
    if not answer.strip():
        raise AnswerMissing
    lock_volunteer(entry.volunteer_id)
    entry.refresh_from_db()
    dispute.refresh_from_db()
    if dispute.state != HourDispute.State.ASKED:
        raise DisputeAnswered
    return entry


def _answer(actor: User, dispute: HourDispute, to: str, answer: str) -> HourDispute:
    asked = HourDispute.objects.filter(pk=dispute.pk, state=HourDispute.State.ASKED)
    if not asked.update(state=to, answer=answer.strip(), answered_at=Now(), answered_by=actor):
        raise DisputeAnswered
    dispute.refresh_from_db()
    notify("volunteers.dispute_answered", to=dispute.entry.volunteer.person, about=dispute)
    return dispute
