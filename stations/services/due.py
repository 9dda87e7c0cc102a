"""
What falls due: each function looks up due rows and tells or moves each once.

Safe to run twice, late, or doubled: a notice has one key per stay and kind, a
move one old state. What was missed while beat stood still is caught up if it
still makes sense on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Now

from stations.errors import WrongState
from stations.facts import policy_on
from stations.models import Stay
from stations.querysets import StayQuerySet
from zibo_youth.accounts.models import Membership, Person
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core import calendar
from zibo_youth.core.calendar import today
from zibo_youth.notifications.outbox import notify

from .cases import handlers_of, return_orphans
from .corrections import release_unanswered, remind_answers
from .holds import lapse_hold
from .moves import State, end_stay, mark_no_show, move
from .pool import lock_station, lock_stay
from .queue import give_back, settle
from .waiting import lapse_offer

UNDECIDED = "undecided"
EVENING, MORNING, NIGHT = time(18, 0), time(8, 0), time(22, 0)
OPERATOR, OFFICER = Membership.Role.STATION_OPERATOR, Membership.Role.DISTRICT_OFFICER


def remind_reviews(*, at: datetime) -> int:
    """
    Remind whoever has the case, or else its operators, at half the review time.

    After an answer of the applicant it is half of what was left. When the time is over
    the district's officers are told. Who is to answer is reminded too, and cases whose
    reviewer has left go back to the pool first.

    With the deadline the moment is written at which the bed is let go; half way to it both are warned.
    """
    return_orphans()
    waiting = Stay.objects.waiting().filter(review_due_at__isnull=False)
    waiting = waiting.select_related("station", "reviewer")
    half = (F("review_due_at") - Coalesce(F("answered_at"), F("submitted_at"))) / 2
    half_way = waiting.filter(review_due_at__gt=at, review_due_at__lte=half + at)
    told = _tell_reviewers("stations.review_half_time", half_way, OPERATOR)
    for stay in waiting.filter(review_due_at__lte=at, release_at=None).select_related("policy"):
        _plan_release(stay, at)
    told += _tell_reviewers("stations.review_overdue", waiting.filter(review_due_at__lte=at), OFFICER)
    return told + _warn_of_releases(waiting, at) + remind_answers(at=at)


def _plan_release(stay: Stay, at: datetime) -> None:
    """From the look that finds the deadline over: whoever reviews is told first, however late."""
    hours = stay.policy.review_release_hours if stay.policy else 0
    if hours:
        still = Stay.objects.filter(pk=stay.pk, state=State.SUBMITTED, review_due_at=stay.review_due_at)
        still.update(release_at=calendar.after_workdays(at, hours))


def _warn_of_releases(waiting: StayQuerySet, at: datetime) -> int:
    """Half of the working hours from the announcement to the release are gone."""
    ahead = waiting.filter(release_at__gt=at).select_related("policy")
    soon = [stay for stay in ahead if stay.release_at and stay.release_at <= _half_a_grace_after(at, stay)]
    return sum(_tell_reviewers("stations.review_release_soon", soon, role) for role in (OPERATOR, OFFICER))


def _half_a_grace_after(at: datetime, stay: Stay) -> datetime:
    hours = stay.policy.review_release_hours if stay.policy else 0
    return calendar.after_workdays(at, max(hours // 2, 1))


def _tell_reviewers(kind: str, stays: Iterable[Stay], role: str) -> int:
    told = 0
    for stay in stays:
        with transaction.atomic():
            for person in reviewers_of(stay, role):
                told += notify(kind, to=person, about=stay, dedup=f"{person.pk}-{stay.review_due_at}")
    return told


def reviewers_of(stay: Stay, role: str) -> QuerySet[Person]:
    """Who decides on a stay: whoever has it in hand or else its operators, or the district's officers."""
    return handlers_of(stay) if role == OPERATOR else staff_of(stay.station.reporting_org, role)


def remind_arrivals(*, at: datetime) -> int:
    """The day before arrival from 18:00 on, and on the day from 8:00 on; never at night."""
    day, told = today(), 0
    if at >= calendar.at(day, NIGHT):
        return 0
    if at >= calendar.at(day, EVENING):
        told += _tell_guests("stations.arrival_tomorrow", Stay.objects.arriving_on(day + timedelta(days=1)))
    if at >= calendar.at(day, MORNING):
        told += _tell_guests("stations.arrival_today", Stay.objects.arriving_on(day))
    return told


def remind_departures(*, at: datetime) -> int:
    """On the departure day from 8:00 on, and not at night: when to leave the room."""
    if not calendar.at(today(), MORNING) <= at < calendar.at(today(), NIGHT):
        return 0
    return _tell_guests("stations.departure_today", Stay.objects.departing_on(today()))


def _tell_guests(kind: str, stays: StayQuerySet) -> int:
    told = 0
    for stay in stays.select_related("guest"):
        with transaction.atomic():
            told += notify(kind, to=stay.guest, about=stay)
    return told


def expire_stays(*, at: datetime) -> int:
    """
    Let go of what nobody will decide any more.

    A draft when the policy's days are over; a request, or one returned for
    correction, whose first night has begun, a request undecided beyond its
    `release_at`, and a return unanswered beyond its `answer_due_at`: the bed goes
    back, the guest is told.
    """
    old = Stay.objects.filter(state=State.DRAFT, created_at__lt=at - timedelta(days=_draft_days()))
    drafts = old.filter(held_until=None)  # a bed that is held comes free first
    undecided = Stay.objects.filter(state__in=[State.SUBMITTED, State.RETURNED], arrival__lt=today())
    unserved = Stay.objects.filter(state=State.WAITING, arrival__lt=today())
    gone = [*drafts, *undecided.select_related("guest", "station"), *unserved.select_related("guest")]
    return sum(map(_expire, gone)) + _release_undecided(at) + _release_unanswered(at)


def _release_undecided(at: datetime) -> int:
    over = Stay.objects.waiting().filter(release_at__lte=at).select_related("guest", "station")
    return sum(_quietly(partial(release_undecided, stay=stay)) for stay in over)


def _release_unanswered(at: datetime) -> int:
    over = Stay.objects.filter(state=State.RETURNED, answer_due_at__lte=at).select_related("guest", "station")
    return sum(_quietly(partial(release_unanswered, stay=stay)) for stay in over)


@transaction.atomic
def release_undecided(*, stay: Stay) -> bool:
    """
    超期未审 (release): the bed goes to who waits; the guest is told, and keeps the place in the queue.

    False when it was decided, or returned and handed in anew, at this moment.
    """
    lock_station(stay.station_id)
    lock_stay(stay.pk)
    if not Stay.objects.filter(pk=stay.pk, release_at=stay.release_at).exists():
        return False
    move(SYSTEM, stay, State.EXPIRED, only_from=State.SUBMITTED, reason=UNDECIDED, ended_at=Now())
    give_back(list(stay.nights.all()), stay.station)
    notify("stations.review_lapsed", to=stay.guest, about=stay)
    return True


def settle_queues() -> int:
    """
    候补安排 (settle every queue): what no booking and no cancellation has settled yet.

    A person may have become free to take a bed since (a suspension lifted, nights
    given back elsewhere), and a person who could not be asked is asked again.
    """
    offers = 0
    queued = Stay.objects.filter(arrival__gte=today()).queued()
    for station in queued.order_by("station").values_list("station", flat=True).distinct():
        with transaction.atomic():
            lock_station(station)
            offers += settle(station)
    return offers


def lapse_offers(*, at: datetime) -> int:
    """候补到期 (lapse): offers that nobody took in time go to the next in the queue, each once."""
    over = Stay.objects.filter(state=State.OFFERED, offer_until__lte=at).select_related("guest", "station")
    return sum(_quietly(partial(lapse_offer, stay=stay, at=at)) for stay in over)


def lapse_holds(*, at: datetime) -> int:
    """保留到时 (lapse): beds of drafts that were not handed in in time; the drafts stay as they are."""
    over = Stay.objects.holding().filter(held_until__lte=at)
    return sum(lapse_hold(stay=stay, at=at) for stay in over)


def mark_no_shows(*, at: datetime) -> int:
    """
    未入住判定 (no-shows): after the policy's hour of the day after arrival, once a stay.

    Tonight's and the later nights go to the queue in the same transaction.
    """
    missed = Stay.objects.filter(state=State.APPROVED, arrival__lt=today())
    due = [
        stay
        for stay in missed.select_related("guest", "station__operator", "station__reporting_org", "policy")
        if stay.policy and at >= calendar.at(stay.arrival + timedelta(days=1), stay.policy.no_show_at)
    ]
    return sum(_quietly(partial(mark_no_show, actor=SYSTEM, stay=stay)) for stay in due)


def _quietly(act: Callable[[], object]) -> bool:
    """Do it, unless somebody moved the stay first: a doubled job finds nothing left to do."""
    try:
        return bool(act())
    except WrongState:
        return False


def _draft_days() -> int:
    return policy_on(today()).draft_days


def _expire(stay: Stay) -> bool:
    def act() -> bool:
        with transaction.atomic():
            if stay.state == State.DRAFT:
                move(SYSTEM, stay, State.EXPIRED, ended_at=Now())
            else:
                end_stay(SYSTEM, stay, State.EXPIRED)
        return True

    return _quietly(act)
