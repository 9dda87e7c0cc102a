"""数据公开 (public figures): targets and progress, the stations by month and by district, milestones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zibo_youth.core.calendar import today
from zibo_youth.core.exports import FORMATS, Table, prepare
from zibo_youth.reports import public
from zibo_youth.reports.attainment import attainments_of, by_action, years
from zibo_youth.reports.forms import YearForm
from zibo_youth.reports.models import Milestone
from zibo_youth.reports.units import unit_name


def _asked(request: HttpRequest) -> tuple[YearForm, int, date]:
    """The year of the address, or the latest with a target that has begun, and the day it is told up to."""
    yesterday = today() - timedelta(days=1)
    begun = [year for year in years() if year <= yesterday.year] or [yesterday.year]
    form = YearForm(request.GET if "year" in request.GET else None, years=begun)
    year = form.cleaned_data["year"] if form.is_valid() else begun[0]
    return form, year, min(yesterday, date(year, 12, 31))


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """公开数据页 (the page); a year without a target of its own is not offered."""
    form, year, until = _asked(request)
    found = attainments_of(year, today())
    units = public.units()
    districts = public.by_district(year, until, units)
    context: dict[str, Any] = {
        "form": form,
        "year": year,
        "years": form.years,
        "until": until,
        "formats": FORMATS,
        "groups": by_action(found),
        "locked_on": next((one.as_of for one in found if one.kpi.is_manual), None),
        "twelve": range(1, 13),
        "months": public.months_so_far(year, until),
        "districts": districts,
        "by_unit": [
            (unit, [(line.cells[place], line.kpi.unit) for line in districts])
            for place, unit in enumerate(units)
        ],
        "milestones": Milestone.objects.filter(year=year),
    }
    return render(request, "reports/figures/page.html", context)


# --- files ---------------------------------------------------------------------------------------


def _progress(year: int, until: date) -> Table:
    columns = [
        _("重点行动"),
        _("指标代码"),
        _("指标名称"),
        _("计量单位"),
        _("年度目标"),
        _("本年累计"),
        pgettext("月报", "完成率(%)"),
        _("截至日期"),
        _("口径"),
    ]
    rows = [
        [
            str(one.kpi.action.label),
            one.kpi.code,
            str(one.kpi.label),
            str(one.kpi.unit.label),
            one.target,
            one.reached.value if one.reached else None,
            one.completion,
            one.as_of if one.reached else None,
            str(one.kpi.definition),
        ]
        for one in attainments_of(year, today())
    ]
    return Table(_("重点行动完成情况"), columns, rows)


def _months(year: int, until: date) -> Table:
    rows = [[str(bar.month), bar.count] for bar in public.months_so_far(year, until)]
    return Table(_("驿站服务人次（按月）"), [_("月份"), _("驿站服务人次")], rows)


def _districts(year: int, until: date) -> Table:
    units = public.units()
    lines = public.by_district(year, until, units)
    columns = [_("指标名称"), _("计量单位"), *(unit_name(unit) for unit in units), _("全市")]
    rows = [
        [
            str(line.kpi.label),
            str(line.kpi.unit.label),
            *(_("不公布") if cell is None else cell.value for cell in line.cells),
            line.total.value,
        ]
        for line in lines
    ]
    return Table(_("驿站数据（按区县）"), columns, rows)


TABLES: dict[str, Callable[[int, date], Table]] = {
    "progress": _progress,
    "months": _months,
    "districts": _districts,
}


@require_safe
def figures_file(request: HttpRequest, table: str, kind: str) -> HttpResponseBase:
    """下载 (download) of one table; what is hidden on the page is hidden in the file."""
    if table not in TABLES or kind not in FORMATS:
        raise Http404
    _form, year, until = _asked(request)
    made = TABLES[table](year, until)
    return prepare(f"{made.title}-{year}", kind, made).answer()
