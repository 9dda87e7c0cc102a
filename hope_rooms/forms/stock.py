"""Forms of the store: what is moved for which room, and what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.models import RoomGoods, StockItem
from hope_rooms.services.movements import Move
from zibo_youth.core.form_fields import words_field

from .gifts import DeskForm, RoomField
from .goods import MOST
from .steps import StepForm


def pieces_field() -> forms.IntegerField:
    """How many."""
    return forms.IntegerField(label=pgettext_lazy("库存变动", "数量"), min_value=1, max_value=MOST)


class MoveForm(DeskForm):
    """So many pieces of the stock."""

    quantity = pieces_field()

    def told(self, kind: str) -> Move:
        """The move as the service takes it."""
        given = self.cleaned_data
        return Move(kind, given["quantity"], given.get("room"), given.get("note", ""))


class ReserveForm(MoveForm):
    """预留: for a room by its code."""

    room = RoomField(label=_("小屋编号"), max_length=24)
    field_order = ("room", "quantity")


class RoomMoveForm(MoveForm):
    """Of what a room has of this item; ``has`` names the counter."""

    room = forms.ModelChoiceField(
        label=_("希望小屋"), queryset=RoomGoods.objects.none(), empty_label=_("请选择")
    )
    field_order = ("room", "quantity")
    has = "reserved"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        room: Any = self.fields["room"]
        room.queryset = self.of.rooms.filter(**{f"{self.has}__gt": 0}).select_related("room__child")
        room.label_from_instance = lambda goods: f"{goods.room.child.code}（{getattr(goods, self.has)}）"

    def clean_room(self) -> Any:
        return self.cleaned_data["room"].room


class BroughtForm(RoomMoveForm):
    """Of what was brought to a room and is not put in."""

    has = "issued"


class WriteOffForm(MoveForm):
    """报损: why."""

    note = words_field(_("报损原因"), max_length=200)


class ReserveHereForm(StepForm):
    """预留物资 on the room's page: of the store of its own district."""

    stock = forms.ModelChoiceField(
        label=_("库存"), queryset=StockItem.objects.none(), empty_label=_("请选择")
    )
    quantity = pieces_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stock: Any = self.fields["stock"]
        stock.queryset = StockItem.objects.free().kept_for(self.room).select_related("item")
        stock.label_from_instance = told_with_free


def told_with_free(stock: StockItem) -> str:
    """An item in a list: how many are free."""
    return _("%(item)s（可预留 %(free)s %(unit)s）") % {
        "item": stock.item,
        "free": stock.free,
        "unit": stock.item.unit,
    }


class CountForm(forms.Form):
    """盘点: every item of the place as it lies there; the books are not shown, so that nobody copies them."""

    def __init__(self, *args: Any, stocks: list[StockItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.stocks = stocks
        for stock in stocks:
            self.fields[f"stock_{stock.pk}"] = forms.IntegerField(
                label=f"{stock.item}（{stock.item.unit}）", min_value=0, max_value=MOST
            )

    def counts(self) -> Mapping[StockItem, int]:
        """So many of each."""
        return {stock: self.cleaned_data[f"stock_{stock.pk}"] for stock in self.stocks}
