from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.wedding_querysets import OfCoupleQuerySet, OfItemQuerySet, OfWeddingQuerySet
from zibo_youth.core.audit import audited

from .couple import Couple
from .edition import Wedding
from .walls import COUNTS_SLOTS, OF_AN_ADMITTED_COUPLE
from .words import ProgrammeKind


@audited()
class ProgrammeItem(models.Model):
    """婚礼环节 (programme item): what happens where; a couple takes one of its slots."""

    Kind = ProgrammeKind

    wedding = models.ForeignKey(Wedding, models.CASCADE, related_name="items", verbose_name=_("集体婚礼"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("婚礼环节", "序号"))
    kind = models.CharField(pgettext_lazy("婚礼环节", "类别"), max_length=10, choices=ProgrammeKind)
    name = models.CharField(pgettext_lazy("婚礼环节", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    place = models.CharField(pgettext_lazy("婚礼环节", "地点"), max_length=80)

    objects = OfWeddingQuerySet.as_manager()

    class Meta:
        verbose_name = _("婚礼环节")
        verbose_name_plural = pgettext_lazy("复数", "婚礼环节")
        ordering = ["wedding", "number"]
        constraints = [
            models.UniqueConstraint(fields=["wedding", "number"], name="programme_item_number_used_once")
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


@audited(exclude=["taken"])
class ProgrammeSlot(models.Model):
    """
    环节时段 (slot): from when to when, for how many couples.

    ``taken`` is counted by the trigger of the bookings, and never above ``capacity``. Hours stay as they
    were published: bookings carry them, so that no couple is at two places at once.
    """

    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="slots", verbose_name=_("婚礼环节"))
    starts_at = models.DateTimeField(pgettext_lazy("环节时段", "开始"))
    ends_at = models.DateTimeField(pgettext_lazy("环节时段", "结束"))
    capacity = models.PositiveSmallIntegerField(_("每时段新人（对）"))
    taken = models.IntegerField(_("已占名额"), default=0, editable=False)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("环节时段")
        verbose_name_plural = pgettext_lazy("复数", "环节时段")
        ordering = ["item", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "starts_at"], name="programme_slot_begins_once"),
            models.UniqueConstraint(
                fields=["id", "item", "starts_at", "ends_at"], name="programme_slot_is_referable"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="programme_slot_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity")), name="programme_slot_never_overfull"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 500)), name="programme_slot_has_room_for_somebody"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="programme_slot_keeps_its_hours", fields=["item", "starts_at", "ends_at"])
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.clock}"

    @property
    def clock(self) -> str:
        """09:00–09:20, in Shanghai."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{start:%H:%M}–{end:%H:%M}"

    @property
    def left(self) -> int:
        return self.capacity - self.taken


def _hours() -> Any:
    return Func(F("starts_at"), F("ends_at"), Value("[)"), function="TSTZRANGE")


@audited()
class SlotBooking(models.Model):
    """
    环节预约 (booking): one couple at one slot of one item.

    One slot per item, and no two at once: two constraints, on the hours that a composite foreign key
    takes from the slot itself.
    """

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="bookings", verbose_name=_("新人"))
    item = models.ForeignKey(
        ProgrammeItem, models.PROTECT, related_name="bookings", verbose_name=_("婚礼环节")
    )
    slot = models.ForeignKey(
        ProgrammeSlot, models.PROTECT, related_name="bookings", verbose_name=_("环节时段")
    )
    starts_at = models.DateTimeField(pgettext_lazy("环节时段", "开始"), editable=False)
    ends_at = models.DateTimeField(pgettext_lazy("环节时段", "结束"), editable=False)
    booked_at = models.DateTimeField(_("预约时间"), auto_now_add=True)

    objects = OfCoupleQuerySet.as_manager()

    class Meta:
        verbose_name = _("环节预约")
        verbose_name_plural = pgettext_lazy("复数", "环节预约")
        ordering = ["couple", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["couple", "item"], name="slot_booked_once_per_item"),
            ExclusionConstraint(
                name="slot_never_at_two_places_at_once",
                expressions=[
                    (Func(F("couple"), F("couple"), Value("[]"), function="INT8RANGE"), "&&"),
                    (_hours(), "&&"),
                ],
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="slot_booking_is_made_anew"),
            pgtrigger.Trigger(
                name="slot_is_of_an_admitted_couple",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=OF_AN_ADMITTED_COUPLE,
            ),
            pgtrigger.Trigger(
                name="slot_counts_its_couples",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                func=COUNTS_SLOTS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.couple} · {self.slot}"
