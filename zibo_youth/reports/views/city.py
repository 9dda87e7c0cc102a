"""全市工作台 (city desk): all reports of a year, one month of all organisations, its lock, reminders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on
from zibo_youth.reports import services
from zibo_youth.reports.forms import LockForm, YearForm
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.periods import Month, months_of
from zibo_youth.reports.ranking import standings_of
from zibo_youth.reports.sheet import sheet_of, sheets_of

from .fetching import StaffRequest, month_of, who_may

DECIDE = "reports.decide_report"
State = MonthlyReport.State


@who_may(DECIDE)
@require_safe
def city_reports(request: StaffRequest) -> HttpResponse:
    """全年月报 (the year): a grid of organisations and months."""
    reported = MonthlyReport.objects.visible_to(request.user)
    years = [day.year for day in reported.order_by().dates("month", "year", "DESC")]
    form = YearForm(request.GET if "year" in request.GET else None, years=years)
    year = form.cleaned_data["year"] if form.is_valid() else next(iter(years), today().year)
    begun = set(reported.order_by().dates("month", "month"))
    context = {
        "form": form,
        "years": years,
        "year": year,
        "months": [(month, month.first in begun) for month in months_of(year)],
        "grid": _grid(reported, year),
        "states": list(State),
    }
    return render(request, "reports/city/year.html", context)


def _grid(reported: Any, year: int) -> list[dict[str, Any]]:
    """One line an organisation, the city's own last; a month without a report is None."""
    units = [*Organisation.objects.reporting().select_related("area"), Organisation.objects.get(kind="city")]
    known = {
        (report.organisation_id, report.of): report
        for report in reported.filter(month__year=year).select_related("organisation__area")
    }
    return [
        {"unit": unit, "cells": [(month, known.get((unit.pk, month))) for month in months_of(year)]}
        for unit in units
    ]


@who_may(DECIDE)
@require_safe
def city_month(request: StaffRequest, month: str) -> HttpResponse:
    """一个月 (one month): who has sent, who is late, the ranking, and the city's sheet once it is locked."""
    of = month_of(month)
    reports = _reports(request, of)
    own = MonthlyReport.objects.visible_to(request.user).of_month(of).of_city().first()
    context = {
        "month": of,
        "reports": reports,
        "late": [report for report in reports if report.is_editable and report.due_on < today()],
        "left": [report for report in reports if report.state != State.ACCEPTED],
        "today": today(),
        "standings": standings_of(sheets_of(reports)),
        "sheet": sheet_of(own) if own else None,
    }
    return render(request, "reports/city/month.html", context)


def _reports(request: StaffRequest, month: Month) -> list[MonthlyReport]:
    seen = MonthlyReport.objects.visible_to(request.user).of_month(month).of_units()
    return list(seen.select_related("organisation__area").order_by("organisation__area__position"))


@who_may(DECIDE)
@require_POST
@answered_once
def city_remind(request: StaffRequest, month: str) -> HttpResponse:
    """催报 (remind the late)."""
    told = services.remind_late(actor=request.user, month=month_of(month), on=today())
    words = ngettext("已提醒 %(n)s 人。", "已提醒 %(n)s 人。", told) % {"n": told}
    messages.success(request, words if told else _("逾期单位今天都已提醒过，或没有填报人可提醒。"))
    return redirect("city_month", month)


@who_may(DECIDE)
@answered_once
def city_lock(request: StaffRequest, month: str) -> HttpResponse:
    """锁定 (lock the month): three names; from then on nothing of it changes."""
    of = month_of(month)
    form = LockForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            services.lock_month(actor=request.user, month=of, **form.cleaned_data)
            messages.success(request, _("已锁定，全市月报已生成。"))
            return redirect("city_month", month)
    left = [report for report in _reports(request, of) if report.state != State.ACCEPTED]
    return render(request, "reports/city/lock.html", {"form": form, "month": of, "left": left})
