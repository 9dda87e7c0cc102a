from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import StrikeQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed


class StrikeState(models.TextChoices):
    """From the day it is recorded to the last word on it."""

    STANDING = "standing", pgettext_lazy("失约记录", "有效")
    APPEALED = "appealed", pgettext_lazy("失约记录", "申诉中")
    UPHELD = "upheld", pgettext_lazy("失约记录", "申诉未采纳")
    LIFTED = "lifted", pgettext_lazy("失约记录", "已撤销")


STRIKE_NEXT: Mapping[str, tuple[str, ...]] = {
    StrikeState.STANDING: (StrikeState.APPEALED, StrikeState.LIFTED),
    StrikeState.APPEALED: (StrikeState.UPHELD, StrikeState.LIFTED),
    StrikeState.UPHELD: (StrikeState.LIFTED,),
}
COUNTING = (StrikeState.STANDING, StrikeState.APPEALED, StrikeState.UPHELD)


@audited()
class Strike(models.Model):
    """
    失约记录 (strike): a bed or a place was kept for a person who did not come, or cancelled late.

    One row per occasion, by ``occasion`` ("stay-17"), however often and however
    parallel the job runs that writes it. What follows is told by `StayPolicy`
    (reference/domain.md §1.3: two within 365 days suspend for 180).
    """

    State = StrikeState
    NEXT = STRIKE_NEXT

    class Kind(models.TextChoices):
        NO_SHOW = "no_show", pgettext_lazy("失约", "未入住")
        LATE_CANCEL = "late_cancel", pgettext_lazy("失约", "临近入住才取消")
        LOUNGE_NO_SHOW = "lounge_no_show", pgettext_lazy("失约", "会客厅预约未到")

    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="strikes", verbose_name=_("人员")
    )
    kind = models.CharField(pgettext_lazy("失约", "类型"), max_length=16, choices=Kind)
    occasion = models.CharField(_("所涉预约"), max_length=40, unique=True, editable=False)
    operator = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("运营方")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("填报单位")
    )
    happened_on = models.DateField(pgettext_lazy("失约", "日期"))
    state = models.CharField(
        pgettext_lazy("失约记录", "状态"), max_length=10, choices=State, default=State.STANDING
    )
    statement = models.CharField(_("申诉说明"), max_length=500, blank=True)
    appealed_at = models.DateTimeField(_("申诉时间"), null=True, blank=True)
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
    recorded_at = models.DateTimeField(pgettext_lazy("失约", "记录时间"), auto_now_add=True)

    objects = StrikeQuerySet.as_manager()

    class Meta:
        verbose_name = _("失约记录")
        verbose_name_plural = pgettext_lazy("复数", "失约记录")
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="standing", appealed_at__isnull=True, decided_at__isnull=True)
                | Q(state="appealed", appealed_at__isnull=False, decided_at__isnull=True)
                | (Q(state="upheld", appealed_at__isnull=False, decided_at__isnull=False) & ~Q(decision=""))
                | (Q(state="lifted", decided_at__isnull=False) & ~Q(decision="")),
                name="strike_state_agrees_with_times",
            ),
            models.CheckConstraint(
                condition=Q(appealed_at__isnull=True, statement="")
                | (Q(appealed_at__isnull=False) & ~Q(statement="")),
                name="strike_appealed_with_a_statement",
            ),
        ]
        triggers = [moves_as_allowed("strike_moves_as_allowed", STRIKE_NEXT)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())
