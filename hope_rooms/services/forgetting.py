"""
清除 (erasing) what is known of a child: afterwards a code, dates and counts are left, and nobody in them.

The sealed parts go, the bytes of the files, the guardian's name, the words of papers and visits, and what
their history has copied. What figures rest on, and who has read when, stays (docs/decisions/0063).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.models import (
    AccessGrant,
    CareConsent,
    Child,
    ChildAnswer,
    ChildErasure,
    ChildFile,
    ChildRecord,
    ChildVisit,
    EligibilityFact,
)
from hope_rooms.rights_errors import ChildHeld
from zibo_youth.accounts.holdings import WORDS_GONE, history_of
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.accounts.services.erasing import empty_history
from zibo_youth.core import crypto, private_files
from zibo_youth.core.calendar import now

from .child_journal import write_journal
from .counselling.naming import end_standing
from .grants import take_away
from .guard import Look, opened
from .holds import is_held, lock_child
from .visit_reports import context_of

Extent, Cause = ChildErasure.Extent, ChildErasure.Cause


@dataclass(frozen=True, slots=True)
class Erasing:
    """How much goes, why, and when it went for the first time where it goes again after a restore."""

    extent: str
    cause: str
    at: datetime | None = None


@transaction.atomic
def forget(actor: Actor, child: Child, erasing: Erasing) -> ChildErasure:
    """
    清除 (erase); the caller has asked whether it may be. One row of access, one line of the journal.

    The bytes go last, before the commit: where it fails they are gone, and the next run takes the rest.
    Raises `ChildHeld`, and what `guard.opened` raises.
    """
    lock_child(child)
    if is_held(child):
        raise ChildHeld
    purpose = Purpose.RIGHTS if isinstance(actor, User) else Purpose.RETENTION
    with opened(actor, child, Look(purpose, DataClass.SECRET, is_writing=True)):
        files = _forget_rows(child, erasing.extent)
        _forget_notes(child)
    _forget_words(child)
    end_standing(actor, child, WORDS_GONE)
    take_away(child, None, *AccessGrant.Kind.values)
    erasure: ChildErasure = ChildErasure.objects.create(
        child=child, extent=erasing.extent, cause=erasing.cause, erased_at=erasing.at or now()
    )
    for name in files:
        private_files.forget(name)
    transaction.on_commit(write_journal, robust=True)
    return erasure


def _forget_rows(child: Child, extent: str) -> list[str]:
    """Parts and files; returns the names of the files."""
    records = ChildRecord.objects.filter(child=child)
    if extent == Extent.DETAIL:
        records.filter(part=Part.NUMBER).update(sealed="")
        records = records.exclude(part=Part.NUMBER)
    records.delete()
    files = ChildFile.objects.filter(child=child)
    names = list(files.values_list("file", flat=True))
    files.delete()
    return names


def _forget_notes(child: Child) -> None:
    """Counselling notes, which whoever erases does not read: the database deletes them at this look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hope_rooms_forget_notes(%s)", [child.pk])


def _forget_words(child: Child) -> None:
    """The guardian's name, which papers were looked at, what was told of visits."""
    CareConsent.objects.filter(child=child).update(guardian_sealed="")
    ChildAnswer.objects.filter(visit__pairing__child=child).delete()
    Child.objects.filter(pk=child.pk).update(card_index="")
    EligibilityFact.objects.filter(child=child).update(evidence=WORDS_GONE)
    empty_history(history_of(EligibilityFact).objects.filter(child=child), {"evidence": ""})
    visits = ChildVisit.objects.filter(pairing__child=child)
    for visit in visits.exclude(report_sealed=""):
        # A visit that was made has a report; this one says nothing.
        nothing = crypto.seal("", context=context_of(visit))
        ChildVisit.objects.filter(pk=visit.pk).update(report_sealed=nothing)
    visits.update(explanation="")
    empty_history(history_of(ChildVisit).objects.filter(pairing__child=child), {"explanation": ""})
