"""安全培训: sessions to come for everybody; who was sent and who came, for the offices that hold them."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.shapes import SessionAnswer
from events.models import Session
from safety.models import SafetyActivity
from safety.take_up import by_enterprise
from zibo_youth.api.machines import OfficeView
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import ApiView, Pages, signed_in
from zibo_youth.core.calendar import now


class TrainingAnswer(SessionAnswer):
    """安全培训, one session of it."""

    for_engineers = serializers.BooleanField(
        source="event.safety_activity.for_engineers", label=_("注册安全工程师公益培训")
    )


class TakeUpAnswer(serializers.Serializer[Any]):
    """一家企业的参训情况."""

    code = serializers.CharField(source="organisation.uscc", label=_("统一社会信用代码"))
    name = serializers.CharField(source="organisation.name", label=_("企业名称"))
    area = serializers.CharField(source="organisation.reporting_org.code", label=_("填报单位的编码"))
    places = serializers.IntegerField(label=_("专属名额"))
    entered = serializers.IntegerField(label=_("已报人数"))
    came = serializers.IntegerField(label=_("到场人次"))
    hours = serializers.DecimalField(max_digits=9, decimal_places=1, label=_("在场小时"))


TRAINING, TAKE_UP = TrainingAnswer(), TakeUpAnswer(many=True)


class TrainingPages(Pages):
    """Sessions to come."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        return TRAINING.to_representation(row)


class Trainings(ApiView):
    """安全培训列表."""

    permission_classes = [AllowAny]
    pagination_class = TrainingPages

    @extend_schema(
        operation_id="trainings",
        summary=_("要举办的安全培训场次，最近的在前"),
        tags=["safety"],
        responses={200: TrainingAnswer(many=True), **refusals(400, 404)},
    )
    def get(self, request: Request) -> Response:
        shown = SafetyActivity.objects.visible_to(request.user).trainings().values("event")
        rows = Session.objects.coming(now()).filter(event__in=shown).whole()
        rows = rows.select_related("event__safety_activity").prefetch_related("quotas")
        return TrainingPages().answer(rows.order_by("starts_at", "pk"), request)


class TrainingTakeUp(OfficeView):
    """参训情况（工作人员）."""

    action = "safety.view_campaign"

    @extend_schema(
        operation_id="training_take_up",
        summary=pgettext_lazy("安全培训", "一个培训场次各企业的名额、报名、到场和在场小时"),
        tags=["safety"],
        responses={200: TakeUpAnswer(many=True), **refusals(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        held = SafetyActivity.objects.managed_by(signed_in(request)).trainings().values("event")
        session = get_object_or_404(Session.objects.filter(event__in=held), public_id=public_id)
        return Response(TAKE_UP.to_representation(by_enterprise([session])))
