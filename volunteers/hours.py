"""
时长合计 (totals): what the ledger comes to, for a volunteer, a year, a project, an organiser.

Only final entries count; stars follow from them (中国社区志愿者注册管理办法).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at

from .hour_querysets import MANUAL, HourEntryQuerySet
from .models import HourEntry, ManualShareReview, ServiceProject, Volunteer


@dataclass(frozen=True, slots=True)
class YearOfHours:
    """One year of a volunteer's final hours."""

    year: int
    minutes: int
    entries: int

    @property
    def hours(self) -> Decimal:
        return Decimal(self.minutes) / 60


@dataclass(frozen=True, slots=True)
class Stars:
    """星级 (stars): one to five by final hours, and what is missing to the next."""

    count: int
    next_hours: int | None
    missing_minutes: int

    @property
    def missing_hours(self) -> Decimal:
        return Decimal(self.missing_minutes) / 60


@dataclass(frozen=True, slots=True)
class ManualShare:
    """手工占比 (manual share): how much of a project's minutes rests on somebody's word."""

    manual: int
    total: int
    accepted: int

    @property
    def percent(self) -> int:
        """Rounded up: a share above the bar never reads as one that meets it."""
        return -(-100 * self.manual // self.total) if self.total else 0

    @property
    def is_high(self) -> bool:
        return 100 * self.manual > int(settings.VOLUNTEERS["manual_share_percent"]) * self.total

    @property
    def waits_for_review(self) -> bool:
        """High, and more of it than somebody has looked at."""
        return self.is_high and self.manual > self.accepted


def final_minutes(volunteer: Volunteer) -> int:
    """已生效分钟数: what elections, awards and stars go by."""
    return HourEntry.objects.final().filter(volunteer=volunteer).minutes_of()


def years_of(entries: HourEntryQuerySet) -> list[YearOfHours]:
    """Final hours among these entries by the year of service, the latest first."""
    rows = (
        entries.final()
        .order_by()
        .annotate(year=ExtractYear("starts_at"))
        .values("year")
        .annotate(sum_minutes=Sum("minutes"), entries=Count("pk"))
    )
    found = [YearOfHours(row["year"], row["sum_minutes"], row["entries"]) for row in rows]
    return sorted(found, key=lambda one: -one.year)


def stars_of(minutes: int) -> Stars:
    """The stars of so many minutes; thresholds are ``VOLUNTEERS["star_hours"]``."""
    steps: Sequence[int] = settings.VOLUNTEERS["star_hours"]
    reached = sum(minutes >= hours * 60 for hours in steps)
    if reached == len(steps):
        return Stars(reached, None, 0)
    return Stars(reached, steps[reached], steps[reached] * 60 - minutes)


def share_of(project: ServiceProject) -> ManualShare:
    """How far a project's hours rest on somebody's word, and how much of that was looked at."""
    rows: Any = HourEntry.objects.credits().filter(project=project).order_by()
    by_hand = Q(evidence__in=MANUAL)
    found = rows.aggregate(total=Sum("minutes"), manual=Sum("minutes", filter=by_hand))
    review = ManualShareReview.objects.filter(project=project).order_by("-manual_minutes").first()
    return ManualShare(found["manual"] or 0, found["total"] or 0, review.manual_minutes if review else 0)


def certifiable(volunteer: Volunteer, issuer: Organisation, from_on: date, until_on: date) -> Any:
    """The entries that a certificate of this organiser would rest on."""
    rows = HourEntry.objects.final().filter(volunteer=volunteer, organiser=issuer)
    return rows.served_between(*span_of(from_on, until_on)).order_by("starts_at", "pk")


def span_of(from_on: date, until_on: date) -> tuple[datetime, datetime]:
    """The instants between which these days lie."""
    return at(from_on, time.min), at(until_on + timedelta(days=1), time.min)
