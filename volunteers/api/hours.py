"""时长与证明: one's own ledger with its totals; what a certificate's code tells anybody."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from volunteers import verification
from volunteers.hour_querysets import HourEntryQuerySet
from volunteers.hours import stars_of, years_of
from volunteers.models import Certificate, HourEntry
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import ApiView, Pages, signed_in
from zibo_youth.core.middleware import AddressedRequest


class HourAnswer(serializers.Serializer[Any]):
    """服务时长: one line of the ledger."""

    id = serializers.IntegerField(source="pk", label=_("时长编号"))
    project = serializers.CharField(source="project.code", label=_("项目编号"))
    project_title = serializers.CharField(source="project.local_title", label=_("志愿服务项目"))
    post = serializers.CharField(source="post.local_name", label=_("岗位"))
    organiser = serializers.CharField(source="organiser.name", label=_("组织单位"))
    start = serializers.DateTimeField(source="starts_at", label=pgettext_lazy("服务时长", "开始"))
    end = serializers.DateTimeField(source="ends_at", label=pgettext_lazy("服务时长", "结束"))
    minutes = serializers.IntegerField(
        source="signed_minutes", label=_("分钟数"), help_text=_("冲销的记为负数")
    )
    evidence = serializers.ChoiceField(HourEntry.Evidence.choices, label=_("记录依据"))
    kind = serializers.ChoiceField(HourEntry.Kind.choices, label=pgettext_lazy("服务时长", "类别"))
    state = serializers.ChoiceField(HourEntry.State.choices, label=pgettext_lazy("服务时长", "状态"))
    notice_until = serializers.DateTimeField(source="notice_ends_at", allow_null=True, label=_("公示截止"))


class YearAnswer(serializers.Serializer[Any]):
    """一年的已生效时长."""

    year = serializers.IntegerField(label=_("年份"))
    minutes = serializers.IntegerField(label=_("分钟数"))
    entries = serializers.IntegerField(label=_("次数"))


class TotalsAnswer(serializers.Serializer[Any]):
    """合计: final hours only."""

    minutes = serializers.IntegerField(label=_("已生效分钟数"))
    stars = serializers.IntegerField(label=_("星级"))
    years = YearAnswer(many=True)


class HoursAnswer(serializers.Serializer[Any]):
    """我的时长: a page of lines, and what all of them come to."""

    count = serializers.IntegerField(label=_("总条数"))
    next = serializers.URLField(allow_null=True, label=_("下一页"))
    previous = serializers.URLField(allow_null=True, label=_("上一页"))
    results = HourAnswer(many=True)
    totals = TotalsAnswer()


class CertificateAnswer(serializers.Serializer[Any]):
    """查验结果: a masked name, the hours, the issuer and the state, and nothing else."""

    number = serializers.CharField(label=_("证明编号"))
    name = serializers.CharField(label=_("姓名"), help_text=_("隐去部分"))
    hours = serializers.DecimalField(max_digits=7, decimal_places=1, label=_("小时"))
    issuer = serializers.CharField(label=_("出具单位"))
    state = serializers.ChoiceField(Certificate.State.choices, label=pgettext_lazy("服务证明", "状态"))


HOUR, TOTALS, CERTIFICATE = HourAnswer(), TotalsAnswer(), CertificateAnswer()


class HourPages(Pages):
    """One's own lines, the latest first."""

    def draw(self, row: HourEntry, request: Request) -> dict[str, Any]:
        return HOUR.to_representation(row)


def _totals(rows: HourEntryQuerySet) -> dict[str, Any]:
    minutes = rows.final().minutes_of()
    years = years_of(rows)
    return TOTALS.to_representation({"minutes": minutes, "stars": stars_of(minutes).count, "years": years})


class OwnHours(ApiView):
    """我的时长."""

    pagination_class = HourPages

    @extend_schema(
        operation_id="volunteer_own_hours",
        summary=_("我的服务时长：逐条的状态，已生效的合计"),
        tags=["volunteers"],
        responses={200: HoursAnswer, **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        rows = HourEntry.objects.filter(volunteer__person=signed_in(request).person_id)
        answer = HourPages().answer(rows.whole(), request)
        answer.data |= {"totals": _totals(rows)}
        return answer


class OneCertificate(ApiView):
    """查验证明."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="volunteer_certificate",
        summary=_("按证明上的查验码查验一份证明"),
        tags=["volunteers"],
        responses={200: CertificateAnswer, **refusals(404, 429)},
    )
    def get(self, request: Request, code: str) -> Response:
        verdict = verification.asked_from(
            cast(AddressedRequest, request).client_address, code, lambda: verification.by_code(code)
        )
        if verdict is None:
            raise NotFound
        return Response(CERTIFICATE.to_representation(verdict))
