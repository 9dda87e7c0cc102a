"""
查阅关切 (reading): the sealed words, after the row of access that opens them (decision 0062).

Where the concern is of a child and the reader's office reaches that child's secrets, the child's own
access row is written too (`services.guard`), so that a guardian finds the look.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from hope_rooms.data_classes import DataClass, Purpose
from hope_rooms.errors import AccessRefused
from hope_rooms.models import Concern, ConcernWords, ReadingRight
from hope_rooms.services.guard import Look, opened
from zibo_youth.accounts.models import User
from zibo_youth.core import crypto

from .handling import HANDLE
from .reports import context_of, require_other

OPEN = "SELECT hope_rooms_open_concern(%s, %s, %s)"


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """One of the sealed texts, as it was read at one look."""

    kind: str
    words: str
    written_at: datetime


@transaction.atomic
def read_words(*, actor: User, concern: Concern) -> list[Passage]:
    """查阅 (read) everything that was written about a concern. Raises `AccessRefused`, `NotAllowed`."""
    require_other(actor, HANDLE, concern)
    with ExitStack() as looks:
        if concern.child and _reaches_secrets(actor):
            looks.enter_context(opened(actor, concern.child, Look(Purpose.SAFEGUARDING, DataClass.SECRET)))
        _open(actor, concern)
        rows = ConcernWords.objects.filter(concern=concern).order_by("written_at")
        return [Passage(row.get_kind_display(), _plain(row), row.written_at) for row in rows]


def _plain(row: ConcernWords) -> str:
    return crypto.unseal(row.sealed, context=context_of(row))


def _reaches_secrets(actor: User) -> bool:
    roles = [role for role, _organisation in actor.offices]
    return bool(ReadingRight.objects.filter(role__in=roles, data_class__gte=DataClass.SECRET).exists())


def _open(actor: User, concern: Concern) -> None:
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [actor.pk, bool(actor.may_hold_offices), concern.pk])
        if cursor.fetchone()[0] is None:
            raise AccessRefused
