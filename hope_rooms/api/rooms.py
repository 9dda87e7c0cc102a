"""小屋 and its stages by the code; the counts of districts, none below five."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hope_rooms import board, clocks
from hope_rooms.models import HopeRoom
from zibo_youth.api.machines import OfficeView
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import Pages, checked, signed_in
from zibo_youth.core.calendar import today

from .shapes import DistrictsAnswer, DueAnswer, OneRoomAnswer, RoomAnswer, RoomsQuery, StageAnswer

QUERY, ROOM, DUE, STAGE = RoomsQuery(), RoomAnswer(), DueAnswer(), StageAnswer()
VIEW = "hope_rooms.view_child"


def _told(room: Any) -> dict[str, Any]:
    room.dues = [] if room.is_pre_system else [_due(due) for due in clocks.dues(room)]
    return ROOM.to_representation(room)


def _due(due: clocks.Due) -> dict[str, Any]:
    return {name: getattr(due, name) for name in ("kind", "opened_on", "due_on")} | {
        "days_late": due.late(today())
    }


class RoomPages(Pages):
    """Rooms in the order of their codes."""

    def draw(self, row: HopeRoom, request: Request) -> dict[str, Any]:
        return _told(row)


class Rooms(OfficeView):
    """小屋列表."""

    action = VIEW
    pagination_class = RoomPages

    @extend_schema(
        operation_id="hope_rooms",
        summary=_("本单位可见的希望小屋：编号、区县、阶段、期限"),
        tags=["hope-rooms"],
        parameters=[RoomsQuery],
        responses={200: RoomAnswer(many=True), **refusals(400, 401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(QUERY, request.query_params)
        rows = HopeRoom.objects.managed_by(signed_in(request)).whole().with_clocks()
        if state := asked.get("state"):
            rows = rows.filter(state=state)
        if district := asked.get("district"):
            rows = rows.filter(child__reporting_org__code=district)
        return RoomPages().answer(rows.order_by("child__code"), request)


class OneRoom(OfficeView):
    """一间小屋."""

    action = VIEW

    @extend_schema(
        operation_id="hope_room",
        summary=_("一间希望小屋：阶段、期限、经过的阶段"),
        tags=["hope-rooms"],
        responses={200: OneRoomAnswer, **refusals(401, 403, 404)},
    )
    def get(self, request: Request, code: str) -> Response:
        rows = HopeRoom.objects.managed_by(signed_in(request)).whole().with_clocks()
        room = get_object_or_404(rows, child__code=code)
        stages = [STAGE.to_representation(move) for move in room.transitions.order_by("id")]
        return Response(_told(room) | {"stages": stages})


class Districts(OfficeView):
    """各区县小屋数量."""

    action = VIEW

    @extend_schema(
        operation_id="hope_districts",
        summary=_("各区县各阶段的小屋间数；不足 5 间的、能推算出它的不提供"),
        tags=["hope-rooms"],
        responses={200: DistrictsAnswer, **refusals(401, 403)},
    )
    def get(self, request: Request) -> Response:
        found = board.spread()
        names = [name for name, _label, _states in board.COLUMNS]
        return Response(
            {
                "stages": {name: str(label) for name, label, _states in board.COLUMNS},
                "districts": [
                    {"district": place.code, "rooms": dict(zip(names, cells, strict=True))}
                    for place, cells in found.rows
                ],
                "city": dict(zip(names, found.city, strict=True)),
            }
        )
