from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import PlacementQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .evidence import Evidence
from .follow_up import FollowUp
from .stay import Stay


class PlacementState(models.TextChoices):
    """A claim counts for nothing until the district has confirmed it."""

    CLAIMED = "claimed", pgettext_lazy("签约", "待核实")
    CONFIRMED = "confirmed", pgettext_lazy("签约", "已核实")
    DECLINED = "declined", pgettext_lazy("签约", "未予认定")
    WITHDRAWN = "withdrawn", pgettext_lazy("签约", "本人更正")


PLACEMENT_NEXT: Mapping[str, tuple[str, ...]] = {
    PlacementState.CLAIMED: (
        PlacementState.CONFIRMED,
        PlacementState.DECLINED,
        PlacementState.WITHDRAWN,
    ),
    PlacementState.WITHDRAWN: (PlacementState.CLAIMED,),
    PlacementState.CONFIRMED: (PlacementState.DECLINED,),
}


@audited()
class Placement(models.Model):
    """
    签约就业 (placement): a guest signed with an employer of the city.

    Claimed by the guest in the answer to a follow-up, or recorded by the district;
    only the confirmed ones count (`PlacementQuerySet.confirmed`).
    """

    State = PlacementState
    NEXT = PLACEMENT_NEXT

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="placements", verbose_name=_("入住单"))
    employer = models.CharField(_("用人单位"), max_length=80)
    signed_on = models.DateField(_("签约日期"))
    evidence = models.ForeignKey(
        Evidence,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("证明材料"),
    )
    follow_up = models.ForeignKey(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="placements",
        verbose_name=_("来自回访"),
    )
    state = models.CharField(
        pgettext_lazy("签约", "状态"),
        max_length=10,
        choices=State,
        default=State.CLAIMED,
        editable=False,
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    decided_at = models.DateTimeField(_("核实时间"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("核实人"),
    )
    decision = models.CharField(_("核实说明"), max_length=200, blank=True, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("签约就业")
        verbose_name_plural = pgettext_lazy("复数", "签约就业")
        ordering = ["-signed_on"]
        indexes = [models.Index(fields=["signed_on"], name="placement_by_day_of_signing")]
        constraints = [
            models.UniqueConstraint(fields=["stay", "employer"], name="placement_once_per_stay_and_employer"),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(follow_up__isnull=False, decided_at__isnull=True),
                name="placement_claim_comes_from_a_follow_up",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="placement_declined_with_a_reason",
            ),
        ]
        triggers = [moves_as_allowed("placement_moves_as_allowed", PLACEMENT_NEXT)]

    def __str__(self) -> str:
        return f"{self.employer} {self.signed_on}"

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())
