"""项目与招募: running projects and calls for everybody; apply, accept and decline for the volunteer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from volunteers.models import Application, Round, ServiceProject
from volunteers.services import applications
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import once
from zibo_youth.api.schema import IDEMPOTENCY_KEY, refusals
from zibo_youth.api.views import ApiView, Pages, checked, idempotency_key, signed_in


class ProjectAnswer(serializers.Serializer[Any]):
    """志愿服务项目."""

    code = serializers.CharField(label=_("项目编号"))
    title = serializers.CharField(source="local_title", label=pgettext_lazy("志愿服务项目", "名称"))
    kind = serializers.ChoiceField(ServiceProject.Kind.choices, label=pgettext_lazy("志愿服务项目", "类别"))
    organiser = serializers.CharField(source="organiser.name", label=_("组织单位"))
    risks = serializers.CharField(source="local_risks", label=_("风险提示"))
    place = serializers.CharField(label=pgettext_lazy("志愿服务项目", "地点"))
    starts_on = serializers.DateField(label=_("开始日期"))
    ends_on = serializers.DateField(label=_("结束日期"))


class RoundAnswer(serializers.Serializer[Any]):
    """招募."""

    id = serializers.IntegerField(source="pk", label=_("招募编号"))
    title = serializers.CharField(source="local_title", label=pgettext_lazy("招募", "名称"))
    project = serializers.CharField(source="project.code", label=_("项目编号"))
    method = serializers.ChoiceField(Round.Method.choices, label=_("录取方式"))
    state = serializers.ChoiceField(Round.State.choices, label=pgettext_lazy("招募", "状态"))
    opens_at = serializers.DateTimeField(label=_("报名开始"))
    closes_at = serializers.DateTimeField(label=_("报名截止"))
    serves_from = serializers.DateField(label=_("上岗首日"))
    seed_hash = serializers.CharField(label=_("种子的哈希"))
    list_hash = serializers.CharField(label=_("名单的哈希"))


class ApplicationAnswer(serializers.Serializer[Any]):
    """招募报名, as its volunteer sees it."""

    id = serializers.IntegerField(source="pk", label=_("报名编号"))
    round = serializers.IntegerField(source="round_id", label=_("招募编号"))
    number = serializers.IntegerField(label=pgettext_lazy("招募报名", "序号"))
    state = serializers.ChoiceField(Application.State.choices, label=pgettext_lazy("招募报名", "状态"))
    offer_until = serializers.DateTimeField(allow_null=True, label=_("确认截止"))


class NewApplication(serializers.Serializer[Any]):
    """报名招募."""

    statement = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=300, label=_("报名说明")
    )


PROJECT, ROUND, APPLICATION, NEW = ProjectAnswer(), RoundAnswer(), ApplicationAnswer(), NewApplication()
FOR_ALL = [AllowAny]


class ProjectPages(Pages):
    """Running projects."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        return PROJECT.to_representation(row)


class RoundPages(Pages):
    """Calls that the public may read."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        return ROUND.to_representation(row)


class Projects(ApiView):
    """志愿服务项目."""

    permission_classes = FOR_ALL
    pagination_class = ProjectPages

    @extend_schema(
        operation_id="volunteer_projects",
        summary=_("正在进行的志愿服务项目"),
        tags=["volunteers"],
        responses={200: ProjectAnswer(many=True), **refusals(404)},
    )
    def get(self, request: Request) -> Response:
        rows = ServiceProject.objects.published().select_related("organiser").order_by("ends_on", "pk")
        return ProjectPages().answer(rows, request)


class Rounds(ApiView):
    """招募."""

    permission_classes = FOR_ALL
    pagination_class = RoundPages

    @extend_schema(
        operation_id="volunteer_rounds",
        summary=_("志愿者招募，新的在前"),
        tags=["volunteers"],
        responses={200: RoundAnswer(many=True), **refusals(404)},
    )
    def get(self, request: Request) -> Response:
        rows = Round.objects.visible_to(request.user).whole().order_by("-opens_at", "-pk")
        return RoundPages().answer(rows, request)


class Apply(ApiView):
    """报名招募."""

    @extend_schema(
        operation_id="volunteer_round_apply",
        summary=_("报名招募：当场得到名额，或进入候补"),
        tags=["volunteers"],
        parameters=[IDEMPOTENCY_KEY],
        request=NewApplication,
        responses={201: ApplicationAnswer, **refusals(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Request, number: int) -> Response:
        key, user = idempotency_key(request), signed_in(request)
        asked = checked(NEW, request.data)

        def act() -> dict[str, Any]:
            found = get_object_or_404(Round.objects.visible_to(user).whole(), pk=number)
            made = applications.apply(actor=user, round=found, **asked)
            return APPLICATION.to_representation(made)

        return Response(once(user, key, asked | {"call": "apply", "round": number}, act), status=201)


def _answered(request: Request, number: int, act: Callable[..., Application]) -> Response:
    user: User = signed_in(request)
    own = Application.objects.visible_to(user).filter(volunteer__person=user.person).whole()
    answered = act(actor=user, application=get_object_or_404(own, pk=number))
    return Response(APPLICATION.to_representation(answered))


class AcceptPlace(ApiView):
    """确认参加."""

    @extend_schema(
        operation_id="volunteer_place_accept",
        summary=_("确认参加"),
        tags=["volunteers"],
        request=None,
        responses={200: ApplicationAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, number: int) -> Response:
        return _answered(request, number, applications.accept)


class DeclinePlace(ApiView):
    """放弃名额."""

    @extend_schema(
        operation_id="volunteer_place_decline",
        summary=_("放弃名额"),
        tags=["volunteers"],
        request=None,
        responses={200: ApplicationAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, number: int) -> Response:
        return _answered(request, number, applications.decline)
