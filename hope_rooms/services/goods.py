"""实物捐赠 (gifts in kind): offered, inspected, accepted at the value of that day, and then in stock."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from hope_rooms.gift_errors import GoodsMissing, GoodsMoved, InspectionMissing
from hope_rooms.models import Campaign, Donor, GoodsGift, GoodsItem, GoodsLine, StockItem
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.moves import along

from .gifts import KEEP
from .movements import Move, moved

State = GoodsGift.State


@transaction.atomic
def offer_goods(
    *,
    actor: User,
    donor: Donor,
    place: Organisation,
    lines: Mapping[GoodsItem, int],
    campaign: Campaign | None = None,
) -> GoodsGift:
    """登记实物意向 (offer): which items, how many. Raises `GoodsMissing`."""
    policy.require(actor, KEEP)
    if not lines or min(lines.values()) <= 0:
        raise GoodsMissing
    gift: GoodsGift = GoodsGift.objects.create(donor=donor, place=place, campaign=campaign)
    GoodsLine.objects.bulk_create(
        GoodsLine(gift=gift, item=item, quantity=quantity) for item, quantity in lines.items()
    )
    return gift


@transaction.atomic
def inspect_goods(*, actor: User, gift: GoodsGift, note: str) -> GoodsGift:
    """登记查验 (inspect). Raises `InspectionMissing`, `GoodsMoved`."""
    return _looked_at(actor, gift, State.INSPECTED, note)


@transaction.atomic
def reject_goods(*, actor: User, gift: GoodsGift, note: str) -> GoodsGift:
    """不接收 (reject), with the reason. Raises `InspectionMissing`, `GoodsMoved`."""
    return _looked_at(actor, gift, State.REJECTED, note)


def _looked_at(actor: User, gift: GoodsGift, to: str, note: str) -> GoodsGift:
    policy.require(actor, KEEP, gift)
    if not note.strip():
        raise InspectionMissing
    return _moved(actor, gift, to, note=note.strip())


@transaction.atomic
def accept_goods(*, actor: User, gift: GoodsGift) -> GoodsGift:
    """
    接收入库 (accept): the catalogue's price of now is frozen on each line, and the goods lie in stock.

    Raises `GoodsMoved`, `GoodsMissing` for goods that are worth nothing.
    """
    policy.require(actor, KEEP, gift)
    lines = list(gift.lines.select_related("item").order_by("item_id"))
    value = sum((line.quantity * line.item.price for line in lines), Decimal("0.00"))
    if value <= 0:
        raise GoodsMissing
    _moved(actor, gift, State.ACCEPTED, value=value, accepted_on=today())
    for line in lines:
        line.unit_value = line.item.price
    GoodsLine.objects.bulk_update(lines, ["unit_value"])
    StockItem.objects.bulk_create(
        [StockItem(place=gift.place, item=line.item) for line in lines], ignore_conflicts=True
    )
    for line in lines:
        stock = StockItem.objects.get(place=gift.place, item=line.item)
        moved(actor, stock, Move("taken_in", line.quantity, note=str(gift)))
    return gift


def _moved(actor: User, gift: GoodsGift, to: str, **changes: Any) -> GoodsGift:
    along(gift, to, GoodsMoved, decided_by=actor, **changes)
    return gift
