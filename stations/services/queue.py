"""
候补 (the queue for a bed): first come, first served, settled inside the transaction that frees the bed.

Whoever frees nights holds the station's lock and calls `give_back`: nights go to
the first in the queue who may have them, as an offer that holds real bed-nights.
So while the lock is free nobody waits for a bed that could be had, and a newcomer
cannot overtake. The whole queue is asked each time: since beds are dealt anew, a
night that comes free can make room for somebody who wants other nights. A person
whose row somebody else holds at that moment is not waited for (the order of locks
is person, then station): the queue then stays marked as unsettled, and nobody
books past it (`ask_queue_first`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction

from stations.allocation import Guest, House, deal_anew
from stations.eligibility import all_met
from stations.errors import QueueBusy
from stations.facts import Facts, Request, facts_of
from stations.models import Station, Stay, StayNight
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .pool import release_nights
from .redeal import house_of
from .taking import OFFER, WALLS, write_nights

State = Stay.State
Span = tuple[date, date]

# What was right when somebody joined the queue is not asked again: the days have gone by in it.
SETTLED_ON_JOINING = ("too_late", "too_far")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the queue, as little as the order needs."""

    pk: int
    guest: int
    gender: int
    arrival: date
    departure: date
    room_wish: str

    @property
    def wants(self) -> tuple[int, date, date, str]:
        """Entries that want the same cannot be served when one of them could not."""
        return self.gender, self.arrival, self.departure, self.room_wish

    def meets(self, spans: list[Span]) -> bool:
        return any(self.arrival < end and start < self.departure for start, end in spans)


@dataclass(slots=True)
class _Round:
    """What one pass through the queue has found out so far."""

    station_id: int
    house: House | None = None
    full: set[tuple[int, date, date, str]] = field(default_factory=set)
    busy: list[Span] = field(default_factory=list)
    offers: int = 0

    def has_bed_for(self, entry: Entry) -> bool:
        """On paper: the house is read once for all who wait, and again after each offer."""
        self.house = self.house or house_of(Station.objects.get(pk=self.station_id))
        asker = Guest(entry.gender, entry.arrival, entry.departure, wish=entry.room_wish)
        return deal_anew(self.house, asker) is not None


def give_back(nights: list[StayNight], station: Station) -> int:
    """Free nights and hand them on; how many offers were made. The caller holds the station's lock."""
    if not nights:
        return 0
    release_nights(nights)
    return settle(station.pk)


def ask_queue_first(unsettled: bool, station_id: int) -> None:
    """
    Before a newcomer looks for a bed: settle what is unsettled.

    Raises `QueueBusy` when somebody in the queue cannot be asked at this moment.
    """
    if not unsettled:
        return
    settle(station_id)
    if Station.objects.filter(pk=station_id, queue_unsettled=True).exists():
        raise QueueBusy


def settle(station_id: int, only: Stay | None = None) -> int:
    """
    Offer every bed that can be had to the first who may have it; how many offers were made.

    The caller holds the station's lock. ``only`` asks those who want the nights of
    one stay: for whoever has just joined the queue, when nothing came free.
    """
    round_ = _Round(station_id)
    for entry in _entries(station_id, only):
        if entry.wants in round_.full or entry.meets(round_.busy):
            continue
        if round_.has_bed_for(entry):
            _ask(entry, round_)
        else:
            round_.full.add(entry.wants)
    is_unsettled = bool(round_.busy)
    if only is None or is_unsettled:  # a part of the queue says nothing about the rest
        Station.objects.filter(pk=station_id).exclude(queue_unsettled=is_unsettled).update(
            queue_unsettled=is_unsettled
        )
    return round_.offers


def _entries(station_id: int, only: Stay | None) -> list[Entry]:
    queued = Stay.objects.filter(station=station_id, arrival__gte=today()).queued()
    if only is not None:
        queued = queued.touching(only.arrival, only.departure)
    columns = ("pk", "guest", "guest__gender", "arrival", "departure", "room_wish")
    return [Entry(*row) for row in queued.values_list(*columns)]


def _ask(entry: Entry, round_: _Round) -> None:
    free = Person.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=entry.guest)
    guest = free.order_by("pk").first()
    if guest is None:
        round_.busy.append((entry.arrival, entry.departure))
        return
    stay = Stay.objects.select_related("station").get(pk=entry.pk)
    stay.guest = guest
    facts = _facts(stay)
    if not all_met(facts, except_for=SETTLED_ON_JOINING):
        return
    if _offer(stay, facts):
        round_.offers += 1
        round_.house = None
    else:
        round_.full.add(entry.wants)


def _facts(stay: Stay) -> Facts:
    request = Request(
        stay.arrival,
        stay.departure,
        stay.purpose,
        stay.declared_non_native,
        has_evidence=stay.evidence.exists(),
    )
    return facts_of(guest=stay.guest, station=stay.station, request=request, today=today())


def _offer(stay: Stay, facts: Facts) -> bool:
    """Hold the bed for this person until the policy's hours are over."""
    until = offer_until(stay, facts.policy.offer_hours)
    with explaining(**WALLS), transaction.atomic():
        taken = write_nights(
            OFFER, actor=SYSTEM, stay=stay, facts=facts, to_state=State.OFFERED.value, offer_until=until
        )
        if taken is None:
            return False
        notify("stations.bed_offered", to=stay.guest, about=stay, dedup=str(until))
    return True


def offer_until(stay: Stay, hours: int) -> datetime:
    """When an offer lapses: after the policy's hours, and never later than the first night's end."""
    return min(now() + timedelta(hours=hours), at(stay.arrival + timedelta(days=1), time(0)))
