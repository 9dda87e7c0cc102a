"""
驿站查找 (station search): the stations that match, those with a bed first, one page at a time.

The page is cut in SQL: PostgreSQL walks the stations in the city's order and
stops when the page is full of stations with a bed, so the price of a page does
not grow with the number of stations as long as beds are to be had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, overload
from urllib.parse import urlencode

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from zibo_youth.accounts.models import Area, Person

from .availability import Beds, Openings, read_openings
from .models import Station, StationPhoto

PAGE_SIZE = 12
SHIFT_DAYS = 3
# Where a whole city of thousands is full, other days are tried at so many stations and no more.
TRY_AT_MOST = 300
GENDERS = {"male": int(Person.Gender.MALE), "female": int(Person.Gender.FEMALE)}


@dataclass(frozen=True, slots=True)
class Wish:
    """查找条件 (wish): what somebody looks for. ``gender`` and ``area`` are empty when all are welcome."""

    arrival: date
    nights: int
    gender: str = ""
    area: str = ""
    facilities: tuple[str, ...] = ()

    @property
    def departure(self) -> date:
        return self.arrival + timedelta(days=self.nights)

    @property
    def gender_code(self) -> int | None:
        return GENDERS.get(self.gender)

    @property
    def stay_query(self) -> str:
        """The dates alone, as links to a station carry them."""
        return urlencode({"arrival": self.arrival.isoformat(), "nights": self.nights, "gender": self.gender})

    @property
    def query(self) -> str:
        """The whole wish as an address carries it."""
        return (
            self.stay_query + "&" + urlencode({"area": self.area, "facilities": self.facilities}, doseq=True)
        )


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the finder."""

    station: Station
    openings: Openings
    beds: Beds

    @property
    def photo_url(self) -> str:
        photo = getattr(self.station, "first_photo", None)
        return str(StationPhoto(image=photo["image"]).image.url) if photo else ""

    @property
    def photo_description(self) -> str:
        photo = getattr(self.station, "first_photo", None)
        return str(photo["description"]) if photo else ""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Ways out when nothing is free: other days in the same place, other places on the same days."""

    dates: list[Wish] = field(default_factory=list)
    areas: list[Wish] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.dates or self.areas)


AREA_PATHS = (
    "area__code",
    "area__kind",
    "area__parent__code",
    "reporting_org__area__code",
    "reporting_org__area__kind",
)


def _districts(code: str, kind: str, parent: str, reporter: str, reporter_kind: str) -> tuple[str, ...]:
    """The district that a station stands in and, where a zone reports it, that zone."""
    district = parent if kind == Area.Kind.TOWN else code
    is_zone = reporter_kind == Area.Kind.ZONE and reporter != district
    return (district, reporter) if is_zone else (district,)


class Field:
    """
    候选驿站 (field of candidates): every station open on the day with the facilities asked for.

    One query; the map's counts, the page and the alternatives are all read off it.
    A station is in its district by area and in its zone by who reports it, as
    `StationQuerySet.in_area` has it.
    """

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        rows = Station.objects.open_on(wish.arrival).filter(facilities__contains=list(wish.facilities))
        listed = rows.order_by("area__position", "code").values_list("pk", *AREA_PATHS)
        self.codes: dict[int, tuple[str, ...]] = {pk: _districts(*areas) for pk, *areas in listed}

    def in_area(self, code: str) -> list[int]:
        return [pk for pk, codes in self.codes.items() if not code or code in codes]

    def counts(self) -> Counter[str]:
        """Stations by area code."""
        return Counter(code for codes in self.codes.values() for code in codes)


class RankedStations(Sequence[Result]):
    """What a Paginator cuts: its length is known, and a slice costs two queries however long it is."""

    def __init__(self, wish: Wish, station_ids: list[int]) -> None:
        self.wish, self.station_ids = wish, station_ids

    def __len__(self) -> int:
        return len(self.station_ids)

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> list[Result]: ...
    def __getitem__(self, index: int | slice) -> Result | list[Result]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _step = index.indices(len(self))
        ranked = _rank_stations(self.wish, self.station_ids, start, stop) if stop > start else {}
        stations = _with_first_photo(ranked)
        gender = self.wish.gender_code
        return [
            Result(stations[pk], openings, openings.for_gender(gender)) for pk, openings in ranked.items()
        ]


def alternatives(wish: Wish, candidates: Field, first: date, last: date) -> Alternatives:
    """What can be had instead, between the first and the last day that may be booked. One query."""
    days = (wish.arrival + timedelta(days=n) for n in range(-SHIFT_DAYS, SHIFT_DAYS + 1))
    arrivals = [day for day in days if day != wish.arrival and first <= day <= last]
    others = [(pk, code) for pk, codes in candidates.codes.items() for code in codes] if wish.area else []
    found = _find_openings_elsewhere(wish, candidates.in_area(wish.area)[:TRY_AT_MOST], arrivals, others)
    return Alternatives(
        dates=[replace(wish, arrival=day) for day in arrivals if day.isoformat() in found],
        areas=[
            replace(wish, area=code) for code in dict.fromkeys(code for _pk, code in others) if code in found
        ],
    )


def _with_first_photo(station_ids: Sequence[int] | dict[int, Any]) -> dict[int, Station]:
    photos = StationPhoto.objects.filter(station=OuterRef("pk")).order_by("position", "id")
    first = Subquery(photos.values(json=JSONObject(image="image", description="description"))[:1])
    rows = Station.objects.select_related("area__parent").annotate(first_photo=first)
    return rows.in_bulk(list(station_ids))


# A bed counts when it is open to the gender asked for; PostgreSQL folds the CASE away.
# The LIMIT inside the LATERAL keeps the walk in the order of the list, so that it can stop early.
_RANKED_STATIONS = """
    WITH candidate AS NOT MATERIALIZED (
        SELECT id, place FROM unnest(%(stations)s::bigint[]) WITH ORDINALITY AS listed (id, place)
    ), bookable AS MATERIALIZED (
        SELECT candidate.id, candidate.place
        FROM candidate CROSS JOIN LATERAL (
            SELECT FROM stations_bed_openings(candidate.id, %(arrival)s, %(departure)s) AS bed
            WHERE CASE %(gender)s WHEN 1 THEN for_men WHEN 2 THEN for_women ELSE for_men OR for_women END
            LIMIT 1
        ) AS found
        ORDER BY candidate.place LIMIT %(stop)s
    ), ranked AS (
        SELECT id, place, true AS fits FROM bookable
        UNION ALL
        SELECT id, place, false FROM candidate
        WHERE (SELECT count(*) FROM bookable) < %(stop)s AND id NOT IN (SELECT id FROM bookable)
    ), page AS (
        SELECT id, place, fits FROM ranked ORDER BY fits DESC, place OFFSET %(start)s LIMIT %(size)s
    )
    SELECT page.id, men, men_of, women, women_of, anybody, anybody_of
    FROM page CROSS JOIN LATERAL stations_count_openings(page.id, %(arrival)s, %(departure)s)
    ORDER BY page.fits DESC, page.place
"""


def _rank_stations(wish: Wish, station_ids: list[int], start: int, stop: int) -> dict[int, Openings]:
    """A page of stations, those with a bed first, otherwise in the order given."""
    with connection.cursor() as cursor:
        values = _values(wish) | {"stations": station_ids, "start": start, "stop": stop, "size": stop - start}
        cursor.execute(_RANKED_STATIONS, values)
        return {pk: read_openings(counts) for pk, *counts in cursor.fetchall()}


_OPENINGS_ELSEWHERE = """
    SELECT span.arrival::text FROM unnest(%(arrivals)s::date[]) AS span (arrival)
    CROSS JOIN LATERAL (
        SELECT FROM unnest(%(stations)s::bigint[]) AS candidate (id)
        CROSS JOIN LATERAL stations_bed_openings(candidate.id, span.arrival, span.arrival + %(nights)s)
        WHERE CASE %(gender)s WHEN 1 THEN for_men WHEN 2 THEN for_women ELSE for_men OR for_women END
        LIMIT 1
    ) AS found
    UNION
    SELECT other.code FROM unnest(%(others)s::bigint[], %(codes)s::text[]) AS other (id, code)
    CROSS JOIN LATERAL (
        SELECT FROM stations_bed_openings(other.id, %(arrival)s, %(departure)s)
        WHERE CASE %(gender)s WHEN 1 THEN for_men WHEN 2 THEN for_women ELSE for_men OR for_women END
        LIMIT 1
    ) AS found
"""


def _find_openings_elsewhere(
    wish: Wish, station_ids: list[int], arrivals: list[date], others: list[tuple[int, str]]
) -> set[str]:
    """Which of the days, and which of the areas, have a bed."""
    values = _values(wish) | {
        "stations": station_ids,
        "arrivals": arrivals,
        "others": [pk for pk, _code in others],
        "codes": [code for _pk, code in others],
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPENINGS_ELSEWHERE, values)
        return {row[0] for row in cursor.fetchall()}


def _values(wish: Wish) -> dict[str, Any]:
    return {
        "arrival": wish.arrival,
        "departure": wish.departure,
        "nights": wish.nights,
        "gender": wish.gender_code or 0,
    }
