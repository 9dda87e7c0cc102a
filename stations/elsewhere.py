"""另选 (elsewhere): what a guest may take when the wished bed is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from zibo_youth.core.calendar import today

from .availability import beds_free
from .eligibility import earliest_arrival
from .facts import policy_on
from .models import Station

SHIFT_DAYS = 3
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same station on near days, and near stations on the same days; ``length`` is in nights."""

    station: Station
    arrival: date
    length: int
    dates: list[date] = field(default_factory=list)
    stations: list[tuple[Station, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.dates or self.stations)


def elsewhere(station: Station, arrival: date, length: int, gender: int) -> Elsewhere:
    """
    Ways on for a stay of ``length`` nights that found no bed; stations of the same area come first.

    Costs one query a shifted day and two for the other stations: paid only when a bed is gone.
    """
    policy = policy_on(arrival)
    first, last = earliest_arrival(policy, today()), today() + timedelta(days=policy.horizon_days)
    near = [arrival + timedelta(days=shift) for shift in range(-SHIFT_DAYS, SHIFT_DAYS + 1) if shift]
    days = [
        day
        for day in near
        if first <= day <= last
        and beds_free([station.pk], day, day + timedelta(days=length), gender)[station.pk]
    ]
    near_stations = _near_stations(station, arrival, arrival + timedelta(days=length), gender)
    return Elsewhere(station, arrival, length, days, near_stations)


def _near_stations(
    station: Station, arrival: date, departure: date, gender: int
) -> list[tuple[Station, int]]:
    others = list(Station.objects.open_on(arrival).exclude(pk=station.pk).select_related("area"))
    free = beds_free([other.pk for other in others], arrival, departure, gender)
    others.sort(key=lambda other: (other.reporting_org_id != station.reporting_org_id, -free[other.pk]))
    return [(other, free[other.pk]) for other in others if free[other.pk]][:SHOWN]
