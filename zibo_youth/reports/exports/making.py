"""长导出 (long exports): what a worker writes for each kind of job, all of it as of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from zibo_youth.core.errors import DomainError
from zibo_youth.core.snapshot import one_moment
from zibo_youth.reports.errors import NothingToExport
from zibo_youth.reports.models import ExportJob, MonthlyReport
from zibo_youth.reports.models.job import Failure
from zibo_youth.reports.querysets import MonthlyReportQuerySet
from zibo_youth.reports.sheet import sheet_of

from .archive import write_archive
from .fonts import ChineseFontMissing
from .names import FileName, archive_name, file_names
from .progress import Told
from .workbook import write_workbook

REFUSALS: dict[type[DomainError], Failure] = {
    ChineseFontMissing: Failure.FONTS,
    NothingToExport: Failure.NOTHING,
}


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: how many rows (papers of an archive), and what the file is called."""

    rows: int
    name: FileName


def make(job: ExportJob, target: BinaryIO, told: Told) -> Made:
    """
    Write the file of a job.

    Whatever is changed or erased meanwhile, the file is wholly from before it or
    wholly from after it. Raises `NothingToExport`, `ChineseFontMissing`.
    """
    with one_moment():
        return _archive(job, target, told) if job.kind == job.Kind.ARCHIVE else _workbook(job, target, told)


def _workbook(job: ExportJob, target: BinaryIO, told: Told) -> Made:
    report = _reports(job).of_month(job.of).first()
    if report is None:
        raise NothingToExport
    sheet = sheet_of(report)
    return Made(write_workbook(sheet, target, told), file_names(sheet)["xlsx"])


def _archive(job: ExportJob, target: BinaryIO, told: Told) -> Made:
    reports = list(_reports(job).filter(month__year=job.month.year).order_by("month"))
    if not reports:
        raise NothingToExport
    return Made(write_archive(reports, target, told), archive_name(job.organisation, job.month.year))


def _reports(job: ExportJob) -> MonthlyReportQuerySet:
    reports: MonthlyReportQuerySet = MonthlyReport.objects.filter(organisation=job.organisation_id)
    return reports.select_related("organisation__area")
