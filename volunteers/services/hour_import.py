"""
导入时长 (import of hours): shown line by line first, then written as it was shown, whole or not at all.

The preview is a rehearsal: every line that reads well is written by the service that
writes the ledger, in a transaction that is taken back. What may be confirmed is signed.
A file stands once; while nothing of it is final it is taken back as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now

from volunteers.errors import ReasonMissing
from volunteers.hour_errors import (
    FileImported,
    HoursChanged,
    ImportIsDisputed,
    ImportIsFinal,
    ImportMoved,
    NoLines,
    SecondPersonNeeded,
    TooManyLines,
)
from volunteers.hour_plan import IMPORT, HourPlanner, PlannedLine, digest_of
from volunteers.hour_sheet import read_hours
from volunteers.models import HourEntry, HourImport
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.core.sheets import opened, seal
from zibo_youth.core.workbooks import Row
from zibo_youth.notifications.outbox import notify

from .hours import CONFIRM, confirm_hours
from .ledger import take_back, write_credit
from .locks import lock_volunteers

SALT = IMPORT
# What one transaction may hold while these volunteers wait.
MOST_LINES = 500
State = HourImport.State


@dataclass(frozen=True, slots=True)
class HourPreview:
    """预览 (preview): every line and what is wrong with it, and the signed words to confirm it with."""

    lines: list[PlannedLine]
    sealed: str

    @property
    def wrong(self) -> list[PlannedLine]:
        return [line for line in self.lines if line.problems]

    @property
    def minutes(self) -> int:
        return sum(line.values["minutes"] for line in self.lines if not line.problems)


def preview_hours(*, actor: User, organiser: Organisation, content: bytes) -> HourPreview:
    """
    预览导入 (dry run): nothing is kept.

    Raises `NotAllowed`, `FileRefused`, `NoLines`, `TooManyLines`, `FileImported`.
    """
    policy.require(actor, IMPORT, HourImport(organiser=organiser))
    rows, digest = read_hours(content), hashlib.sha256(content).hexdigest()
    if not rows:
        raise NoLines
    if len(rows) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    with explaining(hour_import_of_a_file_once=FileImported), transaction.atomic():
        lines = _planned(actor, organiser, rows)
        batch = _begun(actor, organiser, digest, lines)
        for line in lines:
            if not line.problems:
                _rehearse(actor, batch, line)
        transaction.set_rollback(True)
    preview = HourPreview(lines, "")
    if preview.wrong:
        return preview
    plain = [[row.number, row.cells] for row in rows]
    return HourPreview(lines, seal(SALT, actor.pk, organiser.pk, digest, digest_of(lines), plain))


def import_hours(*, actor: User, sealed: str) -> HourImport:
    """
    导入时长 (import hours), exactly as a preview showed it to this very person.

    Raises `NotAllowed`, `PreviewExpired`, `FileImported`, `HoursChanged`, and as `write_credit`.
    """
    number, digest, shown, plain = opened(SALT, actor.pk, sealed)
    organiser = Organisation.objects.get(pk=number)
    policy.require(actor, IMPORT, HourImport(organiser=organiser))
    with explaining(hour_import_of_a_file_once=FileImported), transaction.atomic():
        lines = _planned(actor, organiser, [Row(row, cells) for row, cells in plain])
        if any(line.problems for line in lines) or digest_of(lines) != shown:
            raise HoursChanged
        batch = _begun(actor, organiser, digest, lines)
        for line in lines:
            _write(actor, batch, line)
        for one in {line.values["volunteer"].pk: line.values["volunteer"] for line in lines}.values():
            notify("volunteers.hours_imported", to=one.person, about=batch)
    return batch


@transaction.atomic
def confirm_import(*, actor: User, batch: HourImport) -> int:
    """
    确认整批 (confirm) what waits, by a second person; one's own hours are left to somebody else.

    Returns how many. Raises `SecondPersonNeeded`, `HoursMoved`.
    """
    policy.require(actor, CONFIRM, batch)
    if actor.person_id == batch.imported_by.person_id:
        raise SecondPersonNeeded
    waiting = batch.entries.to_confirm().exclude(volunteer__person=actor.person_id)
    read = waiting.whole().select_related("recorded_by")
    return len([confirm_hours(actor=actor, entry=entry) for entry in read])


@transaction.atomic
def take_back_import(*, actor: User, batch: HourImport, reason: str) -> int:
    """
    撤回整批 (take back): every line that stands is mirrored; then the file may come in again.

    Returns how many. Raises `ReasonMissing`, `ImportMoved`, `ImportIsFinal`, `ImportIsDisputed`,
    `NotAllowed` where one's own hours, or another district's, are among them.
    """
    policy.require(actor, IMPORT, batch)
    if not reason.strip():
        raise ReasonMissing
    lock_volunteers(batch.entries.credits().order_by().values_list("volunteer", flat=True))
    told = {"reason": reason.strip(), "taken_back_by": actor, "taken_back_at": Now()}
    standing = HourImport.objects.filter(pk=batch.pk, state=State.STANDING)
    if not standing.update(state=State.TAKEN_BACK, **told):
        raise ImportMoved
    entries = batch.entries.credits().select_for_update(no_key=True, of=("self",)).order_by("pk")
    held = list(entries.select_related("volunteer__person", "project"))
    states = {entry.state for entry in held}
    if HourEntry.State.FINAL in states:
        raise ImportIsFinal
    if HourEntry.State.DISPUTED in states:
        raise ImportIsDisputed
    people = {entry.volunteer_id: entry.volunteer.person for entry in held}
    for entry in held:
        policy.require_for_another(actor, IMPORT, entry, entry.volunteer.person_id)
        take_back(actor=actor, entry=entry, reason=reason)
    for person in people.values():
        notify("volunteers.hours_import_taken_back", to=person, about=batch)
    batch.refresh_from_db()
    return len(held)


# --- lines -----------------------------------------------------------------------------------


def _planned(actor: User, organiser: Organisation, rows: Sequence[Row]) -> list[PlannedLine]:
    """The plan, with its volunteers locked in the order of their numbers."""
    lines = HourPlanner(actor, organiser, rows).go()
    lock_volunteers({line.values["volunteer"].pk for line in lines if line.values["volunteer"]})
    return lines


def _begun(actor: User, organiser: Organisation, digest: str, lines: list[PlannedLine]) -> HourImport:
    # A rehearsal of wrong lines alone counts something as well.
    minutes = sum(line.values.get("minutes", 0) for line in lines) or 1
    return HourImport.objects.create(
        organiser=organiser, digest=digest, rows=len(lines), minutes=minutes, imported_by=actor
    )


def _rehearse(actor: User, batch: HourImport, line: PlannedLine) -> None:
    """What only the ledger knows: hours at that time, and too many of a day."""
    try:
        with transaction.atomic():
            _write(actor, batch, line)
    except DomainError as refusal:
        line.refuse(refusal)


def _write(actor: User, batch: HourImport, line: PlannedLine) -> HourEntry:
    told = {name: line.values[name] for name in ("volunteer", "post", "starts_at", "ends_at", "minutes")}
    return write_credit(
        actor=actor, evidence=HourEntry.Evidence.IMPORT, source=batch, reason=line.values["reason"], **told
    )
