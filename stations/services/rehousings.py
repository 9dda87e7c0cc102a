"""
答复与电话安排 (answers to a proposal): the guest says yes or no; where nobody answers, the staff ring.

Each move is one UPDATE that filters on the old state. The bed stays held until
somebody has spoken: what ends it is the end of the stay, as for any other guest.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from stations.closure_errors import NoRoomThere, RehousingSettled
from stations.errors import ReasonMissing
from stations.models import Rehousing, Station, Stay
from stations.models.rehousing import ACCEPTABLE, OPEN
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .changes import cut_stay
from .moves import end_stay, leave
from .pool import lock_stations, lock_stays
from .proposals import tell_to_call
from .queue import settle
from .relodging import lodge
from .traces import last_transition

State = Rehousing.State
ANSWER, ARRANGE = "stations.answer_rehousing", "stations.arrange_rehousing"
# How a stay ends that cannot be housed: nobody is to blame.
ENDS = {
    Stay.State.OFFERED: Stay.State.WITHDRAWN,
    Stay.State.SUBMITTED: Stay.State.REJECTED,
    Stay.State.RETURNED: Stay.State.WITHDRAWN,
    Stay.State.APPROVED: Stay.State.CANCELLED,
}


@transaction.atomic
def accept_rehousing(*, actor: User, rehousing: Rehousing) -> Rehousing:
    """接受改住 (accept): the held bed is the guest's, after the deadline too. Raises `RehousingSettled`."""
    policy.require(actor, ANSWER, rehousing)
    _settle(actor, rehousing, ACCEPTABLE, State.ACCEPTED)
    notify("stations.rehousing_settled", to=rehousing.stay.guest, about=rehousing)
    return rehousing


@transaction.atomic
def decline_rehousing(*, actor: User, rehousing: Rehousing) -> Rehousing:
    """不接受改住 (decline): the bed stays held until the staff have rung. Raises `RehousingSettled`."""
    policy.require(actor, ANSWER, rehousing)
    _settle(actor, rehousing, (State.PROPOSED,), State.DECLINED)
    tell_to_call(rehousing)
    return rehousing


@transaction.atomic
def arrange_as_proposed(*, actor: User, rehousing: Rehousing, note: str = "") -> Rehousing:
    """电话确认 (arranged by telephone): the guest takes the bed that is held. Raises `RehousingSettled`."""
    policy.require_for_another(actor, ARRANGE, rehousing, rehousing.stay.guest_id)
    _settle(actor, rehousing, ACCEPTABLE, State.ARRANGED, note=note.strip())
    notify("stations.rehousing_settled", to=rehousing.stay.guest, about=rehousing)
    return rehousing


def arrange_elsewhere(*, actor: User, rehousing: Rehousing, station: Station, note: str = "") -> Rehousing:
    """
    电话改到别处 (another house): the nights to come lie in a bed of the station that the guest chose.

    Raises `NoRoomThere`, `RehousingSettled`; the bed that was held is then untouched.
    """
    policy.require_for_another(actor, ARRANGE, rehousing, rehousing.stay.guest_id)
    with explaining(), transaction.atomic():
        houses = {rehousing.station_id, rehousing.held.station_id, station.pk}
        stay = _lock(rehousing, houses)
        lodged = lodge(actor, stay, station, _next_night(stay, rehousing)) if _may_go(stay, station) else None
        if lodged is None:
            raise NoRoomThere
        values = {"held": lodged.held, "to_bed": lodged.bed, "from_on": lodged.from_on, "note": note.strip()}
        _settle(actor, rehousing, OPEN, State.ARRANGED, **values)
        for house in sorted(houses):
            settle(house)
        notify("stations.rehousing_settled", to=stay.guest, about=rehousing)
    return rehousing


def end_rehoused(*, actor: User, rehousing: Rehousing, reason: str, note: str = "") -> Rehousing:
    """
    电话结束入住单 (end the stay) with a reason: nights to come go back, and nobody is noted for it.

    A guest in the house keeps the nights before the closure. Raises `ReasonMissing`, `RehousingSettled`.
    """
    policy.require_for_another(actor, ARRANGE, rehousing, rehousing.stay.guest_id)
    if reason not in Stay.Reason.values:
        raise ReasonMissing
    with explaining(), transaction.atomic():
        stay = _lock(rehousing, {rehousing.station_id, rehousing.held.station_id})
        _settle(actor, rehousing, OPEN, State.ENDED, note=note.strip())
        if stay.state != Stay.State.CHECKED_IN:
            decided: dict[str, Any] = {"decided_at": Now()} if stay.state == Stay.State.SUBMITTED else {}
            end_stay(actor, stay, ENDS[Stay.State(stay.state)], reason=reason, note=note, **decided)
        elif (last := _next_night(stay, rehousing)) > stay.arrival:
            cut_stay(actor, stay, last)
            notify("stations.dates_changed", to=stay.guest, about=stay, dedup=last_transition(stay))
        else:
            leave(actor, stay)
    return rehousing


def _lock(rehousing: Rehousing, houses: set[int]) -> Stay:
    """The stay that holds the nights, under its locks. Raises `RehousingSettled` when somebody was faster."""
    lock_stations(houses)
    lock_stays([rehousing.held_id])
    now_held = Rehousing.objects.open().filter(pk=rehousing.pk, held=rehousing.held_id)
    stay = Stay.objects.select_related("guest", "station", "policy", "booked_by").get(pk=rehousing.held_id)
    if stay.station_id not in houses or not now_held.exists():
        raise RehousingSettled
    return stay


def _may_go(stay: Stay, station: Station) -> bool:
    """A stay to come of which a night has gone by unused is helped in its own house, or not at all."""
    is_late = stay.state != Stay.State.CHECKED_IN and stay.arrival < today()
    return today() < stay.departure and (stay.station_id == station.pk or not is_late)


def _next_night(stay: Stay, rehousing: Rehousing) -> date:
    """The first night that is not slept where it was booked."""
    if stay.state != Stay.State.CHECKED_IN:
        return max(stay.arrival, today())
    return max(rehousing.from_on, today())


def remind_rehousings(*, at: datetime) -> int:
    """改住提醒 (remind): once, when half of the time to answer is gone."""
    half = (F("answer_by") - F("created_at")) / 2
    waiting = Rehousing.objects.filter(state=State.PROPOSED, answer_by__gt=at, answer_by__lte=half + at)
    told = 0
    for rehousing in waiting.select_related("stay__guest"):
        with transaction.atomic():
            told += notify("stations.rehousing_reminder", to=rehousing.stay.guest, about=rehousing)
    return told


def lapse_rehousings(*, at: datetime) -> int:
    """改住逾期 (lapse): whom nobody has heard from goes to the list of calls; the bed stays held."""
    over = Rehousing.objects.filter(state=State.PROPOSED, answer_by__lte=at)
    return sum(_lapse(rehousing, at) for rehousing in over.select_related("stay__guest", "station"))


@transaction.atomic
def _lapse(rehousing: Rehousing, at: datetime) -> int:
    unanswered = Rehousing.objects.filter(pk=rehousing.pk, state=State.PROPOSED, answer_by__lte=at)
    lapsed = unanswered.update(state=State.LAPSED)
    if lapsed:
        rehousing.refresh_from_db()
        tell_to_call(rehousing)
    return lapsed


def _settle(actor: Actor, rehousing: Rehousing, starts: Collection[str], to: str, **changes: Any) -> None:
    """One UPDATE from the states where the move starts. Raises `RehousingSettled`."""
    here = Rehousing.objects.filter(pk=rehousing.pk, state__in=starts)
    if not here.update(state=to, decided_by=actor.pk, decided_at=now(), **changes):
        raise RehousingSettled
    rehousing.refresh_from_db()
