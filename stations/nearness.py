"""最近的驿站 (nearest stations): by the way as the crow flies, where both have a place on the map."""

from __future__ import annotations

from datetime import date
from functools import partial
from math import cos, hypot, radians

from .availability import beds_free
from .models import Station, Stay

KM_PER_DEGREE = 111.3
UNKNOWN = 1e6


def km_between(one: Station, other: Station) -> float:
    """Kilometres; within one city the earth is flat. Where a place is not on the map: far away."""
    places = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in places:
        return UNKNOWN
    north, east, north_of, east_of = (float(place) for place in places if place is not None)
    return KM_PER_DEGREE * hypot(north - north_of, (east - east_of) * cos(radians(north)))


def rooms_near(stay: Stay, arrival: date) -> list[tuple[Station, int]]:
    """
    Stations with free beds for the guest from a day on, and how many, the nearest first.

    The own one is among them; of one distance, those of the same reporting
    organisation come first. Two queries.
    """
    home = stay.station
    stations = list(Station.objects.open_on(arrival).select_related("area"))
    free = beds_free([station.pk for station in stations], arrival, stay.departure, stay.guest.gender)
    stations.sort(
        key=lambda station: (
            station.pk != home.pk,
            km_between(home, station),
            station.reporting_org_id != home.reporting_org_id,
            station.code,
        )
    )
    return [(station, free[station.pk]) for station in stations if free[station.pk]]


def nearest(home: Station, day: date, *, most: int) -> list[int]:
    """The numbers of the nearest other stations that are open on a day, full or not."""
    others = sorted(Station.objects.open_on(day).exclude(pk=home.pk), key=partial(km_between, home))
    return [station.pk for station in others[:most]]
