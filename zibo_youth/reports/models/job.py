from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed
from zibo_youth.reports.periods import Month
from zibo_youth.reports.querysets import ExportJobQuerySet


class ExportState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("导出", "排队中")
    RUNNING = "running", pgettext_lazy("导出", "生成中")
    READY = "ready", pgettext_lazy("导出", "可下载")
    EXPIRED = "expired", pgettext_lazy("导出", "已过期")
    FAILED = "failed", pgettext_lazy("导出", "未成功")


EXPORT_NEXT: Mapping[str, tuple[str, ...]] = {
    ExportState.QUEUED: (ExportState.RUNNING,),
    ExportState.RUNNING: (ExportState.READY, ExportState.FAILED),
    ExportState.READY: (ExportState.EXPIRED,),
    ExportState.FAILED: (ExportState.QUEUED,),
}


class ExportKind(models.TextChoices):
    WORKBOOK = "workbook", pgettext_lazy("导出", "月报表（XLSX）")
    ARCHIVE = "archive", pgettext_lazy("导出", "年度归档（ZIP）")


class Failure(models.TextChoices):
    FONTS = "no_chinese_font", _("服务器没有中文字体，不能生成 PDF。请联系系统管理员")
    NOTHING = "nothing_to_export", _("没有可以导出的月报")
    SLOW = "took_too_long", _("生成时间过长，已停止")
    LOST = "worker_lost", _("后台任务几次中断，已停止")
    OTHER = "other", _("生成时出错，系统已记录")


@audited(updates=False)
class ExportJob(models.Model):
    """
    导出任务 (export job): a long export that a worker writes while its reader goes on working.

    ``lease_until`` ends the claim of a worker that died; ``claim`` is new with every
    claim, so that a worker that was only slow is told from its successor. What the
    portal orders by itself carries an ``occasion``, by which it is ordered once, and
    is for the officers of the organisation; what a person asks for is that person's.
    """

    State = ExportState
    NEXT = EXPORT_NEXT
    Kind = ExportKind

    public_id = models.UUIDField(_("编号"), default=uuid4, unique=True, editable=False)
    kind = models.CharField(pgettext_lazy("导出", "内容"), max_length=10, choices=ExportKind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="export_jobs", verbose_name=_("填报单位")
    )
    month = models.DateField(_("月份"), help_text=_("当月第一天；年度归档为 1 月 1 日"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="export_jobs",
        verbose_name=_("申请人"),
    )
    reason = models.CharField(_("用途"), max_length=200)
    occasion = models.CharField(_("自动生成的缘由"), max_length=60, blank=True)
    state = models.CharField(
        pgettext_lazy("导出", "状态"), max_length=8, choices=ExportState, default=ExportState.QUEUED
    )
    failure = models.CharField(_("未成功的原因"), max_length=20, choices=Failure, blank=True)
    done = models.PositiveIntegerField(_("已写行数"), default=0)
    total = models.PositiveIntegerField(_("总行数"), default=0)
    claim = models.UUIDField(_("认领编号"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("生成次数"), default=0)
    lease_until = models.DateTimeField(_("本次生成的期限"), null=True, blank=True)
    file = models.CharField(_("存放的文件"), max_length=120, blank=True, editable=False)
    filename = models.CharField(_("文件名"), max_length=160, blank=True)
    filename_ascii = models.CharField(_("英文文件名"), max_length=80, blank=True)
    made_at = models.DateTimeField(_("申请时间"), db_default=Now())
    ready_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("过期时间"), null=True, blank=True)
    fetched = models.PositiveIntegerField(_("下载次数"), default=0)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出任务")
        verbose_name_plural = pgettext_lazy("复数", "导出任务")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=["queued", "running"]), name="export_job_unfinished"
            ),
            models.Index(fields=["expires_at"], condition=Q(state="ready"), name="export_job_by_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["requested_by", "kind", "organisation", "month"],
                condition=Q(state__in=["queued", "running"]),
                name="export_job_asked_for_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["occasion"], condition=~Q(occasion=""), name="export_job_once_per_occasion"
            ),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=False, occasion="")
                | Q(requested_by__isnull=True) & ~Q(occasion=""),
                name="export_job_is_of_a_person_or_an_occasion",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="export_job_says_what_for"),
            models.CheckConstraint(condition=Q(month__day=1), name="export_job_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="export_job_writes_no_more_than_all"
            ),
            models.CheckConstraint(
                condition=Q(state="ready", expires_at__isnull=False, ready_at__isnull=False)
                & ~Q(file="")
                & ~Q(filename="")
                | ~Q(state="ready") & Q(file=""),
                name="export_job_has_a_file_while_ready",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | ~Q(state="running") & Q(lease_until__isnull=True),
                name="export_job_has_a_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(failure="") | ~Q(state="failed") & Q(failure=""),
                name="export_job_failed_says_why",
            ),
        ]
        triggers = [
            moves_as_allowed("export_job_moves_as_allowed", EXPORT_NEXT),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.span} {self.get_kind_display()}"

    @property
    def of(self) -> Month:
        """The month that it is about; of an archive the first of its year."""
        return Month.of(self.month)

    @property
    def span(self) -> str:
        """What it is about, in words: a month, or a whole year."""
        if self.kind == ExportKind.ARCHIVE:
            return str(_("%(year)s年") % {"year": self.month.year})
        return str(self.of)

    @property
    def purpose(self) -> str:
        """What it is for; the portal's own words in the reader's language."""
        return gettext(self.reason) if self.occasion else self.reason

    @property
    def is_under_way(self) -> bool:
        return self.state in {ExportState.QUEUED, ExportState.RUNNING}

    def get_absolute_url(self) -> str:
        return reverse("export_job", args=[self.public_id])
