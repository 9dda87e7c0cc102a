from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.event import Session
from events.querysets import OfSessionQuerySet
from zibo_youth.core.audit import audited


@audited()
class ScanUpload(models.Model):
    """
    离线记录文件 (file of offline scans): what a device recorded without a network, handed in once.

    What it says is 离线未核实 (unverified) until somebody has looked at it; the file itself is not kept.
    """

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="scan_uploads", verbose_name=_("活动场次")
    )
    digest = models.CharField(_("文件摘要"), max_length=64, editable=False)
    lines = models.PositiveIntegerField(_("行数"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    verified_at = models.DateTimeField(
        pgettext_lazy("离线记录", "核实时间"), null=True, blank=True, editable=False
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=pgettext_lazy("离线记录", "核实人"),
    )

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("离线记录文件")
        verbose_name_plural = pgettext_lazy("复数", "离线记录文件")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "digest"], name="scan_upload_of_a_file_once"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="scan_upload_verified_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.lines}"

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None
