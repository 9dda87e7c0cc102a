"""
停用与改住 (closures): beds are closed and everybody in them gets a proposal, in one transaction.

People with a bed who lose it through us come before everybody who waits: their
nights are laid into other beds first, then the queues are settled. Two stations
or more are locked at once, in ascending order; whoever books, checks in or
closes beside it comes before or after, and never between.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from stations.closure_errors import ClosureOver, ClosurePast, ClosureTooShort
from stations.models import Closure, Rehousing, Room, Station
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.accounts.services.records import delete_record, save_record
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .displaced import OutOfUse, all_out_of_use
from .pool import lock_stations, lock_stays
from .proposals import goes_back, houses_around, propose_all
from .queue import settle

CLOSE = "stations.manage_closure"


def close_station(
    *, actor: Actor, station: Station, from_on: date, until_on: date, reason: str
) -> list[Rehousing]:
    """全站停用 (close the whole house) for some nights; one proposal for each guest. Raises as `close`."""
    closure = Closure(station=station, from_on=from_on, until_on=until_on, reason=reason)
    return close(actor=actor, closure=closure)


def close_room(*, actor: Actor, room: Room, from_on: date, until_on: date, reason: str) -> list[Rehousing]:
    """停用一间房 (close one room), as `close_station` does the whole house."""
    closure = Closure(station=room.station, room=room, from_on=from_on, until_on=until_on, reason=reason)
    return close(actor=actor, closure=closure)


def close(*, actor: Actor, closure: Closure) -> list[Rehousing]:
    """
    停用 (carry out a closure): exactly one proposal for every stay that it hits.

    Raises `ClosurePast`, `ClosureTooShort`, `RecordRefused`, and `Busy` when a house cannot be had in time.
    """
    policy.require(actor, CLOSE, closure)
    if closure.from_on < today():
        raise ClosurePast
    if closure.until_on <= closure.from_on:
        raise ClosureTooShort
    with explaining(), transaction.atomic():
        closed = OutOfUse.by(closure)
        houses = houses_around(closed)
        lock_stations(houses)
        save_record(actor=actor, record=closure, action=CLOSE)
        made = propose_all(actor, closed, houses)
        for house in sorted(houses):
            settle(house)
    return made


def preview_closure(*, actor: Actor, closure: Closure) -> list[Rehousing]:
    """停用预览 (preview): what `close` would do at this moment. It is done, read, and undone."""
    with transaction.atomic():
        made = close(actor=actor, closure=closure)
        transaction.set_rollback(True)
    return made


def lift_closure(*, actor: Actor, closure: Closure) -> list[Rehousing]:
    """
    提前恢复 (lift) from today on; a closure that has not begun is as if it had never been.

    Whoever has not said yes to another bed keeps, or gets back, the own one while it
    is free; these are returned. Raises `ClosureOver`.
    """
    policy.require(actor, CLOSE, closure)
    with explaining(), transaction.atomic():
        held = closure.rehousings.open().values_list("held__station", flat=True)
        houses = {closure.station_id, *held}
        lock_stations(houses)
        current = Closure.objects.select_related("station").filter(pk=closure.pk).first()
        if current is None or current.until_on <= today():
            raise ClosureOver
        lock_stays(current.rehousings.open().values_list("held", flat=True))
        moved = list(current.rehousings.open().select_related("stay__guest", "stay__station", "station"))
        _reopen(actor, current)
        back = [rehousing for rehousing in moved if goes_back(actor, rehousing)]
        for other in all_out_of_use(current.station):
            propose_all(actor, other, {current.station_id})
        for house in sorted(houses):
            settle(house)
    return back


def _reopen(actor: Actor, closure: Closure) -> None:
    if closure.from_on >= today():
        delete_record(actor=actor, record=closure, action=CLOSE)
    else:
        closure.until_on = today()
        save_record(actor=actor, record=closure, action=CLOSE, only=["until_on"])
