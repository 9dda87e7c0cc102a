"""成效漏斗 (funnel) of a district or of the city; every number leads to its rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import funnel
from stations.forms.funnel import FunnelForm
from stations.models import Stay
from stations.querysets import StayQuerySet
from zibo_youth.accounts import policy
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.exports import FORMATS, Table, prepare
from zibo_youth.core.ratios import Ratio

VIEW = "stations.view_funnel"
PER_PAGE = 50


def _form_of(request: SignedInRequest) -> FunnelForm:
    """The question of district or city staff; nobody else finds the page."""
    if not request.user.is_staff or not policy.may(request.user, VIEW):
        raise Http404
    return FunnelForm(request.GET, today=today())


def _stays(request: SignedInRequest, form: FunnelForm) -> StayQuerySet:
    reach = policy.reach(request.user, VIEW).office()
    said = form.cleaned_data
    return funnel.handed_in_between(Stay.objects.within(reach), said["first"], said["last"])


def _query(form: FunnelForm) -> str:
    """The same question in an address."""
    return urlencode({name: form.data.get(name, "") for name in form.fields})


@login_required
@require_safe
def stay_funnel(request: SignedInRequest) -> HttpResponse:
    """漏斗页 (the page): a plain GET form, bars for all, bars and a table by group."""
    form = _form_of(request)
    context: dict[str, Any] = {"form": form, "formats": FORMATS}
    if form.is_valid():
        by, query = form.cleaned_data["by"], _query(form)
        found = funnel.lines(_stays(request, form), by)
        everything, largest = funnel.total(found), max([line["applied"] for line in found], default=0)
        context |= {
            "query": query,
            "dimension": funnel.DIMENSIONS[by],
            "stages": list(funnel.STAGES.values()),
            "bars": _bars(everything, query),
            "lines": [_line(line, query, largest) for line in found],
            "total": _line(everything, query, largest),
        }
    return render(request, "stations/funnel/page.html", context)


def _rows_url(query: str, key: str, stage: str) -> str:
    return f"{reverse('funnel_rows')}?{query}&{urlencode({'key': key, 'stage': stage})}"


def _bars(everything: funnel.Line, query: str) -> list[dict[str, Any]]:
    """One bar a stage, as long as its part of what was applied for."""
    return [
        {
            "stage": stage,
            "count": everything[key],
            "url": _rows_url(query, "", key),
            "width": _part(everything[key], everything["applied"]),
            "share": Ratio(everything[key], everything["applied"]),
        }
        for key, stage in funnel.STAGES.items()
    ]


def _part(count: int, whole: int) -> int:
    """Of a thousand."""
    return min(round(count * 1000 / whole), 1000) if whole else 0


def _line(line: funnel.Line, query: str, whole: int) -> dict[str, Any]:
    return {
        "label": line.label,
        "share": line.signed_share,
        "cells": [(line[key], _rows_url(query, line.key, key)) for key in funnel.STAGES],
        "widths": {key: _part(line[key], whole) for key in funnel.STAGES},
        "stayed": line["stayed"],
        "signed": line["signed"],
        "applied": line["applied"],
    }


@login_required
@require_safe
def funnel_rows(request: SignedInRequest) -> HttpResponse:
    """明细 (rows behind a number): a list of stays, each a way to the desk's page of it."""
    form = _form_of(request)
    if not form.is_valid():
        return redirect(f"{reverse('stay_funnel')}?{request.GET.urlencode()}")
    key, stage = request.GET.get("key", ""), request.GET.get("stage", "applied")
    by = form.cleaned_data["by"]
    everything = _stays(request, form)
    try:
        stays = funnel.behind(everything, by, key, stage)
    except KeyError as nothing:
        raise Http404 from nothing
    rows = stays.select_related("guest", "station", "referral_channel").order_by("-submitted_at", "-pk")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "stage": funnel.STAGES[stage],
        "dimension": funnel.DIMENSIONS[by],
        "group": next((line.label for line in funnel.lines(everything, by) if line.key == key), ""),
        "back": f"{reverse('stay_funnel')}?{_query(form)}",
        "said": form.cleaned_data,
    }
    return render(request, "stations/funnel/rows.html", context)


@login_required
@require_safe
def funnel_file(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """下载 (download) of the table; it names nobody, so nobody is asked what for (decision 0020)."""
    form = _form_of(request)
    if kind not in FORMATS:
        raise Http404
    if not form.is_valid():
        return redirect(f"{reverse('stay_funnel')}?{request.GET.urlencode()}")
    by = form.cleaned_data["by"]
    found = funnel.lines(_stays(request, form), by)
    columns = [str(funnel.DIMENSIONS[by].label), *(str(s.label) for s in funnel.STAGES.values()), _("签约率")]
    rows = [[str(line.label), *line.counts, line.signed_share] for line in (*found, funnel.total(found))]
    return prepare(_("成效漏斗"), kind, Table(_("成效漏斗"), columns, rows)).answer()
