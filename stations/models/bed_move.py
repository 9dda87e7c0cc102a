from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import BedMoveQuerySet
from zibo_youth.core.audit import audited

from .stay import Stay


@audited()
class BedMove(models.Model):
    """调整床位 (bed move): from a night on a guest sleeps in another bed of the station, and why."""

    class Reason(models.TextChoices):
        REPAIR = "repair", _("床位或房间需要维修")
        HEALTH = "health", _("身体原因，例如需要下铺")
        QUIET = "quiet", _("休息受影响")
        REQUEST = "request", _("来宾提出更换")
        HOUSE = "house", _("驿站统筹安排")
        OTHER = "other", pgettext_lazy("理由", "其他")

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="bed_moves", verbose_name=_("入住单"))
    from_bed = models.ForeignKey(
        "stations.Bed", models.PROTECT, related_name="+", db_index=False, verbose_name=_("原床位")
    )
    to_bed = models.ForeignKey(
        "stations.Bed", models.PROTECT, related_name="+", db_index=False, verbose_name=_("新床位")
    )
    from_on = models.DateField(_("自哪一晚起"))
    reason = models.CharField(pgettext_lazy("调整床位", "理由"), max_length=10, choices=Reason)
    note = models.CharField(_("说明"), max_length=120, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("经办人")
    )
    at = models.DateTimeField(pgettext_lazy("调整床位", "时间"), auto_now_add=True)

    objects = BedMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("调整床位")
        verbose_name_plural = pgettext_lazy("复数", "调整床位")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_bed=F("to_bed")), name="bed_move_leads_to_another_bed"),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(note=""), name="bed_move_for_other_reasons_says_which"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stay} {self.from_on}"
