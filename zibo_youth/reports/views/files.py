"""月报文件 (the papers of a report): written down before they are given away."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.services import record_export
from zibo_youth.core.errors import shown_on
from zibo_youth.reports import services
from zibo_youth.reports.exports.giving import LONG, PAPERS, give
from zibo_youth.reports.forms import PaperForm
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.sheet import sheet_of

from .fetching import StaffRequest, report_of, who_may


@who_may("reports.export_report")
@require_http_methods(["GET", "HEAD", "POST"])
@answered_once
def district_files(request: StaffRequest, unit: str, month: str) -> HttpResponse:
    """下载文件 (download): which paper, and what for. A long one is written by a worker meanwhile."""
    report = report_of(request, unit, month)
    form = PaperForm(request.POST or None)
    if form.is_valid():
        kind, reason = form.cleaned_data["kind"], form.cleaned_data["reason"]
        with shown_on(form):
            if kind in LONG:
                return redirect(
                    services.order_export(actor=request.user, report=report, kind=LONG[kind], reason=reason)
                )
            return cast(HttpResponse, _given(request, report, kind, reason))
    return render(request, "reports/district/files.html", {"report": report, "form": form})


def _given(request: StaffRequest, report: MonthlyReport, kind: str, reason: str) -> HttpResponseBase:
    sheet = sheet_of(report)
    answer = give(sheet, kind)
    record_export(
        actor=request.user,
        table=report._meta.label_lower,
        format_name=PAPERS[kind].format,
        rows=len(sheet.lines),
        reason=reason,
        conditions=report.number,
    )
    return answer
