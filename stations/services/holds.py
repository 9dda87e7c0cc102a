"""
保留床位 (holds): while a guest fills in, the chosen bed is nobody else's for the policy's minutes.

A hold is the draft's own bed-nights with an end to them, `Stay.held_until`: the walls
behind a booking stand behind it, no page shows the bed as free, and as there is one
draft a person, there is one hold a person. Whatever ends it gives the nights to
whoever waits first, under the station's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from stations.hold_pause import HOLD_LAPSED, HOLD_LEFT
from stations.models import Stay, StayTransition
from stations.querysets import StayNightQuerySet
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .pool import lock_person, lock_station, lock_stations, release_nights
from .queue import give_back

State = Stay.State


def let_go(stay: Stay) -> None:
    """The hold is over: its nights go to the queue. The caller holds the guest's lock."""
    lock_station(stay.station_id)
    Stay.objects.filter(pk=stay.pk).update(held_until=None)
    give_back(list(stay.nights.all()), stay.station)
    stay.held_until = None


def leave(stay: Stay) -> None:
    """The guest chooses something else: let go, and the history tells how long it was kept."""
    StayTransition.objects.create(stay=stay, from_state=State.DRAFT, to_state=State.DRAFT, reason=HOLD_LEFT)
    let_go(stay)


def let_go_of_closed(nights: StayNightQuerySet) -> None:
    """
    Beds that are being closed are held for nobody: each guest is told, and keeps the draft.

    The caller holds the station's lock, and settles its queue.
    """
    holding = Stay.objects.holding().filter(pk__in=nights.values("stay"))
    for draft in holding.select_related("guest").order_by("pk"):
        release_nights(list(draft.nights.all()))
        Stay.objects.filter(pk=draft.pk).update(held_until=None)
        notify("stations.hold_closed", to=draft.guest, about=draft, dedup=str(draft.held_until))


def step_aside(stay: Stay) -> None:
    """
    The held nights are free for the draft's own taking. The caller holds both locks, and settles the queue.

    A hold whose time is up is over: who waits is asked first.
    """
    if stay.is_held:
        release_nights(list(stay.nights.all()))
    else:
        let_go(stay)


def release_hold(*, actor: User, stay: Stay) -> None:
    """放开床位 (release): the guest is about to choose something else."""
    policy.require(actor, "stations.book_stay", stay)
    let_go_of_own(stay.guest_id, end=leave)


def let_go_of_own(guest_id: int, *stations: int, end: Callable[[Stay], None] = let_go) -> bool:
    """
    Whatever the guest's draft holds is let go; whether there was anything.

    ``stations`` are those that the caller locks next: with the draft's own in ascending order.
    """
    with explaining(), transaction.atomic():
        lock_person(guest_id)
        draft = Stay.objects.select_related("station").filter(guest=guest_id).holding().first()
        if draft is None:
            return False
        lock_stations({draft.station_id, *stations})
        end(draft)
    return True


def lapse(stay: Stay) -> None:
    """The hold ran out: its nights go to the queue, and the history says so. Under the guest's lock."""
    StayTransition.objects.create(stay=stay, from_state=State.DRAFT, to_state=State.DRAFT, reason=HOLD_LAPSED)
    let_go(stay)


@transaction.atomic
def lapse_hold(*, stay: Stay, at: datetime) -> bool:
    """保留到时 (lapse): the bed goes to whoever waits first; False when it was just handed in."""
    lock_person(stay.guest_id)
    over = Stay.objects.select_related("station").filter(pk=stay.pk, held_until__lte=at).first()
    if over is None:
        return False
    lapse(over)
    return True
