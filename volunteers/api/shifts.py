"""班次与报名: shifts for everybody; one's own signups, with the refusals that the pages give."""

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

from volunteers.models import Shift, Signup, Volunteer
from volunteers.querysets import SignupQuerySet
from volunteers.services import offers, signups
from volunteers.signup_rules import diary_of, obstacles
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import once
from zibo_youth.api.errors import BadInput, body
from zibo_youth.api.schema import IDEMPOTENCY_KEY, Refusal, refusals
from zibo_youth.api.views import ApiView, Pages, checked, idempotency_key, signed_in
from zibo_youth.core.calendar import now


class ShiftAnswer(serializers.Serializer[Any]):
    """志愿服务班次."""

    id = serializers.UUIDField(source="public_id", label=_("班次编号"))
    state = serializers.ChoiceField(Shift.State.choices, label=pgettext_lazy("班次", "状态"))
    project = serializers.CharField(source="post.project.code", label=_("项目编号"))
    project_title = serializers.CharField(source="post.project.local_title", label=_("志愿服务项目"))
    post = serializers.CharField(source="post.local_name", label=_("岗位"))
    staffing = serializers.CharField(source="post.staffing", label=_("报名方式"))
    min_age = serializers.IntegerField(source="post.role.min_age", label=_("最低年龄"))
    risks = serializers.CharField(source="post.project.local_risks", label=_("风险提示"))
    start = serializers.DateTimeField(source="starts_at", label=pgettext_lazy("班次", "开始"))
    end = serializers.DateTimeField(source="ends_at", label=pgettext_lazy("班次", "结束"))
    sign_off_until = serializers.DateTimeField(label=_("退出截止"))
    place = serializers.CharField(label=pgettext_lazy("班次", "集合地点"))
    capacity = serializers.IntegerField(label=_("所需人数"))
    taken = serializers.IntegerField(label=_("已占名额"))


class OneShiftAnswer(ShiftAnswer):
    """志愿服务班次, with what keeps the caller from it."""

    obstacles = Refusal(many=True, label=_("报名前须解决"), help_text=_("本人为注册志愿者时给出"))


class SignupAnswer(serializers.Serializer[Any]):
    """班次报名, as its volunteer sees it."""

    id = serializers.IntegerField(source="pk", label=_("报名编号"))
    shift = serializers.UUIDField(source="shift.public_id", label=_("班次编号"))
    state = serializers.ChoiceField(Signup.State.choices, label=pgettext_lazy("班次报名", "状态"))
    start = serializers.DateTimeField(source="starts_at", label=pgettext_lazy("班次", "开始"))
    end = serializers.DateTimeField(source="ends_at", label=pgettext_lazy("班次", "结束"))
    offer_until = serializers.DateTimeField(allow_null=True, label=_("邀请有效期至"))


class NewSignup(serializers.Serializer[Any]):
    """报名."""

    shift = serializers.UUIDField(label=_("班次编号"))
    standby = serializers.BooleanField(
        required=False, default=False, label=_("候补"), help_text=_("为真时加入候补，而不是报名")
    )


SHIFT, SIGNUP, NEW_SIGNUP = ShiftAnswer(), SignupAnswer(), NewSignup()


class ShiftPages(Pages):
    """Shifts to come."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        return SHIFT.to_representation(row)


class Shifts(ApiView):
    """班次列表."""

    permission_classes = [AllowAny]
    pagination_class = ShiftPages

    @extend_schema(
        operation_id="volunteer_shifts",
        summary=_("可以报名的志愿服务班次"),
        tags=["volunteers"],
        responses={200: ShiftAnswer(many=True), **refusals(404)},
    )
    def get(self, request: Request) -> Response:
        rows = Shift.objects.open(now()).counted().whole().order_by("starts_at", "pk")
        return ShiftPages().answer(rows, request)


class OneShift(ApiView):
    """一个班次."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="volunteer_shift",
        summary=_("一个班次，附本人不能报名的原因"),
        tags=["volunteers"],
        responses={200: OneShiftAnswer, **refusals(404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        rows = Shift.objects.visible_to(request.user).counted().whole()
        shift: Any = get_object_or_404(rows, public_id=public_id)
        person: int = getattr(request.user, "person_id", None) or 0
        volunteer = Volunteer.objects.select_related("person").filter(person_id=person).first()
        found = obstacles(diary_of(volunteer), shift) if volunteer else []
        told = {"obstacles": [body(error.code, error, error.field) for error in found]}
        return Response(SHIFT.to_representation(shift) | told)


class SignupPages(Pages):
    """One's own signups."""

    def draw(self, row: Signup, request: Request) -> dict[str, Any]:
        return SIGNUP.to_representation(row)


def _own(user: User) -> SignupQuerySet:
    rows: SignupQuerySet = Signup.objects.visible_to(user)
    return rows.filter(volunteer__person=user.person).whole()


class Signups(ApiView):
    """班次报名：查看与报名."""

    pagination_class = SignupPages

    @extend_schema(
        operation_id="volunteer_signups",
        summary=_("我的班次报名"),
        tags=["volunteers"],
        responses={200: SignupAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        return SignupPages().answer(_own(signed_in(request)), request)

    @extend_schema(
        operation_id="volunteer_sign_up",
        summary=_("报名或候补一个班次"),
        tags=["volunteers"],
        parameters=[IDEMPOTENCY_KEY],
        request=NewSignup,
        responses={201: SignupAnswer, **refusals(400, 401, 403, 409, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        key, user = idempotency_key(request), signed_in(request)
        asked = checked(NEW_SIGNUP, request.data)
        return Response(once(user, key, {"signup": asked}, lambda: _take(user, asked)), status=201)


def _take(user: User, asked: dict[str, Any]) -> dict[str, Any]:
    shift = Shift.objects.visible_to(user).filter(public_id=asked["shift"]).first()
    if shift is None:
        raise BadInput({"shift": [_("没有这个班次")]}, {"shift": str(_("班次编号"))})
    act = signups.join_standby if asked["standby"] else signups.sign_up
    return SIGNUP.to_representation(act(actor=user, shift=shift))


class _Act(ApiView):
    """One act on one's own signup."""

    def act(self, user: User, signup: Signup) -> Signup:
        raise NotImplementedError

    def answer(self, request: Request, number: int) -> Response:
        user = signed_in(request)
        signup = get_object_or_404(_own(user), pk=number)
        return Response(SIGNUP.to_representation(self.act(user, signup)))


class SignOff(_Act):
    """退出."""

    def act(self, user: User, signup: Signup) -> Signup:
        return signups.sign_off(actor=user, signup=signup)

    @extend_schema(
        operation_id="volunteer_sign_off",
        summary=_("退出班次或候补"),
        tags=["volunteers"],
        request=None,
        responses={200: SignupAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, number: int) -> Response:
        return self.answer(request, number)


class AcceptOffer(_Act):
    """接受候补邀请."""

    def act(self, user: User, signup: Signup) -> Signup:
        return offers.accept_offer(actor=user, signup=signup)

    @extend_schema(
        operation_id="volunteer_accept_offer",
        summary=_("接受候补邀请"),
        tags=["volunteers"],
        request=None,
        responses={200: SignupAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, number: int) -> Response:
        return self.answer(request, number)


class DeclineOffer(_Act):
    """不接受候补邀请."""

    def act(self, user: User, signup: Signup) -> Signup:
        return offers.decline_offer(actor=user, signup=signup)

    @extend_schema(
        operation_id="volunteer_decline_offer",
        summary=_("不接受候补邀请，名额让给下一位"),
        tags=["volunteers"],
        request=None,
        responses={200: SignupAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, number: int) -> Response:
        return self.answer(request, number)
