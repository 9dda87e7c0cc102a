"""Jobs of the reports (design.md §3.7): each parses its day, calls one service, returns a count."""

from __future__ import annotations

from datetime import date

from celery import shared_task

from zibo_youth.core.calendar import today
from zibo_youth.reports import services


def _day(day: str | None) -> date:
    return date.fromisoformat(day) if day else today()


@shared_task
def open_last_month(day: str | None = None) -> int:
    """开报 (beat: daily 06:00): last month's reports, where they are not there yet."""
    return services.open_last_month(on=_day(day))


@shared_task
def remind_of_reports(day: str | None = None) -> int:
    """催报 (beat: daily 08:30): two days before, on the day, and after it."""
    return services.remind_of_reports(on=_day(day))


@shared_task
def recount_locked_months(day: str | None = None) -> int:
    """复核 (beat: daily 04:10): what differs from locked figures becomes a correction."""
    return services.recount_locked_months(on=_day(day))
