"""前台的名单 (lists of the desk): a search, several arrivals at once, a sheet for a day without network."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import structlog
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import services
from stations.desk import day_of, named_by, rooms_of
from stations.forms.desk import GroupForm, SearchForm
from stations.models import Stay
from zibo_youth.accounts import limits
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import shown_on

from .desk import CODE_WINDOW, at_desk, stations_of, stays_of

log = structlog.get_logger(__name__)

SEARCHES = 60
SHEET_DAYS = 60


@at_desk
def desk_search(request: SignedInRequest) -> HttpResponse:
    """查找来宾 (search): by POST, so that no name or number stands in an address or a log."""
    form, found = SearchForm(request.POST or None), None
    if form.is_valid():
        with shown_on(form):
            found = _found(request, form.cleaned_data["text"])
            if found is None:
                form.add_error("text", _("请输入四位尾号、受理编号或姓名"))
    return render(request, "stations/desk/search.html", {"form": form, "found": found})


def _found(request: SignedInRequest, text: str) -> list[Stay] | None:
    """Tries are counted before they are answered; the log says who asked and how many were found."""
    if limits.count(f"desk-search:{request.user.pk}", CODE_WINDOW) > SEARCHES:
        raise TooOften
    stays = named_by(stays_of(request), text, today())
    found = None if stays is None else list(stays)
    log.info("desk_search", actor=request.user.pk, found=len(found or ()))
    return found


@at_desk
@answered_once
def desk_group(request: SignedInRequest) -> HttpResponse:
    """团队入住 (check in a group) of today's arrivals, each with an answer of its own."""
    _stations, station = stations_of(request)
    stays = stays_of(request) if station is None else stays_of(request).filter(station=station)
    day = day_of(stays, today())
    expected = [stay for stay in (*day.not_arrived, *day.arrivals) if stay.state == Stay.State.APPROVED]
    form = GroupForm(request.POST or None, stays=expected)
    if form.is_valid():
        chosen = list(stays.filter(reference__in=form.cleaned_data["guests"]))
        for stay, refusal in services.admit_guests(actor=request.user, stays=chosen, is_seen=True):
            told = _("%(guest)s：%(answer)s") % {
                "guest": stay.guest.full_name,
                "answer": refusal or _("证件已核对，入住已办理。"),
            }
            (messages.error if refusal else messages.success)(request, told)
        return redirect(reverse("desk") + (f"?station={station.code}" if station else ""))
    context = {"form": form, "station": station, "expected": expected}
    return render(request, "stations/desk/group.html", context)


@at_desk
@require_safe
def desk_day(request: SignedInRequest, day: str) -> HttpResponse:
    """当日名单 (day sheet) of one station, to be printed: works when the network does not."""
    date_, (stations, station) = _day(day), stations_of(request)
    context: dict[str, Any] = {"stations": stations, "station": station, "day": date_, "now": now()}
    if station is not None:
        context |= {
            "guests": day_of(stays_of(request).filter(station=station), date_),
            "rooms": rooms_of(station.pk, date_),
            "before": date_ - timedelta(days=1),
            "after": date_ + timedelta(days=1),
        }
    return render(request, "stations/desk/day.html", context)


def _day(text: str) -> date:
    """A day near today, written 2021-06-04; anything else is no page."""
    try:
        day = date.fromisoformat(text)
    except ValueError as unreadable:
        raise Http404 from unreadable
    if day.isoformat() != text or abs((day - today()).days) > SHEET_DAYS:
        raise Http404
    return day
