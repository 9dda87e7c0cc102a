"""贷款产品: what is on offer today, by the version in force; for everybody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from loans.application_notices import local_name
from loans.models import LoanCall, LoanProduct, ProductVersion
from loans.models.product import METHODS, RateBasis
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import ApiView, Pages
from zibo_youth.core.calendar import today


def _yuan(label: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=14, decimal_places=2, allow_null=True, label=label, help_text=_("空是没有限制")
    )


def _count(label: Any, **more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(label=label, **more)


class VersionAnswer(serializers.Serializer[Any]):
    """产品版本: the numbers that hold today."""

    number = _count(_("版本号"))
    from_on = serializers.DateField(label=_("生效日期"))
    least_amount = _yuan(_("最低金额（元）"))
    most_amount = _yuan(_("最高金额（元）"))
    least_months = _count(_("最短期限（月）"))
    most_months = _count(_("最长期限（月）"), allow_null=True)
    least_age = _count(_("最小年龄（周岁）"))
    most_age = _count(_("最大年龄（周岁，含）"), allow_null=True)
    least_months_in_business = _count(_("企业成立满（月）"))
    needs_guarantor = serializers.BooleanField(label=_("须由担保机构担保"))
    rate_basis = serializers.ChoiceField(RateBasis.choices, label=_("利率方式"))
    methods = serializers.ListField(child=serializers.ChoiceField(METHODS), label=_("还款方式"))
    every_months = _count(_("每几个月还款一次"))
    offer_days = _count(_("签约期限（天）"))


class CallAnswer(serializers.Serializer[Any]):
    """申报批次 that is open or still to come."""

    name = serializers.CharField(label=pgettext_lazy("申报批次", "名称"))
    opens_on = serializers.DateField(label=_("开始日期"))
    closes_on = serializers.DateField(label=_("截止日期"))


class ProductAnswer(serializers.Serializer[Any]):
    """贷款产品."""

    code = serializers.CharField(label=pgettext_lazy("贷款产品", "编码"))
    name = serializers.CharField(label=_("产品名称"))
    version = VersionAnswer(allow_null=True, label=_("产品版本"))
    calls = CallAnswer(many=True, label=_("申报批次"))


VERSION, CALL = VersionAnswer(), CallAnswer()


class ProductPages(Pages):
    """Products with their version and their calls, each read once for the whole page."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        page: list[LoanProduct] = super().paginate_queryset(queryset, request, view) or []
        versions = ProductVersion.objects.in_force(today()).filter(product__in=page)
        self.versions = {each.product_id: each for each in versions}
        calls = LoanCall.objects.filter(product__in=page, closes_on__gte=today()).order_by("opens_on", "pk")
        self.calls: dict[int, list[LoanCall]] = {}
        for call in calls:
            self.calls.setdefault(call.product_id, []).append(call)
        return page

    def draw(self, row: LoanProduct, request: Request) -> dict[str, Any]:
        version = self.versions.get(row.pk)
        return {
            "code": row.code,
            "name": local_name(row),
            "version": VERSION.to_representation(version) if version else None,
            "calls": [CALL.to_representation(each) for each in self.calls.get(row.pk, [])],
        }


class Products(ApiView):
    """贷款产品."""

    permission_classes = [AllowAny]
    pagination_class = ProductPages

    @extend_schema(
        operation_id="loan_products",
        summary=_("接受申请的贷款产品：今天适用的版本，和没有截止的申报批次"),
        tags=["loans"],
        responses={200: ProductAnswer(many=True), **refusals(404)},
    )
    def get(self, request: Request) -> Response:
        return ProductPages().answer(LoanProduct.objects.open().order_by("pk"), request)
