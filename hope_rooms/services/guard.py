"""
查阅孩子的信息 (the guard): the one door to what is known of a child.

Whoever reads says for what; PostgreSQL looks whether an office or a grant and the guardian's
consent stand, writes the access down, and only then, only in this transaction, shows the sealed
parts (decision 0060). No row, no read: the row is what opens them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from django.db import connection, transaction

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.errors import (
    AccessRefused,
    AlreadyRegistered,
    GuardianHasNotAgreed,
    NotWrittenYet,
)
from hope_rooms.models import AccessAttempt, Child, ChildRecord
from hope_rooms.models.child import context_of
from hope_rooms.records import KIND_OF, PART_OF, ChildNumber, Told
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import crypto
from zibo_youth.core.afterwards import afterwards, later
from zibo_youth.core.errors import explaining

OPEN = "SELECT opened, refusal FROM hope_rooms_open(%s, %s, %s, %s, %s, %s, %s, %s)"
T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class Look:
    """
    Why a record is opened, and how far.

    ``part``: only this part, for those whose grant gives no more. ``note`` is read by whoever
    reviews the accesses, and tells nothing of the child.
    """

    purpose: Purpose
    data_class: DataClass
    part: str = ""
    note: str = ""
    is_writing: bool = False


@contextmanager
def opened(actor: Actor, child: Child, look: Look) -> Iterator[int]:
    """
    The record lies open inside the block, and the access is written down.

    Gives the number of the access. Raises `AccessRefused` and `GuardianHasNotAgreed`; a refused
    attempt is remembered when everything around is over.
    """
    with afterwards(), transaction.atomic():
        yield _open(actor, child, look)


def _open(actor: Actor, child: Child, look: Look) -> int:
    user = actor if isinstance(actor, User) else None
    asked = [
        *(user.pk if user else None, bool(user and user.may_hold_offices), child.pk),
        *(look.data_class.value, look.part, look.purpose.value, look.note, look.is_writing),
    ]
    with connection.cursor() as cursor:
        cursor.execute(OPEN, asked)
        access, refusal = cursor.fetchone()
    if refusal and user:
        later(partial(_remember, user, child, look))
    if refusal == "consent":
        raise GuardianHasNotAgreed
    if refusal:
        raise AccessRefused
    return int(access)


def _remember(user: User, child: Child, look: Look) -> None:
    AccessAttempt.objects.create(child=child, user=user, data_class=look.data_class, purpose=look.purpose)


@dataclass(frozen=True, slots=True)
class Record:
    """What was read at one look."""

    access: int
    parts: dict[Part, Told]

    def get(self, kind: type[T]) -> T | None:
        return cast("T | None", next((told for told in self.parts.values() if isinstance(told, kind)), None))

    def need(self, kind: type[T]) -> T:
        """Raises `NotWrittenYet`."""
        found = self.get(kind)
        if found is None:
            raise NotWrittenYet
        return found


def read(actor: Actor, child: Child, *parts: Part, purpose: Purpose, note: str = "") -> Record:
    """
    查阅 (read) some parts at one look: one row of access, of the highest class among them.

    A single part is opened as that part, so that a grant for it alone suffices.
    Raises `AccessRefused`, `GuardianHasNotAgreed`.
    """
    alone = parts[0].value if len(parts) == 1 else ""
    look = Look(purpose, max(part.data_class for part in parts), alone, note)
    with opened(actor, child, look) as access:
        return Record(access, unsealed(child, parts))


def unsealed(child: Child, parts: Iterable[Part]) -> dict[Part, Told]:
    """What lies in these parts; nothing outside of a look that has opened them."""
    rows = ChildRecord.objects.filter(child=child, part__in=[part.value for part in parts]).exclude(sealed="")
    found = {}
    for row in rows:
        row.child = child
        found[Part(row.part)] = KIND_OF[Part(row.part)].from_text(row.plain)
    return found


def write(actor: Actor, child: Child, *told: Told, purpose: Purpose, note: str = "") -> None:
    """
    登记 (write) parts of the record, over what stood there; one row of access.

    Raises `AccessRefused`, `GuardianHasNotAgreed`, and `AlreadyRegistered` for a number that has a case.
    """
    parts = [PART_OF[type(each)] for each in told]
    look = Look(purpose, max(part.data_class for part in parts), note=note, is_writing=True)
    with (
        explaining(child_record_one_case_per_number=AlreadyRegistered),
        opened(actor, child, look),
    ):
        ChildRecord.objects.bulk_create(
            [_sealed(child, each) for each in told],
            update_conflicts=True,
            unique_fields=["child", "part"],
            update_fields=["sealed", "id_index", "written_at"],
        )


def _sealed(child: Child, told: Told) -> ChildRecord:
    part = PART_OF[type(told)]
    return ChildRecord(
        child=child,
        part=part,
        data_class=part.data_class,
        sealed=crypto.seal(told.as_text(), context=context_of(child, part)),
        id_index=index_of(told.id_number) if isinstance(told, ChildNumber) else "",
    )


def index_of(id_number: str) -> str:
    """Equal for one child, and telling nothing: how a second nomination is recognised (security.md R33)."""
    return crypto.blind_index("child_number", id_number)
