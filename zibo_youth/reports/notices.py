"""What reports tell people: officers hear of their own report, city staff of what came in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import ExportJob, MonthlyReport
from .units import unit_name

State = MonthlyReport.State
UNSENT = (State.OPEN, State.DRAFT, State.RETURNED)


def register_notices() -> None:
    """Called once by ``ReportsConfig.ready``."""
    _about_report("report_opened", _("月报已开始填报"), *UNSENT)
    _about_report("report_due_soon", _("月报还有两天截止"), *UNSENT, by_sms=True)
    _about_report("report_due_today", _("月报今天截止"), *UNSENT, by_sms=True)
    _about_report("report_overdue", _("月报已逾期"), *UNSENT, by_sms=True)
    _about_report("report_submitted", _("收到一份月报"), State.SUBMITTED)
    _about_report("report_returned", _("月报被退回"), State.RETURNED, by_sms=True)
    _about_report("report_accepted", _("月报已审核通过"), State.ACCEPTED, State.LOCKED)
    _about_export("export_ready", _("您要的文件已生成"), ExportJob.State.READY)
    _about_export("export_failed", _("文件没有生成"), ExportJob.State.FAILED)


def _about_export(kind: str, title: str | Promise, state: str) -> None:
    register(
        NoticeKind(
            key=f"reports.{kind}",
            title=title,
            channels=(INBOX,),
            holds=_in_state((state,)),
            words=_export_words,
            related=("organisation__area",),
        )
    )


def _export_words(job: ExportJob) -> dict[str, Any]:
    return {
        "unit": unit_name(job.organisation),
        "span": job.span,
        "what": job.get_kind_display(),
        "until": date_format(timezone.localtime(job.expires_at), "MONTH_DAY_FORMAT")
        if job.expires_at
        else "",
        "reason": job.get_failure_display(),
    }


def _about_report(kind: str, title: str | Promise, *states: str, by_sms: bool = False) -> None:
    register(
        NoticeKind(
            key=f"reports.{kind}",
            title=title,
            channels=(INBOX, SMS) if by_sms else (INBOX,),
            holds=_in_state(states),
            words=_words,
            related=("organisation",),
            prefetched=("transitions",),
        )
    )


def _in_state(states: tuple[str, ...]) -> Callable[[Any], bool]:
    def holds(about: Any) -> bool:
        return about.state in states

    return holds


def _words(report: MonthlyReport) -> dict[str, Any]:
    returned = [move.note for move in report.transitions.all() if move.to_state == State.RETURNED]
    return {
        "unit": report.organisation,
        "month": report.of,
        "due_on": date_format(report.due_on, "MONTH_DAY_FORMAT"),
        "reason": returned[-1] if returned else "",
    }
