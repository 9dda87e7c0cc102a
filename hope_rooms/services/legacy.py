"""
导入建成小屋 (rooms that were built before the portal): shown line by line, then the good lines are written.

What is wrong stays outside and is told by its line; what stands already is passed over, so that the
corrected ledger may come again. Nothing about a child comes in: a record is written when the
guardian has been asked, as for every other case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from hope_rooms.errors import LedgerChanged, LedgerEmpty, LedgerTooLong, NothingNew
from hope_rooms.legacy_plan import IMPORT, PlannedRoom, digest_of, plan_rooms
from hope_rooms.legacy_sheet import read_rooms
from hope_rooms.models import Child, HopeRoom, RoomTransition
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining
from zibo_youth.core.sheets import opened, seal
from zibo_youth.core.workbooks import Row

MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class RoomsPreview:
    """预览 (preview): every line, and the signed words to confirm the good ones with."""

    lines: list[PlannedRoom]
    sealed: str

    @property
    def wrong(self) -> list[PlannedRoom]:
        return [line for line in self.lines if line.problems]

    @property
    def new(self) -> list[PlannedRoom]:
        return [line for line in self.lines if line.is_new]

    @property
    def known(self) -> int:
        return len(self.lines) - len(self.new) - len(self.wrong)


def preview_rooms(*, actor: User, content: bytes) -> RoomsPreview:
    """
    预览导入 (dry run): nothing is kept.

    Raises `NotAllowed`, `FileRefused`, `LedgerEmpty`, `LedgerTooLong`.
    """
    policy.require(actor, IMPORT)
    rows = read_rooms(content)
    if not rows:
        raise LedgerEmpty
    if len(rows) > MOST_LINES:
        raise LedgerTooLong(most=MOST_LINES)
    lines = plan_rooms(actor, rows)
    plain = [[line.row, line.cells] for line in lines if line.is_new]
    return RoomsPreview(lines, seal(IMPORT, actor.pk, digest_of(lines), plain) if plain else "")


@transaction.atomic
def import_rooms(*, actor: User, sealed: str) -> int:
    """
    导入 (import) the new rooms of a preview, as it showed them to this very person. Returns how many.

    Raises `NotAllowed`, `PreviewExpired`, `NothingNew` where all of them came in since, `LedgerChanged`.
    """
    digest, plain = opened(IMPORT, actor.pk, sealed)
    policy.require(actor, IMPORT)
    lines = plan_rooms(actor, [Row(number, cells) for number, cells in plain])
    if lines and all(line.is_known for line in lines):
        raise NothingNew
    if digest_of(lines) != digest:
        raise LedgerChanged
    with explaining(hope_room_enters_once_from_the_old_ledger=LedgerChanged):
        return _written(actor, lines)


def _written(actor: User, lines: Sequence[PlannedRoom]) -> int:
    rooms = [_room(actor, line.values) for line in lines]
    HopeRoom.objects.bulk_create(rooms)
    RoomTransition.objects.bulk_create(
        RoomTransition(room=room, actor=actor, to_state=room.state, note=room.legacy_no) for room in rooms
    )
    return len(rooms)


def _room(actor: User, told: dict[str, Any]) -> HopeRoom:
    child = Child(
        reporting_org=told["district"],
        town=told["town"],
        needs_woman=told["needs_woman"],
        registered_by=actor,
    )
    child.save(force_insert=True)
    closed_on = told["closed_on"] or None
    return HopeRoom(
        child=child,
        state=told["state"],
        is_pre_system=True,
        legacy_no=told["legacy_no"],
        accepted_on=told["accepted_on"],
        area_m2=told["area_m2"] or None,
        closed_at=timezone.make_aware(datetime.combine(closed_on, time())) if closed_on else None,
    )
