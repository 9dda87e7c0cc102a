"""回到资金池 (back to the pool): what a room that is not built leaves unspent, under its donor's purpose."""

from __future__ import annotations

from hope_rooms.models import Allocation, Gift, HopeRoom, RoomGoods
from zibo_youth.accounts.policy import Actor

from .counters import add_to
from .movements import Move, moved


def give_back(actor: Actor, room: HopeRoom) -> None:
    """
    Unspent money returns to its gifts, promised goods to their stock; what was brought is returned by hand.

    The caller holds the room's lock. Locks in one order: gifts, allocations, stock.
    """
    gifts = Gift.objects.filter(allocations__room=room).order_by("pk").values_list("pk", flat=True)
    list(Gift.objects.filter(pk__in=list(gifts)).order_by("pk").select_for_update(no_key=True))
    for allocation in Allocation.objects.filter(room=room).standing().order_by("pk").select_for_update():
        if allocation.left:
            add_to(allocation.gift, allocated=-allocation.left)
            add_to(allocation, returned=allocation.left)
    promised = RoomGoods.objects.filter(room=room, reserved__gt=0).select_related("stock")
    for goods in promised.order_by("stock__place_id", "stock__item_id"):
        moved(actor, goods.stock, Move("released", goods.reserved, room))
