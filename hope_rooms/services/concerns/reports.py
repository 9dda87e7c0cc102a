"""
报告关切 (reports): what somebody fears, whom they called, and the written account within a day.

Nothing stands in the way of a report: everything but the wish to report may be missing, and be added later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce, Now
from django.views.decorators.debug import sensitive_variables

from hope_rooms.concern_errors import AccountEmpty, CalledInTheFuture
from hope_rooms.models import Concern, ConcernCall, ConcernWords
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed

from . import context
from .alerts import Level, alert, lock_concern

REPORT, VIEW = "hope_rooms.report_concern", "hope_rooms.view_concern"
Kind = ConcernWords.Kind


@dataclass(frozen=True, slots=True)
class Call:
    """Whom the reporter called, when, and the number under which it was taken there."""

    called: str
    called_at: datetime
    reference: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What the reporter says; all of it may be empty. ``subject``: the number of one of `people_for`."""

    words: str = ""
    code: str = ""
    subject: int | None = None
    occurred_on: date | None = None
    call: Call | None = None


@sensitive_variables("told", "words")
@transaction.atomic
def report_concern(*, actor: User, told: Told) -> Concern:
    """
    报告关切 (report): written down, and the lead told in the same transaction.

    Raises `CalledInTheFuture`, and `NotAllowed` for who neither serves nor surveys nor holds an office.
    """
    policy.require(actor, REPORT)
    if not context.may_report(actor):
        raise NotAllowed
    child = context.child_of(actor, told.code) if told.code.strip() else None
    unknown = context.unknown_code(told.code) if told.code.strip() and child is None else ""
    concern: Concern = Concern.objects.create(
        child=child,
        subject=context.person_of(actor, told.subject),
        occurred_on=told.occurred_on,
        reported_by=actor,
        account_due_at=now() + timedelta(hours=settings.HOPE_ROOMS["concern_account_hours"]),
    )
    concern.transitions.create(actor=actor, to_state=concern.state)
    if words := "\n".join(filter(None, (told.words.strip(), unknown))):
        write_words(actor, concern, Kind.ACCOUNT, words)
    if told.words.strip():
        _account_is_there(concern)
    if told.call:
        _written_down(actor, concern, told.call)
    alert(concern, Level.LEAD)
    return concern


@sensitive_variables("words")
def write_words(actor: User, concern: Concern, kind: str, words: str) -> None:
    """Sealed for their own row; nothing is read back, so writing needs no right to read."""
    row = ConcernWords(concern=concern, kind=kind, written_by=actor)
    row.sealed = crypto.seal(words, context=context_of(row))
    ConcernWords.objects.bulk_create([row])
    # What is written after the words of an old concern went is looked at in the next night.
    Concern.objects.filter(pk=concern.pk, words_gone_at__isnull=False).update(words_gone_at=None)


def context_of(row: ConcernWords) -> str:
    """What the seal is bound to."""
    return f"hope_rooms_concernwords.sealed.{row.pk}"


def _account_is_there(concern: Concern) -> None:
    Concern.objects.filter(pk=concern.pk).update(account_at=Coalesce("account_at", Now()))
    concern.refresh_from_db()


@sensitive_variables("words")
@transaction.atomic
def add_account(*, actor: User, concern: Concern, words: str) -> Concern:
    """补写情况 (add to the account), by the reporter or who looks after it. Raises `AccountEmpty`."""
    require_other(actor, VIEW, concern)
    if not words.strip():
        raise AccountEmpty
    concern = lock_concern(concern.pk)
    write_words(actor, concern, Kind.ACCOUNT, words.strip())
    _account_is_there(concern)
    return concern


@transaction.atomic
def add_call(*, actor: User, concern: Concern, call: Call) -> ConcernCall:
    """补记通话 (add a call), by the reporter or who looks after it. Raises `CalledInTheFuture`."""
    require_other(actor, VIEW, concern)
    return _written_down(actor, concern, call)


def _written_down(actor: User, concern: Concern, call: Call) -> ConcernCall:
    if call.called_at > now():
        raise CalledInTheFuture
    row: ConcernCall = ConcernCall.objects.create(
        concern=concern,
        called=call.called,
        called_at=call.called_at,
        reference=call.reference.strip(),
        written_by=actor,
    )
    return row


def require_other(actor: User, action: str, concern: Concern) -> None:
    """Who may do this and is not whom it is about: to the subject the concern does not exist."""
    policy.require(actor, action, concern)
    if policy.human_of(actor) == concern.subject_id:
        raise NotAllowed
