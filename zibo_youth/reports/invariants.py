"""Invariants of reports: what was signed is what is stored, targets add up, months are locked whole."""

from __future__ import annotations

from django.core.files.storage import storages
from django.db.models import Sum

from zibo_youth.core.invariants import Invariant, register, register_sql
from zibo_youth.core.private_files import strays

from .kpis import kpis
from .models import ExportJob, MonthlyReport, Target
from .services.making import FOLDER
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


def ready_exports_without_a_file() -> int:
    """Exports that offer a file which is not stored."""
    names = ExportJob.objects.within_time().values_list("file", flat=True)
    return sum(not storages["private"].exists(name) for name in names)


def export_files_without_a_row() -> int:
    """Stored files of exports that expired or failed, older than any that is still being written."""
    return len(strays(FOLDER, set(ExportJob.objects.ready().values_list("file", flat=True))))


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
    register(Invariant("export_ready_without_its_file", "可下载的导出都有文件", ready_exports_without_a_file))
    register(
        Invariant("export_file_without_its_row", "过期和未成功的导出没有留下文件", export_files_without_a_row)
    )
    register_sql("month_locked_in_part", "锁定的月份，各单位和全市的月报都已锁定", LOCKED_MONTHS)
