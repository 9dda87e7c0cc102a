"""What is read of a report: the rows behind a figure, the printed sheet, another month beside it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zibo_youth.accounts import policy
from zibo_youth.reports.comparison import change
from zibo_youth.reports.forms import CompareForm
from zibo_youth.reports.kpis import Kpi, kpi
from zibo_youth.reports.means import means_of
from zibo_youth.reports.models import Figure, MonthlyReport
from zibo_youth.reports.sheet import sheet_of

from .fetching import StaffRequest, report_of, who_may

VIEW, FILL = "reports.view_report", "reports.fill_report"
PER_PAGE = 50


@who_may(VIEW)
@require_safe
def district_figure(request: StaffRequest, unit: str, month: str, figure: str) -> HttpResponse:
    """明细 (the rows behind a figure), as they stand today: of this organisation, masked, by pages."""
    report = report_of(request, unit, month)
    stored = get_object_or_404(report.figures.filter(is_manual=False), code=figure)
    counted = _counted(stored.code)
    credited = report.organisation_id if report.organisation.is_reporting else None
    rows = counted.rows(report.of.period, credited)
    context: dict[str, Any] = {
        "report": report,
        "figure": stored,
        "kpi": counted,
        "now": counted.total(report.of.period, credited),
        "rows_now": rows.count(),
    }
    facts = counted.facts
    if facts and facts.are_listed and (columns := facts.columns) and _may_list(request, report, rows):
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "columns": [column.heading for column in columns],
            "lines": [[column.read(row) for column in columns] for row in page],
        }
    return render(request, "reports/district/figure.html", context)


def _may_list(request: StaffRequest, report: MonthlyReport, rows: Any) -> bool:
    """Whoever answers for the figure, and whoever reads rows of this kind; others read the number alone."""
    return policy.may(request.user, FILL, report) or policy.may(request.user, rows.view_action())


def _counted(code: str) -> Kpi:
    """Raises `Http404` for an indicator that has left the register since."""
    try:
        return kpi(code)
    except KeyError as gone:
        raise Http404 from gone


@who_may(VIEW)
@require_safe
def district_preview(request: StaffRequest, unit: str, month: str) -> HttpResponse:
    """打印预览 (print preview): the sheet as it is signed and sealed."""
    report = report_of(request, unit, month)
    return render(request, "reports/district/preview.html", {"report": report, "sheet": sheet_of(report)})


@who_may(VIEW)
@require_safe
def district_compare(request: StaffRequest, unit: str, month: str) -> HttpResponse:
    """月份对比 (compare): the stored figures of two months of one organisation."""
    report = report_of(request, unit, month)
    reports = list(
        MonthlyReport.objects.visible_to(request.user)
        .filter(organisation=report.organisation_id, figures_at__isnull=False)
        .exclude(pk=report.pk)
        .select_related("organisation__area")
    )
    asked = request.GET if "other" in request.GET else {"other": reports[0].of.code} if reports else {}
    form = CompareForm(asked, reports=reports)
    context: dict[str, Any] = {"report": report, "form": form, "has_others": bool(reports)}
    if reports and form.is_valid():
        other = next(one for one in reports if one.of.code == form.cleaned_data["other"])
        lines = _side_by_side(report, other)
        context |= {
            "other": other,
            "lines": lines,
            "has_mean": any(line["mean"] is not None for line in lines),
        }
    return render(request, "reports/district/compare.html", context)


def _side_by_side(report: MonthlyReport, other: MonthlyReport) -> list[dict[str, Any]]:
    known: dict[str, Figure] = {figure.code: figure for figure in other.figures.all()}
    means = means_of(other.of)
    lines = []
    for figure in report.figures.all():
        beside = known.get(figure.code)
        this, base = figure.amount("month"), beside.amount("month") if beside else None
        year, base_year = figure.amount("to_date"), beside.amount("to_date") if beside else None
        lines.append(
            {
                "figure": figure,
                "month": this,
                "other_month": base,
                "change": change(this, base),
                "to_date": year,
                "other_to_date": base_year,
                "mean": means.get(figure.code),
            }
        )
    return lines
