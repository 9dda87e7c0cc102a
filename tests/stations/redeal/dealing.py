"""Stays in beds of a test's choosing, and what a re-deal makes of them."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from stations import services
from stations.invariants import NIGHTS, STAYS
from stations.models import Bed, RoomNight, Stay, StayNight
from stations.services import redeal
from stations.services.pool import lock_station
from stations.services.redeal import redeal_for
from tests import people
from tests.houses import book
from zibo_youth.core.invariants import verify


def day(number):
    """Counted from the real today, also while a test stands at another moment."""
    return localdate() + timedelta(days=number)


def beds_of(station):
    return list(Bed.objects.filter(room__station=station).order_by("pk"))


def lies(station, bed, arrival, nights, gender=people.MALE, **changes):
    """A stay in a bed of the test's choosing, whatever booking would have chosen."""
    stay = book(people.applicant(gender=gender), station, day(arrival), nights=nights, **changes)
    put(stay, bed)
    return stay


def put(stay, bed):
    numbers = list(stay.nights.order_by("date").values("date", "number", "policy", "cap", "gender", "guest"))
    with transaction.atomic():
        redeal._move({stay.pk: bed.pk}, {bed.pk: redeal.Room(bed.room_id, bed.room.gender_mode, (bed.pk,))})
    assert list(stay.nights.order_by("date").values(*numbers[0])) == numbers


def asks(station, arrival=5, nights=4, gender=people.MALE, **changes):
    """Look for a bed as booking does when it found none."""
    guest = people.applicant(gender=gender).person
    stay = Stay(guest=guest, station=station, **changes)
    with transaction.atomic():
        lock_station(station.pk)
        return redeal_for(stay, arrival=day(arrival), departure=day(arrival + nights))


def rows(station):
    """All that a re-deal may touch, with the primary keys."""
    return [
        sorted(model.objects.filter(room__station=station).values_list()) for model in (StayNight, RoomNight)
    ]


def bed_of(stay):
    (bed,) = set(stay.nights.values_list("bed", flat=True))
    return bed


def assert_sound():
    counted = verify()
    assert {name: counted[name] for name in NIGHTS | STAYS if counted[name]} == {}


def pin(stay):
    services.pin_bed(
        actor=people.operator(stay.station.operator), stay=stay, reason=Stay.PinReason.ACCESSIBILITY
    )
