"""开报 (opening a month): one report for each reporting organisation."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.staff import officers_of
from zibo_youth.core.calendar import is_workday, today
from zibo_youth.notifications.outbox import notify
from zibo_youth.reports.errors import MonthNotOver
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.periods import Month


@transaction.atomic
def open_month(*, actor: policy.Actor, month: Month) -> int:
    """
    开报 (open a month) that is over; gives how many reports were not there yet.

    Safe to run twice. Officers of each organisation are told once. Raises `MonthNotOver`.
    """
    policy.require(actor, "reports.decide_report")
    if month.period.end > today():
        raise MonthNotOver(month=month)
    before = set(MonthlyReport.objects.of_month(month).values_list("organisation_id", flat=True))
    units = Organisation.objects.filter(is_reporting=True).exclude(pk__in=before)
    MonthlyReport.objects.bulk_create(
        [MonthlyReport(organisation=unit, month=month.first, due_on=due_on(month)) for unit in units],
        ignore_conflicts=True,
    )
    opened = MonthlyReport.objects.of_month(month).of_units().exclude(organisation__in=before)
    for report in opened.select_related("organisation"):
        for officer in officers_of(report.organisation):
            notify("reports.report_opened", to=officer, about=report)
    return len(opened)


def due_on(month: Month) -> date:
    """The working day of the next month by which a district reports (domain.md §4.1, assumed)."""
    day, left = month.period.end - timedelta(days=1), settings.REPORT_DUE_WORKDAYS
    while left:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day
