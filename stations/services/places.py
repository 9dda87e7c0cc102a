"""Places: a station is opened, furnished with rooms and beds, shown in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from stations.errors import BedHasNights, RoomHasNights
from stations.models import Bed, Rehousing, Room, Station, StationPhoto
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Area, Organisation
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.errors import DomainError, explaining

from .pool import lock_stations
from .station_days import check_days, follow_days, houses_of_days

# What only PostgreSQL can tell of a room or a bed that somebody has booked.
WALLS: dict[str, DomainError] = {
    "room_night_fits_the_rooms_mode": RoomHasNights(),
    "room_night_mode_is_the_rooms": RoomHasNights(),
    "stay_night_bed_stands_in_its_room": BedHasNights(),
}
MANAGE = "stations.manage_station"


def open_station(
    *,
    actor: policy.Actor,
    code: str,
    name: str,
    area: Area,
    reporting_org: Organisation,
    operator: Organisation,
    address: str,
    phone: str,
    opened_on: date,
    **details: Any,
) -> Station:
    """
    启用驿站 (open a station), for whom it reports and who runs it; ``details`` are further fields.

    Raises `NotAllowed`, and `RecordRefused` with the words of the broken rule.
    """
    station = Station(
        code=code,
        name=name,
        area=area,
        reporting_org=reporting_org,
        operator=operator,
        address=address,
        phone=phone,
        opened_on=opened_on,
        **details,
    )
    return cast(Station, save_record(actor=actor, record=station, action=MANAGE))


def change_station(*, actor: policy.Actor, station: Station) -> list[Rehousing]:
    """
    更正驿站 (correct a station) that already carries its new values.

    Whom its days leave without a bed is re-housed at once, as by a closure; these are
    returned. Raises as `open_station`, `SleptOutsideTheDays`, `Busy`.
    """
    policy.require(actor, MANAGE, station)
    with explaining(), transaction.atomic():
        houses = houses_of_days([station])
        lock_stations(houses)
        save_station(actor=actor, station=station)
        return follow_days(actor, [station], houses)


def preview_station(*, actor: policy.Actor, station: Station) -> list[Rehousing]:
    """更正预览 (preview): whom `change_station` would re-house now. It is done, read, and undone."""
    with transaction.atomic():
        made = change_station(actor=actor, station=station)
        transaction.set_rollback(True)
    return made


def save_station(*, actor: policy.Actor, station: Station) -> Station:
    """
    The record alone, for whoever saves many: the caller holds the locks, and follows their days.

    Raises as `open_station`, and `SleptOutsideTheDays`.
    """
    policy.require(actor, MANAGE, station)
    check_days(station)
    return cast(Station, save_record(actor=actor, record=station, action=MANAGE))


@transaction.atomic
def add_room(
    *,
    actor: policy.Actor,
    station: Station,
    name: str,
    gender_mode: str,
    beds: Sequence[str],
    floor: int = 1,
) -> Room:
    """增设房间 (add a room) with its beds, named by their labels. Raises as `open_station`."""
    room = Room(station=station, name=name, gender_mode=gender_mode, floor=floor)
    save_record(actor=actor, record=room, action=MANAGE)
    Bed.objects.bulk_create(Bed(room=room, label=label) for label in beds)
    return room


@transaction.atomic
def change_room(*, actor: policy.Actor, room: Room, more_beds: Sequence[str] = ()) -> Room:
    """
    更正房间 (correct a room) that already carries its new values, and give it more beds.

    Raises as `open_station`, and `RoomHasNights` when a written night contradicts its new kind.
    """
    save_record(actor=actor, record=room, action=MANAGE, refusals=WALLS)
    Bed.objects.bulk_create(Bed(room=room, label=label) for label in more_beds)
    return room


def add_photo(
    *,
    actor: policy.Actor,
    station: Station,
    picture: bytes,
    extension: str,
    description: str,
    position: int = 0,
) -> StationPhoto:
    """
    添加照片 (add a photo); its description is what people hear who cannot see it.

    The file is written before the row and goes when the row fails (INV-9).
    """
    photo = StationPhoto(station=station, description=description, position=position)
    policy.require(actor, MANAGE, photo)
    name = storages["default"].save(f"stations/{station.code}{extension}", ContentFile(picture))
    photo.image = name
    try:
        return cast(StationPhoto, save_record(actor=actor, record=photo, action=MANAGE))
    except BaseException:
        storages["default"].delete(name)
        raise
