from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.querysets import LookAnomalyQuerySet


class LookAnomaly(models.Model):
    """
    异常查阅 (look anomaly): in one week, one person's looks that somebody should ask about.

    A question and no finding (reference/welfare.md §7): ``number`` counts refused attempts, looks at
    night, or the children of the busiest day, which is ``on`` then. The week's job writes it, and nobody
    changes it.
    """

    class Kind(models.TextChoices):
        REFUSED = "refused", _("查阅未获准")
        NIGHT = "night", _("夜间查阅")
        MANY = "many", _("一天查阅儿童较多")

    week = models.DateField(_("周（周一日期）"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("查阅账号")
    )
    kind = models.CharField(pgettext_lazy("异常查阅", "类别"), max_length=8, choices=Kind)
    number = models.PositiveIntegerField(_("次数或儿童数"))
    on = models.DateField(_("最多的一天"), null=True, blank=True)
    found_at = models.DateTimeField(_("发现时间"), auto_now_add=True)

    objects = LookAnomalyQuerySet.as_manager()

    class Meta:
        verbose_name = _("异常查阅")
        verbose_name_plural = pgettext_lazy("复数", "异常查阅")
        ordering = ["-week", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["week", "user", "kind"], name="look_anomaly_found_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="look_anomaly_counts_something"),
            models.CheckConstraint(
                condition=Q(kind="many", on__isnull=False) | ~Q(kind="many") & Q(on__isnull=True),
                name="look_anomaly_of_a_day_says_which",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="look_anomaly_only_grows", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.week.isoformat()} · {self.get_kind_display()}"
