from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.loan_querysets import BankFileQuerySet, OfBankFileQuerySet

from .loan import Loan
from .payment import Repayment


class FileKind(models.TextChoices):
    """What a bank sends as a file."""

    SCHEDULE = "schedule", _("还款计划")
    REPAYMENTS = "repayments", _("还款明细")


class BankFile(models.Model):
    """
    银行文件 (bank file): one file of a bank that was read, with what became of its rows.

    The same file may come again: what is known is skipped, and listed. ``finding``: of a schedule, the
    conventions that explain it, or the first cell that none explains.
    """

    Kind = FileKind

    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("合作银行")
    )
    kind = models.CharField(pgettext_lazy("银行文件", "类别"), max_length=10, choices=FileKind)
    loan = models.ForeignKey(
        Loan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("贷款")
    )
    digest = models.CharField(_("文件摘要"), max_length=64, editable=False)
    rows = models.PositiveIntegerField(_("行数"))
    stored = models.PositiveIntegerField(_("写入行数"))
    skipped = models.PositiveIntegerField(_("跳过行数"))
    finding = models.JSONField(_("计息方式识别结果"), default=dict, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导入人")
    )
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)

    objects = BankFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("银行文件")
        verbose_name_plural = pgettext_lazy("复数", "银行文件")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows=F("stored") + F("skipped"), rows__gt=0),
                name="bank_file_accounts_for_its_rows",
            ),
            models.CheckConstraint(
                condition=Q(kind="schedule", loan__isnull=False) | Q(kind="repayments", loan__isnull=True),
                name="bank_file_of_a_schedule_names_its_loan",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="bank_file_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.imported_at:%Y-%m-%d}"


class BankFileLine(models.Model):
    """
    文件行 (line): one row of a list of repayments, and what became of it.

    A row that was skipped names the repayment that stands already.
    """

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines", verbose_name=_("银行文件"))
    row = models.PositiveIntegerField(_("行号"))
    is_stored = models.BooleanField(_("已写入"))
    repayment = models.ForeignKey(Repayment, models.PROTECT, related_name="told_in", verbose_name=_("还款"))

    objects = OfBankFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件行")
        verbose_name_plural = pgettext_lazy("复数", "文件行")
        ordering = ["file", "row"]
        constraints = [
            models.UniqueConstraint(fields=["file", "row"], name="bank_file_line_told_once"),
            models.UniqueConstraint(
                fields=["repayment"],
                condition=Q(is_stored=True),
                name="bank_file_line_stores_a_repayment_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="bank_file_line_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.file} · {self.row}"
