"""Exports that are asked for and made, as pages and workers do it."""

from __future__ import annotations

import math
from unittest import mock

from zibo_youth.accounts.models import User
from zibo_youth.reports import services
from zibo_youth.reports.models import ExportJob, MonthlyReport
from zibo_youth.reports.services import making


def ordered(officer: User, report: MonthlyReport, kind: str = "workbook") -> ExportJob:
    return services.order_export(actor=officer, report=report, kind=kind, reason="上报存档")


def worked(job: ExportJob) -> ExportJob:
    """What a worker makes of it; its words about the progress would not see a row of this test's transaction."""
    with mock.patch.object(making, "TOLD_EVERY", math.inf):
        services.make_exports(job_ids=[job.pk])
    job.refresh_from_db()
    return job


def made(officer: User, report: MonthlyReport, kind: str = "workbook") -> ExportJob:
    return worked(ordered(officer, report, kind))
