"""陪伴、复查和结项 (care, re-checks and the end): a room is lived in while two adults keep coming."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hope_rooms.building_errors import (
    DayWrong,
    NotPairedYet,
    PairingStands,
    RecheckSaysNothing,
    RecheckStands,
    RecheckTooEarly,
)
from hope_rooms.clocks import recheck_due
from hope_rooms.errors import ReasonMissing
from hope_rooms.models import HopeRoom, Pairing, Recheck
from hope_rooms.services.counselling.naming import ENDED_WITH_THE_ROOM, end_standing
from hope_rooms.services.moves import move_room
from hope_rooms.services.words import safe, said
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .rooms import State, lock_room

CARE = "hope_rooms.care_for_room"


class Ending(models.TextChoices):
    """结项原因 (why a room is closed)."""

    GROWN = "grown", _("孩子长大")
    MOVED = "moved", _("搬家或寄养变化")
    ASKED = "asked", _("家庭要求")
    DONE = "done", _("陪伴目标完成")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a re-check found."""

    on: date
    is_used: bool
    is_whole: bool
    note: str = ""


@transaction.atomic
def begin_care(*, actor: User, room: HopeRoom) -> HopeRoom:
    """开始陪伴 (care begins) once the pair comes. Raises `NotPairedYet`, `RoomMoved`."""
    policy.require(actor, CARE, room)
    room = lock_room(room, State.HANDED_OVER)
    if not Pairing.objects.visiting().filter(child=room.child_id).exists():
        raise NotPairedYet
    return move_room(actor, room, State.IN_CARE)


@transaction.atomic
def reopen_room(*, actor: User, room: HopeRoom, note: str) -> HopeRoom:
    """恢复陪伴 (reopen): the family wishes so. Raises `ReasonMissing`, `WordsNotSafe`, `RoomMoved`."""
    policy.require(actor, CARE, room)
    words = said(note)
    room = lock_room(room, State.CLOSED)
    return move_room(actor, room, State.IN_CARE, note=words, closed_at=None)


@transaction.atomic
def record_recheck(*, actor: User, room: HopeRoom, months: int, finding: Finding) -> Recheck:
    """
    登记复查 (re-check) three and twelve months after the hand-over.

    Raises `RecheckTooEarly`, `RecheckStands`, `RecheckSaysNothing`, `DayWrong`, `WordsNotSafe`, `RoomMoved`.
    """
    policy.require(actor, CARE, room)
    note = safe(finding.note)
    if not (finding.is_used and finding.is_whole) and not note:
        raise RecheckSaysNothing
    room = lock_room(room, State.HANDED_OVER, State.IN_CARE)
    first = recheck_due(room, months)
    if first is None or finding.on < first:
        raise RecheckTooEarly(day=first or "–")
    if finding.on > today():
        raise DayWrong(first=first, last=today())
    with explaining(recheck_once_per_term=RecheckStands), transaction.atomic():
        made: Recheck = Recheck.objects.create(
            room=room, months=months, by=actor, **asdict(finding) | {"note": note}
        )
    return made


@transaction.atomic
def close_room(*, actor: User, room: HopeRoom, ending: str, talk_on: date) -> HopeRoom:
    """
    结项 (close) after the closing talk, when no pairing stands any more.

    Raises `ReasonMissing`, `DayWrong`, `PairingStands`, `RoomMoved`.
    """
    policy.require(actor, CARE, room)
    if ending not in Ending.values:
        raise ReasonMissing
    if talk_on > today():
        raise DayWrong(first=today(), last=today())
    room = lock_room(room, State.HANDED_OVER, State.IN_CARE)
    if Pairing.objects.living().filter(child=room.child_id).exists():
        raise PairingStands
    end_standing(actor, room.child, ENDED_WITH_THE_ROOM)
    return move_room(actor, room, State.CLOSED, reason=ending, note=talk_on.isoformat(), closed_at=Now())
