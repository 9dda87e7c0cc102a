"""
停用与改住 (closures): beds are closed and everybody in them gets a proposal, in one transaction.

People with a bed who lose it through us come before everybody who waits: their
nights are laid into other beds first, then the queues are settled. Two stations
or more are locked at once, in ascending order; whoever books, checks in or
closes beside it comes before or after, and never between.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from stations.closure_errors import ClosureOver, ClosurePast, ClosureTooShort
from stations.facts import policy_on
from stations.models import Closure, Rehousing, Room, Station, Stay
from stations.nearness import nearest, rooms_near
from stations.querysets import RehousingQuerySet
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership
from zibo_youth.accounts.policy import Actor
from zibo_youth.accounts.services.records import delete_record, save_record
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .displaced import is_hit, nights_hit
from .pool import lock_stations, lock_stays
from .queue import settle
from .relodging import lodge, relodge

CLOSE = "stations.manage_closure"
State = Rehousing.State
# So many neighbours are always asked for room, whoever books while the closure begins.
NEIGHBOURS = 6


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
        houses = _houses(closure)
        lock_stations(houses)
        save_record(actor=actor, record=closure, action=CLOSE)
        made = _propose_all(actor, closure, houses)
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
        back = [rehousing for rehousing in moved if _goes_back(actor, rehousing)]
        for other in Closure.objects.filter(station=closure.station_id).lasting(today()):
            _propose_all(actor, other, {other.station_id})
        for house in sorted(houses):
            settle(house)
    return back


def _reopen(actor: Actor, closure: Closure) -> None:
    if closure.from_on >= today():
        delete_record(actor=actor, record=closure, action=CLOSE)
    else:
        closure.until_on = today()
        save_record(actor=actor, record=closure, action=CLOSE, only=["until_on"])


def _goes_back(actor: Actor, rehousing: Rehousing) -> bool:
    """Not when the rest of the stay is a stay of its own in another house: its guest answers or is called."""
    stay = rehousing.stay
    if rehousing.held_id != stay.pk:
        return False
    if rehousing.state != State.TO_ARRANGE:
        first = max(rehousing.from_on, today())
        if lodge(actor, stay, rehousing.station, first, only_bed=rehousing.from_bed_id) is None:
            return False
    _withdraw(actor, Rehousing.objects.filter(pk=rehousing.pk))
    if not is_hit(stay):
        notify("stations.rehousing_withdrawn", to=stay.guest, about=rehousing)
    return True


def _hit_stays(closure: Closure) -> list[Stay]:
    """Who holds a bed that the closure takes: guests in the house, then by arrival, then who asked first."""
    hit = nights_hit(closure).values("stay")
    stays = Stay.objects.live().filter(pk__in=hit).select_related("guest", "station", "policy", "booked_by")
    return sorted(
        stays, key=lambda stay: (stay.state != Stay.State.CHECKED_IN, stay.arrival, stay.submitted_at)
    )


def _houses(closure: Closure) -> set[int]:
    """What is locked together: the own house, the nearest, and those with room for whom the closure hits."""
    houses = {closure.station_id, *nearest(closure.station, closure.from_on, most=NEIGHBOURS)}
    hit = _hit_stays(closure)
    for stay in hit:
        with_room = [near.pk for near, _free in rooms_near(stay, _first(stay, closure))]
        houses.update(with_room[: max(NEIGHBOURS, len(hit))])
    return houses


def _first(stay: Stay, closure: Closure) -> date:
    """The first night that would be spent in another house."""
    return max(closure.from_on, today()) if stay.state == Stay.State.CHECKED_IN else stay.arrival


def _propose_all(actor: Actor, closure: Closure, houses: set[int]) -> list[Rehousing]:
    """Under the stations' locks. Whom an earlier closure has left without a bed is on the list already."""
    lock_stays(stay.pk for stay in _hit_stays(closure))
    listed = set(Rehousing.objects.filter(state=State.TO_ARRANGE).values_list("held", flat=True))
    hit = [stay for stay in _hit_stays(closure) if stay.pk not in listed]
    return [_propose(actor, stay, closure, houses) for stay in hit]


def _propose(actor: Actor, stay: Stay, closure: Closure, houses: set[int]) -> Rehousing:
    night = nights_hit(closure).filter(stay=stay).select_related("bed__room")[0]
    _withdraw(actor, Rehousing.objects.filter(held=stay))  # its bed is closed in turn
    lodged = relodge(actor, stay, night.date, _near(stay, closure, houses))
    rehousing = Rehousing.objects.create(
        closure=closure,
        station=closure.station,
        stay=stay,
        held=lodged.held if lodged else stay,
        from_bed=night.bed,
        to_bed=lodged.bed if lodged else None,
        from_on=lodged.from_on if lodged else night.date,
        state=State.PROPOSED if lodged else State.TO_ARRANGE,
        answer_by=_answer_by(lodged.from_on) if lodged else None,
    )
    if lodged:
        notify("stations.rehousing_proposed", to=stay.guest, about=rehousing)
    else:
        tell_to_call(rehousing)
    return rehousing


def _near(stay: Stay, closure: Closure, houses: set[int]) -> Iterator[Station]:
    """Other houses with room, the nearest first; read when the own house has turned out to be full."""
    for station, _free in rooms_near(stay, _first(stay, closure)):
        if station.pk in houses and station.pk != stay.station_id:
            yield station


def _withdraw(actor: Actor, rehousings: RehousingQuerySet) -> None:
    rehousings.open().update(state=State.WITHDRAWN, decided_by=actor.pk, decided_at=now())


def _answer_by(first: date) -> datetime:
    """After the policy's hours, and before the first night in the new bed begins."""
    terms = policy_on(today())
    return min(now() + timedelta(hours=terms.rehousing_hours), at(first, terms.check_in_from))


def tell_to_call(rehousing: Rehousing) -> None:
    """The guest hears that we shall ring, and those who ring hear it too."""
    notify("stations.rehousing_to_arrange", to=rehousing.stay.guest, about=rehousing, dedup=rehousing.state)
    desk = Membership.objects.current(today()).filter(
        role=Membership.Role.STATION_OPERATOR, organisation=rehousing.station.operator_id
    )
    for office in desk.select_related("person"):
        notify("stations.rehousing_to_call", to=office.person, about=rehousing, dedup=rehousing.state)
