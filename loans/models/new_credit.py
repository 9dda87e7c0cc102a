from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.investing_querysets import NewCreditQuerySet

from .amounts import in_yuan
from .line import CreditLine
from .pre_approved import PreApprovedLine


class CreditKind(models.TextChoices):
    """What a row says of the credit that banks newly give."""

    SIGNED = "signed", pgettext_lazy("新增授信", "签约授信")
    RAISED = "raised", pgettext_lazy("新增授信", "签约后调增")
    PRE_APPROVED = "pre_approved", pgettext_lazy("新增授信", "预授信")
    CONVERTED = "converted", pgettext_lazy("新增授信", "已计入预授信，扣除")


class NewCredit(models.Model):
    """
    新增授信 (new credit): a view of PostgreSQL over signed lines, pre-approved lines and their conversions.

    One row for each thing that BU01 counts, on the day on which it counts, in yuan. A programme counts on the
    day of signing and later increases on their own; the lines below it do not count again. What had been
    pre-approved is taken off on the day on which its programme counts: it counts once, in the month of the
    pre-approval.
    Nothing is stored: the rows are the lines and pre-approvals themselves (docs/decisions/0072).
    """

    Kind = CreditKind

    kind = models.CharField(pgettext_lazy("新增授信", "类别"), max_length=12, choices=CreditKind)
    day = models.DateField(_("计入日期"))
    amount = in_yuan(pgettext_lazy("新增授信", "金额（元）"))
    bank = models.ForeignKey(
        "accounts.Organisation", models.DO_NOTHING, related_name="+", verbose_name=_("合作银行")
    )
    line = models.ForeignKey(
        CreditLine, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("授信额度")
    )
    pre_approved = models.ForeignKey(
        PreApprovedLine, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("预授信")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("填报单位"),
    )

    objects = NewCreditQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "loans_newcredit"
        verbose_name = _("新增授信")
        verbose_name_plural = pgettext_lazy("复数", "新增授信")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.name} · {self.day}"

    @property
    def name(self) -> str:
        """The line's or the pre-approval's own name."""
        return str(self.pre_approved if self.kind == CreditKind.PRE_APPROVED else self.line)
