"""青年会客厅: lounges and their free half hours for everybody, one's own visits for who is signed in."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from stations import services
from stations.lounge_days import ZoneDay, boards_of, clock_of
from stations.lounge_rules import Wish
from stations.models import Lounge, LoungeVisit, LoungeZone
from stations.models.lounge import VisitPurpose
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.one_time import once
from zibo_youth.api.errors import BadInput
from zibo_youth.api.schema import IDEMPOTENCY_KEY, refusals
from zibo_youth.api.views import ApiView, Pages, checked, idempotency_key, own_person, signed_in

from .shapes import Day

CLOCK = r"^([01][0-9]|2[0-3]):(00|30)$"


class ZoneAnswer(serializers.Serializer[Any]):
    """功能区."""

    id = serializers.IntegerField(label=_("编号"))
    name = serializers.CharField(label=_("功能区名称"))
    kind = serializers.ChoiceField(LoungeZone.Kind.choices, label=_("功能"))
    mode = serializers.ChoiceField(LoungeZone.Mode.choices, label=_("预约方式"))
    seats = serializers.IntegerField(label=_("可容纳人数"))
    group_most = serializers.IntegerField(label=_("一次最多人数"))
    answer_hours = serializers.IntegerField(
        label=_("需审核：几小时内答复（0 为无需审核）"),
        help_text=_("需审核的预约先为 requested，答复后为 booked"),
    )


class LoungeAnswer(serializers.Serializer[Any]):
    """青年会客厅."""

    code = serializers.CharField(label=_("会客厅编码"))
    name = serializers.CharField(label=_("会客厅名称"))
    area = serializers.CharField(source="area.code", label=_("区域"))
    address = serializers.CharField(label=_("地址"))
    phone = serializers.CharField(label=_("联系电话"))
    zones = ZoneAnswer(many=True, source="bookable", label=_("功能区"))


class StartAnswer(serializers.Serializer[Any]):
    """一个可以开始的时间."""

    start = serializers.CharField(label=pgettext_lazy("会客厅预约", "开始"))
    left = serializers.IntegerField(label=_("余位"), help_text=_("整间预约时为 1"))
    longest = serializers.IntegerField(label=_("最长（半小时个数）"))


class NewVisit(serializers.Serializer[Any]):
    """会客厅预约."""

    zone = serializers.IntegerField(min_value=1, max_value=2**63 - 1, label=_("功能区"))
    start = serializers.RegexField(CLOCK, label=pgettext_lazy("会客厅预约", "开始"))
    end = serializers.RegexField(CLOCK, label=pgettext_lazy("会客厅预约", "结束"))
    group_size = serializers.IntegerField(
        min_value=1, max_value=200, required=False, default=1, label=_("人数")
    )
    purpose = serializers.ChoiceField(
        VisitPurpose.choices,
        required=False,
        default=VisitPurpose.OTHER,
        label=pgettext_lazy("会客厅", "用途"),
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return super().get_fields() | {"date": Day(label=pgettext_lazy("会客厅预约", "日期"))}


class DayQuery(serializers.Serializer[Any]):
    """哪一天."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return super().get_fields() | {"date": Day(label=pgettext_lazy("会客厅预约", "日期"))}


class VisitAnswer(serializers.Serializer[Any]):
    """会客厅预约, as its person sees it."""

    reference = serializers.CharField(label=_("预约编号"))
    state = serializers.ChoiceField(LoungeVisit.State.choices, label=pgettext_lazy("会客厅预约", "状态"))
    lounge = serializers.CharField(source="lounge.code", label=_("会客厅编码"))
    zone = serializers.IntegerField(source="zone_id", label=_("功能区"))
    date = serializers.DateField(label=pgettext_lazy("会客厅预约", "日期"))
    start = serializers.TimeField(format="%H:%M", label=pgettext_lazy("会客厅预约", "开始"))
    end = serializers.TimeField(format="%H:%M", label=pgettext_lazy("会客厅预约", "结束"))
    group_size = serializers.IntegerField(label=_("人数"))
    purpose = serializers.ChoiceField(VisitPurpose.choices, label=pgettext_lazy("会客厅", "用途"))
    code = serializers.CharField(label=_("签到码"))
    kept_until = serializers.DateTimeField(label=_("位置保留至"))
    answer_by = serializers.DateTimeField(label=_("审核期限"), allow_null=True)


LOUNGE, VISIT = LoungeAnswer(), VisitAnswer()
REQUEST, DAY = NewVisit(), DayQuery()


class LoungePages(Pages):
    """Lounges, each with the zones that take bookings."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        row.bookable = [zone for zone in row.zones.all() if zone.is_active]
        return LOUNGE.to_representation(row)


class Lounges(ApiView):
    """会客厅列表."""

    permission_classes = [AllowAny]
    pagination_class = LoungePages

    @extend_schema(
        operation_id="lounges",
        summary=_("青年会客厅和功能区"),
        tags=["lounges"],
        responses={200: LoungeAnswer(many=True), **refusals(404)},
    )
    def get(self, request: Request) -> Response:
        rows = Lounge.objects.visible_to(request.user).select_related("area").prefetch_related("zones")
        return LoungePages().answer(rows, request)


class FreeHalfHours(ApiView):
    """一家会客厅某天的空闲时段."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="lounge_free",
        summary=_("某天可以开始的时间，按功能区"),
        tags=["lounges"],
        parameters=[DayQuery],
        responses={
            200: inline_serializer(
                "FreeAnswer",
                {"zone": serializers.IntegerField(), "starts": StartAnswer(many=True)},
                many=True,
            ),
            **refusals(400, 404),
        },
    )
    def get(self, request: Request, code: str) -> Response:
        day = checked(DAY, request.query_params)["date"]
        lounge = get_object_or_404(Lounge.objects.visible_to(request.user), code=code)
        boards = [board for board in boards_of(lounge, [day]).values() if board.zone.is_active]
        return Response([{"zone": board.zone.pk, "starts": _starts(board)} for board in boards])


def _starts(board: ZoneDay) -> list[dict[str, Any]]:
    free = [(slot, board.lengths_from(slot)) for slot in board.opening]
    return [
        {"start": f"{clock_of(slot):%H:%M}", "left": board.offered(slot), "longest": lengths[-1]}
        for slot, lengths in free
        if lengths
    ]


class VisitPages(Pages):
    """Pages of visits."""

    def draw(self, row: LoungeVisit, request: Request) -> dict[str, Any]:
        return VISIT.to_representation(row)


def _own(user: User) -> Any:
    return LoungeVisit.objects.filter(person=user.person).select_related("lounge", "zone")


class Visits(ApiView):
    """会客厅预约：查看与预约."""

    pagination_class = VisitPages

    @extend_schema(
        operation_id="lounge_visits",
        summary=_("我的会客厅预约"),
        tags=["lounges"],
        responses={200: VisitAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        return VisitPages().answer(_own(signed_in(request)), request)

    @extend_schema(
        operation_id="lounge_visit_book",
        summary=_("预约会客厅：整段时间全部预约，或者一点也不预约"),
        tags=["lounges"],
        parameters=[IDEMPOTENCY_KEY],
        request=NewVisit,
        responses={201: VisitAnswer, **refusals(400, 401, 403, 409, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        key, user, person = idempotency_key(request), signed_in(request), own_person(request)
        asked = checked(REQUEST, request.data)
        return Response(once(user, key, {"lounge": asked}, lambda: _book(user, person, asked)), status=201)


def _book(user: User, person: Person, asked: dict[str, Any]) -> dict[str, Any]:
    zone = LoungeZone.objects.bookable().select_related("lounge").filter(pk=asked["zone"]).first()
    if zone is None:
        raise BadInput({"zone": [_("没有这个功能区")]}, {"zone": str(_("功能区"))})
    start, end = time.fromisoformat(asked["start"]), time.fromisoformat(asked["end"])
    wish = Wish(zone, asked["date"], start, end, asked["group_size"], purpose=asked["purpose"])
    return VISIT.to_representation(services.book_visit(actor=user, person=person, wish=wish))


class CancelVisit(ApiView):
    """取消会客厅预约."""

    @extend_schema(
        operation_id="lounge_visit_cancel",
        summary=_("开始前取消会客厅预约；时段和时长立即退回"),
        tags=["lounges"],
        request=None,
        responses={200: VisitAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, reference: str) -> Response:
        user = signed_in(request)
        visit = get_object_or_404(_own(user), reference=reference)
        return Response(VISIT.to_representation(services.cancel_visit(actor=user, visit=visit)))
