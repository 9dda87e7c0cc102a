"""区县工作台 (district desk): once a month, five steps from the figures to the sealed paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.reports import services
from zibo_youth.reports.forms import ExplainForm, FillForm, SendForm
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.sheet import sheet_of

from .fetching import StaffRequest, figures_of, own_report, report_of, told, where_it_stands, who_may

VIEW, FILL = "reports.view_report", "reports.fill_report"
MONTHS_SHOWN = 24


@who_may(VIEW)
@require_safe
def district_reports(request: StaffRequest) -> HttpResponse:
    """工作台 (the desk): the month in work first, with the days that are left; then the months before."""
    if not policy.may(request.user, FILL):
        return _to_the_city(request)
    reports = MonthlyReport.objects.visible_to(request.user).select_related("organisation__area")[
        :MONTHS_SHOWN
    ]
    in_work = [_in_work(report) for report in reports if report.is_editable]
    done = [report for report in reports if not report.is_editable]
    return render(request, "reports/district/desk.html", {"in_work": in_work, "done": done})


def _to_the_city(request: StaffRequest) -> HttpResponse:
    if not policy.may(request.user, "reports.decide_report"):
        raise Http404
    return redirect("city_reports")


def _in_work(report: MonthlyReport) -> dict[str, object]:
    progress = where_it_stands(report, figures_of(report))
    return {"report": report, "progress": progress, "days_left": _days_left(report), **told(report)}


def _days_left(report: MonthlyReport) -> int:
    """Until the end of the day of the deadline; below zero it is late."""
    return (report.due_on - today()).days


@who_may(VIEW)
@require_safe
def district_report(request: StaffRequest, unit: str, month: str) -> HttpResponse:
    """月报 (one report): steps, what is still open, every figure, the history."""
    report = report_of(request, unit, month)
    progress = where_it_stands(report, figures_of(report))
    context = {
        "report": report,
        "sheet": sheet_of(report),
        "progress": progress,
        "days_left": _days_left(report),
        "may_fill": policy.may(request.user, FILL, report) and report.is_editable,
        "may_decide": policy.may(request.user, "reports.decide_report", report),
        **told(report),
    }
    return render(request, "reports/district/report.html", context)


@who_may(FILL)
@require_POST
@answered_once
def district_take(request: StaffRequest, unit: str, month: str) -> HttpResponse:
    """自动取数 (take the figures): again and again, until the report is sent."""
    report = own_report(request, unit, month)
    try:
        services.take_figures(actor=request.user, report=report)
        messages.success(request, _("已按现有业务记录取数，手工填的数和备注没有变。"))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(report)


@who_may(FILL)
@answered_once
def district_fill(request: StaffRequest, unit: str, month: str) -> HttpResponse:
    """补填 (fill in): what no programme counts, on one page."""
    report = own_report(request, unit, month)
    by_hand = [figure for figure in figures_of(report) if figure.is_manual]
    form = FillForm(request.POST or None, figures=by_hand)
    if form.is_valid():
        with shown_on(form):
            services.fill_figures(actor=request.user, report=report, typed=form.typed())
            messages.success(request, _("补填的数已保存。"))
            return redirect(report)
    return render(request, "reports/district/fill.html", {"report": report, "form": form})


@who_may(FILL)
@answered_once
def district_explain(request: StaffRequest, unit: str, month: str) -> HttpResponse:
    """说明 (explain): what the checks ask about first, then the narrative."""
    report = own_report(request, unit, month)
    figures = figures_of(report)
    form = ExplainForm(
        request.POST or None,
        figures=figures,
        findings=where_it_stands(report, figures).findings,
        initial={"narrative": report.narrative},
    )
    if form.is_valid():
        with shown_on(form):
            services.explain_figures(actor=request.user, report=report, notes=form.notes())
            services.write_narrative(
                actor=request.user, report=report, narrative=form.cleaned_data["narrative"]
            )
            messages.success(request, _("备注和情况说明已保存。"))
            return redirect(report)
    return render(request, "reports/district/explain.html", {"report": report, "form": form})


@who_may(FILL)
@answered_once
def district_send(request: StaffRequest, unit: str, month: str) -> HttpResponse:
    """上报 (send): three names and a statement."""
    report = own_report(request, unit, month)
    said = {name: getattr(report, name) for name in ("preparer", "checker", "head", "phone")}
    form = SendForm(request.POST or None, initial=said)
    if form.is_valid():
        with shown_on(form):
            services.submit_report(actor=request.user, report=report, **form.names())
            messages.success(request, _("月报已上报。请打印、签字、盖章，纸质件报团市委。"))
            return redirect(report)
    progress = where_it_stands(report, figures_of(report))
    context = {"report": report, "form": form, "progress": progress}
    return render(request, "reports/district/send.html", context)
