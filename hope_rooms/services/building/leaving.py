"""暂缓、退出和取消 (wait, leave, call off): each with a reason; what was promised goes back to the pool."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from hope_rooms.errors import ReasonMissing
from hope_rooms.models import HopeRoom
from hope_rooms.models.room import ASKING, ROOM_NEXT
from hope_rooms.services.children import SCREEN
from hope_rooms.services.counselling.naming import ENDED_WITH_THE_ROOM, end_standing
from hope_rooms.services.moves import move_room
from hope_rooms.services.words import said
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User

from .rooms import State, end_survey_grants, lock_room
from .surveys import NAME

WITHDRAW, CANCEL = "hope_rooms.withdraw_room", "hope_rooms.cancel_room"


class Waiting(models.TextChoices):
    """暂缓原因 (why a room waits)."""

    DANGEROUS = "dangerous", _("房屋有危险")
    RENTED = "rented", _("租住房屋")
    MOVING = "moving", _("家庭即将搬迁")


def leaving_from(to: str) -> tuple[str, ...]:
    """The states from which a room may go there."""
    return tuple(state for state, targets in ROOM_NEXT.items() if to in targets)


@transaction.atomic
def hold_room(*, actor: User, room: HopeRoom, reason: str) -> HopeRoom:
    """暂缓 (wait): the house is dangerous or rented, or they move. Raises `ReasonMissing`, `RoomMoved`."""
    policy.require(actor, NAME, room)
    if reason not in Waiting.values:
        raise ReasonMissing
    room = lock_room(room, State.SURVEYING)
    end_survey_grants(room)
    return move_room(actor, room, State.ON_HOLD, reason=reason)


@transaction.atomic
def survey_again(*, actor: User, room: HopeRoom) -> HopeRoom:
    """恢复勘察 (survey again): what it waited for is over. Raises `RoomMoved`."""
    policy.require(actor, NAME, room)
    room = lock_room(room, State.ON_HOLD)
    return move_room(actor, room, State.SURVEYING)


@transaction.atomic
def find_ineligible(*, actor: User, room: HopeRoom, note: str) -> HopeRoom:
    """不符合条件 (not eligible after all). Raises `ReasonMissing`, `WordsNotSafe`, `RoomMoved`."""
    policy.require(actor, SCREEN, room.child)
    words = said(note)
    room = lock_room(room, State.SURVEYING, State.PROPOSED)
    end_survey_grants(room)
    return move_room(actor, room, State.INELIGIBLE, reason="survey", note=words)


@transaction.atomic
def withdraw_room(*, actor: User, room: HopeRoom, note: str) -> HopeRoom:
    """家庭退出 (the family withdraws). Raises `ReasonMissing`, `WordsNotSafe`, `RoomMoved`."""
    policy.require(actor, WITHDRAW, room)
    return _leave(actor, room, State.WITHDRAWN, note)


@transaction.atomic
def cancel_room(*, actor: User, room: HopeRoom, note: str) -> HopeRoom:
    """取消建设 (call off), by the city. Raises `ReasonMissing`, `WordsNotSafe`, `RoomMoved`."""
    policy.require(actor, CANCEL, room)
    return _leave(actor, room, State.CANCELLED, note)


def _leave(actor: User, room: HopeRoom, to: str, note: str) -> HopeRoom:
    words = said(note)
    room = lock_room(room, *leaving_from(to))
    if room.state in ASKING:
        end_survey_grants(room)
    end_standing(actor, room.child, ENDED_WITH_THE_ROOM)
    return move_room(actor, room, to, note=words)
