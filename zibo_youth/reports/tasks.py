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


@shared_task
def make_exports(job_ids: list[int]) -> int:
    """生成导出: published by the nudge after a commit."""
    return services.make_exports(job_ids=job_ids)


@shared_task
def sweep_exports() -> int:
    """补做导出 (beat: every 10 seconds): what no nudge reached, what a dead worker left."""
    return services.sweep_exports()


@shared_task
def expire_exports() -> int:
    """导出过期 (beat: every 5 minutes): files past their time are deleted."""
    return services.expire_exports()


@shared_task
def sweep_export_files() -> int:
    """清理无主文件 (beat: daily 03:53): what a worker left that died before its row was written."""
    return services.sweep_export_files()


@shared_task
def deliver_workbooks(day: str | None = None) -> int:
    """月初送表 (beat: daily 06:20): last month's workbooks, where they were not made yet."""
    return services.deliver_workbooks(on=_day(day))


@shared_task
def sum_up_locked_months(day: str | None = None) -> int:
    """全市汇总 (beat: every 5 minutes): the summary of what the city has locked."""
    return services.sum_up_locked_months(on=_day(day))


@shared_task
def archive_last_year(day: str | None = None) -> int:
    """年度归档 (beat: daily 04:40): last year's archive, once its December is locked."""
    return services.archive_last_year(on=_day(day))
