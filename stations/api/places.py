"""Where a bed is free: open to everybody, as the finder is."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from stations.availability import calendar_of
from stations.models import Station
from stations.search import GENDERS, Field, RankedStations, Result, Wish
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import ApiView, Pages, checked
from zibo_youth.core.calendar import today

from .shapes import AvailabilityQuery, NightAnswer, StationAnswer, StationsQuery

STATIONS_QUERY, AVAILABILITY_QUERY = StationsQuery(), AvailabilityQuery()
STATION, NIGHT = StationAnswer(), NightAnswer()


class StationPages(Pages):
    """Stations, each with its beds where dates were given."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        if not isinstance(row, Result):
            return STATION.to_representation(row)
        beds = {"free": row.beds.free, "total": row.beds.total, "word": row.beds.word}
        return STATION.to_representation(row.station) | {"beds": beds}


class Stations(ApiView):
    """驿站列表."""

    permission_classes = [AllowAny]
    pagination_class = StationPages

    @extend_schema(
        operation_id="stations",
        summary=_("驿站列表；给出入住日期时，有床位的排在前面"),
        tags=["stations"],
        parameters=[StationsQuery],
        responses={200: StationAnswer(many=True), **refusals(400, 404)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(STATIONS_QUERY, request.query_params)
        return StationPages().answer(_matching(asked), request)


def _matching(asked: dict[str, Any]) -> QuerySet[Station] | RankedStations:
    area = asked.get("area", "")
    if "from" in asked:
        wish = Wish(asked["from"], asked["nights"], asked.get("gender", ""), area)
        return RankedStations(wish, Field(wish).in_area(area))
    rows = Station.objects.visible_to(None).open_on(today()).select_related("area")
    return rows.in_area(area) if area else rows


class Availability(ApiView):
    """一家驿站的余位日历."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="station_availability",
        summary=_("一家驿站每晚的余位，最多 62 天"),
        tags=["stations"],
        parameters=[AvailabilityQuery],
        responses={
            200: inline_serializer(
                "AvailabilityAnswer",
                {"station": serializers.CharField(), "nights": NightAnswer(many=True)},
            ),
            **refusals(400, 404),
        },
    )
    def get(self, request: Request, code: str) -> Response:
        asked = checked(AVAILABILITY_QUERY, request.query_params)
        station = get_object_or_404(Station.objects.visible_to(request.user), code=code)
        days = calendar_of(station, asked["from"], asked["to"], GENDERS.get(asked.get("gender", "")))
        return Response({"station": station.code, "nights": [NIGHT.to_representation(day) for day in days]})
