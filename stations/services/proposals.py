"""
改住安排 (proposals): whoever holds a night in a bed out of use gets exactly one, and the new bed at once.

The caller holds the locks of the stations, and settles their queues afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from stations.facts import policy_on
from stations.models import Rehousing, Station, Stay
from stations.nearness import nearest, rooms_near
from stations.querysets import RehousingQuerySet
from zibo_youth.accounts.models import Membership
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import at, now, today
from zibo_youth.notifications.outbox import notify

from .displaced import OutOfUse, is_hit
from .holds import let_go_of_closed
from .pool import lock_stays
from .relodging import lodge, relodge

State = Rehousing.State
# So many neighbours are always asked for room, whoever books while the beds are taken.
NEIGHBOURS = 6


def houses_around(beds: OutOfUse) -> set[int]:
    """What is locked together: the own house, the nearest, and those with room for who is hit."""
    day = max(beds.from_on, today())
    houses = {beds.station.pk, *nearest(beds.station, day, most=NEIGHBOURS)}
    hit = _hit_stays(beds)
    for stay in hit:
        with_room = [near.pk for near, _free in rooms_near(stay, _first(stay, beds))]
        houses.update(with_room[: max(NEIGHBOURS, len(hit))])
    return houses


def propose_all(actor: Actor, beds: OutOfUse, houses: set[int]) -> list[Rehousing]:
    """Under the stations' locks. Whom an earlier closure has left without a bed is on the list already."""
    let_go_of_closed(beds.nights_hit())
    lock_stays(stay.pk for stay in _hit_stays(beds))
    listed = set(Rehousing.objects.filter(state=State.TO_ARRANGE).values_list("held", flat=True))
    hit = [stay for stay in _hit_stays(beds) if stay.pk not in listed]
    return [_propose(actor, stay, beds, houses) for stay in hit]


def goes_back(actor: Actor, rehousing: Rehousing) -> bool:
    """Not when the rest of the stay is a stay of its own in another house: its guest answers or is called."""
    stay = rehousing.stay
    if rehousing.held_id != stay.pk:
        return False
    if rehousing.state != State.TO_ARRANGE:
        first = max(rehousing.from_on, today())
        if first >= stay.departure:  # every night of it is over: the guest has not checked out yet
            return False
        if lodge(actor, stay, rehousing.station, first, only_bed=rehousing.from_bed_id) is None:
            return False
    _withdraw(actor, Rehousing.objects.filter(pk=rehousing.pk))
    if not is_hit(stay):
        notify("stations.rehousing_withdrawn", to=stay.guest, about=rehousing)
    return True


def tell_to_call(rehousing: Rehousing) -> None:
    """The guest hears that we shall ring, and those who ring hear it too."""
    notify("stations.rehousing_to_arrange", to=rehousing.stay.guest, about=rehousing, dedup=rehousing.state)
    desk = Membership.objects.current(today()).filter(
        role=Membership.Role.STATION_OPERATOR, organisation=rehousing.station.operator_id
    )
    for office in desk.select_related("person"):
        notify("stations.rehousing_to_call", to=office.person, about=rehousing, dedup=rehousing.state)


def _hit_stays(beds: OutOfUse) -> list[Stay]:
    """Who holds a bed that is taken: guests in the house, then by arrival, then who asked first."""
    hit = beds.nights_hit().values("stay")
    stays = Stay.objects.live().filter(pk__in=hit).select_related("guest", "station", "policy", "booked_by")
    return sorted(
        stays, key=lambda stay: (stay.state != Stay.State.CHECKED_IN, stay.arrival, stay.submitted_at)
    )


def _first(stay: Stay, beds: OutOfUse) -> date:
    """The first night that would be spent in another house."""
    return max(beds.from_on, today()) if stay.state == Stay.State.CHECKED_IN else stay.arrival


def _propose(actor: Actor, stay: Stay, beds: OutOfUse, houses: set[int]) -> Rehousing:
    night = beds.nights_hit().filter(stay=stay).select_related("bed__room")[0]
    _withdraw(actor, Rehousing.objects.filter(held=stay))  # its bed is closed in turn
    lodged = relodge(actor, stay, night.date, _near(stay, beds, houses))
    rehousing = Rehousing.objects.create(
        cause=beds.cause,
        closure=beds.closure,
        station=beds.station,
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


def _near(stay: Stay, beds: OutOfUse, houses: set[int]) -> Iterator[Station]:
    """Other houses with room, the nearest first; read when the own house has turned out to be full."""
    for station, _free in rooms_near(stay, _first(stay, beds)):
        if station.pk in houses and station.pk != stay.station_id:
            yield station


def _withdraw(actor: Actor, rehousings: RehousingQuerySet) -> None:
    rehousings.open().update(state=State.WITHDRAWN, decided_by=actor.pk, decided_at=now())


def _answer_by(first: date) -> datetime:
    """After the policy's hours, before the first new night begins; before tonight is over, if that is it."""
    terms = policy_on(today())
    begins = at(first, terms.check_in_from)
    last = begins if begins > now() else at(first + timedelta(days=1), time())
    return min(now() + timedelta(hours=terms.rehousing_hours), last)
