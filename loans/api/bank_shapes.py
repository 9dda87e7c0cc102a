"""What a bank's message says: shapes only, as strict as JSON allows; whether it may be, the services say."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers

from loans.models import BankMessage, BankStatus
from loans.models.application_words import RefusalReason

YUAN = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
LONGEST_MONTHS = 600


class Yuan(serializers.CharField):
    """An amount as text: a number of JSON is a float on its way, and a float is no money."""

    default_error_messages = {"yuan": _('金额写成文本，半角数字，大于 0，最多两位小数，例如 "41666.67"')}

    def to_internal_value(self, given: Any) -> Decimal:  # type: ignore[override]
        if not isinstance(given, str) or not YUAN.fullmatch(given) or Decimal(given) <= 0:
            self.fail("yuan")
        return Decimal(given)


class Words(serializers.CharField):
    """Text and nothing that would be made into text."""

    default_error_messages = {"words": _("请填写文本")}

    def to_internal_value(self, given: Any) -> str:
        if not isinstance(given, str):
            self.fail("words")
        return str(super().to_internal_value(given))


class Message(serializers.Serializer[Any]):
    """What every message has."""

    event = serializers.ChoiceField(BankMessage.Event.choices, label=pgettext_lazy("银行消息", "事件"))
    occurred_at = serializers.DateTimeField(
        label=_("银行方发生时间"), help_text=_("带时区，例如 2026-11-30T09:30:00+08:00")
    )


class Approved(Message):
    """同意贷款."""

    application = Words(max_length=24, label=_("申请编号"))
    amount = Yuan(label=_("同意的金额（元）"))
    months = serializers.IntegerField(min_value=1, max_value=LONGEST_MONTHS, label=_("同意的期限（月）"))


class Rejected(Message):
    """不予贷款."""

    application = Words(max_length=24, label=_("申请编号"))
    reason = serializers.ChoiceField(RefusalReason.choices, label=_("未通过原因"))
    note = Words(max_length=300, label=_("说明"), help_text=_("申请人会看到，不写电话和证件号码"))


class OfLoan(Message):
    """What is told of a contract."""

    contract_no = Words(max_length=40, label=_("合同编号"))


class PaidOut(OfLoan):
    """放款."""

    amount = Yuan(label=pgettext_lazy("贷款款项", "金额（元）"))
    paid_on = serializers.DateField(input_formats=["%Y-%m-%d"], label=_("记账日期"))
    voucher = Words(max_length=40, label=_("银行凭证号"))


class Repaid(OfLoan):
    """还款."""

    amount = Yuan(label=pgettext_lazy("贷款款项", "金额（元）"))
    paid_on = serializers.DateField(input_formats=["%Y-%m-%d"], label=_("记账日期"))
    serial = Words(max_length=40, label=_("银行流水号"))


class Status(OfLoan):
    """贷款状态."""

    status = serializers.ChoiceField(BankStatus.Standing.choices, label=_("银行方状态"))


class MessageAnswer(serializers.Serializer[Any]):
    """答复: what became of it, and where the case stands now."""

    message_id = serializers.CharField(label=_("消息编号"))
    event = serializers.CharField(label=pgettext_lazy("银行消息", "事件"))
    result = serializers.ChoiceField(["done", "known", "older"], label=_("结果"))
    application = serializers.CharField(required=False, label=_("申请编号"))
    contract_no = serializers.CharField(required=False, label=_("合同编号"))
    state = serializers.CharField(label=_("当前状态"))


Event = BankMessage.Event
KINDS: dict[str, type[Message]] = {
    Event.APPROVED.value: Approved,
    Event.REJECTED.value: Rejected,
    Event.PAID_OUT.value: PaidOut,
    Event.REPAID.value: Repaid,
    Event.STATUS.value: Status,
}
SHAPES = {event: kind() for event, kind in KINDS.items()}
HEAD = Message()
