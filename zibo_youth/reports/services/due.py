"""
到期提醒 (what falls due): a month is opened, officers hear of the deadline before, on and after it.

Safe to run twice or late: each notice is told once for a report.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.staff import officers_of
from zibo_youth.notifications.outbox import notify
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.periods import Month

from .correcting import record_corrections
from .opening import open_month

TWO_DAYS = timedelta(days=2)


def open_last_month(*, on: date) -> int:
    """The month before ``on`` is reported from its first day on."""
    return open_month(actor=SYSTEM, month=Month.of(on).previous)


def remind_of_reports(*, on: date) -> int:
    """Two days before the deadline, on its day, and once after it; gives how many notices."""
    late = MonthlyReport.objects.of_units().unsent().select_related("organisation")
    told = 0
    for report in late.filter(due_on__lte=on + TWO_DAYS):
        with transaction.atomic():
            told += sum(
                notify(_kind(report, on), to=officer, about=report)
                for officer in officers_of(report.organisation)
            )
    return told


@transaction.atomic
def remind_late(*, actor: policy.Actor, month: Month, on: date) -> int:
    """催报 (the city reminds the late) of a month; gives how many officers were told, each once a day."""
    policy.require(actor, "reports.decide_report")
    late = MonthlyReport.objects.of_month(month).of_units().unsent().filter(due_on__lt=on)
    return sum(
        notify("reports.report_overdue", to=officer, about=report, dedup=on.isoformat())
        for report in late.select_related("organisation")
        for officer in officers_of(report.organisation)
    )


def _kind(report: MonthlyReport, on: date) -> str:
    if on > report.due_on:
        return "reports.report_overdue"
    return "reports.report_due_today" if on == report.due_on else "reports.report_due_soon"


def recount_locked_months(*, on: date) -> int:
    """Corrections of what came or went after a month of this year or the last was locked."""
    since = Month(on.year - 1, 1).first
    locked = MonthlyReport.objects.of_city().filter(state="locked", month__gte=since)
    return sum(record_corrections(actor=SYSTEM, month=report.of) for report in locked.order_by("month"))
