"""Where anybody looks for a bed: the finder and the page of one station."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from stations import search, tile_grid
from stations.availability import FULL, Openings, calendars_of, openings_of
from stations.forms.finder import BedDatesForm, FinderForm
from stations.models import Station, StayPolicy
from stations.parties import rooms_for
from stations.search import GENDERS, Wish
from zibo_youth.accounts.models import Area
from zibo_youth.articles.models import Article
from zibo_youth.core.calendar import today

CALENDAR_DAYS = 30
PART = "stations/partials/finder_part.html"
# What components/calendar_day.html draws; None is a cell outside the thirty days.
Day = dict[str, Any] | None


@require_safe
@vary_on_headers("HX-Request")
def station_finder(request: HttpRequest) -> HttpResponse:
    """查找驿站 (finder): a plain GET form; htmx refreshes its results under the same address."""
    areas = list(Area.objects.districts_and_zones())
    form = FinderForm(request.GET, areas=areas, policy=_policy(), today=today(), gender=_own_gender(request))
    context = {"form": form} | (_found(request, form, form.wish, areas) if form.wish else {})
    return render(request, PART if _wants_part(request) else "stations/finder.html", context)


@require_safe
def station_page(request: HttpRequest, code: str) -> HttpResponse:
    """驿站页 (station page): what awaits a guest, thirty nights of beds, and the way in."""
    stations = Station.objects.visible_to(request.user).select_related(
        "area__parent", "reporting_org__area__parent"
    )
    station = get_object_or_404(stations.prefetch_related("photos"), code=code)
    policy, day = _policy(), today()
    form = BedDatesForm(request.GET, policy=policy, today=day, gender=_own_gender(request))
    context = {
        "station": station,
        "policy": policy,
        "form": form,
        "is_open": station.is_open_on(form.first),
        "calendars": _calendars(station, form, day),
        "neighbours": _neighbours(station, day),
        "articles": _articles(station, day),
    }
    return render(request, "stations/station.html", context | _chosen(station, form.wish))


def _wants_part(request: HttpRequest) -> bool:
    """htmx asks for the results alone, except when it restores a whole page from its history."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def _neighbours(station: Station, day: date) -> list[Station]:
    nearby = Station.objects.open_on(day).in_area(station.area.district.code)
    return list(nearby.exclude(pk=station.pk)[:4])


def _articles(station: Station, day: date) -> list[Article]:
    """What a guest of this place should know, of its zone too where one reports it."""
    places = {station.area, station.reporting_org.area or station.area}
    return list(Article.objects.in_force(day).for_area(*places).defer("search_vector", "body", "body_en")[:4])


def _policy() -> StayPolicy:
    policy = StayPolicy.objects.in_force(today()).first()
    if policy is None:
        raise Http404("no stay policy is in force")
    return policy


def _own_gender(request: HttpRequest) -> str:
    """The signed-in person's gender as the forms write it; empty for visitors."""
    person = request.user.person if request.user.is_authenticated else None
    return {code: word for word, code in GENDERS.items()}.get(person.gender if person else 0, "")


def _found(request: HttpRequest, form: FinderForm, wish: Wish, areas: list[Area]) -> dict[str, Any]:
    candidates = search.Field(wish)
    paginator = Paginator(search.RankedStations(wish, candidates.in_area(wish.area)), search.PAGE_SIZE)
    page: Page[search.Result] = paginator.get_page(request.GET.get("page"))
    is_full = page.number == 1 and all(result.beds.word == FULL for result in page)
    ways_out = search.alternatives(wish, candidates, form.first, form.last) if is_full else None
    return {
        "wish": wish,
        "page": page,
        "is_full": is_full,
        "alternatives": ways_out,
        "area_names": {area.code: tile_grid.short_name(area) for area in areas},
        "tiles": tile_grid.tiles(
            areas, candidates.counts(), wish.area, lambda code: _finder_address(wish, code)
        ),
        "columns": tile_grid.COLUMNS,
        "rows": tile_grid.ROWS,
    }


def _finder_address(wish: Wish, area: str) -> str:
    return f"{reverse('station_finder')}?{replace(wish, area=area).query}"


def _chosen(station: Station, wish: Wish | None) -> dict[str, Any]:
    """What the chosen days offer; nothing while the days are not valid."""
    if wish is None:
        return {}
    openings: Openings = openings_of([station.pk], wish.arrival, wish.departure)[station.pk]
    query = urlencode({"station": station.code, "arrival": wish.arrival.isoformat(), "nights": wish.nights})
    beds = openings.for_gender(wish.gender_code)
    shut = station.closures.filter(room=None).touching(wish.arrival, wish.departure)
    return {
        "wish": wish,
        "openings": openings,
        "beds": beds,
        "may_wait": not beds.free and not shut.exists(),
        "start_query": query,
        "together": rooms_for(station, wish.arrival, wish.departure).exists(),
    }


def _calendars(station: Station, form: BedDatesForm, first: date) -> list[dict[str, Any]]:
    """One calendar per gender, the person's own first."""
    nights = calendars_of(station, first, first + timedelta(days=CALENDAR_DAYS))
    genders = sorted(GENDERS, key=lambda gender: (gender != form["gender"].value(), gender))
    return [
        {"id": f"beds-{gender}", "gender": gender, "weeks": _weeks(nights, gender, form)}
        for gender in genders
    ]


def _weeks(nights: dict[date, Openings], gender: str, form: BedDatesForm) -> list[list[Day]]:
    """Rows of seven days from Monday on, as templates/components/calendar.html draws them."""
    days: list[Day] = [
        _calendar_day(day, openings.for_gender(GENDERS[gender]).word, gender, form)
        for day, openings in nights.items()
    ]
    days = [*[None] * min(nights).weekday(), *days]
    days += [None] * (-len(days) % 7)
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _calendar_day(day: date, word: str, gender: str, form: BedDatesForm) -> dict[str, Any]:
    """A day leads to the start panel when a stay may begin on it."""
    may_start = word != FULL and form.first <= day <= form.last
    chosen = {"arrival": day.isoformat(), "nights": form["nights"].value(), "gender": gender}
    return {"date": day, "level": word, "href": f"?{urlencode(chosen)}#start" if may_start else ""}
