from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.querysets import ExportRecordQuerySet
from zibo_youth.core.audit import audited


class Transition(models.Model):
    """流转记录 (transition): who moved a case, when, from where to where, and what was said. Abstract."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("经办人"),
    )
    from_state = models.CharField(_("原状态"), max_length=20, blank=True)
    to_state = models.CharField(_("新状态"), max_length=20)
    reason = models.CharField(_("理由代码"), max_length=40, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    at = models.DateTimeField(pgettext_lazy("流转", "时间"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["id"]  # the order written: the clocks of database and server differ

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class OneTimeKey(models.Model):
    """
    一次性提交键 (one-time key): one intent of one user, and the answer that it got.

    Written in the transaction of the act itself: a replay waits for the first
    call and is given the same answer; the same key with another body is refused.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("账号")
    )
    key = models.CharField(_("提交键"), max_length=64)
    fingerprint = models.CharField(_("内容摘要"), max_length=64)
    answer = models.JSONField(_("答复"), null=True)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("一次性提交键")
        verbose_name_plural = pgettext_lazy("复数", "一次性提交键")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_time_key_used_once")]

    def __str__(self) -> str:
        return self.key


class Counter(models.Model):
    """计数 (counter): how often something happened in one window; added to by one atomic statement."""

    key = models.CharField(_("计数对象"), max_length=120)
    window = models.DateTimeField(_("时段"))
    count = models.PositiveIntegerField(pgettext_lazy("计数", "次数"), default=0)

    class Meta:
        verbose_name = _("计数")
        verbose_name_plural = pgettext_lazy("复数", "计数")
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="counter_one_per_window")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


@audited()
class ExportRecord(models.Model):
    """导出记录 (export record): who took which list out of the portal, how many rows of it, and why."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"
        JSONL = "jsonl", "JSON Lines"
        PDF = "pdf", "PDF"

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导出人")
    )
    table = models.CharField(pgettext_lazy("留痕", "数据表"), max_length=80)
    conditions = models.CharField(_("筛选条件"), max_length=300, blank=True)
    format = models.CharField(_("文件格式"), max_length=5, choices=Format)
    rows = models.PositiveIntegerField(_("行数"))
    reason = models.CharField(_("事由"), max_length=200)
    at = models.DateTimeField(_("导出时间"), auto_now_add=True)

    objects = ExportRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出记录")
        verbose_name_plural = pgettext_lazy("复数", "导出记录")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="export_record_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.by} → {self.table}"
