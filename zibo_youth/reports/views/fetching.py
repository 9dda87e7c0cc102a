"""What every page of a report begins with: the report that this user may see, or no such page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.reports.models import Figure, MonthlyReport
from zibo_youth.reports.periods import Month
from zibo_youth.reports.services.signing import figures_before
from zibo_youth.reports.steps import Progress, progress_of

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of somebody who has logged in and holds an office."""

    user: User


View: TypeAlias = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def who_may(action: str) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Decorator: whoever may do this nowhere finds no such page."""

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapper(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_staff or not policy.may(request.user, action):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(wrapper)

    return decorate


def month_of(code: str) -> Month:
    """The month that an address names. Raises `Http404`."""
    try:
        return Month.from_code(code)
    except ValueError as nonsense:
        raise Http404 from nonsense


def report_of(request: StaffRequest, unit: str, month: str) -> MonthlyReport:
    """The report of an address, where the user may see it. Raises `Http404`."""
    seen = MonthlyReport.objects.visible_to(request.user).of_month(month_of(month))
    report: MonthlyReport = get_object_or_404(
        seen.select_related("organisation__area"), organisation__code=unit
    )
    return report


def own_report(request: StaffRequest, unit: str, month: str) -> MonthlyReport:
    """The report of an address, where the user may fill it in. Raises `Http404`."""
    report = report_of(request, unit, month)
    if not policy.may(request.user, "reports.fill_report", report):
        raise Http404
    return report


def figures_of(report: MonthlyReport) -> list[Figure]:
    """In the order of the sheet, each with its report at hand."""
    figures = list(report.figures.all())
    for figure in figures:
        figure.report = report
    return figures


def where_it_stands(report: MonthlyReport, figures: list[Figure]) -> Progress:
    """The steps of a report, and what the checks find in its figures."""
    return progress_of(report, figures, list(figures_before(report)))


def told(report: MonthlyReport) -> dict[str, Any]:
    """The history of a report, latest first, and why it was given back last."""
    moves = list(report.transitions.select_related("actor__person").order_by("-at", "-pk"))
    returned = next((move.note for move in moves if move.to_state == report.State.RETURNED), "")
    return {"moves": moves, "reason": returned if report.state == report.State.RETURNED else ""}
