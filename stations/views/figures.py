"""运营数据 (operating figures) of the houses that one serves; every figure leads to its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from stations import figures
from stations.facts import policy_on
from stations.forms.figures import FiguresForm
from stations.models import Station, Stay
from stations.querysets import StayQuerySet
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now, today
from zibo_youth.core.exports import FORMATS, Table, prepare

VIEW = "stations.view_figures"
NIGHTS, BEDS, STAYS = (f"admin:stations_{name}_changelist" for name in ("staynight", "bed", "stay"))
# How high the chart is; a night is ten wide, and eight of them are its bar.
CHART_HEIGHT, NIGHT_WIDTH = 100, 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the figures are about: some houses, a half-open span of nights, and the answer's instant."""

    form: FiguresForm
    stations: list[Station]
    start: date
    end: date

    @property
    def ids(self) -> list[int]:
        return [station.pk for station in self.stations]

    @property
    def query(self) -> str:
        """The same question in an address."""
        return urlencode({name: self.form.data.get(name, "") for name in self.form.fields})

    def rows(self, page: str, path: str, **conditions: Any) -> str:
        """A list of the admin, of the one house where one was chosen."""
        one = {path: self.stations[0].pk} if self.form.cleaned_data["station"] else {}
        return f"{reverse(page)}?{urlencode(conditions | one)}"

    def nights(self, start: date, end: date, **conditions: Any) -> str:
        span = {"date__gte": start.isoformat(), "date__lt": end.isoformat()}
        return self.rows(NIGHTS, "bed__room__station__id__exact", **span, **conditions)

    def stays(self, **conditions: Any) -> str:
        return self.rows(STAYS, "station__id__exact", **conditions)


def _form_of(request: SignedInRequest) -> FiguresForm:
    """The question of somebody who serves at a house; nobody else finds the page."""
    reach = policy.reach(request.user, VIEW).office()
    if not request.user.is_staff or not policy.may(request.user, VIEW):
        raise Http404
    stations = Station.objects.within(reach).order_by("area__position", "code")
    return FiguresForm(request.GET, stations=stations, today=today())


def _asked(form: FiguresForm) -> Asked:
    said = form.cleaned_data
    return Asked(form, form.chosen, said["first"], said["last"] + timedelta(days=1))


def _waiting_in(request: SignedInRequest, asked: Asked) -> StayQuerySet:
    stays: StayQuerySet = Stay.objects.managed_by(request.user)
    return stays.filter(station__in=asked.ids)


@login_required
@require_safe
def station_figures(request: SignedInRequest) -> HttpResponse:
    """数据页 (the page): a plain GET form, a chart with its table, two more tables, the oldest requests."""
    form = _form_of(request)
    context: dict[str, Any] = {"form": form, "formats": FORMATS, "has_houses": bool(form.by_code)}
    if form.is_valid():
        asked, at = _asked(form), now()
        stays = _waiting_in(request, asked)
        by_night = figures.occupancy(asked.ids, asked.start, asked.end, today())
        context |= {
            "query": asked.query,
            "chart": chart(by_night),
            "nights": [_night(asked, night) for night in by_night],
            "total": _night_total(asked, by_night),
            "purposes": _purposes(asked),
            "purpose_columns": [_("男"), _("女"), _("合计")],
            "age_columns": [_("待审核"), _("其中超时")],
            "ages": [_age(asked, age) for age in figures.review_ages(stays, at)],
            "oldest": figures.oldest_waiting(stays, at),
            "queue_url": asked.stays(work="waiting"),
            "review_hours": policy_on(today()).review_hours,
        }
    return render(request, "stations/figures/page.html", context)


# --- lines of the page: each number with the way to its rows ---------------------------------


def _night(asked: Asked, night: figures.Night) -> dict[str, Any]:
    next_day = night.date + timedelta(days=1)
    return {
        "night": night,
        "is_tonight": night.date == today(),
        "offered_url": asked.rows(BEDS, "room__station__id__exact", offered_on=night.date.isoformat()),
        "taken_url": asked.nights(night.date, next_day),
        "slept_url": asked.nights(night.date, next_day, slept="yes"),
        "stranded_url": asked.nights(night.date, next_day, service="out"),
    }


def _night_total(asked: Asked, by_night: list[figures.Night]) -> dict[str, Any]:
    """The whole span: bed-nights, and a share of all of them rather than a mean of shares."""
    sums = {
        name: sum(getattr(night, name) for night in by_night)
        for name in ("offered", "taken", "slept", "stranded")
    }
    return {
        "night": figures.Night(asked.start, **sums),
        "taken_url": asked.nights(asked.start, asked.end),
        "slept_url": asked.nights(asked.start, asked.end, slept="yes"),
        "stranded_url": asked.nights(asked.start, asked.end, service="out"),
    }


def _purposes(asked: Asked) -> list[dict[str, Any]]:
    counted = figures.nights_by_purpose(asked.ids, asked.start, asked.end)
    return [_purpose(asked, line.label, line, {"stay__purpose__exact": line.purpose}) for line in counted] + [
        _purpose(asked, _("合计"), _all_purposes(counted), {})
    ]


def _all_purposes(counted: list[figures.OfPurpose]) -> figures.OfPurpose:
    men, women = sum(line.men for line in counted), sum(line.women for line in counted)
    return figures.OfPurpose("", men, women)


def _purpose(asked: Asked, label: str, line: figures.OfPurpose, conditions: dict[str, Any]) -> dict[str, Any]:
    men, women = {"gender": Person.Gender.MALE.value}, {"gender": Person.Gender.FEMALE.value}
    return {
        "label": label,
        "cells": [
            (line.men, asked.nights(asked.start, asked.end, **conditions, **men)),
            (line.women, asked.nights(asked.start, asked.end, **conditions, **women)),
            (line.total, asked.nights(asked.start, asked.end, **conditions)),
        ],
    }


def _age(asked: Asked, line: figures.OfAge) -> dict[str, Any]:
    key = line.age.key
    return {
        "label": line.age.label,
        "cells": [
            (line.waiting, asked.stays(waited=key)),
            (line.overdue, asked.stays(waited=key, work="overdue")),
        ],
    }


# --- the chart ---------------------------------------------------------------------------------


def chart(by_night: list[figures.Night]) -> dict[str, Any]:
    """柱状图 (bars): a night stands in a box of ten by a hundred, the highest bar fills it."""
    highest = max([1, *(max(night.offered, night.taken) for night in by_night)])
    return {
        "highest": highest,
        "width": len(by_night) * NIGHT_WIDTH,
        "first": by_night[0].date,
        "last": by_night[-1].date,
        "bars": [_bar(place, night, highest) for place, night in enumerate(by_night)],
    }


def _bar(place: int, night: figures.Night, highest: int) -> dict[str, Any]:
    offered, taken = (round(beds * CHART_HEIGHT / highest) for beds in (night.offered, night.taken))
    return {
        "night": night,
        "x": place * NIGHT_WIDTH + 1,
        "is_tonight": night.date == today(),
        "offered": {"y": CHART_HEIGHT - offered, "height": offered},
        "taken": {"y": CHART_HEIGHT - taken, "height": taken},
    }


# --- files ---------------------------------------------------------------------------------------


def _occupancy_table(request: SignedInRequest, asked: Asked) -> Table:
    title = pgettext("驿站数据", "每晚床位")
    columns = [_("日期"), _("可供床位"), _("已占床位"), _("其中实住"), _("其中停用"), _("占用率")]
    by_night = figures.occupancy(asked.ids, asked.start, asked.end, today())
    rows = [[n.date, n.offered, n.taken, n.slept, n.stranded, n.share] for n in by_night]
    return Table(title, columns, rows)


def _purpose_table(request: SignedInRequest, asked: Asked) -> Table:
    counted = figures.nights_by_purpose(asked.ids, asked.start, asked.end)
    rows = [[line.label, line.men, line.women, line.total] for line in counted]
    return Table(_("夜次按性别和事由"), [_("来淄事由"), _("男"), _("女"), _("合计")], rows)


def _review_table(request: SignedInRequest, asked: Asked) -> Table:
    counted = figures.review_ages(_waiting_in(request, asked), now())
    rows = [[line.age.label, line.waiting, line.overdue] for line in counted]
    return Table(_("候审时长"), [_("候审时长"), _("待审核"), _("其中超时")], rows)


TABLES: dict[str, Callable[[SignedInRequest, Asked], Table]] = {
    "occupancy": _occupancy_table,
    "purposes": _purpose_table,
    "reviews": _review_table,
}


@login_required
@require_safe
def figures_file(request: SignedInRequest, table: str, kind: str) -> HttpResponseBase:
    """下载 (download) of one table; it names nobody, so nobody is asked what for (decision 0020)."""
    form = _form_of(request)
    if table not in TABLES or kind not in FORMATS:
        raise Http404
    if not form.is_valid():
        return redirect(f"{reverse('station_figures')}?{request.GET.urlencode()}")
    made = TABLES[table](request, _asked(form))
    return prepare(made.title, kind, made).answer()
