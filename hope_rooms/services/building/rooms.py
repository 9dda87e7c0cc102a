"""锁和经手人 (locks and hands): a room under its lock in the state that was meant, and who acts on it."""

from __future__ import annotations

from hope_rooms.building_errors import ActedAtAnotherLevel
from hope_rooms.errors import RoomMoved
from hope_rooms.models import AccessGrant, HopeRoom, RoomHand
from hope_rooms.services import grants
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import Actor

State = HopeRoom.State


def lock_room(room: HopeRoom, *states: str) -> HopeRoom:
    """
    Nobody else decides about this room; it stands in one of these states.

    Raises `RoomMoved`. Taken before gifts, pairings and whatever hangs on the room.
    """
    rows = HopeRoom.objects.select_related("child__town", "child__reporting_org")
    locked: HopeRoom = rows.select_for_update(of=("self",), no_key=True).get(pk=room.pk)
    if locked.state not in states:
        raise RoomMoved(state=locked.get_state_display())
    return locked


def hand_of(actor: Actor, room: HopeRoom, level: str) -> RoomHand:
    """The actor's row for this room. Raises `ActedAtAnotherLevel`."""
    return hand_of_person(policy.human_of(actor), room, level)


def hand_of_person(person: int | Person, room: HopeRoom, level: str) -> RoomHand:
    """Written with the first act; whoever acted at another level is refused, whichever came first."""
    number = person.pk if isinstance(person, Person) else person
    hand, _is_new = RoomHand.objects.get_or_create(room=room, person_id=number, defaults={"level": level})
    if hand.level != level:
        raise ActedAtAnotherLevel(level=hand.get_level_display())
    found: RoomHand = hand
    return found


def end_survey_grants(room: HopeRoom) -> None:
    """From this moment on a surveyor reads nothing of the child."""
    grants.take_away(room.child, None, AccessGrant.Kind.SURVEY)
