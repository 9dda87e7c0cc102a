from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.gift_querysets import GiftQuerySet, MoneyQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .donors import Campaign, Donor
from .room import HopeRoom

ZERO = Decimal("0.00")


class GiftState(models.TextChoices):
    """The gift's own way; how much of it is allocated, spent and given back stands in counters."""

    PLEDGED = "pledged", pgettext_lazy("现金捐赠", "已承诺")
    RECEIVED = "received", pgettext_lazy("现金捐赠", "已到账")
    RECEIPTED = "receipted", pgettext_lazy("现金捐赠", "已开票据")
    WITHDRAWN = "withdrawn", pgettext_lazy("现金捐赠", "未到账取消")


GIFT_NEXT: Mapping[str, tuple[str, ...]] = {
    GiftState.PLEDGED: (GiftState.RECEIVED, GiftState.WITHDRAWN),
    GiftState.RECEIVED: (GiftState.RECEIPTED,),
}


class GiftPurpose(models.TextChoices):
    """限定用途 (restriction): what the donor gave it for."""

    ANY = "any", pgettext_lazy("限定用途", "不限定")
    DISTRICT = "district", pgettext_lazy("限定用途", "限定区县")
    ROOM = "room", pgettext_lazy("限定用途", "限定小屋")


def purpose_is_whole(prefix: str = "") -> Q:
    """A purpose names what it is restricted to, and nothing besides."""
    purpose, district, room = f"{prefix}purpose", f"{prefix}district__isnull", f"{prefix}room__isnull"
    return (
        Q(**{purpose: "any", district: True, room: True})
        | Q(**{purpose: "district", district: False, room: True})
        | Q(**{purpose: "room", district: True, room: False})
    )


def told_of(restricted: Any) -> str:
    """A restriction in words, of a gift or of a change of its purpose."""
    named = {GiftPurpose.DISTRICT: restricted.district, GiftPurpose.ROOM: restricted.room}
    return str(named.get(restricted.purpose) or GiftPurpose(restricted.purpose).label)


@audited()
class Gift(models.Model):
    """
    现金捐赠 (gift of money): pledged, received by the charity, receipted by the charity.

    ``receipt_no`` is the charity's (慈善法 38): the portal issues none and takes no money. ``allocated`` and
    ``refunded`` are counters that one UPDATE moves, so that no crowd gives out more than came in.
    """

    State = GiftState
    NEXT = GIFT_NEXT
    Purpose = GiftPurpose

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="gifts", verbose_name=_("捐赠方"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="gifts", verbose_name=_("筹款活动")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("填报单位")
    )
    state = models.CharField(
        pgettext_lazy("现金捐赠", "状态"),
        max_length=10,
        choices=GiftState,
        default=GiftState.PLEDGED,
        editable=False,
    )
    pledged = models.DecimalField(_("承诺金额（元）"), max_digits=12, decimal_places=2)
    received = models.DecimalField(
        _("到账金额（元）"), max_digits=12, decimal_places=2, default=ZERO, editable=False
    )
    received_on = models.DateField(_("到账日期"), null=True, blank=True, editable=False)
    receipt_no = models.CharField(_("慈善组织票据号"), max_length=40, blank=True, editable=False)
    purpose = models.CharField(_("限定用途"), max_length=8, choices=GiftPurpose, default=GiftPurpose.ANY)
    district = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("限定区县"),
    )
    room = models.ForeignKey(
        HopeRoom, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("限定小屋")
    )
    allocated = models.DecimalField(
        _("已分配（元）"), max_digits=12, decimal_places=2, default=ZERO, editable=False
    )
    refunded = models.DecimalField(
        _("已退还（元）"), max_digits=12, decimal_places=2, default=ZERO, editable=False
    )
    pledged_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = GiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("现金捐赠")
        verbose_name_plural = pgettext_lazy("复数", "现金捐赠")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(pledged__gt=0), name="gift_is_of_some_money"),
            models.CheckConstraint(
                condition=Q(allocated__gte=0, refunded__gte=0, received__gte=F("allocated") + F("refunded")),
                name="gift_gives_no_more_than_it_received",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "receipted"], received__gt=0, received_on__isnull=False)
                | Q(state__in=["pledged", "withdrawn"], received=0, received_on__isnull=True),
                name="gift_state_agrees_with_money",
            ),
            models.CheckConstraint(
                condition=Q(state="receipted") & ~Q(receipt_no="") | ~Q(state="receipted") & Q(receipt_no=""),
                name="gift_receipted_has_the_charitys_number",
            ),
            models.CheckConstraint(condition=purpose_is_whole(), name="gift_purpose_names_what_it_is_for"),
        ]
        triggers = [moves_as_allowed("gift_moves_as_allowed", GIFT_NEXT)]

    def __str__(self) -> str:
        return f"G{self.pk:06d}"

    @property
    def left(self) -> Decimal:
        """What may still be allocated or given back, in yuan."""
        return self.received - self.allocated - self.refunded

    @property
    def purpose_told(self) -> str:
        """The restriction in words: the district, or the room's code."""
        return told_of(self)


class GiftTransition(Transition):
    """捐赠流转 (transition of a gift)."""

    gift = models.ForeignKey(Gift, models.CASCADE, related_name="transitions", verbose_name=_("现金捐赠"))

    objects = MoneyQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("捐赠流转")
        verbose_name_plural = pgettext_lazy("复数", "捐赠流转")
