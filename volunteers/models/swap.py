from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.shift_querysets import SwapQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .shift import Signup
from .volunteer import Volunteer


class SwapState(models.TextChoices):
    """Asked, and what was answered."""

    ASKED = "asked", pgettext_lazy("换班", "等待答复")
    ACCEPTED = "accepted", pgettext_lazy("换班", "已接班")
    DECLINED = "declined", pgettext_lazy("换班", "未接受")
    WITHDRAWN = "withdrawn", pgettext_lazy("换班", "已撤回")
    LAPSED = "lapsed", pgettext_lazy("换班", "已过时")


SWAP_NEXT: Mapping[str, tuple[str, ...]] = {
    SwapState.ASKED: (SwapState.ACCEPTED, SwapState.DECLINED, SwapState.WITHDRAWN, SwapState.LAPSED),
}


@audited()
class Swap(models.Model):
    """
    换班 (swap): a volunteer asks another, or whoever stands on standby, to take over a place.

    Nobody is put on a shift by others: the place changes hands when the taker says yes
    (志愿服务条例 25), and the giver keeps it until then.
    """

    State = SwapState
    NEXT = SWAP_NEXT

    signup = models.ForeignKey(Signup, models.PROTECT, related_name="swaps", verbose_name=_("班次报名"))
    giver = models.ForeignKey(Volunteer, models.PROTECT, related_name="+", verbose_name=_("让班的志愿者"))
    asked = models.ForeignKey(
        Volunteer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="swaps_asked",
        verbose_name=_("请谁接班"),
    )
    taker = models.ForeignKey(
        Volunteer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("接班的志愿者"),
    )
    state = models.CharField(
        pgettext_lazy("换班", "状态"), max_length=10, choices=State, default=State.ASKED, editable=False
    )
    asked_at = models.DateTimeField(pgettext_lazy("换班", "提出时间"), auto_now_add=True)
    answered_at = models.DateTimeField(pgettext_lazy("换班", "答复时间"), null=True, blank=True)

    objects = SwapQuerySet.as_manager()

    class Meta:
        verbose_name = _("换班")
        verbose_name_plural = pgettext_lazy("复数", "换班")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signup"], condition=Q(state="asked"), name="swap_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=(Q(asked__isnull=True) | ~Q(asked=F("giver")))
                & (Q(taker__isnull=True) | ~Q(taker=F("giver"))),
                name="swap_is_with_another",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", taker__isnull=True, answered_at__isnull=True)
                | Q(state="accepted", taker__isnull=False, answered_at__isnull=False)
                | Q(
                    state__in=["declined", "withdrawn", "lapsed"],
                    taker__isnull=True,
                    answered_at__isnull=False,
                ),
                name="swap_state_agrees_with_taker",
            ),
        ]
        triggers = [moves_as_allowed("swap_moves_as_allowed", SWAP_NEXT)]

    def __str__(self) -> str:
        asked = self.asked.volunteer_no if self.asked else _("候补志愿者")
        return f"{self.signup} → {asked}"

    def get_absolute_url(self) -> str:
        return reverse("volunteer_swap", args=[self.pk])
