from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.patrol_querysets import EquipmentCheckQuerySet, EquipmentQuerySet, PatrolLogQuerySet
from zibo_youth.core.audit import audited

from .patrol import PatrolArea, PatrolPoint, PatrolShift
from .shift import Shift, Signup

BANDS = ("under_6", "aged_6_13", "aged_14_17", "adults")
# Of one age at one point at one moment: more is a slip of the finger.
MOST_PEOPLE = 500


def _people(**condition: int) -> Q:
    """The same of every age."""
    (lookup, value) = next(iter(condition.items()))
    return Q(**{f"{band}__{lookup}": value for band in BANDS})


def _somebody() -> Q:
    found = Q(pk__in=[])
    for band in BANDS:
        found |= Q(**{f"{band}__gte": 1})
    return found


class PatrolLog(models.Model):
    """
    巡护日志 (log): what a team saw and did at a point; people in numbers by age, nobody by name.

    Written once, by one who was on the shift. ``area`` and ``shift`` are the patrol's, held by
    composite foreign keys: the point is of the patrol's water, the writer of its team.
    """

    class Kind(models.TextChoices):
        DISSUADED = "dissuaded", pgettext_lazy("巡护日志", "劝离")
        HAZARD = "hazard", pgettext_lazy("巡护日志", "隐患")
        EQUIPMENT = "equipment", pgettext_lazy("巡护日志", "器材检查")
        OTHER = "other", pgettext_lazy("巡护日志", "其他")

    patrol = models.ForeignKey(PatrolShift, models.PROTECT, related_name="logs", verbose_name=_("巡护班次"))
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="+", verbose_name=_("班次"), editable=False)
    area = models.ForeignKey(
        PatrolArea, models.PROTECT, related_name="+", verbose_name=_("巡护水域"), editable=False
    )
    point = models.ForeignKey(PatrolPoint, models.PROTECT, related_name="logs", verbose_name=_("巡护点位"))
    signup = models.ForeignKey(
        Signup, models.PROTECT, related_name="patrol_logs", verbose_name=pgettext_lazy("巡护日志", "记录人")
    )
    kind = models.CharField(pgettext_lazy("巡护日志", "类别"), max_length=10, choices=Kind)
    at = models.DateTimeField(pgettext_lazy("巡护日志", "时间"))
    under_6 = models.PositiveSmallIntegerField(_("6 岁以下"), default=0)
    aged_6_13 = models.PositiveSmallIntegerField(_("6 至 13 岁"), default=0)
    aged_14_17 = models.PositiveSmallIntegerField(_("14 至 17 岁"), default=0)
    adults = models.PositiveSmallIntegerField(_("成年人"), default=0)
    words = models.CharField(pgettext_lazy("巡护日志", "说明"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(pgettext_lazy("巡护日志", "登记时间"), auto_now_add=True)

    objects = PatrolLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("巡护日志")
        verbose_name_plural = pgettext_lazy("复数", "巡护日志")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="dissuaded") & _somebody() & _people(lte=MOST_PEOPLE))
                | (~Q(kind="dissuaded") & _people(exact=0)),
                name="patrol_log_counts_who_was_dissuaded",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="patrol_log_is_written_once",
                fields=[
                    *("patrol", "shift", "area", "point", "signup", "kind", "at", "recorded_at"),
                    *BANDS,
                ],
            ),
            pgtrigger.Protect(name="patrol_log_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.point} · {self.get_kind_display()}"

    @property
    def people(self) -> int:
        """How many were spoken to, of every age."""
        return self.under_6 + self.aged_6_13 + self.aged_14_17 + self.adults


class EquipmentState(models.TextChoices):
    """What the last look at it found."""

    OK = "ok", pgettext_lazy("器材", "完好")
    MISSING = "missing", pgettext_lazy("器材", "缺失")
    BROKEN = "broken", pgettext_lazy("器材", "损坏")


@audited()
class Equipment(models.Model):
    """
    救生器材 (equipment): a ring, a rope, a pole or a sign at a point, and what the last look found.

    ``state`` and ``last_checked_at`` are those of the latest check, written with it.
    """

    State = EquipmentState

    class Kind(models.TextChoices):
        RING = "ring", pgettext_lazy("器材", "救生圈")
        ROPE = "rope", pgettext_lazy("器材", "抛绳")
        POLE = "pole", pgettext_lazy("器材", "救生杆")
        SIGN = "sign", pgettext_lazy("器材", "警示牌")

    point = models.ForeignKey(
        PatrolPoint, models.PROTECT, related_name="equipment", verbose_name=_("巡护点位")
    )
    kind = models.CharField(pgettext_lazy("器材", "类别"), max_length=6, choices=Kind)
    serial = models.CharField(_("器材编号"), max_length=20)
    state = models.CharField(
        pgettext_lazy("器材", "状态"), max_length=8, choices=State, default=State.OK, editable=False
    )
    last_checked_at = models.DateTimeField(_("最近检查时间"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(pgettext_lazy("器材", "在用"), default=True)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("救生器材")
        verbose_name_plural = pgettext_lazy("复数", "救生器材")
        ordering = ["point", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["point", "serial"], name="equipment_numbered_once_per_point"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.serial}"


class EquipmentCheck(models.Model):
    """
    器材检查 (check): one look at one piece, by whom and what was found. Rows are added, never changed.

    ``log`` is the entry of the patrol that looked; without one somebody of an office did.
    """

    State = EquipmentState

    equipment = models.ForeignKey(
        Equipment, models.PROTECT, related_name="checks", verbose_name=_("救生器材")
    )
    log = models.ForeignKey(
        PatrolLog,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("巡护日志"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("检查人")
    )
    state = models.CharField(pgettext_lazy("器材", "状态"), max_length=8, choices=State)
    at = models.DateTimeField(_("检查时间"))

    objects = EquipmentCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("器材检查")
        verbose_name_plural = pgettext_lazy("复数", "器材检查")
        ordering = ["-at", "-id"]
        triggers = [
            pgtrigger.Protect(
                name="equipment_check_only_grows", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.equipment} · {self.get_state_display()}"
