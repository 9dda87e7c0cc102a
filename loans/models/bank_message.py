from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.callback_querysets import BankMessageQuerySet
from loans.loan_querysets import OfLoanQuerySet

from .application import LoanApplication
from .bank_key import BankKey
from .loan import Loan


class BankEvent(models.TextChoices):
    """What a bank's system tells."""

    APPROVED = "application.approved", pgettext_lazy("银行消息", "同意贷款")
    REJECTED = "application.rejected", pgettext_lazy("银行消息", "不予贷款")
    PAID_OUT = "loan.paid_out", pgettext_lazy("银行消息", "放款")
    REPAID = "loan.repaid", pgettext_lazy("银行消息", "还款")
    STATUS = "loan.status", pgettext_lazy("银行消息", "贷款状态")


class BankMessage(models.Model):
    """
    银行消息 (bank message): one signed message of a bank's system that was taken, and the answer to it.

    Its identifier is used once: whoever sends it again is given the first answer. ``digest``: of the body as
    it came, so that the same identifier with other words is refused. What was refused left no row.
    """

    Event = BankEvent

    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("合作银行")
    )
    key = models.ForeignKey(BankKey, models.PROTECT, related_name="messages", verbose_name=_("密钥"))
    message_id = models.CharField(_("消息编号"), max_length=64)
    digest = models.CharField(_("内容摘要"), max_length=64)
    event = models.CharField(pgettext_lazy("银行消息", "事件"), max_length=24, choices=BankEvent)
    occurred_at = models.DateTimeField(_("银行方发生时间"))
    application = models.ForeignKey(
        LoanApplication, models.PROTECT, null=True, related_name="+", verbose_name=_("贷款申请")
    )
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, related_name="+", verbose_name=_("贷款"))
    answer = models.JSONField(_("答复"), default=dict)
    received_at = models.DateTimeField(_("收到时间"), auto_now_add=True)

    objects = BankMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("银行消息")
        verbose_name_plural = pgettext_lazy("复数", "银行消息")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["bank", "message_id"], name="bank_message_once_per_bank"),
        ]
        triggers = [
            pgtrigger.Protect(name="bank_message_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="bank_message_answered_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__answer={}),
            ),
        ]

    def __str__(self) -> str:
        return self.message_id


class BankStanding(models.TextChoices):
    """How a loan stands in the bank's own books."""

    NORMAL = "normal", pgettext_lazy("银行方状态", "正常")
    OVERDUE = "overdue", pgettext_lazy("银行方状态", "逾期")
    SETTLED = "settled", pgettext_lazy("银行方状态", "已结清")
    WRITTEN_OFF = "written_off", pgettext_lazy("银行方状态", "已核销")


class BankStatus(models.Model):
    """
    银行方状态 (bank status): how a loan stands in the bank's books, as its newest message tells.

    Beside the portal's own state, never in its place: that follows from payouts and repayments. A message
    of an earlier moment that comes later changes nothing.
    """

    Standing = BankStanding

    loan = models.OneToOneField(Loan, models.PROTECT, related_name="bank_status", verbose_name=_("贷款"))
    status = models.CharField(_("银行方状态"), max_length=12, choices=BankStanding)
    as_of = models.DateTimeField(_("截至"))
    message = models.ForeignKey(BankMessage, models.PROTECT, related_name="+", verbose_name=_("银行消息"))

    objects = OfLoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("银行方状态")
        verbose_name_plural = pgettext_lazy("复数", "银行方状态")
        ordering = ["-as_of"]
        triggers = [
            pgtrigger.Protect(
                name="bank_status_never_goes_back",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__as_of__lt=pgtrigger.F("old__as_of")),
            ),
            pgtrigger.Protect(name="bank_status_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.loan} · {self.get_status_display()}"
