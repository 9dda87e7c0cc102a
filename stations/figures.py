"""
运营数据 (operating figures) of some houses: beds by night, nights by guest and purpose, reviews by age.

Every figure is counted from the rows when it is asked for, and the lists of the
admin give the same rows by the same adjectives. One query each, whatever the
number of houses and nights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import before_workdays, nights, workdays_between
from zibo_youth.core.ratios import Ratio

from .models import Stay, StayNight
from .querysets import StayQuerySet

DAY_HOURS = 24

OCCUPANCY = """
WITH room AS (
    SELECT room.id, room.station_id, station.opened_on, station.closed_on, count(*) AS beds
    FROM stations_room AS room
    JOIN stations_station AS station ON station.id = room.station_id
    JOIN stations_bed AS bed ON bed.room_id = room.id
    WHERE station.id = ANY(%(stations)s)
    GROUP BY room.id, station.id
), taken AS (
    SELECT night.room_id, night.date, count(*) AS beds,
        count(*) FILTER (WHERE stay.checked_in_at IS NOT NULL AND night.date <= %(today)s) AS slept
    FROM stations_staynight AS night
    JOIN stations_stay AS stay ON stay.id = night.stay_id
    WHERE night.date >= %(start)s AND night.date < %(end)s AND night.room_id IN (SELECT id FROM room)
        AND stay.state <> 'draft'
    GROUP BY night.room_id, night.date
)
SELECT night.day, sum(room.beds) FILTER (WHERE in_service), sum(taken.beds), sum(taken.slept),
    sum(taken.beds) FILTER (WHERE NOT in_service)
FROM unnest(%(nights)s::date[]) AS night (day)
CROSS JOIN room
CROSS JOIN LATERAL (
    SELECT room.opened_on <= night.day AND (room.closed_on IS NULL OR room.closed_on > night.day)
        AND NOT EXISTS (
            SELECT FROM stations_closure AS closure
            WHERE closure.station_id = room.station_id
              AND (closure.room_id IS NULL OR closure.room_id = room.id)
              AND closure.from_on <= night.day AND closure.until_on > night.day) AS in_service
) AS state
LEFT JOIN taken ON taken.room_id = room.id AND taken.date = night.day
GROUP BY night.day
"""


@dataclass(frozen=True, slots=True)
class Night:
    """
    一晚的床位 (the beds of one night).

    ``taken`` holds every booked bed, ``slept`` those whose guest has come, and
    ``stranded`` the taken beds that are offered no more: their guests wait to
    be moved, and they are no part of the share.
    """

    date: date
    offered: int = 0
    taken: int = 0
    slept: int = 0
    stranded: int = 0

    @property
    def share(self) -> Ratio:
        """占用率: taken beds of the offered ones."""
        return Ratio(self.taken - self.stranded, self.offered)


def occupancy(stations: Sequence[int], start: date, end: date, today: date) -> list[Night]:
    """每晚床位 (beds by night) of a half-open span of days, one line for every night. One query."""
    days = nights(start, end)
    asked: dict[str, Any] = {
        "stations": list(stations),
        "start": start,
        "end": end,
        "today": today,
        "nights": days,
    }
    with connection.cursor() as cursor:
        cursor.execute(OCCUPANCY, asked)
        counted = {day: Night(day, *(int(count or 0) for count in counts)) for day, *counts in cursor}
    return [counted.get(day) or Night(day) for day in days]


@dataclass(frozen=True, slots=True)
class OfPurpose:
    """一种事由的夜次 (nights of one purpose), by the guest's gender."""

    purpose: str
    men: int = 0
    women: int = 0

    @property
    def total(self) -> int:
        return self.men + self.women

    @property
    def label(self) -> str:
        return str(Stay.Purpose(self.purpose).label)


def nights_by_purpose(stations: Sequence[int], start: date, end: date) -> list[OfPurpose]:
    """夜次，按性别和事由 (nights by gender and purpose), every purpose once. One query."""
    men, women = Q(gender=Person.Gender.MALE), Q(gender=Person.Gender.FEMALE)
    counted = (
        StayNight.objects.booked()
        .between(start, end)
        .filter(room__station__in=stations)
        .order_by()
        .values_list("stay__purpose")
        .annotate(men=Count("pk", filter=men), women=Count("pk", filter=women))
    )
    found = {purpose: OfPurpose(purpose, *counts) for purpose, *counts in counted}
    return [found.get(purpose) or OfPurpose(purpose) for purpose in Stay.Purpose.values]


@dataclass(frozen=True, slots=True)
class Age:
    """候审时长 (age of a request): from so many full working days up to, not including, so many."""

    key: str
    label: str | Promise
    days: int
    before: int | None

    def of(self, stays: StayQuerySet, at: datetime) -> StayQuerySet:
        """The requests of this age."""
        waiting: StayQuerySet = stays.waiting()
        return waiting.handed_in(*self._span(at))

    def _span(self, at: datetime) -> tuple[datetime | None, datetime | None]:
        after = None if self.before is None else before_workdays(at, self.before * DAY_HOURS)
        return after, before_workdays(at, self.days * DAY_HOURS) if self.days else None

    def condition(self, at: datetime) -> Q:
        after, until = self._span(at)
        younger = Q() if after is None else Q(submitted_at__gt=after)
        return younger if until is None else younger & Q(submitted_at__lte=until)


AGES = {
    age.key: age
    for age in (
        Age("day-1", _("不满 1 个工作日"), 0, 1),
        Age("day-2", _("满 1 个工作日"), 1, 2),
        Age("day-3", _("满 2 个工作日"), 2, 3),
        Age("older", _("3 个工作日以上"), 3, None),
    )
}


@dataclass(frozen=True, slots=True)
class OfAge:
    """一档时长的申请 (requests of one age), and how many of them have missed their deadline."""

    age: Age
    waiting: int
    overdue: int


def review_ages(stays: StayQuerySet, at: datetime) -> list[OfAge]:
    """候审时长 (reviews by age), youngest first. One query."""
    late = Q(review_due_at__lt=at)
    counts: dict[str, Any] = {}
    for key, age in AGES.items():
        counts[key] = Count("pk", filter=age.condition(at))
        counts[f"{key}_late"] = Count("pk", filter=age.condition(at) & late)
    found = stays.waiting().order_by().aggregate(**counts)
    return [OfAge(age, found[key], found[f"{key}_late"]) for key, age in AGES.items()]


@dataclass(frozen=True, slots=True)
class Waiting:
    """等候最久的一份 (one of the oldest requests)."""

    stay: Stay
    workdays: int
    is_overdue: bool


def oldest_waiting(stays: StayQuerySet, at: datetime, most: int = 10) -> list[Waiting]:
    """等候最久的申请 (the oldest requests), oldest first. One query."""
    rows = stays.waiting().select_related("station").order_by("submitted_at", "pk")[:most]
    return [_waiting(stay, at) for stay in rows]


def _waiting(stay: Stay, at: datetime) -> Waiting:
    handed_in = stay.submitted_at or at
    late = stay.review_due_at is not None and stay.review_due_at < at
    return Waiting(stay, workdays_between(handed_in, at), late)
