"""
The order of locks (design.md §3.12): person, station or lounge, stays or visits, nights by date.

Several stations at once go by their number (`lock_stations`).

A station's row is the lock of its beds. Whoever takes or frees a night holds it,
so the bed that is read as free is free when it is written, exactly one of many
wins the last one, and none loses to a neighbour who gives up.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from stations.models import Lounge, Station, Stay, StayNight
from zibo_youth.accounts.errors import AccountErased
from zibo_youth.accounts.services.erasing import lock_living
from zibo_youth.core.errors import explaining
from zibo_youth.core.prepared import Prepared

LOCK_BOTH = Prepared(
    "lock_guest_and_station",
    """
    SELECT station.queue_unsettled, guest.erased_at IS NOT NULL AND guest.returned_at IS NULL
    FROM accounts_person AS guest, stations_station AS station
    WHERE guest.id = %(guest)s AND station.id = %(station)s
    FOR NO KEY UPDATE OF guest, station
    """,
    {"guest": "bigint", "station": "bigint"},
)

# A room that nobody sleeps in any more belongs to no gender.
FORGET_EMPTY_ROOMS = """
DELETE FROM stations_roomnight AS empty
WHERE (empty.room_id, empty.date) IN (SELECT * FROM unnest(%s::bigint[], %s::date[]))
  AND NOT EXISTS (SELECT FROM stations_staynight AS slept
                  WHERE slept.room_id = empty.room_id AND slept.date = empty.date)
"""


def lock_guest_and_station(guest_id: int, station_id: int) -> bool:
    """
    Wait for the guest's and the station's other bookings; whether the station's queue is unsettled.

    NO KEY UPDATE lets others refer to both. Raises `Busy`, and `AccountErased` for a guest whose
    account was closed while this one waited.
    """
    with explaining():
        row = LOCK_BOTH.one({"guest": guest_id, "station": station_id})
    if row and row[1]:
        raise AccountErased
    return bool(row and row[0])


def lock_station(station_id: int) -> bool:
    """
    Wait for whoever takes or frees a night here; whether the station's queue is unsettled.

    Read in the order of the key: stations are sorted by their area, whose row the
    lock would take as well, and every house of a district would wait for each other.
    """
    locked = Station.objects.select_for_update(no_key=True).filter(pk=station_id).order_by("pk")
    with explaining():
        return bool(locked.values_list("queue_unsettled", flat=True).first())


def lock_stations(station_ids: Iterable[int]) -> None:
    """Wait for several stations at once, in ascending order: two who want the same ones never form a ring."""
    locked = Station.objects.select_for_update(no_key=True).filter(pk__in=set(station_ids))
    list(locked.order_by("pk").values_list("pk"))


def lock_stays(stay_ids: Iterable[int]) -> None:
    """Wait for whoever moves one of these stays, at a desk that takes no station's lock too."""
    locked = Stay.objects.select_for_update(no_key=True).filter(pk__in=set(stay_ids))
    list(locked.order_by("pk").values_list("pk"))


def lock_person(person_id: int) -> None:
    """Wait for what else happens to this person's nights and strikes. Raises `Busy`, `AccountErased`."""
    with explaining():
        lock_living(person_id)


def lock_stay(stay_id: int) -> None:
    """Wait for what else is answered or decided about this stay."""
    Stay.objects.select_for_update(no_key=True).filter(pk=stay_id).values_list("pk").first()


def lock_lounge(lounge_id: int) -> None:
    """
    Wait for whoever takes or frees a half hour here. Raises `Busy`.

    Read in the order of the key, as `lock_station` is.
    """
    locked = Lounge.objects.select_for_update(no_key=True).filter(pk=lounge_id).order_by("pk")
    with explaining():
        locked.values_list("pk").first()


def release_nights(nights: list[StayNight]) -> None:
    """Give nights back to bed and person. The caller holds the station's lock."""
    StayNight.objects.filter(pk__in=[night.pk for night in nights]).delete()
    forget_empty_rooms(nights)


def forget_empty_rooms(nights: list[StayNight]) -> None:
    """The rooms of nights that are no longer slept there are open to both genders again, where empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            FORGET_EMPTY_ROOMS, [[night.room_id for night in nights], [night.date for night in nights]]
        )
