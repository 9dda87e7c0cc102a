"""Places: a lounge is opened, furnished with zones and hours, shown in a picture."""

from __future__ import annotations

from datetime import time
from typing import Any, cast

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from stations.lounge_errors import ZoneElsewhere, ZoneHasVisits
from stations.models import Lounge, LoungeHours, LoungeVisit, LoungeZone
from zibo_youth.accounts import policy
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.errors import DomainError

from .pool import lock_lounge

MANAGE = "stations.manage_lounge"
WALLS: dict[str, DomainError] = {
    "lounge_slot_seat_exists": ZoneHasVisits(),
    "lounge_visit_zone_lies_in_its_lounge": ZoneHasVisits(),
    "lounge_zone_hall_is_a_hall_here": ZoneElsewhere(),
}


def open_lounge(
    *, actor: policy.Actor, lounge: Lounge, hours: dict[int, tuple[time, time]], picture: bytes = b""
) -> Lounge:
    """
    启用会客厅 (open a lounge) with its hours by kind of day; ``picture`` is a JPEG.

    The file is written before the row and goes when the row fails (INV-9).
    """
    policy.require(actor, MANAGE, lounge)
    name = storages["default"].save(f"lounges/{lounge.code}.jpg", ContentFile(picture)) if picture else ""
    lounge.image = name
    try:
        with transaction.atomic():
            save_record(actor=actor, record=lounge, action=MANAGE)
            for day, (opens, closes) in hours.items():
                line = LoungeHours(lounge=lounge, day=day, opens=opens, closes=closes)
                save_record(actor=actor, record=line, action=MANAGE)
    except BaseException:
        if name:
            storages["default"].delete(name)
        raise
    return lounge


def add_zone(*, actor: policy.Actor, lounge: Lounge, **details: Any) -> LoungeZone:
    """增设功能区 (add a zone). Raises as `save_zone`."""
    return save_zone(actor=actor, zone=LoungeZone(lounge=lounge, **details))


@transaction.atomic
def save_zone(*, actor: policy.Actor, zone: LoungeZone) -> LoungeZone:
    """
    保存功能区 (save a zone).

    What a booking takes must not change under a written one: neither the zone's
    way of being booked, nor which zones make up a hall. Raises `ZoneHasVisits`,
    `ZoneElsewhere`, and as `save_record`.
    """
    lock_lounge(zone.lounge_id)
    stored = LoungeZone.objects.filter(pk=zone.pk).first() if zone.pk else None
    changed = _taken_otherwise(stored, zone)
    if changed and LoungeVisit.objects.holding().filter(zone__in=changed).exists():
        raise ZoneHasVisits
    return cast(LoungeZone, save_record(actor=actor, record=zone, action=MANAGE, refusals=WALLS))


def _taken_otherwise(stored: LoungeZone | None, zone: LoungeZone) -> list[int]:
    """Zones of which a booking would take other rows after the change."""
    before = stored.hall_id if stored else None
    halls = [before, zone.hall_id] if before != zone.hall_id else []
    itself = [zone.pk] if stored is not None and stored.mode != zone.mode else []
    return [number for number in [*halls, *itself] if number]
