"""审核 (deciding) on one report: the city reads it, accepts it, or gives it back with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.reports import services
from zibo_youth.reports.forms import ReturnForm
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.sheet import sheet_of

from .fetching import StaffRequest, figures_of, report_of, told, where_it_stands, who_may

DECIDE = "reports.decide_report"
State = MonthlyReport.State


@who_may(DECIDE)
@require_safe
def city_report(request: StaffRequest, month: str, unit: str) -> HttpResponse:
    """一份月报 (one report) as the city reads it: what was explained first, then every figure."""
    report = report_of(request, unit, month)
    progress = where_it_stands(report, figures_of(report))
    context = {
        "report": report,
        "sheet": sheet_of(report),
        "explained": [finding for finding in progress.findings if finding.by_note],
        "may_accept": report.state == State.SUBMITTED,
        "may_return": report.state in {State.SUBMITTED, State.ACCEPTED},
        **told(report),
    }
    return render(request, "reports/city/report.html", context)


@who_may(DECIDE)
@require_POST
@answered_once
def city_accept(request: StaffRequest, month: str, unit: str) -> HttpResponse:
    """审核通过 (accept)."""
    report = report_of(request, unit, month)
    try:
        services.accept_report(actor=request.user, report=report)
        messages.success(request, _("已审核通过，填报单位会收到消息。"))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("city_report", month, unit)


@who_may(DECIDE)
@answered_once
def city_return(request: StaffRequest, month: str, unit: str) -> HttpResponse:
    """退回 (give back): the reason goes to the organisation."""
    report = report_of(request, unit, month)
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            services.return_report(actor=request.user, report=report, **form.cleaned_data)
            messages.success(request, _("已退回，填报单位会收到消息和短信。"))
            return redirect("city_report", month, unit)
    return render(request, "reports/city/return.html", {"report": report, "form": form})
