"""
心理疏导记录 (notes): written by the child's counsellor, read by them and by the safeguarding lead.

The pair, its leader, the district and the city never read them; each look is a row of access, without
which PostgreSQL shows nothing (decision 0067).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from hope_rooms.counselling_errors import CounsellingNotAgreed, CounsellorWasNotThere, NoteEmpty
from hope_rooms.data_classes import NOTES, DataClass, Purpose
from hope_rooms.models import Child, ChildVisit, CounsellingNote, Counsellor
from hope_rooms.services.consents import agreed
from hope_rooms.services.guard import Look, opened
from hope_rooms.services.visits import signup_of_counsellor
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import crypto
from zibo_youth.core.errors import NotAllowed

from .sessions import require_own

READ = "hope_rooms.read_counselling"


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """One note as it was read at one look."""

    held_at: datetime
    written_at: datetime
    words: str


@sensitive_variables("words")
@transaction.atomic
def write_note(*, actor: User, visit: ChildVisit, words: str) -> None:
    """
    写记录 (write), of a session at which the counsellor was; nothing is read back.

    Raises `NotAllowed`, `CounsellorEnded`, `NoteEmpty`, `CounsellingNotAgreed`, `CounsellorWasNotThere`.
    """
    if visit.counsellor is None:
        raise NotAllowed
    require_own(actor, visit.counsellor)
    if not words.strip():
        raise NoteEmpty
    child = visit.counsellor.child
    if not (agreed(child, "care") and agreed(child, "counsel")):
        raise CounsellingNotAgreed
    signup = signup_of_counsellor(visit)
    if signup is None or signup.checked_in_at is None:
        raise CounsellorWasNotThere
    row = CounsellingNote(child=child, visit=visit, written_by=actor)
    row.sealed = crypto.seal(words.strip(), context=row.context)
    CounsellingNote.objects.bulk_create([row])


def read_own(*, actor: User, counsellor: Counsellor) -> list[Note]:
    """
    查阅自己的记录 (own notes) of one child.

    Raises `CounsellorEnded`, `AccessRefused`, `GuardianHasNotAgreed`.
    """
    require_own(actor, counsellor)
    return _read(actor, counsellor.child, Purpose.COUNSELLING)


def read_for_safeguarding(*, actor: User, child: Child) -> list[Note]:
    """查阅 (read), by the safeguarding lead: every note of one child. Raises `AccessRefused`."""
    policy.require(actor, READ, child)
    return _read(actor, child, Purpose.SAFEGUARDING)


def _read(actor: Actor, child: Child, purpose: Purpose) -> list[Note]:
    with opened(actor, child, Look(purpose, DataClass.SECRET, NOTES)):
        rows = CounsellingNote.objects.filter(child=child).select_related("visit").order_by("written_at")
        return [Note(row.visit.starts_at, row.written_at, _plain(row)) for row in rows]


def _plain(row: CounsellingNote) -> str:
    return crypto.unseal(row.sealed, context=row.context)
