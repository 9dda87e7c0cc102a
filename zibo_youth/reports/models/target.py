from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.audit import audited
from zibo_youth.reports.kpis import Action
from zibo_youth.reports.querysets import MilestoneQuerySet, TargetQuerySet


@audited()
class Target(models.Model):
    """年度目标 (target): what one organisation, or the city, is to reach by the end of a year."""

    year = models.PositiveSmallIntegerField(_("年度"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="targets", verbose_name=pgettext_lazy("目标", "单位")
    )
    code = models.CharField(_("指标代码"), max_length=10)
    value = models.DecimalField(pgettext_lazy("目标", "目标值"), max_digits=18, decimal_places=2)
    source = models.CharField(pgettext_lazy("目标", "依据"), max_length=120, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度目标")
        verbose_name_plural = pgettext_lazy("复数", "年度目标")
        ordering = ["-year", "code", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["year", "organisation", "code"], name="target_once_a_year"),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.organisation} {self.code}"


class MilestoneState(models.TextChoices):
    NOT_STARTED = "not_started", pgettext_lazy("重点事项", "未开始")
    RUNNING = "running", pgettext_lazy("重点事项", "进行中")
    DONE = "done", pgettext_lazy("重点事项", "已完成")


@audited()
class Milestone(models.Model):
    """重点事项 (milestone): a task of the year that is done or not, and has no number."""

    State = MilestoneState

    year = models.PositiveSmallIntegerField(_("年度"))
    action = models.CharField(_("重点行动"), max_length=12, choices=Action)
    name = models.CharField(pgettext_lazy("重点事项", "名称"), max_length=60)
    name_en = models.CharField(pgettext_lazy("重点事项", "英文名称"), max_length=120)
    state = models.CharField(
        pgettext_lazy("重点事项", "进展"), max_length=12, choices=State, default=State.NOT_STARTED
    )
    as_of = models.DateField(_("截至日期"))
    note = models.CharField(pgettext_lazy("重点事项", "说明"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("显示顺序"), default=0)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("重点事项")
        verbose_name_plural = pgettext_lazy("复数", "重点事项")
        ordering = ["-year", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="milestone_once_a_year")]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return (self.name_en if get_language() == "en" else "") or self.name
