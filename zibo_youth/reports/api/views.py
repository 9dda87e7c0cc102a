"""
月报数据接口 (figures for machines), read-only: indicators, months, and the figures of what is locked.

A draft is nobody's figure: until the city has locked a month, its figures are
those of an office at work, and are given to no other system.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from zibo_youth.accounts.models import MachineToken
from zibo_youth.api.errors import BadInput
from zibo_youth.api.machines import MachineView, Onward
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import Pages, checked
from zibo_youth.reports.children import hidden_spans
from zibo_youth.reports.kpis import kpis
from zibo_youth.reports.models import Figure, MonthlyReport

from .answers import FigureAnswer, KpiAnswer, MonthAnswer, figure_answer, kpi_answer, month_answer
from .queries import FiguresQuery, MonthsQuery, first_day, organisation_within

MONTHS, FIGURES = MonthsQuery(), FiguresQuery()
REFUSED = refusals(400, 401, 403, 429)


class ReportsView(MachineView):
    """What every call about reports needs."""

    scope = MachineToken.Scope.READ_REPORTS
    action = "reports.view_report"

    def narrowed(self, request: Request, shape: MonthsQuery) -> dict[str, Any]:
        """What was asked for as look-ups; raises `BadInput`, word for word the same for a foreign unit."""
        asked = checked(shape, request.query_params)
        found: dict[str, Any] = {}
        if month := asked.get("month"):
            found["month"] = first_day(month)
        if code := asked.get("organisation"):
            found["organisation"] = organisation_within(self.reach(request), code)
            if found["organisation"] is None:
                raise BadInput(
                    {"organisation": [_("没有这个编码的填报单位")]}, {"organisation": str(_("填报单位"))}
                )
        if kpi := asked.get("kpi"):
            found["code"] = kpi
        return found


class KpiPages(Pages):
    """Indicators in the order of the report."""

    page_size = 100

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        return kpi_answer(row)


class Kpis(ReportsView):
    """指标目录."""

    pagination_class = KpiPages

    @extend_schema(
        operation_id="report_kpis",
        summary=_("月报指标：代码、名称、单位、类型、口径、来源"),
        tags=["reports"],
        responses={200: KpiAnswer(many=True), **REFUSED, **refusals(404)},
    )
    def get(self, request: Request) -> Response:
        return KpiPages().answer(kpis(), request)


class Months(ReportsView):
    """月报进度."""

    pagination_class = Onward

    @extend_schema(
        operation_id="report_months",
        summary=_("各单位各月月报的状态和时间"),
        tags=["reports"],
        parameters=[MonthsQuery],
        responses={200: MonthAnswer(many=True), **REFUSED},
    )
    def get(self, request: Request) -> Response:
        asked = self.narrowed(request, MONTHS)
        reports = MonthlyReport.objects.within(self.reach(request)).filter(**asked)
        page = Onward()
        rows = page.paginate_queryset(reports.select_related("organisation"), request) or []
        return page.get_paginated_response([month_answer(row) for row in rows])


class Figures(ReportsView):
    """已锁定的月报数据."""

    pagination_class = Onward

    @extend_schema(
        operation_id="report_figures",
        summary=_("已锁定月报的数据：本月、环比、同比、累计、目标、完成率、评价、备注、更正"),
        tags=["reports"],
        parameters=[FiguresQuery],
        responses={200: FigureAnswer(many=True), **REFUSED},
    )
    def get(self, request: Request) -> Response:
        asked = self.narrowed(request, FIGURES)
        of_report = {f"report__{name}": asked[name] for name in asked if name != "code"}
        code = {"code": asked["code"]} if "code" in asked else {}
        figures = Figure.objects.within(self.reach(request)).locked().filter(**of_report, **code)
        page = Onward()
        rows = page.paginate_queryset(figures.with_report(), request) or []
        hidden = hidden_spans(rows)
        return page.get_paginated_response([figure_answer(row, hidden.get(row.pk, set())) for row in rows])
