"""三级验收 (acceptance): with every item, or with defects; only the level that found them looks again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import pgettext

from hope_rooms.building_errors import (
    ChecklistIncomplete,
    DefectIncomplete,
    DefectMended,
    SafetyDefectOpen,
)
from hope_rooms.models import Acceptance, Child, Defect, HopeRoom
from hope_rooms.models.acceptance import CheckItem
from hope_rooms.models.survey import Level
from hope_rooms.services.moves import move_room
from hope_rooms.services.words import safe
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today

from .rooms import State, hand_of, lock_room
from .sampling import fail, lock_batch_of
from .works import LOG

TOWN, DISTRICT, CITY = (f"hope_rooms.accept_in_{level}" for level in ("town", "district", "city"))
HAND_OVER = "hope_rooms.hand_over_room"


@dataclass(frozen=True, slots=True)
class Step:
    """Who accepts at a level, from which state, and where it leads."""

    action: str
    begins: str
    leads: str


STEPS = {
    Level.TOWN: Step(TOWN, State.BUILDER_DONE, State.TOWN_ACCEPTED),
    Level.DISTRICT: Step(DISTRICT, State.TOWN_ACCEPTED, State.DISTRICT_ACCEPTED),
    Level.CITY: Step(CITY, State.DISTRICT_ACCEPTED, State.AIRING),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One defect as it was found."""

    severity: str
    words: str
    owner: str
    due_on: date


def action_of(level: Level, child: Child) -> str:
    """Where no town looks after the case, the district stands in, by one who accepts nowhere else."""
    return DISTRICT if level == Level.TOWN and child.town_id is None else STEPS[level].action


@transaction.atomic
def accept(*, actor: User, room: HopeRoom, level: Level, checked: Collection[str]) -> HopeRoom:
    """
    验收通过 (accept) with every item checked; the defects that this level found are cleared by it.

    Raises `ChecklistIncomplete`, `SafetyDefectOpen`, `ActedAtAnotherLevel`, `RoomMoved`.
    """
    step = STEPS[level]
    policy.require(actor, action_of(level, room.child), room)
    missing = [str(item.label) for item in CheckItem if item not in checked]
    if missing:
        raise ChecklistIncomplete(missing=pgettext("标点", "、").join(missing))
    room = lock_room(room, step.begins)
    hand = hand_of(actor, room, level)
    clear_defects(actor, room)
    if room.defects.uncleared().of_safety().exists():
        raise SafetyDefectOpen
    Acceptance.objects.create(room=room, level=level, hand=hand, passed=True, checked=CheckItem.values)
    accepted: dict[str, Any] = {"accepted_on": today()} if level == Level.CITY else {}
    return move_room(actor, room, step.leads, **accepted)


def clear_defects(actor: User, room: HopeRoom) -> None:
    """What was found in this state and mended since is looked at again, and is over."""
    mended = room.defects.uncleared().filter(found_in=room.state, fixed_at__isnull=False)
    mended.update(cleared_at=Now(), cleared_by=actor)


@transaction.atomic
def refuse(
    *, actor: User, room: HopeRoom, level: Level, found: Sequence[Found], checked: Collection[str] = ()
) -> HopeRoom:
    """
    验收不通过 (refuse) with defects: the room is mended, and this level alone looks again.

    Where the city had drawn a sample, it looks at the whole list.

    Raises `DefectIncomplete`, `WordsNotSafe`, `ActedAtAnotherLevel`, `RoomMoved`.
    """
    step = STEPS[level]
    policy.require(actor, action_of(level, room.child), room)
    batch = lock_batch_of(room) if level == Level.CITY else None
    room = lock_room(room, step.begins)
    hand = hand_of(actor, room, level)
    seen = [item for item in CheckItem.values if item in checked]
    Acceptance.objects.create(room=room, level=level, hand=hand, passed=False, checked=seen)
    if batch:
        fail(batch)
    return send_to_mend(actor, room, found)


@transaction.atomic
def refuse_air(*, actor: User, room: HopeRoom, found: Sequence[Found]) -> HopeRoom:
    """通风期间整改 (mend while airing): what smells is taken out, and the air is tested again."""
    policy.require(actor, HAND_OVER, room)
    room = lock_room(room, State.AIRING)
    hand_of(actor, room, Level.DISTRICT)
    return send_to_mend(actor, room, found)


def send_to_mend(actor: User, room: HopeRoom, found: Sequence[Found]) -> HopeRoom:
    """The room in `rectifying`, with the way back; what was mended badly is on the new list."""
    if not found or not all(_is_whole(each) for each in found):
        raise DefectIncomplete
    clear_defects(actor, room)
    Defect.objects.bulk_create(
        Defect(room=room, found_in=room.state, found_by=actor, **asdict(each) | {"words": safe(each.words)})
        for each in found
    )
    return move_room(actor, room, State.RECTIFYING, failed_at=room.state)


def _is_whole(each: Found) -> bool:
    known = each.severity in Defect.Severity.values and each.owner in Defect.Owner.values
    return known and bool(each.words.strip()) and each.due_on >= today()


@transaction.atomic
def mend(*, actor: User, defect: Defect) -> HopeRoom:
    """
    登记整改 (mended); with the last one the room goes back to whoever found it wanting.

    Raises `DefectMended`, `RoomMoved`.
    """
    policy.require(actor, LOG, defect.room)
    room = lock_room(defect.room, State.RECTIFYING)
    if not room.defects.to_mend().filter(pk=defect.pk).update(fixed_at=Now(), fixed_by=actor):
        raise DefectMended
    if room.defects.to_mend().exists():
        return room
    return move_room(actor, room, room.failed_at, failed_at="")
