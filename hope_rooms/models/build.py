from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.building_querysets import BuildPauseQuerySet
from hope_rooms.querysets import OfRoomQuerySet
from zibo_youth.core.audit import audited

from .room import HopeRoom

CENT = Decimal("0.01")


@audited()
class Build(models.Model):
    """
    建设 (build): what is agreed with the family and the firm about one room, and when it was handed over.

    ``budget_yuan``: the sum of the bill of materials when its money was found; yuan.
    """

    class Presence(models.TextChoices):
        """So that no child is alone with a stranger who works there."""

        GUARDIAN = "guardian", _("施工时监护人在场")
        LOCKED = "locked", _("施工区域上锁隔离")

    room = models.OneToOneField(HopeRoom, models.PROTECT, related_name="build", verbose_name=_("希望小屋"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("方案负责人")
    )
    planned_at = models.DateTimeField(_("方案开始时间"), auto_now_add=True)
    budget_yuan = models.DecimalField(_("预算（元）"), max_digits=9, decimal_places=2, null=True, blank=True)
    contractor = models.CharField(_("施工单位"), max_length=80, blank=True)
    agreement_on = models.DateField(_("服务协议签订日期"), null=True, blank=True)
    presence = models.CharField(_("施工期间安全措施"), max_length=10, choices=Presence, blank=True)
    starts_on = models.DateField(_("开工日期"), null=True, blank=True)
    due_on = models.DateField(_("计划完工日期"), null=True, blank=True)
    finished_on = models.DateField(_("完工日期"), null=True, blank=True)
    keys_on = models.DateField(_("钥匙交接日期"), null=True, blank=True)
    inventory_on = models.DateField(_("物品清单签字日期"), null=True, blank=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("小屋建设")
        verbose_name_plural = pgettext_lazy("复数", "小屋建设")
        ordering = ["room"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget_yuan__isnull=True) | Q(budget_yuan__gt=0), name="build_costs_something"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(agreement_on__lte=F("starts_on"), due_on__gte=F("starts_on"))
                & ~Q(contractor="")
                & ~Q(presence=""),
                name="build_starts_after_the_agreement",
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(finished_on__gte=F("starts_on")),
                name="build_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.contractor}"


@audited()
class BillLine(models.Model):
    """
    料单 (line of the bill of materials): what goes into one room, how many, at what price; in yuan.

    ``installed``: how many of it were put in; empty until the work is reported done.
    """

    class Line(models.TextChoices):
        WORKS = "works", _("施工")
        MATERIALS = "materials", _("材料")
        FURNITURE = "furniture", _("家具")
        FITTINGS = "fittings", _("灯具窗帘床品")
        STUDY = "study", _("学习用品")

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="bill", verbose_name=_("希望小屋"))
    line = models.CharField(_("预算科目"), max_length=10, choices=Line)
    item = models.CharField(_("名称和规格"), max_length=60)
    unit = models.CharField(_("单位"), max_length=8)
    quantity = models.DecimalField(pgettext_lazy("料单", "数量"), max_digits=7, decimal_places=2)
    price_yuan = models.DecimalField(_("单价（元）"), max_digits=8, decimal_places=2)
    installed = models.DecimalField(_("实际安装数量"), max_digits=7, decimal_places=2, null=True, blank=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("料单")
        verbose_name_plural = pgettext_lazy("复数", "料单")
        ordering = ["room", "line", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="bill_line_counts_something"),
            models.CheckConstraint(condition=Q(price_yuan__gte=0), name="bill_line_price_not_negative"),
            models.CheckConstraint(
                condition=Q(installed__isnull=True) | Q(installed__gte=0, installed__lte=F("quantity")),
                name="bill_line_installs_no_more_than_it_has",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.item}"

    @property
    def amount(self) -> Decimal:
        """In yuan and fen."""
        return (self.quantity * self.price_yuan).quantize(CENT)


class BuildLog(models.Model):
    """施工日志 (daily log): one a day; what was done, without a name or a number of anybody."""

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="logs", verbose_name=_("希望小屋"))
    on = models.DateField(pgettext_lazy("施工日志", "日期"))
    words = models.CharField(_("当天施工情况"), max_length=300)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )
    written_at = models.DateTimeField(pgettext_lazy("施工日志", "记录时间"), auto_now_add=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("施工日志")
        verbose_name_plural = pgettext_lazy("复数", "施工日志")
        ordering = ["room", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["room", "on"], name="build_log_once_a_day"),
            models.CheckConstraint(condition=~Q(words=""), name="build_log_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.on}"


class BuildPause(models.Model):
    """停工 (suspension): asked for by one with the day on which it ends, agreed by another."""

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="pauses", verbose_name=_("希望小屋"))
    reason = models.CharField(_("理由"), max_length=200)
    resume_on = models.DateField(_("计划复工日期"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("同意人"),
        editable=False,
    )
    from_on = models.DateField(_("停工日期"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("复工日期"), null=True, blank=True, editable=False)

    objects = BuildPauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("停工")
        verbose_name_plural = pgettext_lazy("复数", "停工")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(ended_on__isnull=True), name="build_pause_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, from_on__isnull=True)
                | Q(agreed_by__isnull=False, from_on__isnull=False) & ~Q(agreed_by=F("asked_by")),
                name="build_pause_agreed_by_another",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="build_pause_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.resume_on}"
