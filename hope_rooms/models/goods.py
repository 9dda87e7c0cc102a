from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.gift_querysets import GoodsGiftQuerySet, GoodsItemQuerySet, MoneyQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .donors import Campaign, Donor
from .gifts import ZERO


class GoodsItem(models.Model):
    """物资 (item of the catalogue); its price of today values what is accepted today, and nothing earlier."""

    name = models.CharField(pgettext_lazy("物资", "名称"), max_length=60, unique=True)
    unit = models.CharField(_("计量单位"), max_length=8)
    price = models.DecimalField(_("参考单价（元）"), max_digits=10, decimal_places=2)

    objects = GoodsItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("物资")
        verbose_name_plural = pgettext_lazy("复数", "物资")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="goods_item_price_not_negative")
        ]

    def __str__(self) -> str:
        return self.name


class GoodsState(models.TextChoices):
    """Offered, looked at, taken or not (reference/welfare.md §5.2)."""

    OFFERED = "offered", pgettext_lazy("实物捐赠", "待查验")
    INSPECTED = "inspected", pgettext_lazy("实物捐赠", "已查验")
    ACCEPTED = "accepted", pgettext_lazy("实物捐赠", "已接收")
    REJECTED = "rejected", pgettext_lazy("实物捐赠", "未接收")


GOODS_NEXT: Mapping[str, tuple[str, ...]] = {
    GoodsState.OFFERED: (GoodsState.INSPECTED, GoodsState.REJECTED),
    GoodsState.INSPECTED: (GoodsState.ACCEPTED, GoodsState.REJECTED),
}


@audited()
class GoodsGift(models.Model):
    """
    实物捐赠 (gift in kind): counted from the acceptance on, at the value of that day, whatever prices do.

    What went to a home directly is offered and accepted here too, or is not counted.
    """

    State = GoodsState
    NEXT = GOODS_NEXT

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="goods", verbose_name=_("捐赠方"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="goods", verbose_name=_("筹款活动")
    )
    place = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("存放单位"),
        limit_choices_to={"is_reporting": True},
    )
    state = models.CharField(
        pgettext_lazy("实物捐赠", "状态"),
        max_length=10,
        choices=GoodsState,
        default=GoodsState.OFFERED,
        editable=False,
    )
    value = models.DecimalField(
        _("折价（元）"), max_digits=12, decimal_places=2, default=ZERO, editable=False
    )
    accepted_on = models.DateField(_("接收日期"), null=True, blank=True, editable=False)
    note = models.CharField(_("查验结论"), max_length=200, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
        editable=False,
    )
    offered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = GoodsGiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("实物捐赠")
        verbose_name_plural = pgettext_lazy("复数", "实物捐赠")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_on__isnull=False, value__gt=0)
                | ~Q(state="accepted") & Q(accepted_on__isnull=True, value=0),
                name="goods_gift_valued_when_accepted",
            ),
        ]
        triggers = [
            moves_as_allowed("goods_gift_moves_as_allowed", GOODS_NEXT),
            pgtrigger.Protect(
                name="goods_gift_value_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="accepted"),
            ),
        ]

    def __str__(self) -> str:
        return f"W{self.pk:06d}"


class GoodsLine(models.Model):
    """捐赠物资 (line): so many of an item, at a unit value that the acceptance freezes."""

    gift = models.ForeignKey(GoodsGift, models.CASCADE, related_name="lines", verbose_name=_("实物捐赠"))
    item = models.ForeignKey(GoodsItem, models.PROTECT, related_name="+", verbose_name=_("物资"))
    quantity = models.PositiveIntegerField(_("数量"))
    unit_value = models.DecimalField(
        _("接收时单价（元）"), max_digits=10, decimal_places=2, null=True, blank=True, editable=False
    )

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("捐赠物资")
        verbose_name_plural = pgettext_lazy("复数", "捐赠物资")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["gift", "item"], name="goods_line_one_per_item"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="goods_line_counts_something"),
            models.CheckConstraint(
                condition=Q(unit_value__isnull=True) | Q(unit_value__gte=0),
                name="goods_line_value_not_negative",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="goods_line_value_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__unit_value__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} × {self.quantity}"

    @property
    def value(self) -> Decimal:
        """Quantity × the frozen unit value; nothing before the acceptance."""
        return self.quantity * (self.unit_value or ZERO)

    @property
    def worth(self) -> Decimal:
        """The frozen value, or before the acceptance what today's catalogue would make of it."""
        return self.value if self.unit_value is not None else self.quantity * self.item.price
