"""驿站运行月表 (running sheet) of a district or of the city; every number leads to its rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stations import month_sheet
from stations.forms.month import MonthForm
from stations.models import Station
from stations.month_figures import Figure, figure
from stations.month_sheet import Line, Part, Sheet
from zibo_youth.accounts import policy
from zibo_youth.accounts.forms.reasons import ExportForm
from zibo_youth.accounts.services import record_export
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on
from zibo_youth.core.exports import FORMATS, Table, prepare

VIEW = "stations.view_month"
PER_PAGE = 50


def _form_of(request: SignedInRequest) -> MonthForm:
    """The question of district or city staff; nobody else finds the page."""
    if not request.user.is_staff or not policy.may(request.user, VIEW):
        raise Http404
    reach = policy.reach(request.user, VIEW).office()
    stations = Station.objects.within(reach).select_related("reporting_org__area")
    return MonthForm(
        request.GET,
        stations=list(stations.order_by("reporting_org__area__position", "area__position", "code")),
        today=today(),
    )


def _query(form: MonthForm, **more: str) -> str:
    """The same question in an address."""
    return urlencode({name: form.data.get(name, "") for name in form.fields} | more)


def _sheet(form: MonthForm) -> Sheet:
    return month_sheet.sheet_of(form.of.period, form.chosen, form.cleaned_data["by"])


@login_required
@require_safe
def station_month(request: SignedInRequest) -> HttpResponse:
    """月表页 (the page): a plain GET form, the check of the bed-nights, a table a part."""
    return _page(request, _form_of(request), ExportForm())


def _page(request: SignedInRequest, form: MonthForm, why: ExportForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "why": why, "formats": FORMATS}
    if form.is_valid() and form.chosen:
        sheet = _sheet(form)
        context |= {
            "query": _query(form),
            "month": form.of,
            "sheet": sheet,
            "parts": [_part(form, sheet, part) for part in sheet.parts],
        }
    return render(request, "stations/month/page.html", context)


def _part(form: MonthForm, sheet: Sheet, part: Part) -> dict[str, Any]:
    return {
        "part": part,
        "has_check": part.key == "nights",
        "lines": [
            {"line": line, "url": _line_url(form, line), "cells": _cells(form, line, part)}
            for line in sheet.lines
        ],
    }


def _line_url(form: MonthForm, line: Line) -> str:
    """A district's line leads to its houses."""
    is_open = line.station or not line.district or form.cleaned_data["by"] == month_sheet.BY_STATION
    more = {"district": line.district, "by": month_sheet.BY_STATION}
    return "" if is_open else f"{reverse('station_month')}?{_query(form, **more)}"


def _cells(form: MonthForm, line: Line, part: Part) -> list[tuple[int, str]]:
    place = {"district": line.district or form.cleaned_data["district"], "station": line.station}
    rows = f"{reverse('station_month_rows')}?{_query(form, **place)}"
    return [(line.counts[each.key], f"{rows}&{urlencode({'figure': each.key})}") for each in part.figures]


@login_required
@require_safe
def station_month_rows(request: SignedInRequest) -> HttpResponse:
    """明细 (rows behind a number), masked, by pages."""
    form = _form_of(request)
    if not form.is_valid():
        return redirect(f"{reverse('station_month')}?{request.GET.urlencode()}")
    chosen, stations = _figure_of(request), _places(request, form)
    rows = chosen.of(form.of.period, [station.pk for station in stations])
    page = Paginator(rows.select_related(*chosen.related).order_by("-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "figure": chosen,
        "month": form.of,
        "place": stations[0].local_name if request.GET.get("station") else "",
        "page": page,
        "columns": [column.heading for column in chosen.columns],
        "lines": [[column.read(row) for column in chosen.columns] for row in page],
        "back": f"{reverse('station_month')}?{_query(form)}",
    }
    return render(request, "stations/month/rows.html", context)


def _figure_of(request: SignedInRequest) -> Figure:
    try:
        return figure(request.GET.get("figure", "requests"))
    except KeyError as nothing:
        raise Http404 from nothing


def _places(request: SignedInRequest, form: MonthForm) -> list[Station]:
    """One house of those that the reader may see, or all that were chosen."""
    code = request.GET.get("station", "")
    stations = [station for station in form.chosen if code in ("", station.code)]
    if not stations:
        raise Http404
    return stations


@login_required
@require_POST
def station_month_file(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """下载 (download): the sheet as the page shows it; who takes it says what for (decision 0042)."""
    form, why = _form_of(request), ExportForm(request.POST)
    if kind not in FORMATS or not form.is_valid() or not form.chosen:
        raise Http404
    if why.is_valid():
        with shown_on(why), transaction.atomic():
            return _written_down(request, form, kind, why.cleaned_data["reason"])
    return _page(request, form, why)


def _written_down(request: SignedInRequest, form: MonthForm, kind: str, reason: str) -> HttpResponseBase:
    sheet, title = _sheet(form), f"{_('驿站运行月表')}-{form.of.code}"
    rows = [month_sheet.row_of(sheet, line) for line in sheet.lines]
    export = prepare(title, kind, Table(title, month_sheet.columns_of(sheet), rows))
    record_export(
        actor=request.user,
        table="stations.station",
        format_name=kind,
        rows=export.rows,
        reason=reason,
        conditions=f"{_('驿站运行月表')} {_query(form)}",
    )
    return export.answer()
