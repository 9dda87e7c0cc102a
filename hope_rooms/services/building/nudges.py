"""超期催办 (nudges): a clock that ran out is told to town, district and city, each once."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hope_rooms.clocks import Due, dues
from hope_rooms.models import HopeRoom, RoomNudge
from hope_rooms.models.room import OVER
from hope_rooms.models.survey import Level
from zibo_youth.accounts.models import Membership, Person
from zibo_youth.accounts.staff import city_staff, officers_of, staff_of
from zibo_youth.notifications.outbox import notify

UPWARDS = (Level.TOWN, Level.DISTRICT, Level.CITY)


def nudge_rooms(*, on: date) -> int:
    """每日催办 (beat, daily): how many levels were told now. Run twice, it tells nothing more."""
    rooms = HopeRoom.objects.whole().of_the_portal().exclude(state__in=OVER).with_clocks()
    return sum(_nudge(room, due, level) for room in rooms.order_by("pk") for due, level in _reached(room, on))


def _reached(room: HopeRoom, on: date) -> list[tuple[Due, str]]:
    return [(due, level) for due in dues(room) for level in due.reached(on)]


@transaction.atomic
def _nudge(room: HopeRoom, due: Due, level: str) -> int:
    row, is_new = RoomNudge.objects.get_or_create(
        room=room,
        kind=due.kind,
        state=room.state,
        opened_on=due.opened_on,
        level=level,
        defaults={"due_on": due.due_on},
    )
    for person in people_of(room, level) if is_new else ():
        notify("hope_rooms.room_overdue", to=person, about=row)
    return int(is_new)


def people_of(room: HopeRoom, level: str) -> list[Person]:
    """Who hears at a level; where nobody holds the office, whoever holds the next one."""
    for each in UPWARDS[UPWARDS.index(Level(level)) :]:
        if found := _holders(room, each):
            return found
    return []


def _holders(room: HopeRoom, level: str) -> list[Person]:
    child = room.child
    if level == Level.TOWN:
        return list(staff_of(child.town, Membership.Role.TOWN_OFFICER)) if child.town else []
    return list(officers_of(child.reporting_org) if level == Level.DISTRICT else city_staff())
