from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.building_querysets import SampleBatchQuerySet, SampleRoomQuerySet

from .room import HopeRoom


class SampleBatch(models.Model):
    """
    市级抽检批次 (sample): the rooms of a district among which the city draws those that it looks at.

    The hash of the seed stands from the beginning, before the list does; with the draw the list and the seed
    are shown, and anybody computes the order again (docs/reference/draw.md, decision 0070).
    """

    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("填报单位")
    )
    percent = models.PositiveSmallIntegerField(_("抽检百分比"))
    seed = models.CharField(_("种子"), max_length=64, editable=False)
    seed_hash = models.CharField(_("种子摘要"), max_length=64, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("开启人")
    )
    opened_at = models.DateTimeField(pgettext_lazy("抽检批次", "开启时间"), auto_now_add=True)
    listing = models.TextField(pgettext_lazy("抽检批次", "名单"), blank=True, editable=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("抽取人"),
        editable=False,
    )
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True, editable=False)
    failed_at = models.DateTimeField(_("转为全检时间"), null=True, blank=True, editable=False)

    objects = SampleBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("市级抽检批次")
        verbose_name_plural = pgettext_lazy("复数", "市级抽检批次")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__range=(20, 99)), name="sample_batch_draws_a_fifth_at_least"
            ),
            models.UniqueConstraint(
                fields=["reporting_org"],
                condition=Q(drawn_at__isnull=True),
                name="sample_batch_one_waits_per_district",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True, drawn_by__isnull=True, listing="", failed_at__isnull=True)
                | Q(drawn_at__isnull=False, drawn_by__isnull=False) & ~Q(listing=""),
                name="sample_batch_is_drawn_from_a_list",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="sample_batch_keeps_its_seed",
                operation=pgtrigger.UpdateOf("seed", "seed_hash", "percent", "reporting_org_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reporting_org} · {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("hope_sample", args=[self.pk])


class SampleRoom(models.Model):
    """抽检名单的一行 (line): a room, its rank, and why the city looks at it; empty: it was not drawn."""

    class Why(models.TextChoices):
        LOT = "lot", pgettext_lazy("抽检", "抽中")
        FAILED = "failed", pgettext_lazy("抽检", "同批不合格，转为全检")

    batch = models.ForeignKey(
        SampleBatch, models.PROTECT, related_name="rooms", verbose_name=pgettext_lazy("单数", "市级抽检批次")
    )
    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="samples", verbose_name=_("希望小屋"))
    number = models.PositiveIntegerField(pgettext_lazy("抽检", "名单序号"))
    rank = models.PositiveIntegerField(pgettext_lazy("抽检", "抽签名次"))
    why = models.CharField(pgettext_lazy("抽检", "查看理由"), max_length=6, choices=Why, blank=True)

    objects = SampleRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("抽检名单")
        verbose_name_plural = pgettext_lazy("复数", "抽检名单")
        ordering = ["batch", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["room"], name="sample_room_is_drawn_once"),
            models.UniqueConstraint(fields=["batch", "rank"], name="sample_room_one_per_rank"),
            # The target of a composite foreign key: a room that was not drawn passes by its own line.
            models.UniqueConstraint(fields=["id", "room"], name="sample_room_is_referable"),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.rank}"
