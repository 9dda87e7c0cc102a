"""
门口的海报 (the poster at a zone's door): what its QR code says, whether it still holds, who stands before it.

The code is signed and names the zone and the version of its poster, nobody's booking.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core import signing
from django.db.models import OuterRef, Subquery

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import now, today

from .lounge_days import boards_of, clock_of, running_slot
from .lounge_errors import PosterRenewed, PosterUnknown
from .lounge_querysets import LoungeVisitQuerySet
from .models import LoungeVisit, LoungeVisitTransition, LoungeZone
from .models.lounge import LAST_SLOT

SALT = "stations.lounge-door"
# What a check-in at the door is called in its transition.
POSTER = "poster"
EARLIEST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Opening:
    """The next half hours that are free in a zone today."""

    start: time
    end: time
    is_now: bool


def token_of(zone: LoungeZone) -> str:
    return signing.Signer(salt=SALT).sign(f"{zone.pk}-{zone.poster_version}")


def zone_of(token: str) -> LoungeZone:
    """The zone whose poster this is. Raises `PosterUnknown`, `PosterRenewed`."""
    try:
        number, version = signing.Signer(salt=SALT).unsign(token).split("-")
    except signing.BadSignature:
        raise PosterUnknown from None
    zone = LoungeZone.objects.select_related("lounge").filter(pk=number).first()
    if zone is None:
        raise PosterUnknown
    if zone.poster_version != int(version):
        raise PosterRenewed
    return zone


def visit_at(zone: LoungeZone, person: Person | None) -> LoungeVisit | None:
    """The person's visit of today in this zone, or in the hall that it lies in: in use, or the next one."""
    visits = LoungeVisit.objects.filter(
        person=person,
        zone__in=[zone.pk, zone.hall_id or zone.pk],
        date=today(),
        state__in=("checked_in", "booked"),
    )
    to_come = [visit for visit in visits.select_related("zone", "lounge") if now() < visit.ends_at]
    return min(to_come, key=lambda visit: visit.start, default=None)


def telling_how_they_came(visits: LoungeVisitQuerySet) -> LoungeVisitQuerySet:
    """With ``came_by``: `POSTER` where the last check-in was the person's own, at the door."""
    came = LoungeVisitTransition.objects.filter(visit=OuterRef("pk"), to_state="checked_in")
    return visits.annotate(came_by=Subquery(came.order_by("-pk").values("reason")[:1]))


def door_opens_at(visit: LoungeVisit) -> datetime:
    """From when on a visit may be checked in by the poster; it ends when the place is kept no longer."""
    return visit.starts_at - EARLIEST


def next_opening(zone: LoungeZone) -> Opening | None:
    """What may be booked here now, or next today; a zone that asks first cannot be booked once it runs."""
    if not (zone.is_active and zone.lounge.is_active):
        return None
    board, running = boards_of(zone.lounge, [today()])[zone.pk, today()], running_slot(now())
    for slot in range(running + bool(board.answer_hours), LAST_SLOT + 1):
        if lengths := board.lengths_from(slot):
            return Opening(clock_of(slot), clock_of(slot + lengths[-1]), slot == running)
    return None
