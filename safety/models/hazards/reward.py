from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.hazard_querysets import HazardRewardQuerySet

from .report import HazardReport, moment


class RewardState(models.TextChoices):
    """Waiting for its code, or paid."""

    WAITING = "waiting", pgettext_lazy("隐患奖励", "待领取")
    PAID = "paid", pgettext_lazy("隐患奖励", "已发放")


class HazardReward(models.Model):
    """
    隐患奖励 (reward): money for the first reporter of a hazard that was mended, where the city pays any.

    It is paid to whoever tells the claim code, which only the reporter's own page shows: the desk learns
    no name. ``code_index`` is the keyed digest of the code. Amounts are yuan.
    """

    State = RewardState

    hazard = models.OneToOneField(
        HazardReport, models.PROTECT, related_name="reward", verbose_name=_("隐患随手拍")
    )
    amount_yuan = models.DecimalField(_("奖励金额（元）"), max_digits=10, decimal_places=2)
    code_index = models.CharField(_("领取码摘要"), max_length=64, unique=True, editable=False)
    state = models.CharField(
        pgettext_lazy("隐患奖励", "状态"),
        max_length=8,
        choices=State,
        default=State.WAITING,
        editable=False,
    )
    granted_at = models.DateTimeField(_("产生时间"), auto_now_add=True)
    paid_at = moment(_("发放时间"))
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发放人"),
        editable=False,
    )

    objects = HazardRewardQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患奖励")
        verbose_name_plural = pgettext_lazy("复数", "隐患奖励")
        ordering = ["-granted_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_yuan__gt=0), name="hazard_reward_is_of_money"),
            models.CheckConstraint(
                condition=Q(state="waiting", paid_at__isnull=True, paid_by__isnull=True)
                | Q(state="paid", paid_at__isnull=False, paid_by__isnull=False),
                name="hazard_reward_paid_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hazard} · {self.amount_yuan}"
