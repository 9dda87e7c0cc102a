from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.querysets import CallQuerySet, QuotaQuerySet
from zibo_youth.core.audit import audited

from .amounts import in_yuan
from .product import LoanProduct


@audited()
class LoanCall(models.Model):
    """申报批次 (call): from when to when a product is applied for (reference/domain.md §1.5: batches)."""

    product = models.ForeignKey(LoanProduct, models.PROTECT, related_name="calls", verbose_name=_("贷款产品"))
    name = models.CharField(_("批次名称"), max_length=60)
    opens_on = models.DateField(_("开始申报"))
    closes_on = models.DateField(_("截止申报（含当日）"))
    source = models.CharField(_("文件名称和文号"), max_length=120, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("申报批次")
        verbose_name_plural = pgettext_lazy("复数", "申报批次")
        ordering = ["-opens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="loan_call_closes_after_it_opens",
                violation_error_message=_("截止日期不得早于开始日期"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class BankQuota(models.Model):
    """
    额度分配 (quota): how much of a call may be recommended to one bank, and how much is.

    ``recommended``: in yuan, the amounts of the applications that lie with the bank or were lent by it;
    moved in the transaction that recommends, so two officers never recommend the same yuan.
    """

    call = models.ForeignKey(LoanCall, models.PROTECT, related_name="quotas", verbose_name=_("申报批次"))
    bank = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="loan_quotas",
        verbose_name=_("合作银行"),
        limit_choices_to={"kind": "bank"},
    )
    amount = in_yuan(_("额度（元）"))
    recommended = in_yuan(_("已推荐（元）"), default=0, editable=False)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("额度分配")
        verbose_name_plural = pgettext_lazy("复数", "额度分配")
        ordering = ["call", "bank"]
        constraints = [
            models.UniqueConstraint(fields=["call", "bank"], name="bank_quota_one_per_bank_and_call"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="bank_quota_is_more_than_nothing",
                violation_error_message=_("额度须大于 0"),
            ),
            models.CheckConstraint(
                condition=Q(recommended__gte=0) & Q(recommended__lte=F("amount")),
                name="bank_quota_is_never_exceeded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} · {self.bank}"
