from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.scan_querysets import ScanQuerySet

from .shift import Signup


class ScanKind(models.TextChoices):
    """Came, left, was not there, or: an earlier row was wrong."""

    IN = "in", pgettext_lazy("到岗记录", "签到")
    OUT = "out", pgettext_lazy("到岗记录", "签退")
    ABSENT = "absent", pgettext_lazy("到岗记录", "缺席")
    UNDO = "undo", pgettext_lazy("到岗记录", "撤销")


class ScanWay(models.TextChoices):
    """How it is known."""

    SCAN = "scan", _("扫码")
    CODE = "code", _("数字码")
    ROLL = "roll", _("负责人点名")
    OFFLINE = "offline", _("纸质或离线名册")
    SYSTEM = "system", _("系统补记")


class Scan(models.Model):
    """
    到岗记录 (scan): somebody came or left, when, and how that is known. Rows are added, never changed.

    ``at`` is the time claimed, ``recorded_at`` when it was written. A claim beside an
    earlier record does not count (``counts``) and stays to be seen; a wrong record is
    taken back by another row. ``attempt`` counts what was taken back before: of one
    attempt one row counts, whatever number of devices scan.
    """

    Kind, Way = ScanKind, ScanWay

    signup = models.ForeignKey(Signup, models.PROTECT, related_name="scans", verbose_name=_("班次报名"))
    kind = models.CharField(pgettext_lazy("到岗记录", "类别"), max_length=8, choices=Kind)
    way = models.CharField(_("依据"), max_length=8, choices=Way)
    at = models.DateTimeField(pgettext_lazy("到岗记录", "时间"))
    recorded_at = models.DateTimeField(
        pgettext_lazy("到岗记录", "登记时间"), db_default=Now(), editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("到岗记录", "登记人"),
    )
    window = models.BigIntegerField(_("签到码时段"), null=True, blank=True)
    mark_id = models.UUIDField(_("名册行编号"), null=True, blank=True)
    counts = models.BooleanField(_("作为依据"), default=True)
    attempt = models.PositiveSmallIntegerField(_("第几次"), default=0)
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("撤销的记录")
    )

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("到岗记录")
        verbose_name_plural = pgettext_lazy("复数", "到岗记录")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signup", "kind", "attempt"],
                condition=Q(counts=True, kind__in=["in", "out", "absent"]),
                name="scan_counts_once",
            ),
            models.UniqueConstraint(
                fields=["signup", "mark_id"],
                condition=Q(mark_id__isnull=False),
                name="scan_of_a_roll_is_recorded_once",
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(undoes__isnull=False), name="scan_is_undone_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False) | (~Q(kind="undo") & Q(undoes__isnull=True)),
                name="scan_of_undoing_says_what",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["scan", "code"], window__isnull=False)
                | (~Q(way__in=["scan", "code"]) & Q(window__isnull=True)),
                name="scan_at_the_door_has_its_minute",
            ),
            models.CheckConstraint(
                condition=Q(way="system", by__isnull=True) | (~Q(way="system") & Q(by__isnull=False)),
                name="scan_is_by_somebody_or_the_system",
            ),
        ]
        triggers = [pgtrigger.Protect(name="scan_only_grows", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.signup} {self.get_kind_display()}"
