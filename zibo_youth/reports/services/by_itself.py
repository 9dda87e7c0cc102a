"""
自动导出 (what the portal exports by itself): workbooks of a month, the city's summary, a year's archive.

Each is a look at rows that are due: beat may run twice, late, or stand still
for days, and each file is ordered once, by its occasion.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import at
from zibo_youth.reports.errors import ReportSent
from zibo_youth.reports.models import ExportJob, MonthlyReport
from zibo_youth.reports.periods import Month

from .filling import take_figures
from .jobs import order_by_itself
from .moves import State

Kind = ExportJob.Kind
# A month that was locked longer ago needs no summary any more: its reports were read.
LOCKED_WITHIN = timedelta(days=31)
EACH_MONTH = gettext_noop("每月 1 日自动生成")
AFTER_LOCK = gettext_noop("全市月报锁定后自动生成")
EACH_YEAR = gettext_noop("年度归档，每年 1 月自动生成")


def deliver_workbooks(*, on: date) -> int:
    """
    月初送表: the workbook of the month before ``on`` for the officers of each organisation.

    What nobody has begun is counted first, so that the sheet is not blank; the
    officer checks and explains as ever. One that is sent at that very moment is
    delivered by the next look. Gives how many were ordered.
    """
    reports = MonthlyReport.objects.of_month(Month.of(on).previous).of_units()
    ordered = 0
    for report in reports.select_related("organisation"):
        with suppress(ReportSent):
            ordered += _deliver(SYSTEM, report)
    return ordered


@transaction.atomic
def _deliver(actor: policy.Actor, report: MonthlyReport) -> bool:
    occasion = f"workbook-{report.of.code}-{report.organisation.code}"
    if ExportJob.objects.filter(occasion=occasion).exists():
        return False
    if report.state == State.OPEN:
        take_figures(actor=actor, report=report)
    return _order(actor, report, Kind.WORKBOOK, occasion, EACH_MONTH)


def sum_up_locked_months(*, on: date) -> int:
    """全市汇总: the workbook of each month that the city has locked lately. Gives how many were ordered."""
    since = at(on - LOCKED_WITHIN, time.min)
    locked = MonthlyReport.objects.of_city().filter(state=State.LOCKED, locked_at__gte=since)
    return sum(
        _order(SYSTEM, report, Kind.WORKBOOK, f"summary-{report.of.code}", AFTER_LOCK)
        for report in locked.select_related("organisation")
    )


def archive_last_year(*, on: date) -> int:
    """
    年度归档: from January on, once the December is locked and no month of the year is still open.

    The city's waits for every unit: it has no report of a month before that is locked.
    Gives how many were ordered.
    """
    december = Month(on.year - 1, 12)
    unlocked = MonthlyReport.objects.filter(month__year=december.year).exclude(state=State.LOCKED)
    whole = (
        MonthlyReport.objects.of_month(december)
        .filter(state=State.LOCKED)
        .exclude(organisation__in=unlocked.values("organisation"))
    )
    if unlocked.exists():
        whole = whole.of_units()
    return sum(
        _order(SYSTEM, report, Kind.ARCHIVE, f"archive-{december.year}-{report.organisation.code}", EACH_YEAR)
        for report in whole.select_related("organisation")
    )


def _order(actor: policy.Actor, report: MonthlyReport, kind: str, occasion: str, reason: str) -> bool:
    return order_by_itself(
        actor=actor,
        organisation=report.organisation,
        month=report.of,
        kind=kind,
        occasion=occasion,
        reason=reason,
    )
