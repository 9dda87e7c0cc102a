from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.building_querysets import DefectQuerySet
from hope_rooms.querysets import OfRoomQuerySet
from zibo_youth.core.audit import audited

from .room import HopeRoom, RoomState
from .sampling import SampleRoom
from .survey import Level, RoomHand


class CheckItem(models.TextChoices):
    """三面三物件 (three faces, three objects), and what makes it a room to live in (domain.md §1.6)."""

    WALL = "wall", _("墙面")
    CEILING = "ceiling", _("顶面")
    FLOOR = "floor", _("地面")
    BED = "bed", _("床")
    DESK = "desk", _("书桌")
    WARDROBE = "wardrobe", _("衣柜")
    LAMP = "lamp", _("灯")
    CURTAIN = "curtain", _("窗帘")
    BEDDING = "bedding", _("床上用品")


# A room that was not drawn passes after all that were, and while none of the list was found wanting.
NOT_DRAWN = """
IF EXISTS (
    SELECT FROM hope_rooms_sampleroom AS line
    JOIN hope_rooms_sampleroom AS other ON other.batch_id = line.batch_id AND other.why <> ''
    WHERE line.id = NEW.sample_id AND (line.why <> '' OR NOT EXISTS (
        SELECT FROM hope_rooms_acceptance AS looked
        WHERE looked.room_id = other.room_id AND looked.level = 'city' AND looked.passed
    ))
) THEN
    RAISE EXCEPTION 'only what was not drawn passes by a sample, after all that was'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'acceptance_by_sample_follows_the_draw';
END IF;
RETURN NEW;
"""


class Acceptance(models.Model):
    """
    验收 (acceptance): one level looked at the room; it passed with all nine items checked, or did not.

    A level passes a room once; what another level finds later sends it back to that one alone.
    ``sample``: the city drew others of the list (`services.building.sampling`), and nobody of it looked here.
    """

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="acceptances", verbose_name=_("希望小屋"))
    level = models.CharField(_("层级"), max_length=8, choices=Level)
    hand = models.ForeignKey(RoomHand, models.PROTECT, related_name="acceptances", verbose_name=_("验收人"))
    passed = models.BooleanField(_("验收通过"))
    checked = ArrayField(
        models.CharField(max_length=10, choices=CheckItem),
        default=list,
        blank=True,
        verbose_name=_("已核对项目"),
    )
    sample = models.ForeignKey(
        SampleRoom,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="acceptances",
        verbose_name=_("抽检未抽中"),
        editable=False,
    )
    at = models.DateTimeField(pgettext_lazy("验收", "时间"), auto_now_add=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("小屋验收")
        verbose_name_plural = pgettext_lazy("复数", "小屋验收")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "level"], condition=Q(passed=True), name="acceptance_passes_once_per_level"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["town", "district", "city"]), name="acceptance_has_three_levels"
            ),
            models.CheckConstraint(
                condition=Q(passed=False) | Q(checked__contains=CheckItem.values) | Q(sample__isnull=False),
                name="acceptance_passes_with_every_item",
            ),
            models.CheckConstraint(
                condition=Q(sample__isnull=True) | Q(level="city", passed=True, checked=[]),
                name="acceptance_by_sample_is_the_citys",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="acceptance_by_sample_follows_the_draw",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__sample__isnull=False),
                func=NOT_DRAWN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.get_level_display()}"


@audited()
class Defect(models.Model):
    """
    缺陷 (defect): what is wrong, how grave, who mends it until when; mended by one, cleared by who found it.

    ``found_in``: the state of the room when it was found. A defect of safety that is not cleared
    keeps every child out.
    """

    class Severity(models.TextChoices):
        SAFETY = "safety", pgettext_lazy("缺陷", "安全")
        MAJOR = "major", pgettext_lazy("缺陷", "较重")
        MINOR = "minor", pgettext_lazy("缺陷", "轻微")

    class Owner(models.TextChoices):
        CONTRACTOR = "contractor", _("施工单位")
        TOWN = "town", _("镇街团委")
        DISTRICT = "district", _("区县团委")

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="defects", verbose_name=_("希望小屋"))
    found_in = models.CharField(_("发现时阶段"), max_length=20, choices=RoomState)
    severity = models.CharField(_("严重程度"), max_length=8, choices=Severity)
    words = models.CharField(_("缺陷情况"), max_length=200)
    owner = models.CharField(_("整改责任方"), max_length=10, choices=Owner)
    due_on = models.DateField(_("整改期限"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发现人")
    )
    found_at = models.DateTimeField(_("发现时间"), auto_now_add=True)
    fixed_at = models.DateTimeField(_("整改完成时间"), null=True, blank=True, editable=False)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("整改登记人"),
        editable=False,
    )
    cleared_at = models.DateTimeField(_("复验通过时间"), null=True, blank=True, editable=False)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("复验人"),
        editable=False,
    )

    objects = DefectQuerySet.as_manager()

    class Meta:
        verbose_name = _("小屋缺陷")
        verbose_name_plural = pgettext_lazy("复数", "小屋缺陷")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="defect_says_what_is_wrong"),
            models.CheckConstraint(
                condition=Q(fixed_at__isnull=True, fixed_by__isnull=True)
                | Q(fixed_at__isnull=False, fixed_by__isnull=False),
                name="defect_mended_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, cleared_by__isnull=True)
                | Q(cleared_at__isnull=False, cleared_by__isnull=False, fixed_at__isnull=False),
                name="defect_cleared_after_it_was_mended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.get_severity_display()}"


@audited()
class AirTest(models.Model):
    """
    空气检测 (air test): a laboratory's report on the aired room, in mg/m³.

    ``passed`` is computed when it is written down, against the limits in force then (GB/T 18883).
    """

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="air_tests", verbose_name=_("希望小屋"))
    lab = models.CharField(_("检测机构"), max_length=80)
    report_no = models.CharField(_("检测报告编号"), max_length=40)
    sampled_on = models.DateField(_("采样日期"))
    formaldehyde = models.DecimalField(_("甲醛（mg/m³）"), max_digits=6, decimal_places=3)
    benzene = models.DecimalField(_("苯（mg/m³）"), max_digits=6, decimal_places=3)
    tvoc = models.DecimalField(_("总挥发性有机物（mg/m³）"), max_digits=6, decimal_places=3)
    passed = models.BooleanField(_("检测合格"), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("空气检测")
        verbose_name_plural = pgettext_lazy("复数", "空气检测")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["lab", "report_no"], name="air_test_report_counts_once"),
            models.CheckConstraint(
                condition=Q(formaldehyde__gte=0, benzene__gte=0, tvoc__gte=0),
                name="air_test_readings_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(lab="") & ~Q(report_no=""), name="air_test_rests_on_a_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.report_no}"


class Recheck(models.Model):
    """复查 (re-check): three and twelve months after the hand-over; is it used by the child, is it whole."""

    MONTHS = ((3, _("三个月")), (12, _("十二个月")))

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="rechecks", verbose_name=_("希望小屋"))
    months = models.PositiveSmallIntegerField(_("交付后"), choices=MONTHS)
    on = models.DateField(_("复查日期"))
    is_used = models.BooleanField(_("孩子仍在使用"))
    is_whole = models.BooleanField(_("没有损坏"))
    note = models.CharField(_("复查说明"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("复查登记人")
    )

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("小屋复查")
        verbose_name_plural = pgettext_lazy("复数", "小屋复查")
        ordering = ["room", "months"]
        constraints = [
            models.UniqueConstraint(fields=["room", "months"], name="recheck_once_per_term"),
            models.CheckConstraint(condition=Q(months__in=[3, 12]), name="recheck_after_3_or_12_months"),
            models.CheckConstraint(
                condition=Q(is_used=True, is_whole=True) | ~Q(note=""),
                name="recheck_finding_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.months}"


class RoomNudge(models.Model):
    """
    超期催办 (nudge): a clock of a room ran out, and a level was told; once.

    ``opened_on``: the day on which this clock began; a room that comes into the state anew has another.
    """

    class Kind(models.TextChoices):
        OVERDUE = "overdue", _("超过期限")
        NO_LOG = "no_log", _("没有施工日志")
        RECHECK = "recheck", _("应当复查")

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="nudges", verbose_name=_("希望小屋"))
    kind = models.CharField(pgettext_lazy("超期催办", "类别"), max_length=8, choices=Kind)
    state = models.CharField(pgettext_lazy("希望小屋", "状态"), max_length=20, choices=RoomState)
    level = models.CharField(_("层级"), max_length=8, choices=Level)
    opened_on = models.DateField(_("起算日期"))
    due_on = models.DateField(pgettext_lazy("超期催办", "期限"))
    at = models.DateTimeField(pgettext_lazy("超期催办", "时间"), auto_now_add=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("小屋超期催办")
        verbose_name_plural = pgettext_lazy("复数", "小屋超期催办")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "kind", "state", "opened_on", "level"], name="room_nudge_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.get_level_display()}"
