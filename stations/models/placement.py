from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import PlacementQuerySet
from zibo_youth.core.audit import audited

from .evidence import Evidence
from .stay import Stay


@audited()
class Placement(models.Model):
    """签约就业 (placement): a guest signed with an employer of the city."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="placements", verbose_name=_("入住单"))
    employer = models.CharField(_("用人单位"), max_length=80)
    signed_on = models.DateField(_("签约日期"))
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("证明材料")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("签约就业")
        verbose_name_plural = pgettext_lazy("复数", "签约就业")
        ordering = ["-signed_on"]
        constraints = [
            models.UniqueConstraint(fields=["stay", "employer"], name="placement_once_per_stay_and_employer"),
        ]

    def __str__(self) -> str:
        return f"{self.employer} {self.signed_on}"
