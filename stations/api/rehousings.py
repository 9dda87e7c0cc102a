"""改住安排: what is proposed to a guest whose bed is closed, and the guest's answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from stations import services
from stations.models import Rehousing
from stations.querysets import RehousingQuerySet
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import once
from zibo_youth.api.schema import OPTIONAL_KEY, refusals
from zibo_youth.api.views import ApiView, Pages, idempotency_key_if_given, signed_in

from .shapes import StayPlace


class RehousingAnswer(serializers.Serializer[Any]):
    """改住安排, as its guest sees it."""

    reference = serializers.CharField(
        source="held.reference",
        label=_("现入住单的受理编号"),
        help_text=_("占着新床位的入住单；答复时用这个编号"),
    )
    stay = serializers.CharField(source="stay.reference", label=_("原入住单的受理编号"))
    state = serializers.ChoiceField(Rehousing.State.choices, label=pgettext_lazy("改住", "状态"))
    state_name = serializers.CharField(source="get_state_display", label=_("状态名称"))
    cause = serializers.ChoiceField(Rehousing.Cause.choices, label=pgettext_lazy("改住", "缘由"))
    station = StayPlace(label=_("原驿站"))
    new_station = StayPlace(
        source="held.station",
        label=_("现驿站"),
        help_text=_("还没有床位（to_arrange）时，仍是原驿站"),
    )
    from_on = serializers.DateField(label=_("自哪一晚起"))
    departure = serializers.DateField(source="held.departure", label=_("离店日期"))
    answer_by = serializers.DateTimeField(allow_null=True, label=_("请在此之前答复"))
    may_accept = serializers.BooleanField(source="is_acceptable", label=_("可以接受"))
    may_decline = serializers.BooleanField(source="is_declinable", label=_("可以不接受"))


REHOUSING = RehousingAnswer()


def _own(user: User) -> RehousingQuerySet:
    rows: RehousingQuerySet = Rehousing.objects.filter(stay__guest=user.person_id).for_lists()
    return rows


class RehousingPages(Pages):
    """Pages of proposals."""

    def draw(self, row: Rehousing, request: Request) -> dict[str, Any]:
        return REHOUSING.to_representation(row)


class Rehousings(ApiView):
    """我的改住安排."""

    pagination_class = RehousingPages

    @extend_schema(
        operation_id="rehousings",
        summary=_("我的改住安排：床位停用时为我留的新床位，最近的在前"),
        tags=["stays"],
        responses={200: RehousingAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        return RehousingPages().answer(_own(signed_in(request)).order_by("-pk"), request)


def _answered(request: Request, call: str, reference: str) -> Response:
    """The last proposal of a stay is answered; once, where the caller gave a key."""
    user, key = signed_in(request), idempotency_key_if_given(request)
    act = services.accept_rehousing if call == "accept" else services.decline_rehousing

    def answer() -> dict[str, Any]:
        rehousing = _own(user).filter(held__reference=reference).last()
        if rehousing is None:
            raise Http404
        return REHOUSING.to_representation(act(actor=user, rehousing=rehousing))

    asked = {"call": f"rehousing {call}", "stay": reference}
    return Response(once(user, key, asked, answer) if key else answer())


class AcceptRehousing(ApiView):
    """接受改住."""

    @extend_schema(
        operation_id="rehousing_accept",
        summary=_("接受改住：留着的床位归本人；逾期或拒绝之后也可以接受"),
        tags=["stays"],
        parameters=[OPTIONAL_KEY],
        request=None,
        responses={200: RehousingAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, reference: str) -> Response:
        return _answered(request, "accept", reference)


class DeclineRehousing(ApiView):
    """不接受改住."""

    @extend_schema(
        operation_id="rehousing_decline",
        summary=_("不接受改住：驿站会打电话，在此之前床位继续保留"),
        tags=["stays"],
        parameters=[OPTIONAL_KEY],
        request=None,
        responses={200: RehousingAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, reference: str) -> Response:
        return _answered(request, "decline", reference)
