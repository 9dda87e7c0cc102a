"""
注销台账 (the journal of erasures) beside the database, and its replay after a restore (INV-12).

A backup from before an erasure brings the person back, and forgets that there was an
erasure. The file forgets nothing: a line for each, numbers and times alone.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise

from zibo_youth.accounts import holdings
from zibo_youth.accounts.models import ErasureRecord, ErasureRequest, Person

from .erasing import forget_identity, wipe


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure."""

    person: int
    public_id: str
    erased_at: datetime

    @classmethod
    def of(cls, text: str) -> Line | None:
        try:
            told = json.loads(text)
        except ValueError:
            return None
        erased_at = datetime.fromisoformat(told["erased_at"])
        return cls(int(told["person"]), str(told["public_id"]), erased_at)

    def __str__(self) -> str:
        told: dict[str, Any] = {"person": self.person, "public_id": self.public_id}
        return json.dumps(told | {"erased_at": self.erased_at.isoformat()})


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found: erased now, erased already, not in this database, and who could not be erased."""

    now: int
    before: int
    absent: int
    hindered: dict[Any, list[str]]


# Journals of programmes that stand beside this one: what each is called, and how it is replayed.
beside: dict[str | Promise, Callable[[Path], Replayed]] = {}


def lines(path: Path | None = None) -> list[Line]:
    """Every erasure that the file tells of; a line that was cut off is none, and is written again."""
    file = path or Path(settings.ERASURE_JOURNAL)
    if not file.exists():
        return []
    return [line for text in file.read_text().splitlines() if (line := Line.of(text))]


def write_journal() -> int:
    """Append what the file does not tell yet; returns how many."""
    records = ErasureRecord.objects.order_by("pk").values_list("person_number", "public_id", "erased_at")
    found = (str(Line(number, str(public_id), at)) for number, public_id, at in records)
    return append_fresh(Path(settings.ERASURE_JOURNAL), found)


def append_fresh(file: Path, texts: Iterable[str]) -> int:
    """
    Append those lines that the file does not hold yet, and wait until the disk has them; returns how many.

    ``texts`` is read under the file's lock: an iterator over a table reads it then.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a", opener=_private) as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        told = set(file.read_text().splitlines())
        fresh = [text for text in texts if text not in told]
        # The line break comes first: after a line that was cut off, the next one stands alone.
        journal.writelines(f"\n{text}" for text in fresh)
        journal.flush()
        os.fsync(journal.fileno())
    return len(fresh)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def replay(told: Iterable[Line]) -> Replayed:
    """
    重放台账 (replay): after a restore, whoever was erased is erased again. Twice is once.

    Whom something live hangs on in the restored rows is named and left as it is: a desk
    ends what is open there, and the replay is run again.
    """
    found: list[str] = []
    hindered: dict[int, list[str]] = {}
    for line in told:
        outcome = _erase_again(line, hindered)
        found.append(outcome)
    return Replayed(found.count("now"), found.count("before"), found.count("absent"), hindered)


@transaction.atomic
def _erase_again(line: Line, hindered: dict[int, list[str]]) -> str:
    rows = Person.objects.filter(pk=line.person, public_id=line.public_id)
    person = rows.select_for_update(no_key=True).first()
    if person is None:
        return "absent"
    if person.erased_at is not None and person.erased_at >= line.erased_at:
        return "before"
    if refusals := holdings.obstacles(person):
        hindered[person.pk] = [refusal.code for refusal in refusals]
        return "hindered"
    people = wipe(person)
    rows.update(erased_at=line.erased_at, returned_at=None)
    forget_identity(people)
    _settle(person)
    record = ErasureRecord(person_number=person.pk, public_id=person.public_id, erased_at=line.erased_at)
    ErasureRecord.objects.bulk_create([record], ignore_conflicts=True)
    return "now"


def _settle(person: Person) -> None:
    """A request that the restored rows still hold open has been carried out."""
    waiting = ErasureRequest.objects.open().filter(person=person)
    waiting.exclude(state=ErasureRequest.State.RECORDED).update(state=ErasureRequest.State.DONE)
    waiting.update(state=ErasureRequest.State.WITHDRAWN)
