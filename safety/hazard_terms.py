"""
整改期限 (due times): from the moment somebody is responsible until it must be mended, by severity.

Days are whole: the day of the assignment is day 0, the warning comes when the middle one of the days begins,
and the time is over when the last one is (reference/loans_safety.md §10, scenario 23: day 4 and day 8 of 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from zibo_youth.core.calendar import at


@dataclass(frozen=True, slots=True)
class DueTime:
    """When half of the time is over, and when all of it is."""

    warn_at: datetime
    due_at: datetime


def due_time(severity: str, since: datetime) -> DueTime:
    """Raises `KeyError` for a severity without a time: a major hazard is the bureau's."""
    rule = settings.SAFETY["hazard_due"][severity]
    if "hours" in rule:
        span = timedelta(hours=rule["hours"])
        return DueTime(since + span / 2, since + span)
    days: int = rule["days"]
    day = timezone.localdate(since)
    return DueTime(
        at(day + timedelta(days=(days + 1) // 2), time.min), at(day + timedelta(days=days + 1), time.min)
    )
