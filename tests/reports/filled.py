"""A report on its way: opened, filled in, sent, accepted, as the services do it."""

from __future__ import annotations

from datetime import date

from tests import people
from tests.reports import past
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.reports import services
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.checks import check
from zibo_youth.reports.models import Figure, MonthlyReport
from zibo_youth.reports.periods import Month
from zibo_youth.reports.services.signing import figures_before

MAY, DAY = Month(2021, 5), date(2021, 5, 21)
NAMES = {"preparer": "甲示例", "checker": "乙示例", "head": "丙示例"}


def opened(unit: str = "zhangdian", month: Month = MAY) -> MonthlyReport:
    """The report of a unit, in a month that is opened for all."""
    services.open_month(actor=SYSTEM, month=month)
    return MonthlyReport.objects.select_related("organisation").get(
        organisation__code=unit, month=month.first
    )


def filled(officer: User, report: MonthlyReport) -> MonthlyReport:
    """Taken, zeros typed for what nobody did, and a note wherever one is asked for."""
    report = services.take_figures(actor=officer, report=report)
    typed = report.figures.filter(is_manual=True, month_part__isnull=True)
    typed.filter(kind="share").update(month_whole=0, to_date_whole=0)
    typed.update(month_part=0, to_date_part=0)
    findings = check(report.figures.select_related("report"), figures_before(report))
    asked = [finding.figure.pk for finding in findings if finding.is_open]
    report.figures.filter(pk__in=asked).update(note="活动集中在本月")
    return report


def sent(officer: User, report: MonthlyReport) -> MonthlyReport:
    return services.submit_report(actor=officer, report=filled(officer, report), **NAMES)


def accepted(unit: str, city: User, month: Month = MAY) -> MonthlyReport:
    report = sent(people.officer(unit), opened(unit, month))
    return services.accept_report(actor=city, report=report)


def locked(city: User, month: Month = MAY) -> MonthlyReport:
    """All eleven accepted, and the month sealed; gives the city's report."""
    for unit in past.units():
        accepted(unit, city, month)
    return services.lock_month(actor=city, month=month, **NAMES)


def fill_figure(
    *, actor: User, figure: Figure, month: Amount, to_date: Amount | None = None
) -> MonthlyReport:
    """One line of 补填, as the page sends all of them."""
    typed = {figure.code: services.Typed(month, to_date)}
    return services.fill_figures(actor=actor, report=figure.report, typed=typed)


def explain_figure(*, actor: User, figure: Figure, note: str) -> MonthlyReport:
    """One line of 说明."""
    return services.explain_figures(actor=actor, report=figure.report, notes={figure.code: note})
