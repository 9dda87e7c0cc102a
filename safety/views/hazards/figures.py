"""隐患统计 (figures): by district and by enterprise, up to now or of one month, and the rows behind each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from safety.forms.hazards import FigureRowsForm, SpanForm
from safety.hazard_figures import FIGURES, MEANING, MEANING_OF_A_MONTH, UNITS, figures_of, rows_behind
from safety.hazard_times import reads_minutes
from safety.models import HazardReport
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office

from .desk import part_of
from .photos import VIEW


@needs_office(VIEW)
@require_safe
def statistics(request: SignedInRequest) -> HttpResponse:
    """隐患统计: each number leads to its rows; a month that is none is refused, and nothing else is shown."""
    form = SpanForm(request.GET)
    if not form.is_valid():
        return _refused(request, form)
    span = form.span()
    words = {
        "form": form,
        "span": span,
        "meaning": MEANING,
        "meaning_of_a_month": MEANING_OF_A_MONTH,
        "figures": figures_of(HazardReport.objects.managed_by(request.user), span=span),
        "doors": {by: _door(form, by=by) for by in UNITS},
    }
    return render(request, "safety/hazards/statistics.html", words)


def _refused(request: SignedInRequest, form: SpanForm) -> HttpResponse:
    return render(request, "safety/hazards/statistics.html", {"form": form}, status=400)


def _door(form: SpanForm, **more: Any) -> str:
    """Where the rows of a line are; the template adds of whom, and which figure."""
    said = {"month": form.cleaned_data["month"], **more}
    return f"{reverse('hazard_figure_rows')}?{urlencode(said)}"


@needs_office(VIEW)
@require_safe
def rows(request: SignedInRequest) -> HttpResponse:
    """明细: the rows behind a figure of a line, or of all lines together, the newest first."""
    form = FigureRowsForm(request.GET)
    if not form.is_valid():
        return _refused(request, form)
    span, said = form.span(), form.cleaned_data
    figure = said["figure"] or "open"
    seen = HazardReport.objects.managed_by(request.user).whole()
    found = rows_behind(seen, span=span, figure=figure, by=said["by"], code=said["unit"])
    words = {
        "span": span,
        "figure": FIGURES[figure],
        "part": part_of(found, request),
        "by_day": not reads_minutes(request.user),
        "count": found.count(),
        "back": f"{reverse('hazard_statistics')}?{urlencode({'month': said['month']})}",
    }
    return render(request, "safety/hazards/figure_rows.html", words)
