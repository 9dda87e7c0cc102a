"""
What falls due: each function looks up due rows and tells or moves each once.

Safe to run twice, late, or doubled: a notice has one key per stay and kind, a
move one old state. What was missed while beat stood still is caught up if it
still makes sense on the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from stations.errors import WrongState
from stations.facts import policy_on
from stations.models import Stay
from stations.querysets import StayQuerySet
from zibo_youth.accounts.models import Membership, Person
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core import calendar
from zibo_youth.core.calendar import today
from zibo_youth.notifications.outbox import notify

from .moves import State, end_stay, move

EVENING, MORNING = time(18, 0), time(8, 0)
OPERATOR, OFFICER = Membership.Role.STATION_OPERATOR, Membership.Role.DISTRICT_OFFICER


def remind_reviews(*, at: datetime) -> int:
    """Remind operators at half the review time, and the district's officers when it is over."""
    waiting = Stay.objects.waiting().select_related("station").filter(review_due_at__isnull=False)
    half = (F("review_due_at") - F("submitted_at")) / 2
    half_way = waiting.filter(review_due_at__gt=at, review_due_at__lte=half + at)
    told = _tell_reviewers("stations.review_half_time", half_way, OPERATOR)
    return told + _tell_reviewers("stations.review_overdue", waiting.filter(review_due_at__lte=at), OFFICER)


def _tell_reviewers(kind: str, stays: Iterable[Stay], role: str) -> int:
    told = 0
    for stay in stays:
        with transaction.atomic():
            for person in reviewers_of(stay, role):
                told += notify(kind, to=person, about=stay, dedup=f"{person.pk}-{stay.review_due_at}")
    return told


def reviewers_of(stay: Stay, role: str) -> list[Person]:
    """Who decides on a stay: the station's operators, or the officers of its district."""
    organisation = stay.station.operator_id if role == OPERATOR else stay.station.reporting_org_id
    offices = Membership.objects.current(today()).filter(role=role, organisation_id=organisation)
    return [office.person for office in offices.select_related("person")]


def remind_arrivals(*, at: datetime) -> int:
    """The day before arrival from 18:00 on, and on the arrival day from 8:00 on."""
    day, told = today(), 0
    if at >= calendar.at(day, EVENING):
        told += _tell_guests("stations.arrival_tomorrow", Stay.objects.arriving_on(day + timedelta(days=1)))
    if at >= calendar.at(day, MORNING):
        told += _tell_guests("stations.arrival_today", Stay.objects.arriving_on(day))
    return told


def remind_departures(*, at: datetime) -> int:
    """On the departure day from 8:00 on: when to leave the room."""
    if at < calendar.at(today(), MORNING):
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
    correction, whose first night has begun: its bed goes back, the guest is told.
    """
    drafts = Stay.objects.filter(state=State.DRAFT, created_at__lt=at - timedelta(days=_draft_days()))
    undecided = Stay.objects.filter(state__in=[State.SUBMITTED, State.RETURNED], arrival__lt=today())
    return sum(map(_expire, [*drafts, *undecided.select_related("guest", "station")]))


def _draft_days() -> int:
    return policy_on(today()).draft_days


def _expire(stay: Stay) -> bool:
    try:
        with transaction.atomic():
            if stay.state == State.DRAFT:
                move(SYSTEM, stay, State.EXPIRED, ended_at=Now())
            else:
                end_stay(SYSTEM, stay, State.EXPIRED)
    except WrongState:  # somebody moved it first
        return False
    return True
