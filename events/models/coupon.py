from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.querysets import OfRegistrationQuerySet

from .event import Event
from .registration import Registration


class SeriesCoupon(models.Model):
    """
    系列名额券 (coupon): the number under which a person comes to a series, of so many in a period.

    ``period`` is a year, or 0 for the whole series. Taken and given back by triggers of the registrations:
    one more than `Event.series_most` cannot be written by any path.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="coupons", verbose_name=_("活动"))
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("报名人"))
    period = models.PositiveSmallIntegerField(_("年份（0 为全系列）"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("系列名额券", "号"))
    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="coupon", verbose_name=_("活动报名")
    )

    objects = OfRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("系列名额券")
        verbose_name_plural = pgettext_lazy("复数", "系列名额券")
        ordering = ["event", "person", "period", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person", "period", "number"], name="series_coupon_number_used_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="series_coupon_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.number}"
