"""本人的申请和贷款: the caller's own and nobody else's, whatever offices the caller holds."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Value
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from loans.models import Loan, LoanApplication, ScheduleRow
from loans.models.product import METHODS
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import ApiView, Pages, signed_in

OUT, BACK = "payout", "repayment"


def _yuan(label: Any, **more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=14, decimal_places=2, label=label, **more)


class LoanApplicationAnswer(serializers.Serializer[Any]):
    """贷款申请, as its founder sees it."""

    reference = serializers.CharField(label=_("申请编号"))
    product = serializers.CharField(source="product.code", label=_("贷款产品"))
    firm_name = serializers.CharField(label=_("企业名称"))
    state = serializers.ChoiceField(LoanApplication.State.choices, label=pgettext_lazy("贷款申请", "状态"))
    submitted_at = serializers.DateTimeField(allow_null=True, label=_("提交时间"))
    amount = _yuan(_("申请金额（元）"), allow_null=True)
    months = serializers.IntegerField(allow_null=True, label=_("申请期限（月）"))
    bank = serializers.CharField(source="bank.name", default=None, allow_null=True, label=_("受理银行"))
    asked_parts = serializers.ListField(child=serializers.CharField(), label=_("须补充的部分"))
    offered_amount = _yuan(_("银行同意的金额（元）"), allow_null=True)
    offered_months = serializers.IntegerField(allow_null=True, label=_("银行同意的期限（月）"))
    offer_until = serializers.DateField(allow_null=True, label=_("请在此日前确认（含当日）"))


class LoanAnswer(serializers.Serializer[Any]):
    """贷款: what was signed, and where it stands."""

    id = serializers.IntegerField(source="pk", label=_("贷款编号"))
    contract_no = serializers.CharField(label=_("合同编号"))
    bank = serializers.CharField(source="bank.name", label=_("合作银行"))
    firm = serializers.CharField(source="firm.name", label=_("借款企业"))
    product = serializers.CharField(source="version.product.code", label=_("贷款产品"))
    contract_amount = _yuan(_("合同金额（元）"))
    drawn = _yuan(_("已放款（元）"))
    rate = serializers.DecimalField(max_digits=9, decimal_places=6, label=_("合同年利率"))
    method = serializers.ChoiceField(METHODS, label=_("还款方式"))
    signed_on = serializers.DateField(label=_("签订日期"))
    state = serializers.ChoiceField(Loan.State.choices, label=pgettext_lazy("贷款", "状态"))


class RowAnswer(serializers.Serializer[Any]):
    """期: one row of the schedule that holds."""

    number = serializers.IntegerField(label=_("期次"))
    due = serializers.DateField(label=_("还款日"))
    principal = _yuan(_("应还本金（元）"))
    interest = _yuan(_("应还利息（元）"))
    repaid_principal = _yuan(_("已还本金（元）"))
    repaid_interest = _yuan(_("已还利息（元）"))
    settled_on = serializers.DateField(allow_null=True, label=_("还清日期"))


class PaymentAnswer(serializers.Serializer[Any]):
    """款项: paid out or back, with the bank's own number."""

    kind = serializers.ChoiceField([(OUT, _("放款")), (BACK, _("还款"))], label=_("款项"))
    paid_on = serializers.DateField(label=_("记账日期"))
    amount = _yuan(pgettext_lazy("贷款款项", "金额（元）"))
    number = serializers.CharField(label=_("凭证号或流水号"))
    is_reversal = serializers.BooleanField(label=_("是否冲销"), help_text=_("是的话，这笔款项抵销原来的一笔"))


APPLICATION, LOAN, ROW, PAYMENT = LoanApplicationAnswer(), LoanAnswer(), RowAnswer(), PaymentAnswer()


class ApplicationPages(Pages):
    """One's own, the newest first."""

    def draw(self, row: LoanApplication, request: Request) -> dict[str, Any]:
        return APPLICATION.to_representation(row)


class LoanPages(Pages):
    """One's own, the newest first."""

    def draw(self, row: Loan, request: Request) -> dict[str, Any]:
        return LOAN.to_representation(row)


class RowPages(Pages):
    """In the order of their days."""

    def draw(self, row: ScheduleRow, request: Request) -> dict[str, Any]:
        return ROW.to_representation(row)


class PaymentPages(Pages):
    """The newest first."""

    def draw(self, row: dict[str, Any], request: Request) -> dict[str, Any]:
        return PAYMENT.to_representation(row | {"is_reversal": row["reverses_id"] is not None})


def _own_loans(request: Request) -> Any:
    """Loans of which the caller is told; whoever has stated no identity has none."""
    person = signed_in(request).person_id
    rows = Loan.objects.filter(contact=person) if person else Loan.objects.none()
    return rows.select_related("bank", "firm", "version__product")


def _own_loan(request: Request, number: int) -> Loan:
    found: Loan = get_object_or_404(_own_loans(request), pk=number)
    return found


class OwnApplications(ApiView):
    """我的贷款申请."""

    pagination_class = ApplicationPages

    @extend_schema(
        operation_id="loan_own_applications",
        summary=_("我的贷款申请：状态、银行方案和截止日"),
        tags=["loans"],
        responses={200: LoanApplicationAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        person = signed_in(request).person_id
        rows = LoanApplication.objects.of_person(person) if person else LoanApplication.objects.none()
        return ApplicationPages().answer(rows.select_related("product", "bank").order_by("-pk"), request)


class OwnLoans(ApiView):
    """我的贷款."""

    pagination_class = LoanPages

    @extend_schema(
        operation_id="loan_own_loans",
        summary=_("我的贷款：合同和当前状态"),
        tags=["loans"],
        responses={200: LoanAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        return LoanPages().answer(_own_loans(request).order_by("-signed_on", "-pk"), request)


class OwnLoan(ApiView):
    """一笔贷款."""

    @extend_schema(
        operation_id="loan_own_loan",
        summary=_("一笔贷款的合同"),
        tags=["loans"],
        responses={200: LoanAnswer, **refusals(401, 404)},
    )
    def get(self, request: Request, number: int) -> Response:
        return Response(LOAN.to_representation(_own_loan(request, number)))


class OwnSchedule(ApiView):
    """还款计划."""

    pagination_class = RowPages

    @extend_schema(
        operation_id="loan_own_schedule",
        summary=_("一笔贷款的现行还款计划，逐期的应还和已还"),
        tags=["loans"],
        responses={200: RowAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request, number: int) -> Response:
        rows = ScheduleRow.objects.standing().filter(schedule__loan=_own_loan(request, number))
        return RowPages().answer(rows.order_by("number"), request)


class OwnPayments(ApiView):
    """放款和还款."""

    pagination_class = PaymentPages

    @extend_schema(
        operation_id="loan_own_payments",
        summary=_("一笔贷款的放款、还款和冲销"),
        tags=["loans"],
        responses={200: PaymentAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request, number: int) -> Response:
        loan = _own_loan(request, number)
        columns = ("pk", "kind", "paid_on", "amount", "number", "reverses_id")
        out = loan.disbursements.annotate(kind=Value(OUT), number=F("voucher")).order_by().values(*columns)
        back = loan.repayments.annotate(kind=Value(BACK), number=F("serial")).order_by().values(*columns)
        both = out.union(back, all=True).order_by("-paid_on", "kind", "-pk")
        return PaymentPages().answer(both, request)
