from __future__ import annotations

from collections.abc import Mapping

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.gift_querysets import OfStockQuerySet, StockItemQuerySet, StockTakeQuerySet
from zibo_youth.core.states import moves_as_allowed

from .goods import GoodsItem
from .room import HopeRoom


class StockItem(models.Model):
    """库存 (stock): how many of an item lie at a place, and how many of them are promised to rooms."""

    place = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("存放单位")
    )
    item = models.ForeignKey(GoodsItem, models.PROTECT, related_name="stocks", verbose_name=_("物资"))
    quantity = models.IntegerField(_("库存数量"), default=0, editable=False)
    reserved = models.IntegerField(_("已预留"), default=0, editable=False)

    objects = StockItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("库存")
        verbose_name_plural = pgettext_lazy("复数", "库存")
        ordering = ["place", "item"]
        constraints = [
            models.UniqueConstraint(fields=["place", "item"], name="stock_item_once_per_place"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, quantity__gte=F("reserved")),
                name="stock_item_gives_no_more_than_there_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.item}"

    @property
    def free(self) -> int:
        """What may be promised or written off."""
        return self.quantity - self.reserved


class RoomGoods(models.Model):
    """小屋物资 (goods of a room): promised from a stock, brought there, and put in."""

    stock = models.ForeignKey(StockItem, models.PROTECT, related_name="rooms", verbose_name=_("库存"))
    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="goods", verbose_name=_("希望小屋"))
    reserved = models.IntegerField(_("已预留"), default=0, editable=False)
    issued = models.IntegerField(_("已领出未安装"), default=0, editable=False)
    installed = models.IntegerField(_("已安装"), default=0, editable=False)

    objects = OfStockQuerySet.as_manager()

    class Meta:
        verbose_name = _("小屋物资")
        verbose_name_plural = pgettext_lazy("复数", "小屋物资")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["stock", "room"], name="room_goods_once_per_room"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, issued__gte=0, installed__gte=0),
                name="room_goods_gives_no_more_than_it_has",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} · {self.stock.item}"


class MovementKind(models.TextChoices):
    """What happens to goods (reference/welfare.md §5.2)."""

    TAKEN_IN = "taken_in", pgettext_lazy("库存变动", "入库")
    RESERVED = "reserved", pgettext_lazy("库存变动", "预留")
    RELEASED = "released", pgettext_lazy("库存变动", "取消预留")
    ISSUED = "issued", pgettext_lazy("库存变动", "领出")
    INSTALLED = "installed", pgettext_lazy("库存变动", "安装")
    RETURNED = "returned", pgettext_lazy("库存变动", "退回")
    WRITTEN_OFF = "written_off", pgettext_lazy("库存变动", "报损")
    COUNTED = "counted", pgettext_lazy("库存变动", "盘点调整")


class StockMovement(models.Model):
    """库存变动 (movement): what was moved, how many, by whom; never changed, another movement undoes it."""

    Kind = MovementKind

    stock = models.ForeignKey(StockItem, models.PROTECT, related_name="movements", verbose_name=_("库存"))
    kind = models.CharField(pgettext_lazy("库存变动", "类别"), max_length=12, choices=MovementKind)
    quantity = models.IntegerField(_("数量"))
    room = models.ForeignKey(
        HopeRoom, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("希望小屋")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    at = models.DateTimeField(pgettext_lazy("库存变动", "时间"), auto_now_add=True)

    objects = OfStockQuerySet.as_manager()

    class Meta:
        verbose_name = _("库存变动")
        verbose_name_plural = pgettext_lazy("复数", "库存变动")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) | Q(kind="counted") & ~Q(quantity=0),
                name="stock_movement_moves_something",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["taken_in", "written_off", "counted"], room__isnull=True)
                | Q(kind__in=["reserved", "released", "issued", "installed", "returned"], room__isnull=False),
                name="stock_movement_names_its_room",
            ),
            models.CheckConstraint(
                condition=~Q(kind="written_off") | ~Q(note=""), name="stock_movement_written_off_says_why"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stock_movement_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quantity}"


class TakeState(models.TextChoices):
    """Counted by one person, made true by another."""

    COUNTING = "counting", pgettext_lazy("盘点", "盘点中")
    FINAL = "final", pgettext_lazy("盘点", "已确认")


TAKE_NEXT: Mapping[str, tuple[str, ...]] = {TakeState.COUNTING: (TakeState.FINAL,)}


class StockTake(models.Model):
    """盘点 (stock-take): two keys, and no way back (reference/welfare.md §8, 15)."""

    State = TakeState
    NEXT = TAKE_NEXT

    place = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("存放单位")
    )
    state = models.CharField(
        pgettext_lazy("盘点", "状态"),
        max_length=10,
        choices=TakeState,
        default=TakeState.COUNTING,
        editable=False,
    )
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("盘点人")
    )
    counted_at = models.DateTimeField(_("盘点时间"), auto_now_add=True)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认人"),
    )
    finalised_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    objects = StockTakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("盘点")
        verbose_name_plural = pgettext_lazy("复数", "盘点")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(state="counting"), name="stock_take_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(finalised_by__isnull=True) | ~Q(finalised_by=F("counted_by")),
                name="stock_take_finalised_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="counting", finalised_by__isnull=True, finalised_at__isnull=True)
                | Q(state="final", finalised_by__isnull=False, finalised_at__isnull=False),
                name="stock_take_state_agrees_with_times",
            ),
        ]
        triggers = [
            moves_as_allowed("stock_take_moves_as_allowed", TAKE_NEXT),
            pgtrigger.Protect(
                name="stock_take_final_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="final"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.get_state_display()}"


class StockCount(models.Model):
    """盘点记录 (count): what the books said at that moment, and what was there."""

    take = models.ForeignKey(StockTake, models.CASCADE, related_name="counts", verbose_name=_("盘点"))
    stock = models.ForeignKey(StockItem, models.PROTECT, related_name="+", verbose_name=_("库存"))
    expected = models.IntegerField(_("账面数量"))
    counted = models.PositiveIntegerField(_("实盘数量"))

    objects = OfStockQuerySet.as_manager()

    class Meta:
        verbose_name = _("盘点记录")
        verbose_name_plural = pgettext_lazy("复数", "盘点记录")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["take", "stock"], name="stock_count_once_per_take")]

    def __str__(self) -> str:
        return f"{self.stock}: {self.counted}"

    @property
    def difference(self) -> int:
        """What the take adds to the stock, or takes from it."""
        return self.counted - self.expected
