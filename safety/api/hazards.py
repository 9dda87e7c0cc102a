"""
隐患随手拍: lists and figures for the offices, and one's own reports.

A person's calls name a keyed digest of the sealed row and not the report, and their one-time key is kept as a
keyed digest on the report, as on the pages (decision 0084).
"""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from safety.hazard_errors import HazardAlreadySent
from safety.hazard_figures import MEANING_OF_A_MONTH, Span, figures_of
from safety.hazard_sight import Own, own_report, own_reports
from safety.hazard_spot import spot_of
from safety.hazard_times import day_of, reads_minutes
from safety.models import Enterprise, HazardReport, WorkArea
from safety.services.hazards import confirming, reporting
from safety.services.hazards.reporting import Told
from zibo_youth.accounts.models import Organisation
from zibo_youth.api.errors import BadInput
from zibo_youth.api.machines import OfficeView
from zibo_youth.api.schema import IDEMPOTENCY_KEY, refusals
from zibo_youth.api.views import ApiView, Pages, checked, idempotency_key, own_person, signed_in
from zibo_youth.core.calendar import now, today

from .hazard_shapes import (
    FiguresQuery,
    HazardAnswer,
    HazardFiguresAnswer,
    HazardsQuery,
    NewHazard,
    NewHazardAnswer,
    OneOwnHazardAnswer,
    OwnHazardAnswer,
)

QUERY, HAZARD = HazardsQuery(), HazardAnswer()
FIGURES_QUERY, FIGURES = FiguresQuery(), HazardFiguresAnswer()
NEW, ANSWER, OWN, ONE = NewHazard(), NewHazardAnswer(), OwnHazardAnswer(), OneOwnHazardAnswer()
VIEW = "safety.view_hazardreport"


class HazardPages(Pages):
    """The newest first."""

    def draw(self, row: HazardReport, request: Request) -> dict[str, Any]:
        shown: Any = copy(row)
        if not reads_minutes(signed_in(request), row):
            shown.reported_at, shown.verified_at = day_of(row.reported_at), day_of(row.verified_at)
        return HAZARD.to_representation(shown)


class Hazards(OfficeView):
    """隐患列表（工作人员）."""

    action = VIEW
    pagination_class = HazardPages

    @extend_schema(
        operation_id="hazards",
        summary=_("本单位可见的隐患，最近上报的在前；不写状态时只列未办结的"),
        tags=["hazards"],
        parameters=[HazardsQuery],
        responses={200: HazardAnswer(many=True), **refusals(400, 401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(QUERY, request.query_params)
        rows = HazardReport.objects.managed_by(signed_in(request)).whole().wanted(asked, now())
        return HazardPages().answer(rows.order_by("-reported_at", "-pk"), request)


class Statistics(OfficeView):
    """隐患统计（工作人员）."""

    action = VIEW

    @extend_schema(
        operation_id="hazard_statistics",
        summary=_("按区县和按企业：上报、未办结、超期、已整改、整改用时中位数"),
        description=MEANING_OF_A_MONTH,
        tags=["hazards"],
        parameters=[FiguresQuery],
        responses={200: HazardFiguresAnswer, **refusals(400, 401, 403)},
    )
    def get(self, request: Request) -> Response:
        said = checked(FIGURES_QUERY, request.query_params).get("month", "")
        span = Span.written(said, at=now())
        rows = HazardReport.objects.managed_by(signed_in(request))
        return Response(FIGURES.to_representation(figures_of(rows, span=span)))


class OwnHazards(ApiView):
    """我的上报."""

    @extend_schema(
        operation_id="own_hazards",
        summary=_("我上报和一起上报的隐患，最近的在前"),
        tags=["hazards"],
        responses={200: OwnHazardAnswer(many=True), **refusals(401)},
    )
    def get(self, request: Request) -> Response:
        found = own_reports(signed_in(request).person_id)
        return Response([OWN.to_representation(own) for own in found])

    @extend_schema(
        operation_id="hazard_report",
        summary=_("上报隐患，附现场照片；选企业，或写明地点和所在区县。重发同一份上报得到同一答复"),
        tags=["hazards"],
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": NewHazard},
        responses={201: OneOwnHazardAnswer, **refusals(400, 401, 403, 409, 413, 415, 422, 429)},
    )
    @sensitive_variables()
    def post(self, request: Request) -> Response:
        # With the person before it: two people may choose one key.
        person = own_person(request).pk
        key = f"{person}:{idempotency_key(request)}"
        told = _told(checked(NEW, request.data), key)
        try:
            made = reporting.report_hazard(actor=signed_in(request), told=told)
        except HazardAlreadySent:
            return _shown(reporting.sent_with(person, key), status=201)
        [own] = own_reports(person, hazard=made)
        return _shown(own, status=201)


class OwnHazard(ApiView):
    """我的一条上报."""

    @extend_schema(
        operation_id="own_hazard",
        summary=_("我的一条上报和它的办理经过"),
        tags=["hazards"],
        responses={200: OneOwnHazardAnswer, **refusals(401, 404)},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        return _shown(own_report(signed_in(request).person_id, public_id))


class OwnAnswer(ApiView):
    """确认整改."""

    @extend_schema(
        operation_id="own_hazard_answer",
        summary=_("上报人确认是否已整改；没有整改好时写明情况"),
        tags=["hazards"],
        request=NewHazardAnswer,
        responses={200: OneOwnHazardAnswer, **refusals(400, 401, 403, 404, 409)},
    )
    @sensitive_variables()
    def post(self, request: Request, public_id: UUID) -> Response:
        person, asked = signed_in(request).person_id, checked(ANSWER, request.data)
        own = own_report(person, public_id)
        if own is None:
            raise Http404
        confirming.answer_as_reporter(actor=signed_in(request), hazard=own.hazard, **asked)
        return _shown(own_report(person, public_id))


def _shown(own: Own | None, *, status: int = 200) -> Response:
    if own is None:
        raise Http404
    return Response(ONE.to_representation(own), status=status)


def _told(asked: dict[str, Any], key: str) -> Told:
    """With the rows that the codes stand for; one that is none is told at its field."""
    enterprise = _one(asked, "enterprise", Enterprise.objects.supervised(today()), "organisation__uscc")
    areas = WorkArea.objects.filter(enterprise=enterprise).in_use()
    named = {
        "enterprise": enterprise,
        "district": _one(asked, "district", Organisation.objects.reporting(), "code"),
        "work_area": _one(asked, "work_area", areas, "name"),
    }
    return Told(**asked | named | {"spot": spot_of(asked.get("spot", ""))}, key=key)


def _one(asked: dict[str, Any], field: str, rows: Any, name: str) -> Any:
    """The row of these that a field names, or nothing where it says nothing."""
    if field not in asked:
        return None
    found = rows.filter(**{name: asked[field]}).first()
    if found is None:
        raise BadInput({field: [_("没有这一项")]}, {field: str(NEW.fields[field].label)})
    return found
