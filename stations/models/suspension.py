from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import SuspensionQuerySet
from zibo_youth.core.audit import audited


@audited()
class Suspension(models.Model):
    """暂停资格 (suspension): a person may hand in no request until a day; liftable with a reason."""

    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="suspensions", verbose_name=_("人员")
    )
    from_on = models.DateField(_("暂停起"))
    until_on = models.DateField(_("暂停至（当日恢复）"))
    reason = models.CharField(_("原因"), max_length=200)
    caused_by = models.OneToOneField(
        "stations.Strike",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suspension",
        verbose_name=_("由此失约记录引起"),
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("解除人"),
    )
    lift_reason = models.CharField(_("解除理由"), max_length=200, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("暂停资格")
        verbose_name_plural = pgettext_lazy("复数", "暂停资格")
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="suspension_lasts_a_day"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lift_reason="")
                | (Q(lifted_at__isnull=False) & ~Q(lift_reason="")),
                name="suspension_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.until_on}"
