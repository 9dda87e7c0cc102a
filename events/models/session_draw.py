from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.querysets import OfSessionQuerySet
from zibo_youth.core.audit import audited

from .event import Session


def _in_order() -> Q:
    """The list before the draw, and each with its hash."""
    unlisted = Q(listed_at__isnull=True, listing="", list_hash="", drawn_at__isnull=True)
    listed = Q(listed_at__isnull=False) & ~Q(listing="") & ~Q(list_hash="")
    return unlisted | listed


@audited(exclude=["seed"])
class SessionDraw(models.Model):
    """
    场次抽签 (draw of a session): its seed's hash from the beginning, its list when registration is over.

    Nobody holds a place of such a session before the draw (`registration_waits_for_the_draw`). The seed is
    shown to nobody until then (docs/reference/draw.md). ``places``, ``groups`` (number of the quota →
    places) and ``gone`` (numbers that left the list before the draw) are what the winners follow from.
    """

    session = models.OneToOneField(Session, models.PROTECT, related_name="draw", verbose_name=_("活动场次"))
    seed = models.CharField(_("种子"), max_length=64, editable=False)
    seed_hash = models.CharField(_("种子摘要"), max_length=64, editable=False)
    listing = models.TextField(_("抽签名单"), blank=True, editable=False)
    list_hash = models.CharField(_("名单摘要"), max_length=64, blank=True, editable=False)
    listed_at = models.DateTimeField(_("名单公布时间"), null=True, blank=True, editable=False)
    drawn_at = models.DateTimeField(_("抽签时间"), null=True, blank=True, editable=False)
    places = models.PositiveIntegerField(_("抽签时的名额"), default=0, editable=False)
    groups = models.JSONField(_("抽签时各组的名额"), default=dict, editable=False)
    gone = models.TextField(_("名单公布后退出的抽签号"), blank=True, editable=False)

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("场次抽签")
        verbose_name_plural = pgettext_lazy("复数", "场次抽签")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=_in_order(), name="session_draw_goes_in_order"),
            models.CheckConstraint(condition=~Q(seed_hash=""), name="session_draw_commits_to_its_seed"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="session_draw_keeps_its_seed", fields=["session", "seed", "seed_hash"]),
            pgtrigger.Protect(
                name="session_draw_is_made_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__drawn_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="session_draw_keeps_its_list",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__listed_at__isnull=False)
                & pgtrigger.Q(old__listing__df=pgtrigger.F("new__listing")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)

    def get_absolute_url(self) -> str:
        return reverse("event_draw", args=[self.session.public_id])

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None
