from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.querysets import CareSessionQuerySet
from volunteers.models.crowd import CrowdKind

from .child_visit import ChildVisit


class CareSession(models.Model):
    """
    陪伴场次 (session of care): a visit that counts, or a confirmed session with many children.

    A view of the database over both, so that 场次, 入户 and 人次 are three counts of the same rows
    (reference/domain.md C8). It names no child: ``children`` is how many were there.
    """

    id = models.CharField(_("场次编号"), primary_key=True, max_length=24)
    held_on = models.DateField(_("举办日期"))
    kind = models.CharField(
        pgettext_lazy("陪伴场次", "类别"),
        max_length=14,
        choices=[*ChildVisit.Kind.choices, *CrowdKind.choices],
    )
    is_home = models.BooleanField(_("入户"))
    children = models.PositiveIntegerField(_("儿童人次"))
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.DO_NOTHING, related_name="+", verbose_name=_("填报单位")
    )

    objects = CareSessionQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "hope_rooms_caresession"
        verbose_name = _("陪伴场次")
        verbose_name_plural = pgettext_lazy("复数", "陪伴场次")
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.get_kind_display()}"
