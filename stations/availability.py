"""
余位 (availability): how many beds a guest could have, night by night or for a whole stay.

Nothing is remembered: each answer is read from the rows that enforce it, by the
SQL functions of migration 0004. A stay of several nights
counts only beds that are free on every one of them, for one gender throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import nights

from .allocation import Candidate
from .models import Station

FREE, FEW, FULL = "free", "few", "full"
MALE, FEMALE = int(Person.Gender.MALE), int(Person.Gender.FEMALE)


@dataclass(frozen=True, slots=True)
class Beds:
    """床位数 (beds): how many are free, of how many that could ever be given to this kind of guest."""

    free: int = 0
    total: int = 0

    @property
    def word(self) -> str:
        """full = none; few = one or two, or at most a fifth of all; else free."""
        if not self.free:
            return FULL
        return FEW if self.free <= 2 or self.free * 5 <= self.total else FREE


@dataclass(frozen=True, slots=True)
class Openings:
    """A station's beds over one span of nights: for men, for women, and for at least one of them."""

    men: Beds = Beds()
    women: Beds = Beds()
    anybody: Beds = Beds()

    def for_gender(self, gender: int | None) -> Beds:
        return {MALE: self.men, FEMALE: self.women}.get(gender or 0, self.anybody)


@dataclass(frozen=True, slots=True)
class DayAvailability:
    """One night of a station's calendar."""

    date: date
    free: int
    total: int
    word: str


def calendars_of(station: Station, start: date, end: date) -> dict[date, Openings]:
    """The openings of every night from ``start`` up to, not including, ``end``. One query."""
    days = nights(start, end)
    spans = [(day, day + timedelta(days=1)) for day in days]
    counted = {day: openings for _station, day, openings in _count_openings([station.pk], spans)}
    return {day: counted.get(day, Openings()) for day in days}


def calendar_of(station: Station, start: date, end: date, gender: int | None = None) -> list[DayAvailability]:
    """`calendars_of` for one gender; without a gender a bed counts that is free for somebody."""
    return [
        _day(day, openings.for_gender(gender)) for day, openings in calendars_of(station, start, end).items()
    ]


def openings_of(station_ids: Iterable[int], arrival: date, departure: date) -> dict[int, Openings]:
    """Each station's openings for a whole stay; every id given is answered. One query."""
    ids = list(station_ids)
    counted = {station: openings for station, _day, openings in _count_openings(ids, [(arrival, departure)])}
    return {station: counted.get(station, Openings()) for station in ids}


def beds_free(
    station_ids: Iterable[int], arrival: date, departure: date, gender: int | None
) -> dict[int, int]:
    """How many beds of each station are free for every night of a stay. One query."""
    found = openings_of(station_ids, arrival, departure)
    return {station: openings.for_gender(gender).free for station, openings in found.items()}


def open_nights_of(
    station_ids: Iterable[int], arrival: date, departure: date, gender: int, room_wish: str = "any"
) -> list[Candidate]:
    """What `split_stay` asks: each station's beds night by night, in the order given. One query."""
    ids = list(station_ids)
    found: dict[int, dict[int, frozenset[date]]] = {station: {} for station in ids}
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_NIGHTS, [ids, nights(arrival, departure), gender, room_wish, room_wish])
        for station, bed, open_nights in cursor.fetchall():
            found[station][bed] = frozenset(open_nights)
    return [Candidate(station, beds) for station, beds in found.items()]


def full_nights(
    station_id: int,
    arrival: date,
    departure: date,
    gender: int,
    *,
    room_wish: str = "any",
    bed: int | None = None,
) -> list[date]:
    """
    The nights of a stay on which no bed that suits is free; with ``bed``, on which that very one is not.

    None where each night has a bed, but no bed has every night. One query.
    """
    [here] = open_nights_of([station_id], arrival, departure, gender, "any" if bed else room_wish)
    beds = here.open_nights.values() if bed is None else [here.open_nights.get(bed, frozenset())]
    free = frozenset[date]().union(*beds)
    return [night for night in nights(arrival, departure) if night not in free]


def _day(day: date, beds: Beds) -> DayAvailability:
    return DayAvailability(date=day, free=beds.free, total=beds.total, word=beds.word)


_OPENINGS = """
    SELECT station.id, span.arrival, men, men_of, women, women_of, anybody, anybody_of
    FROM unnest(%s::bigint[]) AS station (id)
    CROSS JOIN unnest(%s::date[], %s::date[]) AS span (arrival, departure)
    CROSS JOIN LATERAL stations_count_openings(station.id, span.arrival, span.departure)
"""

_OPEN_NIGHTS = """
    SELECT station.id, bed_id, array_agg(night.day)
    FROM unnest(%s::bigint[]) AS station (id)
    CROSS JOIN unnest(%s::date[]) AS night (day)
    CROSS JOIN LATERAL stations_bed_openings(station.id, night.day, night.day + 1)
    WHERE CASE %s WHEN 1 THEN for_men ELSE for_women END
      AND (%s = 'any' OR (%s = 'single') = (gender_mode = 'single'))
    GROUP BY station.id, bed_id
    ORDER BY bed_id
"""


def read_openings(counts: Sequence[int]) -> Openings:
    """The six numbers of ``stations_count_openings``."""
    return Openings(Beds(*counts[0:2]), Beds(*counts[2:4]), Beds(*counts[4:6]))


def _count_openings(ids: list[int], spans: list[tuple[date, date]]) -> Iterator[tuple[int, date, Openings]]:
    arrivals, departures = [span[0] for span in spans], [span[1] for span in spans]
    with connection.cursor() as cursor:
        cursor.execute(_OPENINGS, [ids, arrivals, departures])
        for station, arrival, *counts in cursor.fetchall():
            yield station, arrival, read_openings(counts)
