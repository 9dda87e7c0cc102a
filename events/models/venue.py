from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.querysets import VenueQuerySet
from zibo_youth.core.audit import audited


@audited()
class Venue(models.Model):
    """
    场地 (venue): a room or a ground where one session is held at a time.

    A session that names one shares its hours with no other that does (`session_one_at_a_time_in_its_venue`);
    a place in words alone is compared with nothing, for a building has many rooms.
    """

    name = models.CharField(pgettext_lazy("场地", "名称"), max_length=80)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("管理单位")
    )

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("场地")
        verbose_name_plural = pgettext_lazy("复数", "场地")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="venue_name_used_once_by_its_keeper"
            )
        ]

    def __str__(self) -> str:
        return self.name
