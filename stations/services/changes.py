"""
改期、续住、缩短、恢复 (changes of a stay): each in one transaction, and what fails leaves all as it was.

Nights given up go to the queue in the same transaction; nights taken are numbered
net of those given up, so moving a stay never costs a night twice.
"""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from stations.availability import full_nights
from stations.case_errors import AnswerFirst, TwoReviewsMissing
from stations.eligibility import all_met, judge
from stations.errors import (
    BedTaken,
    NotEligible,
    NothingChanges,
    NotLonger,
    NotShorter,
    PinnedBedTaken,
    TooLateToChange,
    TooLateToReinstate,
    WrongState,
)
from stations.facts import Facts, Request, facts_of, policy_on
from stations.models import Stay, StayTransition
from stations.models.stay import EXPECTED
from stations.parties import is_together
from stations.party_errors import PartyDatesFixed
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import explaining
from zibo_youth.core.prepared import Prepared
from zibo_youth.notifications.outbox import notify

from .displaced import continues, settle_when_out
from .moves import check_same_house, unused_code
from .pool import lock_guest_and_station, release_nights
from .queue import ask_queue_first, give_back, settle
from .strikes import forgive, occasion_of
from .taking import EXTEND, REDATE, REINSTATE, WALLS, write_nights
from .traces import last_transition

State = Stay.State
DATES_CHANGED, REINSTATED = "dates_changed", "reinstated"
# What was judged when the stay was handed in, and has nothing to do with its dates.
KNOWN = ("native", "purpose", "education", "evidence")


def change_dates(*, actor: Actor, stay: Stay, arrival: date, departure: date) -> Stay:
    """
    改期 (move the dates) of a stay whose guest has not come yet: another bed if need be, a pinned one never.

    The cap is counted net of the old nights. Raises `NothingChanges`,
    `TooLateToChange`, `NotEligible` with every rule's verdict, `BedTaken`,
    `PinnedBedTaken`, `TwoReviewsMissing`, `PartyDatesFixed`; the old bed and nights are then untouched.
    A first approval of two is gone: the second reviewer sees the dates that the first saw.
    """
    policy.require(actor, "stations.change_stay", stay)
    with (
        explaining(**WALLS, stay_approved_by_whom_its_policy_asks=TwoReviewsMissing),
        transaction.atomic(),
    ):
        unsettled = _lock(stay, EXPECTED)
        _answer_first(actor, stay)
        if (arrival, departure) == (stay.arrival, stay.departure):
            raise NothingChanges
        ask_queue_first(unsettled, stay.station_id)
        if stay.arrival <= today():
            raise TooLateToChange
        _refuse_together(stay)
        bed = _pinned_bed(stay)
        release_nights(list(stay.nights.all()))
        facts = _facts(stay, arrival, departure)
        _judge(facts, *KNOWN, *_no_use(stay), *(("too_late",) if arrival == stay.arrival else ()))
        _take(REDATE, actor, stay, facts, bed=bed, note=_note(stay, arrival, departure))
        settle_when_out(actor, stay)
        settle(stay.station_id)
        _tell(stay)
    return stay


def extend_stay(*, actor: Actor, stay: Stay, departure: date) -> Stay:
    """
    续住 (extend) before the last night is over, inside the cap and on the same bed.

    A guest who has not come yet may get another bed. Raises `NotLonger`,
    `TooLateToChange`, `NotEligible`, `BedTaken`, `PartyDatesFixed`.
    """
    policy.require(actor, "stations.change_stay", stay)
    if departure <= stay.departure:
        raise NotLonger(departure=stay.departure)
    if stay.state != State.CHECKED_IN:
        return change_dates(actor=actor, stay=stay, arrival=stay.arrival, departure=departure)
    with explaining(**WALLS), transaction.atomic():
        ask_queue_first(_lock(stay, (State.CHECKED_IN,)), stay.station_id)
        if today() >= stay.departure:
            raise TooLateToChange
        _refuse_together(stay)
        bed = stay.nights.order_by("date").values_list("bed", flat=True).last()
        facts = _facts(stay, stay.departure, departure)
        _judge(facts, *KNOWN, "too_late", "too_far", "stays_reached", "age_out")
        _take(EXTEND, actor, stay, facts, bed=bed, note=_note(stay, stay.arrival, departure))
        _tell(stay)
    return stay


def _refuse_together(stay: Stay) -> None:
    """The dates of one cannot change without the others, and each of them has said yes to these."""
    if is_together(stay):
        raise PartyDatesFixed


def _answer_first(actor: Actor, stay: Stay) -> None:
    """While something is asked of the guest, nothing else of the request changes by the guest's hand."""
    if stay.state == State.RETURNED and getattr(actor, "person_id", None) == stay.guest_id:
        raise AnswerFirst


def shorten_stay(*, actor: Actor, stay: Stay, departure: date) -> Stay:
    """
    缩短 (shorten): nights from the new departure on go back to bed and person at once.

    Raises `NotShorter`, `WrongState`.
    """
    policy.require(actor, "stations.change_stay", stay)
    with transaction.atomic():
        _lock(stay, (*EXPECTED, State.CHECKED_IN))
        _answer_first(actor, stay)
        first = stay.arrival + timedelta(days=1)
        first = max(first, today()) if stay.state == State.CHECKED_IN else first
        if not first <= departure < stay.departure:
            raise NotShorter(first=first, last=stay.departure - timedelta(days=1))
        cut_stay(actor, stay, departure)
        settle_when_out(actor, stay)
        _tell(stay)
    return stay


def cut_stay(actor: Actor, stay: Stay, departure: date) -> None:
    """The stay ends earlier. The caller has asked for permission and holds the station's lock."""
    unused = list(stay.nights.filter(date__gte=departure))
    note = _note(stay, stay.arrival, departure)
    Stay.objects.filter(pk=stay.pk, state=stay.state).update(departure=departure)
    StayTransition.objects.create(
        stay=stay,
        actor_id=actor.pk,
        from_state=stay.state,
        to_state=stay.state,
        reason=DATES_CHANGED,
        note=note,
    )
    stay.refresh_from_db()
    give_back(unused, stay.station)


def reinstate_stay(*, actor: Actor, stay: Stay) -> Stay:
    """
    恢复 (reinstate) a guest who came late: the nights from tonight on, while a bed is left.

    A pinned bed that somebody else has meanwhile is pinned no more. The strike of
    that evening is taken back. Raises `TooLateToReinstate`,
    `BedTaken`, `NotEligible`, `WrongState`.
    """
    policy.require_for_another(actor, "stations.check_in_stay", stay, stay.guest_id)
    with explaining(**WALLS), transaction.atomic():
        ask_queue_first(_lock(stay, (State.NO_SHOW,)), stay.station_id)
        if not may_reinstate(stay):
            raise TooLateToReinstate(hours=policy_on(stay.arrival).reinstate_hours)
        facts = _facts(stay, today(), stay.departure)
        _judge(facts, *KNOWN, *_no_use(stay), "too_late", "too_far", "suspended")
        _take_tonight(actor, stay, facts)
        forgive(actor, occasion_of("stay", stay.pk), gettext("来宾晚到，预约已恢复"))
        notify("stations.reinstated", to=stay.guest, about=stay, dedup=last_transition(stay))
    return stay


def _take_tonight(actor: Actor, stay: Stay, facts: Facts) -> None:
    code = unused_code(stay.station)
    to = {"to_state": State.APPROVED.value, "code": code, "reason": REINSTATED}
    try:
        _take(REINSTATE, actor, stay, facts, bed=_pinned_bed(stay), **to)
    except PinnedBedTaken:
        Stay.objects.filter(pk=stay.pk).update(bed_pinned_for="")
        _take(REINSTATE, actor, stay, facts, **to)


def may_reinstate(stay: Stay) -> bool:
    """Whether it is early enough to let a late guest in: the day after arrival, within the policy's hours."""
    hours = policy_on(stay.arrival).reinstate_hours
    is_open = stay.ended_at is not None and now() < stay.ended_at + timedelta(hours=hours)
    is_next_day = today() == stay.arrival + timedelta(days=1) and today() < stay.departure
    return stay.state == State.NO_SHOW and is_open and is_next_day


def _lock(stay: Stay, states: tuple[str, ...]) -> bool:
    """Lock guest and station, and read the stay as it now is; whether the queue is unsettled."""
    unsettled = lock_guest_and_station(stay.guest_id, stay.station_id)
    seen = copy(stay)
    stay.refresh_from_db()
    check_same_house(seen, stay)
    if stay.state not in states:
        raise WrongState(state=stay.get_state_display())
    return unsettled


def _facts(stay: Stay, arrival: date, departure: date) -> Facts:
    """Net of the stay itself, which is no further use of the year."""
    request = Request(arrival, departure, stay.purpose, stay.declared_non_native, has_evidence=True)
    return facts_of(guest=stay.guest, station=stay.station, request=request, today=today(), besides=stay)


def _no_use(stay: Stay) -> tuple[str, ...]:
    """The rest of a stay that a closure moved asks for no use of the year, so none need be left."""
    return ("stays_reached",) if continues(stay) else ()


def _judge(facts: Facts, *except_for: str) -> None:
    if not all_met(facts, except_for=except_for):
        raise NotEligible(judge(facts, except_for=except_for))


def _take(statement: Prepared, actor: Actor, stay: Stay, facts: Facts, **values: Any) -> None:
    values = {"reason": DATES_CHANGED} | values
    if write_nights(statement, actor=actor, stay=stay, facts=facts, **values) is None:
        raise _no_bed(stay, facts.request, values.get("bed"))
    stay.refresh_from_db()


def _no_bed(stay: Stay, asked: Request, bed: int | None) -> BedTaken:
    """Which nights are full, the stay's own aside: they are given up at this moment."""
    refusal = PinnedBedTaken if stay.bed_pinned and bed else BedTaken
    span = (asked.arrival, asked.departure)
    return refusal(full_nights(stay.station_id, *span, stay.guest.gender, room_wish=stay.room_wish, bed=bed))


def _pinned_bed(stay: Stay) -> int | None:
    """The bed that a pin holds to this stay: it is that one or none. None where any bed will do."""
    nights = stay.nights.order_by("date").values_list("bed", flat=True)
    return nights.last() if stay.bed_pinned else None


def _note(stay: Stay, arrival: date, departure: date) -> str:
    return f"{stay.arrival}/{stay.departure} → {arrival}/{departure}"


def _tell(stay: Stay) -> None:
    notify("stations.dates_changed", to=stay.guest, about=stay, dedup=last_transition(stay))
