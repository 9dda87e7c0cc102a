"""Invariants of reports: what was signed is what is stored, targets add up, months are locked whole."""

from __future__ import annotations

from django.db.models import Sum

from zibo_youth.core.invariants import Invariant, register, register_sql

from .kpis import kpis
from .models import MonthlyReport, Target
from .services.signing import digest_of


def reports_that_are_not_as_signed() -> int:
    """Sent reports whose figures no longer give the digest that was stored with the signature."""
    sent = MonthlyReport.objects.filter(state__in=["submitted", "accepted", "locked"])
    return sum(report.digest != digest_of(report.figures.all()) for report in sent.iterator())


def targets_that_do_not_add_up() -> int:
    """Indicators of a year whose division among the units is not the city's target."""
    adding = [kpi.code for kpi in kpis() if kpi.kind.adds_districts]
    of_city = Target.objects.filter(organisation__is_reporting=False, code__in=adding)
    units = (
        Target.objects.filter(organisation__is_reporting=True, code__in=adding)
        .order_by()
        .values_list("year", "code")
        .annotate(total=Sum("value"))
    )
    city = {(year, code): value for year, code, value in of_city.values_list("year", "code", "value")}
    return sum(city.get((year, code)) != total for year, code, total in units)


LOCKED_MONTHS = """
SELECT report.month FROM reports_monthlyreport AS report
JOIN accounts_organisation AS unit ON unit.id = report.organisation_id
GROUP BY report.month
HAVING bool_or(report.state = 'locked')
   AND (bool_or(report.state <> 'locked') OR count(*) FILTER (WHERE NOT unit.is_reporting) <> 1)
"""


def register_invariants() -> None:
    """Called once by ``ReportsConfig.ready``."""
    register(
        Invariant("report_is_not_as_signed", "已上报月报的数据与签名时一致", reports_that_are_not_as_signed)
    )
    register(Invariant("targets_do_not_add_up", "各单位目标合计等于全市目标", targets_that_do_not_add_up))
    register_sql("month_locked_in_part", "锁定的月份，各单位和全市的月报都已锁定", LOCKED_MONTHS)
