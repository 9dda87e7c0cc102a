"""候补排队 (waiting): join the queue, take an offer or let it go; each offer is handed on exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce, Now

from stations.eligibility import all_met, judge
from stations.errors import AlreadyWaiting, BedTaken, NotEligible, OfferOver, TooManyWaiting, WrongState
from stations.facts import Facts
from stations.models import Evidence, Stay, StayTransition
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import after_workdays, now, today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from . import taking
from .booking import check_shape, facts_of_stay, submit_stay, take_nights, unsaved_stay
from .holds import let_go
from .moves import end_stay, move
from .pool import lock_guest_and_station, lock_person
from .queue import settle
from .refusals import asking, keeping_refusals

State = Stay.State


@keeping_refusals()
def submit_or_wait(*, actor: User, stay: Stay) -> Stay:
    """
    提交，满员则候补 (hand in, or wait): the bed when there is one at this moment, else a place in the queue.

    Raises what `submit_stay` raises except `BedTaken`, and what `join_queue` raises.
    """

    def wait(facts: Facts) -> None:
        _queue_draft(actor, stay, facts)
        _tell(stay)

    try:
        return submit_stay(actor=actor, stay=stay, if_full=wait)
    except BedTaken:  # at a wall, which undid the look: to be looked at anew
        stay.refresh_from_db()
        return join_queue(actor=actor, stay=stay)


@keeping_refusals()
def join_queue(*, actor: User, stay: Stay) -> Stay:
    """
    加入候补 (join the queue): the draft keeps its place by the moment it came.

    Every rule is judged as for a booking; the queue holds no night of the
    allowance. Raises `NotEligible`, `TooManyWaiting`, `AlreadyWaiting`, `WrongState`.
    """
    policy.require(actor, "stations.book_stay", stay)
    check_shape(stay)
    with asking(stay), transaction.atomic():
        lock_guest_and_station(stay.guest_id, stay.station_id)
        stay.refresh_from_db()
        if stay.state != State.DRAFT:
            raise WrongState(state=stay.get_state_display())
        if stay.held_until is not None:
            let_go(stay)
        _queue_draft(actor, stay, _judged(stay, has_evidence=stay.evidence.exists()))
        _settle_and_tell(stay)
    return stay


@keeping_refusals()
def book_or_wait(*, actor: User, evidence: Sequence[Evidence] = (), **asked: Any) -> Stay:
    """
    预订，满员则候补 (book, or wait): as `book_stay`, and a place in the queue when there is no bed.

    Both under one hold of the locks, so that nothing comes free in between. Raises
    what `book_stay` raises except `BedTaken`, and what `join_queue` raises.
    """
    stay, papers = unsaved_stay(actor=actor, **asked), [file.pk for file in evidence]
    policy.require(actor, "stations.book_stay", stay)

    def wait(facts: Facts) -> None:
        _queue_new(actor, stay, facts, papers)
        _tell(stay)

    try:
        return take_nights(actor, stay, taking.BOOK_AT_ONCE, papers, if_full=wait)
    except BedTaken:  # at a wall, which undid the look: to be looked at anew
        return _wait_at_once(actor, unsaved_stay(actor=actor, **asked), papers)


def _wait_at_once(actor: User, stay: Stay, papers: Sequence[int]) -> Stay:
    with asking(stay), transaction.atomic():
        lock_guest_and_station(stay.guest_id, stay.station_id)
        _queue_new(actor, stay, _judged(stay, has_evidence=bool(papers)), papers)
        _settle_and_tell(stay)
    return stay


def _judged(stay: Stay, *, has_evidence: bool) -> Facts:
    facts = facts_of_stay(stay, has_evidence=has_evidence)
    if not all_met(facts):
        raise NotEligible(judge(facts))
    return facts


def _queue_draft(actor: User, stay: Stay, facts: Facts) -> None:
    _may_wait(stay, facts)
    with explaining(stay_waits_once_for_the_same_nights=AlreadyWaiting):
        moment: dict[str, Any] = {"queued_at": _since(stay), "submitted_at": Now(), "held_until": None}
        move(actor, stay, State.WAITING, policy=facts.policy, **moment)


def _since(stay: Stay) -> Coalesce:
    """
    What the queue is ordered by: the database's clock, under the station's lock.

    Whose request was not decided in time stands by the moment of that request, for the nights it asked for.
    """
    lapsed = Stay.objects.filter(
        guest=stay.guest_id,
        station=stay.station_id,
        state=State.EXPIRED,
        release_at__isnull=False,
        arrival__lte=stay.arrival,
        departure__gte=stay.departure,
    )
    return Coalesce(Subquery(lapsed.order_by("submitted_at").values("submitted_at")[:1]), Now())


def _queue_new(actor: User, stay: Stay, facts: Facts, papers: Sequence[int]) -> None:
    _may_wait(stay, facts)
    stay.policy, stay.state = facts.policy, State.WAITING
    stay.queued_at, stay.submitted_at = _since(stay), Now()
    with explaining(stay_waits_once_for_the_same_nights=AlreadyWaiting):
        stay.save(force_insert=True)
    # What the database gave it, and no more: guest and station stay in hand for the answer.
    stay.refresh_from_db(fields=["reference", "queued_at", "submitted_at", "created_at"])
    stay.evidence.add(*papers)
    StayTransition.objects.create(stay=stay, actor=actor, to_state=State.WAITING)


def _may_wait(stay: Stay, facts: Facts) -> None:
    waiting = Stay.objects.filter(guest=stay.guest_id, arrival__gte=today()).queued().count()
    if waiting >= facts.policy.max_waiting:
        raise TooManyWaiting(most=facts.policy.max_waiting)


def _settle_and_tell(stay: Stay) -> None:
    """A bed that came free between the look and the queue is offered at once."""
    settle(stay.station_id, only=stay)
    stay.refresh_from_db()
    _tell(stay)


def _tell(stay: Stay) -> None:
    notify("stations.stay_waiting", to=stay.guest, about=stay)


def place_in_queue(stay: Stay) -> int:
    """How many who want one of these nights, of the same gender, stand before this one, plus one."""
    ahead = (
        Stay.objects.filter(station=stay.station_id, guest__gender=stay.guest.gender)
        .queued()
        .touching(stay.arrival, stay.departure)
        .filter(Q(queued_at__lt=stay.queued_at) | Q(queued_at=stay.queued_at, pk__lt=stay.pk))
    )
    return ahead.count() + 1


@transaction.atomic
def accept_offer(*, actor: User, stay: Stay) -> Stay:
    """
    接受候补床位 (accept): the held bed becomes a request that waits for its review.

    Raises `OfferOver` when the time is up or the offer was given up.
    """
    policy.require(actor, "stations.book_stay", stay)
    lock_guest_and_station(stay.guest_id, stay.station_id)
    due = after_workdays(now(), stay.policy.review_hours) if stay.policy else None
    still_held = Stay.objects.filter(pk=stay.pk, state=State.OFFERED, offer_until__gt=now())
    if not still_held.update(state=State.SUBMITTED, offer_until=None, review_due_at=due):
        raise OfferOver
    StayTransition.objects.create(stay=stay, actor=actor, from_state=State.OFFERED, to_state=State.SUBMITTED)
    stay.refresh_from_db()
    notify("stations.stay_submitted", to=stay.guest, about=stay)
    return stay


@transaction.atomic
def lapse_offer(*, stay: Stay, at: datetime) -> bool:
    """候补床位过期 (lapse): the offer goes to the next in the queue; False when it was just taken."""
    lock_person(stay.guest_id)
    still_open = Stay.objects.filter(pk=stay.pk, state=State.OFFERED, offer_until__lte=at)
    if not still_open.exists():
        return False
    end_stay(SYSTEM, stay, State.EXPIRED)
    return True
