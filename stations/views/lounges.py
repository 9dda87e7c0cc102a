"""青年会客厅 (lounges): the list, and one lounge with its zones, hours, and the free half hours of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stations.lounge_days import ZoneDay, boards_of, clock_of, day_kind, running_slot
from stations.models import Lounge, LoungeHours
from zibo_youth.articles.models import Article
from zibo_youth.core.calendar import now, today

DAYS_SHOWN = 14


@require_safe
def lounge_list(request: HttpRequest) -> HttpResponse:
    """全部会客厅 (all lounges)."""
    lounges = Lounge.objects.visible_to(request.user).select_related("area__parent")
    context = {"lounges": lounges.prefetch_related("zones")}
    return render(request, "stations/lounges/list.html", context)


@require_safe
def lounge(request: HttpRequest, code: str) -> HttpResponse:
    """一家会客厅 (one lounge): what is free on the chosen day, half hour by half hour."""
    found = lounge_of(request, code)
    day = chosen_day(request.GET.get("date", ""))
    boards = [board for board in boards_of(found, [day]).values() if board.zone.is_active]
    context = {
        "lounge": found,
        "day": day,
        "days": [today() + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)],
        "is_holiday": day_kind(day) == LoungeHours.Day.HOLIDAY,
        "zones": [
            {
                "zone": board.zone,
                "answer_hours": board.answer_hours,
                "starts": list(_starts(found, board)),
            }
            for board in boards
        ],
        "hours": found.hours.all(),
        "articles": _articles(found, day),
    }
    return render(request, "stations/lounges/lounge.html", context)


def lounge_of(request: HttpRequest, code: str) -> Lounge:
    lounges = Lounge.objects.visible_to(request.user).select_related(
        "area__parent", "reporting_org__area__parent"
    )
    found: Lounge = get_object_or_404(lounges.prefetch_related("hours"), code=code)
    return found


def chosen_day(text: str) -> date:
    """The day of the address, within the days that are shown; else today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today()
    return day if 0 <= (day - today()).days <= 60 else today()


def _starts(found: Lounge, board: ZoneDay) -> Iterable[dict[str, Any]]:
    """Every half hour of the day: where a visit may begin it leads to the form."""
    begun = running_slot(now()) if board.date == today() else 0
    for slot in board.opening:
        if slot < begun:
            continue
        may_begin = bool(board.lengths_from(slot))
        clock = f"{clock_of(slot):%H:%M}"
        asked = urlencode({"zone": board.zone.pk, "date": board.date.isoformat(), "start": clock})
        yield {
            "clock": clock,
            "left": board.offered(slot) if board.zone.is_shared else None,
            "href": f"{reverse('lounge_book', args=[found.code])}?{asked}" if may_begin else "",
        }


def _articles(found: Lounge, day: date) -> list[Article]:
    """What whoever comes here should know, of its zone too where one reports it."""
    places = {found.area, found.reporting_org.area or found.area}
    return list(Article.objects.in_force(day).for_area(*places).defer("search_vector", "body", "body_en")[:4])
