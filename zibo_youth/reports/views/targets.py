"""年度目标 (targets): how far the city is, and the division of each indicator among the organisations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on
from zibo_youth.reports import services
from zibo_youth.reports.attainment import attainments_of, by_action, years
from zibo_youth.reports.forms import TargetForm, YearForm
from zibo_youth.reports.kpis import Kpi, kpi
from zibo_youth.reports.models import Target

from .fetching import StaffRequest, who_may

MANAGE = "reports.manage_target"
FIRST_YEAR = 2021


@who_may(MANAGE)
@require_safe
def city_targets(request: StaffRequest) -> HttpResponse:
    """目标和进度 (targets and progress) of a year."""
    choices = sorted({*years(), today().year, today().year + 1}, reverse=True)
    form = YearForm(request.GET if "year" in request.GET else None, years=choices)
    year = form.cleaned_data["year"] if form.is_valid() else today().year
    groups = by_action(attainments_of(year, today()))
    return render(
        request, "reports/city/targets.html", {"form": form, "year": year, "years": choices, "groups": groups}
    )


@who_may(MANAGE)
@answered_once
def city_target(request: StaffRequest, year: int, figure: str) -> HttpResponse:
    """一项目标 (one target): divided by weights to look at first, kept when the sum is right."""
    one = _indicator(year, figure)
    form = _form(request, year, one)
    if request.method == "POST" and form.is_valid():
        if "divide" in request.POST:
            _divide(form, one)
        else:
            with shown_on(form):
                return _keep(request, year, one, form)
    return render(request, "reports/city/target.html", {"form": form, "kpi": one, "year": year})


def _indicator(year: int, code: str) -> Kpi:
    """Raises `Http404`."""
    if not FIRST_YEAR <= year <= today().year + 1:
        raise Http404
    try:
        return kpi(code)
    except KeyError as nonsense:
        raise Http404 from nonsense


def _form(request: StaffRequest, year: int, one: Kpi) -> TargetForm:
    """What is kept for the year, and as weights what is kept for it or was for the year before."""
    kept = _kept(request, year, one)
    weights = {key: target.value for key, target in (kept or _kept(request, year - 1, one)).items()}
    units = list(Organisation.objects.reporting().select_related("area"))
    initial: dict[str, Any] = {
        f"{unit.code}-target": kept[unit.pk].value for unit in units if unit.pk in kept
    }
    city = next((target for target in kept.values() if target.organisation.kind == "city"), None)
    if city:
        initial |= {"city": city.value, "source": city.source}
    decimals = one.unit.decimals
    initial = {name: _plain(value, decimals) for name, value in initial.items()}
    shares = weights if any(unit.pk in weights for unit in units) else None
    return TargetForm(request.POST or None, units=units, decimals=decimals, weights=shares, initial=initial)


def _plain(value: Any, decimals: int) -> Any:
    return f"{value:.{decimals}f}" if isinstance(value, Decimal) else value


def _kept(request: StaffRequest, year: int, one: Kpi) -> dict[int, Target]:
    rows = Target.objects.visible_to(request.user).of_year(year).filter(code=one.code)
    return {target.organisation_id: target for target in rows.select_related("organisation__area")}


def _divide(form: TargetForm, one: Kpi) -> None:
    city = form.cleaned_data["city"]
    form.show(services.divide(city, form.weights(), decimals=one.unit.decimals))


def _keep(request: StaffRequest, year: int, one: Kpi, form: TargetForm) -> HttpResponse:
    services.set_targets(
        actor=request.user,
        year=year,
        code=one.code,
        city=form.cleaned_data["city"],
        units=form.targets(),
        source=form.cleaned_data["source"],
    )
    messages.success(request, _("目标已保存。"))
    return HttpResponseRedirect(f"{reverse('city_targets')}?year={year}")
