"""
改住 (relodging): nights leave a closed bed and lie in another one at once, here or in another house.

Dates and numbers of the nights stay, so the cap is what it was. Nights that were
slept stay where they were slept. The caller holds the locks of both stations and
of the stay, and settles the queues afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models.functions import Now

from stations.models import Bed, Station, Stay, StayTransition
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today

from .moves import unused_code
from .pool import FORGET_EMPTY_ROOMS
from .redeal import LAY_NIGHTS, redeal_for

State = Stay.State
REHOUSED = "rehoused"
# Who approved the stay approved the rest of it.
APPROVAL = (
    *("two_reviewers", "first_approver", "first_approved_at"),
    *("second_approver", "review_exception"),
)

LIFT_FROM = """
DELETE FROM stations_staynight WHERE stay_id = %s AND date >= %s
RETURNING room_id, date, guest_id, gender, number, policy_id, cap, extra_id, extra_nights, extra_until
"""


class _Full(Exception):
    """No bed was found: what was lifted is laid back by the savepoint."""


@dataclass(frozen=True, slots=True)
class Lodged:
    """The bed that was found, the stay that holds its nights, and the first of them."""

    bed: Bed
    held: Stay
    from_on: date


def relodge(actor: Actor, stay: Stay, hit: date, near: Iterable[Station]) -> Lodged | None:
    """
    The same station first, then the others in the order given; None and nothing is changed.

    ``hit`` is the first night that the closure takes. One bed for the whole stay is
    tried before a change of beds on that night; a guest in the house keeps the bed
    until then.
    """
    for first in _starts(stay, hit):
        if lodged := lodge(actor, stay, stay.station, first):
            return lodged
    if stay.state != State.CHECKED_IN and stay.arrival < today():
        return None  # a night of it is over: the desk decides, and no other house
    first = hit if stay.state == State.CHECKED_IN else stay.arrival
    found = (lodge(actor, stay, station, first) for station in near)
    return next(filter(None, found), None)


def _starts(stay: Stay, hit: date) -> list[date]:
    if stay.state == State.CHECKED_IN:
        return [hit]
    return list(dict.fromkeys((max(stay.arrival, today()), hit)))


def lodge(
    actor: Actor, stay: Stay, station: Station, first: date, *, only_bed: int | None = None
) -> Lodged | None:
    """Lay the nights from a day on into a bed of the station; the guest's wish counts while it can."""
    for wish in dict.fromkeys((stay.room_wish, Stay.RoomWish.ANY)):
        asker = Stay(guest=stay.guest, station=station, room_wish=wish)
        try:
            with transaction.atomic():
                return _lodge(actor, stay, asker, first, only_bed)
        except _Full:
            continue
    return None


def _lodge(actor: Actor, stay: Stay, asker: Stay, first: date, only_bed: int | None) -> Lodged:
    with connection.cursor() as cursor:
        cursor.execute(LIFT_FROM, [stay.pk, first])
        lifted = cursor.fetchall()
        cursor.execute(FORGET_EMPTY_ROOMS, [[night[0] for night in lifted], [night[1] for night in lifted]])
        chosen = redeal_for(asker, arrival=first, departure=stay.departure, only_bed=only_bed)
        if chosen is None:
            raise _Full
        bed = Bed.objects.select_related("room").get(pk=chosen)
        held = stay if asker.station == stay.station else _at(actor, stay, asker.station, first)
        mode = bed.room.gender_mode
        laid = [(bed.pk, bed.room_id, mode, night[1], held.pk, *night[2:]) for night in lifted]
        cursor.execute(LAY_NIGHTS, [list(column) for column in zip(*laid, strict=True)])
    return Lodged(bed, held, first)


def _at(actor: Actor, stay: Stay, station: Station, first: date) -> Stay:
    """The stay goes over whole while no night of it stays behind; else the rest is a stay of its own."""
    if stay.nights.exists():
        return _rest(actor, stay, station, first)
    code = unused_code(station) if stay.state == State.APPROVED else stay.check_in_code
    note = f"{stay.station.name} → {station.name}"
    Stay.objects.filter(pk=stay.pk).update(station=station, check_in_code=code)
    _trace(actor, stay, stay.state, note)
    stay.refresh_from_db()
    return stay


def _rest(actor: Actor, stay: Stay, station: Station, first: date) -> Stay:
    """The guest leaves the first house on that day, and is expected in the second with a code of its own."""
    rest = Stay.objects.create(
        guest=stay.guest,
        booked_by=stay.booked_by,
        station=station,
        policy=stay.policy,
        arrival=first,
        departure=stay.departure,
        room_wish=stay.room_wish,
        purpose=stay.purpose,
        purpose_detail=stay.purpose_detail,
        declared_non_native=stay.declared_non_native,
        referral_channel=stay.referral_channel,
        contact_mobile=stay.contact_mobile,
        **{name: getattr(stay, name) for name in APPROVAL},
        state=State.APPROVED,
        check_in_code=unused_code(station),
        submitted_at=stay.submitted_at,
        decided_at=Now(),
    )
    rest.refresh_from_db()
    rest.evidence.set(stay.evidence.all())
    _trace(actor, rest, "", f"{stay.reference} {stay.station.name} → {station.name}")
    Stay.objects.filter(pk=stay.pk).update(departure=first)
    _trace(actor, stay, stay.state, f"{stay.station.name} → {station.name} {rest.reference}")
    stay.refresh_from_db()
    return rest


def _trace(actor: Actor, stay: Stay, from_state: str, note: str) -> None:
    StayTransition.objects.create(
        stay=stay, actor_id=actor.pk, from_state=from_state, to_state=stay.state, reason=REHOUSED, note=note
    )
