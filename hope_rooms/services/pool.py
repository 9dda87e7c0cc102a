"""回到资金池 (back to the pool): what a room that is not built leaves unspent, under its donor's purpose."""

from __future__ import annotations

from decimal import Decimal

from hope_rooms.gift_querysets import AllocationQuerySet
from hope_rooms.models import Allocation, Gift, HopeRoom, RoomGoods
from hope_rooms.models.gifts import ZERO
from zibo_youth.accounts.policy import Actor

from .counters import add_to
from .movements import Move, moved


def give_back(actor: Actor, room: HopeRoom) -> None:
    """
    Unspent money returns to its gifts, promised goods to their stock; what was brought is returned by hand.

    The caller holds the room's lock. Locks in one order: gifts, allocations, stock.
    """
    money_back(Allocation.objects.filter(room=room))
    promised = RoomGoods.objects.filter(room=room, reserved__gt=0).select_related("stock")
    for goods in promised.order_by("stock__place_id", "stock__item_id"):
        moved(actor, goods.stock, Move("released", goods.reserved, room))


def money_back(parts: AllocationQuerySet) -> Decimal:
    """What is unspent of these goes back to its gifts; yuan. Locks in one order: gifts, allocations."""
    gifts = sorted(set(parts.values_list("gift_id", flat=True)))
    list(Gift.objects.filter(pk__in=gifts).order_by("pk").select_for_update(no_key=True))
    back = ZERO
    for allocation in parts.standing().order_by("pk").select_for_update():
        if allocation.left:
            add_to(allocation.gift, allocated=-allocation.left)
            add_to(allocation, returned=allocation.left)
            back += allocation.left
    return back
