"""同住间 (rooms for people who belong together): which are free, and whose a stay's nights are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from .models import Closure, Room, RoomNight, Station, Stay

PARTY = Room.GenderMode.PARTY


def has_party_room(station: Station) -> bool:
    return Room.objects.filter(station=station, gender_mode=PARTY).exists()


def rooms_for(station: Station, arrival: date, departure: date, size: int = 2) -> QuerySet[Room]:
    """
    Rooms in which nobody sleeps on any of these nights, with a bed for each; the smallest first.

    ``bed_count`` says how many beds each has. None outside the days of the house.
    """
    slept = RoomNight.objects.filter(room=OuterRef("pk"), date__gte=arrival, date__lt=departure)
    closed = Closure.objects.filter(room=OuterRef("pk")).touching(arrival, departure)
    rooms = Room.objects.filter(station=station, gender_mode=PARTY).annotate(bed_count=Count("beds"))
    free = rooms.filter(~Exists(slept), ~Exists(closed), bed_count__gte=size).order_by("bed_count", "pk")
    return free if _is_open(station, arrival, departure) else free.none()


def _is_open(station: Station, arrival: date, departure: date) -> bool:
    lasts = station.closed_on is None or departure <= station.closed_on
    shut = station.closures.filter(room=None).touching(arrival, departure)
    return station.opened_on <= arrival and lasts and not shut.exists()


def is_together(stay: Stay) -> bool:
    """Whether the stay holds nights in the room of a party."""
    return stay.nights.filter(party__isnull=False).exists()


def together_among(stays: Iterable[Stay]) -> set[int]:
    """Which of these stays are of a party. One query."""
    numbers = [stay.pk for stay in stays]
    return set(Stay.objects.filter(pk__in=numbers, party_places__isnull=False).values_list("pk", flat=True))
