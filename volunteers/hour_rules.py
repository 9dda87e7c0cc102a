"""
计时规则 (rules of hours): steps, long days, and how far back hours may be made up.

Real service only; half-hour steps; more than eight hours a day with a reason, never more than
ten within 24 hours (reference/domain.md 1.9, reference/welfare.md 5.6).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from zibo_youth.core.calendar import after_workdays, at, now

from .hour_errors import (
    HoursBeyondPlan,
    HoursNeedReason,
    HoursNotInSteps,
    HoursTimesWrong,
    HoursTooLate,
    HoursTooMany,
)
from .models import HourEntry, Post, Shift, Volunteer

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def step() -> int:
    """Minutes of one step."""
    return int(settings.VOLUNTEERS["credit_step_minutes"])


def check_span(starts_at: datetime, ends_at: datetime, minutes: int) -> None:
    """Raise `HoursTimesWrong`, `HoursNotInSteps`."""
    if not starts_at < ends_at <= now():
        raise HoursTimesWrong
    if minutes <= 0 or minutes % step() or minutes * MINUTE > ends_at - starts_at:
        raise HoursNotInSteps(step=step())


def check_day(volunteer: Volunteer, starts_at: datetime, minutes: int, *, reason: str) -> None:
    """
    Raise `HoursTooMany`, `HoursNeedReason`. The caller holds the volunteer's lock.

    Of entries that begin within 24 hours of one another, the sum is what counts.
    """
    near = HourEntry.objects.credits().filter(
        volunteer=volunteer, starts_at__gt=starts_at - DAY, starts_at__lt=starts_at + DAY
    )
    served = [*near.values_list("starts_at", "minutes"), (starts_at, minutes)]
    most = settings.VOLUNTEERS["most_minutes_in_24_hours"]
    if max(sum(m for s, m in served if first <= s < first + DAY) for first, _m in served) > most:
        raise HoursTooMany(hours=most // 60)
    free = settings.VOLUNTEERS["day_minutes_without_reason"]
    on = timezone.localdate(starts_at)
    if sum(m for s, m in served if timezone.localdate(s) == on) > free and not reason.strip():
        raise HoursNeedReason(hours=free // 60)


def check_make_up(post: Post, starts_at: datetime, ends_at: datetime, minutes: int) -> None:
    """
    Hours on a leader's word: soon after the service, for no longer than was planned that day.

    Raises `HoursTooLate`, `HoursBeyondPlan`. A post without a shift that day has no plan.
    """
    check_in_time(ends_at)
    planned = planned_minutes(post, timezone.localdate(starts_at))
    if planned is not None and minutes > planned:
        raise HoursBeyondPlan(hours=f"{planned / 60:g}")


def check_in_time(ends_at: datetime) -> None:
    """Raise `HoursTooLate` when hours of this service can be made up no longer."""
    days = settings.VOLUNTEERS["make_up_workdays"]
    if after_workdays(ends_at, days * 24) < now():
        raise HoursTooLate(days=days)


def planned_minutes(post: Post, day: date) -> int | None:
    """The longest shift of the post on this day; None without one."""
    shifts = Shift.objects.filter(
        post=post, starts_at__gte=at(day, time.min), starts_at__lt=at(day + DAY, time.min)
    )
    return max((shift.planned_minutes for shift in shifts), default=None)
