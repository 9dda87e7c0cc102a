"""库存变动 (movements): what each kind does to the counters is a table; each is one UPDATE under a CHECK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from hope_rooms.gift_errors import GoodsShort, StockShort
from hope_rooms.models import HopeRoom, RoomGoods, StockItem, StockMovement
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining

from .counters import add_to, telling

Kind = StockMovement.Kind
# What one piece adds to the stock (quantity, reserved) and to the room (reserved, issued, installed).
EFFECTS: Mapping[str, tuple[tuple[int, int], tuple[int, int, int]]] = {
    Kind.TAKEN_IN: ((1, 0), (0, 0, 0)),
    Kind.COUNTED: ((1, 0), (0, 0, 0)),
    Kind.WRITTEN_OFF: ((-1, 0), (0, 0, 0)),
    Kind.RESERVED: ((0, 1), (1, 0, 0)),
    Kind.RELEASED: ((0, -1), (-1, 0, 0)),
    Kind.ISSUED: ((-1, -1), (-1, 1, 0)),
    Kind.INSTALLED: ((0, 0), (0, -1, 1)),
    Kind.RETURNED: ((1, 0), (0, -1, 0)),
}


@dataclass(frozen=True, slots=True)
class Move:
    """So many pieces, of a room where they are for one."""

    kind: str
    quantity: int
    room: HopeRoom | None = None
    note: str = ""


def moved(actor: Actor, stock: StockItem, move: Move) -> StockMovement:
    """
    The counters and the row of a movement; the caller has asked the policy.

    Locks in one order: stock, then the room's goods. Raises `StockShort`, `GoodsShort`.
    """
    of_stock, of_room = EFFECTS[move.kind]
    with (
        telling(StockShort, stock, "quantity", "reserved", "free", asked=abs(move.quantity)),
        explaining(stock_item_gives_no_more_than_there_is=StockShort),
        transaction.atomic(),
    ):
        if move.room:
            _add_to_room(stock, move, of_room)
        quantity, reserved = (each * move.quantity for each in of_stock)
        add_to(stock, quantity=quantity, reserved=reserved)
        movement: StockMovement = StockMovement.objects.create(
            stock=stock,
            kind=move.kind,
            quantity=move.quantity,
            room=move.room,
            note=move.note,
            by=actor if isinstance(actor, User) else None,
        )
    return movement


def _add_to_room(stock: StockItem, move: Move, effect: tuple[int, int, int]) -> None:
    """Of the room first: whoever asks for more than the room has is told that, not that stock is short."""
    StockItem.objects.select_for_update(no_key=True).get(pk=stock.pk)
    RoomGoods.objects.bulk_create([RoomGoods(stock=stock, room=move.room)], ignore_conflicts=True)
    goods = RoomGoods.objects.get(stock=stock, room=move.room)
    reserved, issued, installed = (each * move.quantity for each in effect)
    with (
        telling(GoodsShort, goods, "reserved", "issued", asked=move.quantity),
        explaining(room_goods_gives_no_more_than_it_has=GoodsShort),
        transaction.atomic(),
    ):
        add_to(goods, reserved=reserved, issued=issued, installed=installed)
