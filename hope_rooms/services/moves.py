"""小屋的流转 (moves of a room): one UPDATE from the state that was read, and a row that says who and why."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Now

from hope_rooms.errors import RoomMoved, WordsNotSafe
from hope_rooms.models import HopeRoom, RoomTransition
from hope_rooms.models.room import LEAVING
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.moves import along
from zibo_youth.core.open_words import tell_a_number

from .pool import give_back


def move_room(
    actor: Actor, room: HopeRoom, to: str, *, reason: str = "", note: str = "", **changes: Any
) -> HopeRoom:
    """
    The room in its next state; the caller has asked the policy and stands in a transaction.

    A room that leaves before it is built gives its unspent money and promised goods back to the pool.
    Raises `RoomMoved` where somebody was faster, `WordsNotSafe` for a note with somebody's number.
    """
    if tell_a_number(note):
        raise WordsNotSafe
    before = along(room, to, RoomMoved, state_since=Now(), **changes)
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
