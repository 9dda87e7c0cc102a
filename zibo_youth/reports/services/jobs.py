"""导出任务 (export jobs) as their readers see them: asked for, started again, fetched."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import ReasonMissing
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.services import record_export
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import schedule_job
from zibo_youth.reports.errors import ExportNotFailed, ExportNotReady, ExportUnderWay
from zibo_youth.reports.exports.giving import WRITTEN_AS
from zibo_youth.reports.models import ExportJob, MonthlyReport
from zibo_youth.reports.periods import Month

State, Kind = ExportJob.State, ExportJob.Kind
EXPORT = "reports.export_report"
MAKE = "zibo_youth.reports.tasks.make_exports"


@transaction.atomic
def order_export(*, actor: User, report: MonthlyReport, kind: str, reason: str) -> ExportJob:
    """
    申请导出 (ask for an export) of a report, or of its whole year; a worker writes it.

    What the same person has asked for and is still being written is given instead
    of a second one. Raises `NotAllowed`, `ReasonMissing`.
    """
    policy.require(actor, EXPORT, report)
    if not reason.strip():
        raise ReasonMissing
    about = _about(kind, report.organisation, report.of)
    ExportJob.objects.bulk_create(
        [ExportJob(**about, requested_by=actor, reason=reason.strip()[:200])], ignore_conflicts=True
    )
    job = _asked_for(actor, about)
    schedule_job(MAKE, job.pk)
    return job


def _asked_for(actor: User, about: dict[str, Any]) -> ExportJob:
    """The one that is not finished; where what stood in the way has ended since, the latest."""
    asked = ExportJob.objects.filter(**about, requested_by=actor).order_by("-pk")
    job: ExportJob = asked.unfinished().first() or asked[0]
    return job


@transaction.atomic
def order_by_itself(
    *, actor: policy.Actor, organisation: Organisation, month: Month, kind: str, occasion: str, reason: str
) -> bool:
    """自动导出 (what the portal orders by itself), once for an occasion; whether this call was the first."""
    policy.require(actor, EXPORT)
    job, is_first = ExportJob.objects.get_or_create(
        occasion=occasion, defaults={**_about(kind, organisation, month), "reason": reason}
    )
    schedule_job(MAKE, job.pk)
    return is_first


def _about(kind: str, organisation: Organisation, month: Month) -> dict[str, Any]:
    about = Month(month.year, 1) if kind == Kind.ARCHIVE else month
    return {"kind": kind, "organisation": organisation, "month": about.first}


@explaining(export_job_asked_for_once_at_a_time=ExportUnderWay)
@transaction.atomic
def start_again(*, actor: User, job: ExportJob) -> ExportJob:
    """重新生成 (start again) what failed. Raises `NotAllowed`, `ExportNotFailed`, `ExportUnderWay`."""
    policy.require(actor, EXPORT, job)
    failed = ExportJob.objects.readable_by(actor).filter(pk=job.pk, state=State.FAILED)
    if not failed.update(state=State.QUEUED, failure="", attempts=0, done=0, total=0):
        job.refresh_from_db()
        raise ExportNotFailed(state=job.get_state_display())
    schedule_job(MAKE, job.pk)
    job.refresh_from_db()
    return job


@transaction.atomic
def fetch_export(*, actor: User, job: ExportJob) -> ExportJob:
    """
    下载 (fetch): written down with who, what and why, before the file is given away.

    The job that it gives names the file. Raises `NotAllowed`, and `ExportNotReady`
    for what is not written yet, or no more there.
    """
    policy.require(actor, EXPORT, job)
    current = ExportJob.objects.readable_by(actor).within_time().filter(pk=job.pk)
    if not current.update(fetched=F("fetched") + 1):
        job.refresh_from_db()
        raise ExportNotReady(state=_word(job))
    job.refresh_from_db()
    record_export(
        actor=actor,
        table=MonthlyReport._meta.label_lower,
        format_name=WRITTEN_AS[Kind(job.kind)][0],
        rows=job.total,
        reason=job.reason,
        conditions=f"{job.organisation.code}-{job.of.code} {job.public_id}",
    )
    return job


def _word(job: ExportJob) -> str:
    """Its state; what is past its time is expired before the sweep has come to it."""
    return str(State.EXPIRED.label if job.state == State.READY else job.get_state_display())
