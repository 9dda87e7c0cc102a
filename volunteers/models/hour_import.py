from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.hour_querysets import HourImportQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed


class HourImportState(models.TextChoices):
    """It stands, or all of it was taken back."""

    STANDING = "standing", pgettext_lazy("时长导入", "已导入")
    TAKEN_BACK = "taken_back", pgettext_lazy("时长导入", "已撤回")


HOUR_IMPORT_NEXT: Mapping[str, tuple[str, ...]] = {HourImportState.STANDING: (HourImportState.TAKEN_BACK,)}


@audited()
class HourImport(models.Model):
    """
    时长导入 (import of hours): a list of services that another system or a paper has counted.

    It was shown line by line before anything was written. A file is known by its digest and
    stands once; while nothing of it is final it is taken back as a whole, line by line mirrored.
    """

    State = HourImportState
    NEXT = HOUR_IMPORT_NEXT

    organiser = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("组织单位")
    )
    digest = models.CharField(_("文件摘要"), max_length=64, editable=False)
    rows = models.PositiveIntegerField(_("行数"))
    minutes = models.PositiveIntegerField(_("分钟数"))
    state = models.CharField(
        pgettext_lazy("时长导入", "状态"),
        max_length=12,
        choices=State,
        default=State.STANDING,
        editable=False,
    )
    reason = models.CharField(pgettext_lazy("时长导入", "撤回理由"), max_length=200, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导入人")
    )
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤回人"),
    )
    taken_back_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = HourImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("时长导入")
        verbose_name_plural = pgettext_lazy("复数", "时长导入")
        ordering = ["-imported_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(state="standing"), name="hour_import_of_a_file_once"
            ),
            models.CheckConstraint(
                condition=Q(rows__gt=0, minutes__gt=0), name="hour_import_counts_something"
            ),
            models.CheckConstraint(
                condition=Q(state="standing", taken_back_at__isnull=True, taken_back_by__isnull=True)
                | (
                    Q(state="taken_back", taken_back_at__isnull=False, taken_back_by__isnull=False)
                    & ~Q(reason="")
                ),
                name="hour_import_taken_back_with_a_reason",
            ),
        ]
        triggers = [moves_as_allowed("hour_import_moves_as_allowed", HOUR_IMPORT_NEXT)]

    def __str__(self) -> str:
        return f"{self.organiser} · {self.imported_at:%Y-%m-%d} · {self.rows}"

    def get_absolute_url(self) -> str:
        return reverse("volunteer_hour_import", args=[self.pk])
