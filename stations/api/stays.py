"""The caller's own stays: list, book, look at, give up; evidence and allowance beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework.request import Request
from rest_framework.response import Response

from stations import services
from stations.allowance import allowance_of
from stations.errors import BedTaken, NotEligible
from stations.facts import policy_on
from stations.models import Stay
from stations.services.evidence import upload_evidence
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import once
from zibo_youth.api.errors import refused
from zibo_youth.api.schema import IDEMPOTENCY_KEY, OPTIONAL_KEY, refusals
from zibo_youth.api.views import (
    ApiView,
    Pages,
    checked,
    idempotency_key,
    idempotency_key_if_given,
    own_person,
    signed_in,
)
from zibo_youth.core.calendar import today

from . import booking
from .shapes import (
    AllowanceYear,
    EvidenceAnswer,
    NewAnswer,
    NewDates,
    NewEvidence,
    NewStay,
    OwnStayAnswer,
    StayAnswer,
)

ANY_STAY, EVIDENCE = StayAnswer(), EvidenceAnswer()
EVIDENCE_REQUEST, YEAR, DATES, ANSWER = NewEvidence(), AllowanceYear(), NewDates(), NewAnswer()

SCOPE = OpenApiParameter(
    "scope",
    enum=["own", "managed"],
    description=_("own：本人的入住单（默认）；managed：工作人员经办的入住单，仅限会话，令牌只代表本人"),
)


def shown(stay: Stay, user: User) -> dict[str, Any]:
    """A stay for its guest with the code, for anybody else without."""
    return (booking.OWN_STAY if stay.guest_id == user.person_id else ANY_STAY).to_representation(stay)


def with_names(rows: QuerySet[Stay]) -> QuerySet[Stay]:
    """Stays together with what an answer names."""
    names = rows.select_related("guest", "station", "referral_channel")
    return names.prefetch_related("referral_codes__partner")


def changed_once(
    request: Request, call: str, reference: str, act: Callable[[User, Stay], Stay], **asked: Any
) -> dict[str, Any]:
    """
    A change of one stay, as its guest then sees it; once, where the caller gave a key.

    Without a key a call that got no answer and was sent again may reach the stay
    late, after another change, and undo it. Raises what ``act`` raises, `KeyReused`
    and `Http404`.
    """
    user, key = signed_in(request), idempotency_key_if_given(request)

    def change() -> dict[str, Any]:
        stay = get_object_or_404(with_names(Stay.objects.visible_to(user)), reference=reference)
        return shown(act(user, stay), user)

    return once(user, key, asked | {"call": call, "stay": reference}, change) if key else change()


class StayPages(Pages):
    """Pages of stays."""

    def draw(self, row: Stay, request: Request) -> dict[str, Any]:
        return shown(row, signed_in(request))


class Stays(ApiView):
    """入住单：查看与申请."""

    pagination_class = StayPages

    @extend_schema(
        operation_id="stays",
        summary=_("我的入住单"),
        tags=["stays"],
        parameters=[SCOPE],
        responses={200: OwnStayAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        user = signed_in(request)
        managed = request.query_params.get("scope") == "managed"
        rows = Stay.objects.managed_by(user) if managed else Stay.objects.filter(guest_id=user.person_id)
        return StayPages().answer(with_names(rows), request)

    @extend_schema(
        operation_id="stay_book",
        summary=_("申请入住：整段日期全部预订，或者一晚也不预订"),
        tags=["stays"],
        parameters=[IDEMPOTENCY_KEY],
        request={"application/json": NewStay, "multipart/form-data": NewStay},
        responses={201: OwnStayAnswer, **refusals(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        key = idempotency_key(request)
        guest = own_person(request)
        asked = checked(booking.REQUEST, request.data)
        try:
            return Response(booking.book(signed_in(request), guest, asked, key), status=201)
        except NotEligible as refusal:
            return refused(refusal, rules=booking.told(refusal.assessment))
        except BedTaken as refusal:
            return refused(
                refusal,
                full_nights=booking.days(refusal),
                alternatives=booking.alternatives(guest, asked),
                split=booking.split(guest, asked),
            )


class OneStay(ApiView):
    """一份入住单."""

    @extend_schema(
        operation_id="stay",
        summary=_("一份入住单"),
        tags=["stays"],
        responses={200: OwnStayAnswer, **refusals(401, 404)},
    )
    def get(self, request: Request, reference: str) -> Response:
        user = signed_in(request)
        return Response(
            shown(get_object_or_404(with_names(Stay.objects.visible_to(user)), reference=reference), user)
        )


class Cancel(ApiView):
    """取消或撤回."""

    @extend_schema(
        operation_id="stay_cancel",
        summary=_("取消已通过的入住单，或撤回还在审核的入住单；床位和晚数立即退回"),
        tags=["stays"],
        parameters=[OPTIONAL_KEY],
        request=None,
        responses={200: OwnStayAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, reference: str) -> Response:
        def give_up(user: User, stay: Stay) -> Stay:
            in_review = stay.may_become(Stay.State.WITHDRAWN)
            act = services.withdraw_stay if in_review else services.cancel_stay
            return act(actor=user, stay=stay)

        return Response(changed_once(request, "cancel", reference, give_up))


class Accept(ApiView):
    """接受候补到的床位."""

    @extend_schema(
        operation_id="stay_accept",
        summary=_("接受候补到的床位；之后进入审核"),
        tags=["stays"],
        parameters=[OPTIONAL_KEY],
        request=None,
        responses={200: OwnStayAnswer, **refusals(401, 403, 404, 409)},
    )
    def post(self, request: Request, reference: str) -> Response:
        def accept(user: User, stay: Stay) -> Stay:
            return services.accept_offer(actor=user, stay=stay)

        return Response(changed_once(request, "accept", reference, accept))


class Dates(ApiView):
    """修改日期."""

    @extend_schema(
        operation_id="stay_dates",
        summary=_("入住前修改日期；新日期没有床位时，原来的预约保持不变"),
        tags=["stays"],
        parameters=[OPTIONAL_KEY],
        request=NewDates,
        responses={200: OwnStayAnswer, **refusals(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, reference: str) -> Response:
        asked = checked(DATES, request.data)
        departure = asked["arrival"] + timedelta(days=asked["nights"])

        def change(user: User, stay: Stay) -> Stay:
            return services.change_dates(actor=user, stay=stay, arrival=asked["arrival"], departure=departure)

        try:
            return Response(changed_once(request, "dates", reference, change, **asked))
        except NotEligible as refusal:
            return refused(refusal, rules=booking.told(refusal.assessment))
        except BedTaken as refusal:
            return refused(refusal, full_nights=booking.days(refusal))


class Answer(ApiView):
    """补正."""

    @extend_schema(
        operation_id="stay_answer",
        summary=_("补正：只能提交要求补正的内容，须全部提交；之后由原审核人接着审核"),
        tags=["stays"],
        parameters=[OPTIONAL_KEY],
        request=NewAnswer,
        responses={200: OwnStayAnswer, **refusals(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, reference: str) -> Response:
        asked = checked(ANSWER, request.data)

        def answer(user: User, stay: Stay) -> Stay:
            told = booking.named_evidence(own_person(request), asked)
            return services.resubmit_stay(actor=user, stay=stay, **told)

        return Response(changed_once(request, "answer", reference, answer, **asked))


class EvidenceUpload(ApiView):
    """证明材料."""

    @extend_schema(
        operation_id="evidence_upload",
        summary=_("上传证明材料，得到申请时填写的编号"),
        tags=["stays"],
        request={"multipart/form-data": NewEvidence},
        responses={201: EvidenceAnswer, **refusals(400, 401, 403, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        person = own_person(request)
        asked = checked(EVIDENCE_REQUEST, request.data)
        evidence = upload_evidence(
            actor=signed_in(request), person=person, kind=asked["kind"], upload=asked["file"]
        )
        return Response(EVIDENCE.to_representation(evidence), status=201)


class MyAllowance(ApiView):
    """免费额度."""

    @extend_schema(
        operation_id="allowance",
        summary=_("今年的免费额度；可预订日期跨年时，附上明年的"),
        tags=["me"],
        responses={
            200: inline_serializer("AllowanceAnswer", {"years": AllowanceYear(many=True)}),
            **refusals(401),
        },
    )
    def get(self, request: Request) -> Response:
        person, day = signed_in(request).person, today()
        policy = policy_on(day)
        last = day + timedelta(days=policy.horizon_days)
        years = [allowance_of(person, year, policy) for year in range(day.year, last.year + 1)]
        return Response({"years": [YEAR.to_representation(year) for year in years]})
