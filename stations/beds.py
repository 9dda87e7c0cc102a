"""
空床 (free beds): where a guest could move, and what is left of a house tonight.

Read by the one function that also chooses a bed for a booking: closures, opening
days, the room's kind and the gender of its company are judged there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import today

from .models import Bed, Room, Stay, StayNight

MALE = int(Person.Gender.MALE)

OPENINGS = """
SELECT bed.id, room.id, room.name, bed.label, room.gender_mode, opening.for_men, opening.for_women
FROM stations_bed_openings(%s, %s, %s) AS opening
JOIN stations_bed AS bed ON bed.id = opening.bed_id
JOIN stations_room AS room ON room.id = bed.room_id
"""

# The rooms that no single guest is offered: all beds of one are free, or none is.
AND_OF_PARTIES = """
UNION ALL
SELECT bed.id, room.id, room.name, bed.label, room.gender_mode, is_free, is_free
FROM stations_station AS station
JOIN stations_room AS room ON room.station_id = station.id AND room.gender_mode = 'party'
JOIN stations_bed AS bed ON bed.room_id = room.id
CROSS JOIN LATERAL (SELECT
    station.opened_on <= %s AND coalesce(station.closed_on > %s, true)
    AND NOT EXISTS (SELECT FROM stations_roomnight AS slept WHERE slept.room_id = room.id AND slept.date = %s)
    AND NOT EXISTS (SELECT FROM stations_closure AS closed
        WHERE closed.station_id = station.id AND coalesce(closed.room_id = room.id, true)
            AND closed.from_on <= %s AND closed.until_on > %s)
) AS room_state (is_free)
WHERE station.id = %s
"""
IN_ORDER = " ORDER BY 3, 1"


@dataclass(frozen=True, slots=True)
class Opening:
    """A bed of a house, and who could sleep in it for a span of nights."""

    bed: int
    room: int
    room_name: str
    label: str
    mode: str
    for_men: bool
    for_women: bool

    @property
    def is_free(self) -> bool:
        return self.for_men or self.for_women

    @property
    def mode_word(self) -> str:
        return str(Room.GenderMode(self.mode).label)

    def suits(self, gender: int) -> bool:
        return self.for_men if gender == MALE else self.for_women


def openings_by_bed(station_id: int, start: date, end: date) -> list[Opening]:
    """Every bed of a station that a single guest could have, in the order of the rooms. One query."""
    return _read(OPENINGS, [station_id, start, end])


def openings_on(station_id: int, night: date) -> list[Opening]:
    """Every bed of a station for one night, those of rooms for couples and families too. One query."""
    asked = [station_id, night, night + timedelta(days=1), *[night] * 5, station_id]
    return _read(OPENINGS + AND_OF_PARTIES, asked)


def _read(openings: str, asked: list[Any]) -> list[Opening]:
    with connection.cursor() as cursor:
        cursor.execute(openings + IN_ORDER, asked)
        return [Opening(*row) for row in cursor.fetchall()]


def nights_ahead(stay: Stay) -> list[StayNight]:
    """The nights of a stay that nobody has slept yet, tonight's among them."""
    return list(stay.nights.select_related("bed__room").filter(date__gte=today()))


def beds_for(stay: Stay, nights: Sequence[StayNight]) -> list[Opening]:
    """
    Free beds of the same station that suit this guest for all of these nights.

    Who belongs together stays in the one room, in which nobody else could sleep.
    """
    if not nights:
        return []
    if nights[0].party_id is not None:
        return _beds_beside(nights)
    dates = [night.date for night in nights]
    openings = openings_by_bed(stay.station_id, min(dates), max(dates) + timedelta(days=1))
    return [opening for opening in openings if opening.suits(stay.guest.gender)]


def _beds_beside(nights: Sequence[StayNight]) -> list[Opening]:
    """The other beds of a party's room, as far as nobody of it sleeps in them."""
    room, dates = nights[0].bed.room, [night.date for night in nights]
    taken = StayNight.objects.filter(room=room, date__in=dates).values("bed")
    free = Bed.objects.filter(room=room).exclude(pk__in=taken).order_by("pk")
    return [
        Opening(bed.pk, room.pk, room.name, bed.label, room.gender_mode, for_men=True, for_women=True)
        for bed in free
    ]
