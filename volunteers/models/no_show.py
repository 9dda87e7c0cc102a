from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.shift_querysets import NoShowQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .shift import Signup
from .volunteer import Volunteer


class NoShowState(models.TextChoices):
    """From the day it is recorded to the last word on it."""

    STANDING = "standing", pgettext_lazy("未到岗记录", "有效")
    APPEALED = "appealed", pgettext_lazy("未到岗记录", "申诉中")
    UPHELD = "upheld", pgettext_lazy("未到岗记录", "申诉未采纳")
    OVERTURNED = "overturned", pgettext_lazy("未到岗记录", "已撤销")


NO_SHOW_NEXT: Mapping[str, tuple[str, ...]] = {
    NoShowState.STANDING: (NoShowState.APPEALED, NoShowState.OVERTURNED),
    NoShowState.APPEALED: (NoShowState.UPHELD, NoShowState.OVERTURNED),
    NoShowState.UPHELD: (NoShowState.OVERTURNED,),
}


@audited(exclude=["statement", "comment", "decision"])
class NoShow(models.Model):
    """
    未到岗记录 (no-show): a place was kept for a volunteer who did not come and had not said so.

    One row per signup, however often the job runs that writes it. Overturned, it counts
    no more; who was there after all is told by the leader's roll, not by this.
    """

    State = NoShowState
    NEXT = NO_SHOW_NEXT

    signup = models.OneToOneField(Signup, models.PROTECT, related_name="no_show", verbose_name=_("班次报名"))
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="no_shows", verbose_name=_("志愿者")
    )
    happened_on = models.DateField(pgettext_lazy("未到岗", "日期"))
    state = models.CharField(
        pgettext_lazy("未到岗记录", "状态"),
        max_length=10,
        choices=State,
        default=State.STANDING,
        editable=False,
    )
    statement = models.CharField(_("申诉说明"), max_length=500, blank=True)
    appealed_at = models.DateTimeField(_("申诉时间"), null=True, blank=True)
    comment = models.CharField(_("负责人意见"), max_length=300, blank=True)
    decision = models.CharField(_("处理理由"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("处理人"),
    )
    recorded_at = models.DateTimeField(pgettext_lazy("未到岗", "记录时间"), auto_now_add=True)

    objects = NoShowQuerySet.as_manager()

    class Meta:
        verbose_name = _("未到岗记录")
        verbose_name_plural = pgettext_lazy("复数", "未到岗记录")
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="standing", appealed_at__isnull=True, decided_at__isnull=True)
                | Q(state="appealed", appealed_at__isnull=False, decided_at__isnull=True)
                | Q(state="upheld", appealed_at__isnull=False, decided_at__isnull=False)
                | Q(state="overturned", decided_at__isnull=False),
                name="no_show_state_agrees_with_times",
            ),
        ]
        triggers = [moves_as_allowed("no_show_moves_as_allowed", NO_SHOW_NEXT)]

    def __str__(self) -> str:
        return f"{self.volunteer.volunteer_no} {self.happened_on}"

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())
