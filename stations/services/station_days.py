"""
启用与停办 (the days of a house): whoever holds a night outside of them is re-housed as by a closure.

What the days say is compared with the nights that are held, not with what the days
were: doing it twice changes nothing, and a house that was closed past this door is
mended as soon as somebody saves it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Max, Min

from stations.closure_errors import SleptOutsideTheDays
from stations.models import Rehousing, Station, StayNight
from stations.querysets import RehousingQuerySet
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today

from .displaced import all_out_of_use, out_of_its_days
from .pool import lock_stays
from .proposals import goes_back, houses_around, propose_all
from .queue import settle

OF_DAYS = (Rehousing.Cause.CLOSED, Rehousing.Cause.POSTPONED)


def check_days(station: Station) -> None:
    """Nobody can be moved out of a night that was slept. Raises `SleptOutsideTheDays`."""
    days = Station.objects.filter(pk=station.pk).values_list("opened_on", "closed_on").first()
    if days in (None, (station.opened_on, station.closed_on)):
        return
    slept = StayNight.objects.filter(room__station=station, date__lt=today())
    span = slept.aggregate(first=Min("date"), last=Max("date"))
    first: date | None = span["first"]
    if first and not (station.is_open_on(first) and station.is_open_on(span["last"])):
        raise SleptOutsideTheDays(**span)


def houses_of_days(stations: Collection[Station]) -> set[int]:
    """Locked together before these houses are saved: they, who is near, who holds a bed for them."""
    houses = {station.pk for station in stations}
    houses.update(_displaced_from(stations).values_list("held__station", flat=True))
    for station in stations:
        for beds in out_of_its_days(station):
            if beds.nights_hit().exists():
                houses |= houses_around(beds)
    return houses


def follow_days(actor: Actor, stations: Collection[Station], houses: Collection[int]) -> list[Rehousing]:
    """
    Under the locks, with the days written: who has the old bed again goes back, who has none gets another.

    Returns the proposals. Houses that change together are written before the first guest is moved.
    """
    lock_stays(_displaced_from(stations).values_list("held", flat=True))
    moved = _displaced_from(stations).select_related("stay__guest", "stay__station", "station", "held")
    back = [rehousing for rehousing in moved if _has_its_bed_again(rehousing) and goes_back(actor, rehousing)]
    spans = [beds for station in stations for beds in out_of_its_days(station)]
    spans += [beds for rehousing in back for beds in all_out_of_use(rehousing.station)]
    made = [row for beds in spans for row in propose_all(actor, beds, set(houses))]
    if made or back:
        for house in sorted(houses):
            settle(house)
    return made


def _displaced_from(stations: Collection[Station]) -> RehousingQuerySet:
    return Rehousing.objects.open().filter(station__in=stations, cause__in=OF_DAYS)


def _has_its_bed_again(rehousing: Rehousing) -> bool:
    last = StayNight.objects.filter(stay=rehousing.held).aggregate(last=Max("date"))["last"]
    first = max(rehousing.from_on, today())
    return rehousing.station.is_open_on(first) and rehousing.station.is_open_on(max(first, last))
