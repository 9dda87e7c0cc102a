from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.hazard_querysets import (
    PHOTO_WITHDRAWN,
    HazardStuckListQuerySet,
    HazardTransitionQuerySet,
    OfHazardQuerySet,
)
from zibo_youth.accounts.models import Transition

from .report import HazardReport
from .words import HazardParty, HazardState


class HazardTransition(Transition):
    """
    隐患流转 (transition of a hazard): what all sides read; a reporter's own moves name no account.
    """

    hazard = models.ForeignKey(
        HazardReport, models.PROTECT, related_name="transitions", verbose_name=_("隐患随手拍")
    )
    party = models.CharField(_("办理方"), max_length=10, choices=HazardParty)
    # Read by the offices alone: why a picture tells who somebody is would tell it once more.
    office_note = models.CharField(_("对内说明"), max_length=200, blank=True)

    objects = HazardTransitionQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("隐患流转")
        verbose_name_plural = pgettext_lazy("复数", "隐患流转")
        constraints = [
            models.CheckConstraint(
                condition=~Q(party=HazardParty.REPORTER) | Q(actor__isnull=True),
                name="hazard_transition_names_no_reporter",
            ),
            models.CheckConstraint(
                condition=~Q(reason=PHOTO_WITHDRAWN) | ~Q(office_note=""),
                name="hazard_transition_withdrawn_says_why",
            ),
        ]

    @property
    def label(self) -> str:
        if self.reason == PHOTO_WITHDRAWN:
            return str(_("照片不再给企业看"))
        return str(HazardState(self.to_state).label)


class HazardAlert(models.Model):
    """隐患提醒 (alert): one level that was told; the unique key makes a second look say nothing."""

    class Level(models.TextChoices):
        HALF = "half", _("过半预警")
        OVER = "over", _("超期升级")
        UNCONFIRMED = "unconfirmed", _("确认期满")

    hazard = models.ForeignKey(
        HazardReport, models.PROTECT, related_name="alerts", verbose_name=_("隐患随手拍")
    )
    level = models.CharField(_("提醒级别"), max_length=12, choices=Level)
    # Which claim waits for an answer; half and over are told once in the life of a report.
    number = models.PositiveSmallIntegerField(_("第几次整改"), default=0)
    at = models.DateTimeField(pgettext_lazy("隐患提醒", "时间"), auto_now_add=True)

    objects = OfHazardQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患提醒")
        verbose_name_plural = pgettext_lazy("复数", "隐患提醒")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["hazard", "level", "number"], name="hazard_alert_once_per_level")
        ]

    def __str__(self) -> str:
        return f"{self.hazard} · {self.get_level_display()}"


class HazardStuckList(models.Model):
    """
    卡住清单 (stuck list): of one district on one day, how many reports nobody has moved in time.

    Which they are is read when the list is opened: this row says only that it was told.
    """

    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("所属区县")
    )
    on = models.DateField(pgettext_lazy("卡住清单", "日期"))
    waiting = models.PositiveIntegerField(_("等待审核或派单"))
    overdue = models.PositiveIntegerField(_("超期未整改"))
    unconfirmed = models.PositiveIntegerField(_("超期未确认"))
    unheard = models.PositiveIntegerField(_("转出后没有消息"), default=0)

    objects = HazardStuckListQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患卡住清单")
        verbose_name_plural = pgettext_lazy("复数", "隐患卡住清单")
        ordering = ["-on", "reporting_org"]
        constraints = [
            models.UniqueConstraint(fields=["reporting_org", "on"], name="hazard_stuck_list_once_a_day"),
            models.CheckConstraint(
                condition=Q(waiting__gt=0) | Q(overdue__gt=0) | Q(unconfirmed__gt=0) | Q(unheard__gt=0),
                name="hazard_stuck_list_names_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reporting_org} · {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("hazards_stuck")

    @property
    def total(self) -> int:
        return self.waiting + self.overdue + self.unconfirmed + self.unheard
