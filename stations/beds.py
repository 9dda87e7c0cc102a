"""
空床 (free beds): where a guest could move, and what is left of a house tonight.

Read by the one function that also chooses a bed for a booking: closures, opening
days, the room's kind and the gender of its company are judged there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import today

from .models import Room, Stay, StayNight

MALE = int(Person.Gender.MALE)

OPENINGS = """
SELECT bed.id, room.id, room.name, bed.label, room.gender_mode, opening.for_men, opening.for_women
FROM stations_bed_openings(%s, %s, %s) AS opening
JOIN stations_bed AS bed ON bed.id = opening.bed_id
JOIN stations_room AS room ON room.id = bed.room_id
ORDER BY room.name, bed.id
"""


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
    """Every bed of a station, in the order of the rooms. One query."""
    with connection.cursor() as cursor:
        cursor.execute(OPENINGS, [station_id, start, end])
        return [Opening(*row) for row in cursor.fetchall()]


def nights_ahead(stay: Stay) -> list[StayNight]:
    """The nights of a stay that nobody has slept yet, tonight's among them."""
    return list(stay.nights.select_related("bed__room").filter(date__gte=today()))


def beds_for(stay: Stay, nights: Sequence[StayNight]) -> list[Opening]:
    """Free beds of the same station that suit this guest for all of these nights."""
    if not nights:
        return []
    dates = [night.date for night in nights]
    openings = openings_by_bed(stay.station_id, min(dates), max(dates) + timedelta(days=1))
    return [opening for opening in openings if opening.suits(stay.guest.gender)]
