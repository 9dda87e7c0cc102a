from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.querysets import ChildErasureQuerySet, ChildHoldQuerySet
from zibo_youth.core.audit import audited

from .child import Child


@audited()
class ChildHold(models.Model):
    """
    儿童信息保留 (hold): while it stands nothing of the child is erased, by whatever rule or wish.

    PostgreSQL refuses meanwhile to delete or to empty a part or a file (``child_is_not_held``).
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="holds", verbose_name=_("儿童档案"))
    reason = models.CharField(_("保留依据"), max_length=200)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("设置人")
    )
    placed_at = models.DateTimeField(_("设置时间"), auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("解除人"),
        editable=False,
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True, editable=False)
    lift_reason = models.CharField(_("解除理由"), max_length=200, blank=True, editable=False)

    objects = ChildHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("儿童信息保留")
        verbose_name_plural = pgettext_lazy("复数", "儿童信息保留")
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(lifted_at__isnull=True), name="child_hold_stands_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="child_hold_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason=""),
                name="child_hold_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.child)


class ChildErasure(models.Model):
    """
    儿童信息清除台账 (erasure): of whom what was erased, when and why, by code alone; it only grows.

    A backup from before an erasure brings the record back: what stands here, and in the file beside the
    database, is erased again (docs/decisions/0063). ``DETAIL``: everything but the keyed hash of the
    number, by which a child that is named again is recognised.
    """

    class Extent(models.TextChoices):
        DETAIL = "detail", _("信息和材料，保留证件号码摘要")
        ALL = "all", _("全部信息和材料")

    class Cause(models.TextChoices):
        INELIGIBLE = "ineligible", _("不符合条件，保存期满")
        LEFT = "left", _("离开项目，保存期满")
        GUARDIAN = "guardian", _("监护人要求删除")

    child = models.ForeignKey(Child, models.PROTECT, related_name="erasures", verbose_name=_("儿童档案"))
    extent = models.CharField(_("清除范围"), max_length=8, choices=Extent)
    cause = models.CharField(_("清除原因"), max_length=12, choices=Cause)
    erased_at = models.DateTimeField(_("清除时间"))

    objects = ChildErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("儿童信息清除")
        verbose_name_plural = pgettext_lazy("复数", "儿童信息清除台账")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["child", "extent", "erased_at"], name="child_erasure_told_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="child_erasure_only_grows", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_cause_display()}"
