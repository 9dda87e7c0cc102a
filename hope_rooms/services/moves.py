"""小屋的流转 (moves of a room): one UPDATE from the state that was read, and a row that says who and why."""

from __future__ import annotations

import re
from typing import Any

from django.db.models.functions import Now

from hope_rooms.errors import RoomMoved, WordsNotSafe
from hope_rooms.models import HopeRoom, RoomTransition
from hope_rooms.models.room import LEAVING
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor

from .pool import give_back

# Seven digits and more are a telephone or a document of somebody: notes leave the sealed record.
NUMBER_OF_SOMEBODY = re.compile(r"\d{7}")


def move_room(
    actor: Actor, room: HopeRoom, to: str, *, reason: str = "", note: str = "", **changes: Any
) -> HopeRoom:
    """
    The room in its next state; the caller has asked the policy and stands in a transaction.

    A room that leaves before it is built gives its unspent money and promised goods back to the pool.
    Raises `RoomMoved` where somebody was faster, `WordsNotSafe` for a note with somebody's number.
    """
    if NUMBER_OF_SOMEBODY.search(note):
        raise WordsNotSafe
    before = room.state
    starts = [state for state, targets in HopeRoom.NEXT.items() if to in targets]
    moved = HopeRoom.objects.filter(pk=room.pk, state=before, state__in=starts).update(
        state=to, state_since=Now(), **changes
    )
    room.refresh_from_db()
    if not moved:
        raise RoomMoved(state=room.get_state_display())
    RoomTransition.objects.create(
        room=room,
        actor=actor if isinstance(actor, User) else None,
        from_state=before,
        to_state=to,
        reason=reason,
        note=note,
    )
    if to in LEAVING:
        give_back(actor, room)
    return room
