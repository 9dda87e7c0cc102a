"""Facts of a past that no service tells: stays, nights and placements as they stand long after."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

from stations.facts import policy_on
from stations.models import Bed, Placement, RoomNight, Station, Stay, StayNight
from tests import people
from zibo_youth.accounts.models import Organisation, Person
from zibo_youth.core.calendar import at

NOON = time(12)
_serial = itertools.count(1)


def stayed(guest: Person, station: Station, day: date, nights: int = 1, *, came_at: time = NOON) -> Stay:
    """A stay that is over: arrived on a day at a time; without nights of its own."""
    arrived = at(day, came_at)
    return Stay.objects.create(
        reference=f"T{next(_serial):09d}",
        guest=guest,
        booked_by=guest.users.get(),
        station=station,
        arrival=day,
        departure=day + timedelta(days=nights),
        purpose=Stay.Purpose.JOB_SEEKING,
        policy=policy_on(day),
        state=Stay.State.CHECKED_OUT,
        submitted_at=arrived - timedelta(days=3),
        decided_at=arrived - timedelta(days=2),
        checked_in_at=arrived,
        checked_out_at=arrived + timedelta(days=nights),
    )


def slept(stay: Stay, bed: Bed, first_number: int = 1) -> list[StayNight]:
    """The nights of a stay, in one bed."""
    days = [stay.arrival + timedelta(days=n) for n in range((stay.departure - stay.arrival).days)]
    gender = stay.guest.gender
    for day in days:
        RoomNight.objects.get_or_create(
            room=bed.room, date=day, gender=gender, gender_mode=bed.room.gender_mode
        )
    return StayNight.objects.bulk_create(
        StayNight(
            stay=stay,
            guest=stay.guest,
            gender=gender,
            bed=bed,
            room=bed.room,
            date=day,
            number=number,
            policy=stay.policy,
            cap=stay.policy.max_free_nights,
        )
        for number, day in enumerate(days, start=first_number)
    )


def signed(stay: Stay, day: date, employer: str = "示例公司") -> Placement:
    """A confirmed placement."""
    return Placement.objects.create(
        stay=stay,
        employer=f"{employer}{next(_serial)}",
        signed_on=day,
        state=Placement.State.CONFIRMED,
        decided_at=datetime.now().astimezone(),
    )


def guests(size: int) -> list[Person]:
    return [user.person for user in people.crowd(size)]


def units() -> dict[str, Organisation]:
    """The eleven by code."""
    return {unit.code: unit for unit in Organisation.objects.reporting()}
