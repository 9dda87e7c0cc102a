"""导出 (exports that a worker writes): what one has asked for, how far each is, and the file itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.errors import DomainError
from zibo_youth.core.private_files import download
from zibo_youth.reports import services
from zibo_youth.reports.exports.giving import WRITTEN_AS
from zibo_youth.reports.exports.names import FileName
from zibo_youth.reports.models import ExportJob

from .fetching import StaffRequest, who_may

EXPORT = "reports.export_report"
PER_PAGE = 20
SECONDS_BETWEEN_LOOKS = 3


def job_of(request: StaffRequest, public_id: Any) -> ExportJob:
    """The job of an address, for whom it is meant and who may still export today. Raises `Http404`."""
    seen = ExportJob.objects.readable_by(request.user).select_related("organisation__area")
    job: ExportJob = get_object_or_404(seen, public_id=public_id)
    return job


@who_may(EXPORT)
@require_safe
def export_jobs(request: StaffRequest) -> HttpResponse:
    """导出列表 (exports): one's own, and what the portal made for the organisation."""
    seen = ExportJob.objects.readable_by(request.user).select_related("organisation__area")
    page = Paginator(seen, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/exports/jobs.html", {"page": page})


@who_may(EXPORT)
@require_safe
def export_job(request: StaffRequest, public_id: Any) -> HttpResponse:
    """一个导出 (one export): how far it is; looks again by itself until it has ended."""
    context = {"job": job_of(request, public_id), "seconds": SECONDS_BETWEEN_LOOKS}
    return render(request, "reports/exports/job.html", context)


@who_may(EXPORT)
@require_POST
def export_file(request: StaffRequest, public_id: Any) -> HttpResponseBase:
    """下载 (fetch the file), written down with who, what and why."""
    job = job_of(request, public_id)
    try:
        job = services.fetch_export(actor=request.user, job=job)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(job)
    _format, content_type = WRITTEN_AS[ExportJob.Kind(job.kind)]
    answer = download(job.file, filename=job.filename, content_type=content_type, cache="private, no-store")
    answer["Content-Disposition"] = FileName(job.filename, job.filename_ascii).content_disposition
    return answer


@who_may(EXPORT)
@require_POST
@answered_once
def export_again(request: StaffRequest, public_id: Any) -> HttpResponse:
    """重新生成 (start again) what failed."""
    job = job_of(request, public_id)
    try:
        services.start_again(actor=request.user, job=job)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已重新排队。"))
    return redirect(job)
