"""月报文件 (the papers of a report): written down before they are given away."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zibo_youth.accounts.services import record_export
from zibo_youth.core.errors import shown_on
from zibo_youth.reports.exports.giving import PAPERS, give
from zibo_youth.reports.forms import PaperForm
from zibo_youth.reports.sheet import sheet_of

from .fetching import StaffRequest, report_of, who_may


@who_may("reports.export_report")
@require_http_methods(["GET", "HEAD", "POST"])
def district_files(request: StaffRequest, unit: str, month: str) -> HttpResponseBase:
    """下载文件 (download): which paper, and what for."""
    report = report_of(request, unit, month)
    form = PaperForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            sheet, kind = sheet_of(report), form.cleaned_data["kind"]
            answer = give(sheet, kind)
            record_export(
                actor=request.user,
                table=report._meta.label_lower,
                format_name=PAPERS[kind].format,
                rows=len(sheet.lines),
                reason=form.cleaned_data["reason"],
                conditions=report.number,
            )
            return answer
    return render(request, "reports/district/files.html", {"report": report, "form": form})
