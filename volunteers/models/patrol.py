from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from volunteers.patrol_querysets import (
    AreaAlertQuerySet,
    OfAreaQuerySet,
    PatrolAreaQuerySet,
    PatrolShiftQuerySet,
)
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .project import Post
from .requirement import ServiceRole
from .shift import Shift, Signup


@audited()
class PatrolArea(models.Model):
    """巡护水域 (area): a water that is patrolled, and the department that answers for it."""

    class Kind(models.TextChoices):
        RESERVOIR = "reservoir", pgettext_lazy("水域", "水库")
        RIVER = "river", pgettext_lazy("水域", "河道")
        POND = "pond", pgettext_lazy("水域", "坑塘")

    code = models.SlugField(_("水域编号"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("水域", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    kind = models.CharField(pgettext_lazy("水域", "类别"), max_length=10, choices=Kind)
    organiser = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("组织单位")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    department = models.CharField(_("责任部门"), max_length=60)
    phone = models.CharField(_("责任部门电话"), max_length=30)
    is_active = models.BooleanField(_("正在巡护"), default=True)

    objects = PatrolAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("巡护水域")
        verbose_name_plural = pgettext_lazy("复数", "巡护水域")
        ordering = ["reporting_org", "code"]

    def __str__(self) -> str:
        return self.local_name

    def get_absolute_url(self) -> str:
        return f"{reverse('patrol_areas')}#{self.code}"

    @property
    def local_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def standing_alerts(self) -> list[AreaAlert]:
        """The alerts that stand, from what was read with the area."""
        return [alert for alert in self.alerts.all() if alert.state == AlertState.STANDING]


@audited()
class PatrolPoint(models.Model):
    """巡护点位 (point): where a team stands or passes, and how dangerous it is there."""

    class Risk(models.TextChoices):
        HIGH = "high", pgettext_lazy("风险", "高")
        MEDIUM = "medium", pgettext_lazy("风险", "中")
        LOW = "low", pgettext_lazy("风险", "低")

    area = models.ForeignKey(PatrolArea, models.PROTECT, related_name="points", verbose_name=_("巡护水域"))
    code = models.SlugField(_("点位编号"), max_length=20)
    place = models.CharField(pgettext_lazy("点位", "位置"), max_length=80)
    risk = models.CharField(_("风险等级"), max_length=6, choices=Risk)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    has_warning_sign = models.BooleanField(_("有警示牌"), default=False)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = OfAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("巡护点位")
        verbose_name_plural = pgettext_lazy("复数", "巡护点位")
        ordering = ["area", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="patrol_point_coded_once_per_area"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="patrol_point_is_on_earth",
                violation_error_message=_("经纬度须同时填写，且在地球上"),
            ),
            # The target of a composite foreign key: an entry of a log is of its water's points.
            models.UniqueConstraint(fields=["id", "area"], name="patrol_point_water_is_referable"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"


class AlertState(models.TextChoices):
    """While it stands nobody goes to the water."""

    STANDING = "standing", pgettext_lazy("水域预警", "生效中")
    LIFTED = "lifted", pgettext_lazy("水域预警", "已解除")


ALERT_NEXT: Mapping[str, tuple[str, ...]] = {AlertState.STANDING: (AlertState.LIFTED,)}


@audited()
class AreaAlert(models.Model):
    """
    水域预警 (alert): thunder, flood or heat over one area, from the moment it is told until it is lifted.

    While one stands, every shift of the area that has not ended is suspended.
    """

    State = AlertState
    NEXT = ALERT_NEXT

    class Kind(models.TextChoices):
        THUNDER = "thunder", pgettext_lazy("预警", "雷暴")
        FLOOD = "flood", pgettext_lazy("预警", "汛情")
        HEAT = "heat", pgettext_lazy("预警", "高温")

    area = models.ForeignKey(PatrolArea, models.PROTECT, related_name="alerts", verbose_name=_("巡护水域"))
    kind = models.CharField(pgettext_lazy("预警", "类别"), max_length=8, choices=Kind)
    state = models.CharField(
        pgettext_lazy("水域预警", "状态"), max_length=8, choices=State, default=State.STANDING, editable=False
    )
    issued_at = models.DateTimeField(_("发布时间"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发布人")
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("解除人"),
    )

    objects = AreaAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("水域预警")
        verbose_name_plural = pgettext_lazy("复数", "水域预警")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind"], condition=Q(state="standing"), name="area_alert_stands_once_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="standing", lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(state="lifted", lifted_at__isnull=False),
                name="area_alert_state_agrees_with_times",
            ),
        ]
        triggers = [moves_as_allowed("area_alert_moves_as_allowed", ALERT_NEXT)]

    def __str__(self) -> str:
        return f"{self.area} · {self.get_kind_display()}"


class PatrolState(models.TextChoices):
    """From the plan to the moment when everybody is out."""

    PLANNED = "planned", pgettext_lazy("巡护班次", "未开始")
    UNDER_WAY = "under_way", pgettext_lazy("巡护班次", "巡护中")
    ENDED = "ended", pgettext_lazy("巡护班次", "已清点收队")


PATROL_NEXT: Mapping[str, tuple[str, ...]] = {
    PatrolState.PLANNED: (PatrolState.UNDER_WAY,),
    PatrolState.UNDER_WAY: (PatrolState.ENDED,),
}


def _rolls_agree() -> Q:
    begun = Q(
        leader__isnull=False,
        began_at__isnull=False,
        counted_in__gte=3,
        is_line_only=True,
        is_phones_charged=True,
    )
    return (
        Q(state=PatrolState.PLANNED, began_at__isnull=True, ended_at__isnull=True, counted_out__isnull=True)
        | (begun & Q(state=PatrolState.UNDER_WAY, ended_at__isnull=True, counted_out__isnull=True))
        | (
            begun
            & Q(state=PatrolState.ENDED, ended_at__isnull=False, counted_out__isnull=False)
            & Q(ended_at__gte=F("began_at"))
        )
    )


@audited()
class PatrolShift(models.Model):
    """
    巡护班次 (patrol): what makes a shift one at the water: its area, points, leader and two rolls.

    ``team`` is the shift's number of places and ``post``, ``role`` are the shift's, all held by
    composite foreign keys: a patrol has three to five people and a role of the water's edge,
    whatever is changed about its shift, its post or the role later.
    ``stopped_by`` is the alert that suspended the shift.
    """

    State = PatrolState
    NEXT = PATROL_NEXT

    shift = models.OneToOneField(Shift, models.PROTECT, related_name="patrol", verbose_name=_("班次"))
    area = models.ForeignKey(PatrolArea, models.PROTECT, related_name="patrols", verbose_name=_("巡护水域"))
    points = models.ManyToManyField(PatrolPoint, related_name="patrols", verbose_name=_("巡护点位"))
    team = models.PositiveSmallIntegerField(_("队员人数"), editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("岗位"), editable=False)
    role = models.ForeignKey(
        ServiceRole, models.PROTECT, related_name="+", verbose_name=_("服务角色"), editable=False
    )
    is_at_waters_edge = models.BooleanField(_("临水岗位"), default=True, editable=False)
    leader = models.ForeignKey(
        Signup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("带队人")
    )
    stopped_by = models.ForeignKey(
        AreaAlert, models.PROTECT, null=True, blank=True, related_name="stopped", verbose_name=_("因预警暂停")
    )
    state = models.CharField(
        pgettext_lazy("巡护班次", "状态"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    is_line_only = models.BooleanField(_("已确认只抛绳抛圈不下水"), default=False)
    is_phones_charged = models.BooleanField(_("已确认手机电量充足"), default=False)
    began_at = models.DateTimeField(_("出队清点时间"), null=True, blank=True)
    counted_in = models.PositiveSmallIntegerField(_("出队人数"), null=True, blank=True)
    ended_at = models.DateTimeField(_("收队清点时间"), null=True, blank=True)
    counted_out = models.PositiveSmallIntegerField(_("收队人数"), null=True, blank=True)

    objects = PatrolShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("巡护班次")
        verbose_name_plural = pgettext_lazy("复数", "巡护班次")
        ordering = ["-shift__starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team__range=(3, 5)), name="patrol_shift_team_of_three_to_five"
            ),
            models.CheckConstraint(
                condition=Q(is_at_waters_edge=True), name="patrol_shift_is_at_the_waters_edge"
            ),
            models.CheckConstraint(condition=_rolls_agree(), name="patrol_shift_state_agrees_with_rolls"),
            # Targets of composite foreign keys: an entry of a log is of its patrol's water and team.
            models.UniqueConstraint(fields=["id", "area"], name="patrol_shift_water_is_referable"),
            models.UniqueConstraint(fields=["id", "shift"], name="patrol_shift_shift_is_referable"),
        ]
        triggers = [moves_as_allowed("patrol_shift_moves_as_allowed", PATROL_NEXT)]

    def __str__(self) -> str:
        return f"{self.area} {self.shift.starts_at:%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("patrol", args=[self.shift.public_id])
