"""Houses that are closed, and the guests in them: what the tests of closures share."""

from datetime import timedelta

import time_machine
from django.db import connection, transaction

from stations import services
from stations.invariants import NIGHTS, STAYS
from stations.models import Bed, RoomNight, StayNight
from stations.services.relodging import lodge
from tests import people
from tests.houses import book
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now, today


def torn():
    """Every promise about nights and stays that does not hold."""
    found = {}
    with connection.cursor() as cursor:
        for name, (_meaning, rows) in (NIGHTS | STAYS).items():
            cursor.execute(f"SELECT count(*) FROM ({rows}) AS found")
            found[name] = cursor.fetchone()[0]
    return {name: count for name, count in found.items() if count}


def room(station, name="101"):
    return station.rooms.get(name=name)


def shut(place, first=5, nights=3, by=None):
    """Close a room or a house from a day on; the operator of the house does it."""
    station = getattr(place, "station", place)
    dates = {"from_on": today() + timedelta(days=first), "reason": "水管检修"}
    dates["until_on"] = dates["from_on"] + timedelta(days=nights)
    actor = by or people.operator(station.operator)
    if place is station:
        return services.close_station(actor=actor, station=station, **dates)
    return services.close_room(actor=actor, room=place, **dates)


def approved(user, station, *dates, **asked):
    stay = book(user, station, *dates, **asked)
    return services.approve_stay(actor=people.operator(station.operator), stay=stay)


def in_house(user, station, nights=3):
    """Checked in today."""
    with time_machine.travel(now() - timedelta(days=4)):
        stay = approved(user, station, today() + timedelta(days=4), nights)
    return services.admit_guest(actor=people.operator(station.operator), stay=stay, is_seen=True)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def places(stay):
    """(night, house, room) of each night."""
    return [
        ((night.date - today()).days, night.room.station, night.room.name)
        for night in StayNight.objects.filter(stay=stay).select_related("room__station")
    ]


def forget_empty_rooms_of(station):
    slept = StayNight.objects.filter(room__station=station).values_list("room", "date")
    for night in RoomNight.objects.filter(room__station=station):
        if (night.room_id, night.date) not in set(slept):
            night.delete()


def lies(stay, name):
    """The stay lies in a bed of this room, as chance would have it."""
    during = StayNight.objects.filter(date__gte=stay.arrival, date__lt=stay.departure).exclude(stay=stay)
    free = Bed.objects.filter(room__station=stay.station, room__name=name).exclude(
        pk__in=during.values("bed")
    )
    with transaction.atomic():
        lodge(SYSTEM, stay, stay.station, stay.arrival, only_bed=free.first().pk)
    return fresh(stay)


def in_house_until(station, name, departure):
    """Somebody whose bed is pinned up to a day."""
    stay = approved(people.applicant(), station, departure - timedelta(days=2), 2)
    stay = lies(stay, name)
    return services.pin_bed(actor=people.operator(station.operator), stay=stay, reason="promised")


def lift(made):
    return services.lift_closure(actor=people.operator(made.station.operator), closure=made.closure)
