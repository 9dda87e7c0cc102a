"""库存 (stock): promised to rooms, brought there and put in; counted by one, made true by another."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.gift_errors import (
    ApprovedByAnother,
    CountsMissing,
    QuantityMissing,
    TakeOver,
    TakeStands,
)
from hope_rooms.models import StockCount, StockItem, StockMovement, StockTake
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.errors import explaining

from .allocations import open_for_money
from .movements import Move, moved

KEEP, FINALISE = "hope_rooms.keep_stock", "hope_rooms.finalise_stock_take"
Kind = StockMovement.Kind
BY_HAND = (Kind.RESERVED, Kind.RELEASED, Kind.ISSUED, Kind.INSTALLED, Kind.RETURNED, Kind.WRITTEN_OFF)
# Only for a room that is being built; what is taken back is taken from any.
TOWARDS_A_ROOM = (Kind.RESERVED, Kind.ISSUED, Kind.INSTALLED)


@transaction.atomic
def move_stock(*, actor: User, stock: StockItem, move: Move) -> StockMovement:
    """
    办理库存变动 (move): reserve, release, issue, install, return, write off.

    A district's own store serves the rooms of its own. Raises `StockShort`, `GoodsShort`, `QuantityMissing`,
    `RoomTakesNoMoney`.
    """
    policy.require(actor, KEEP, stock)
    if move.room:
        policy.require(actor, KEEP, move.room)
    writes_off = move.kind == Kind.WRITTEN_OFF
    if move.kind not in BY_HAND or move.quantity <= 0 or (writes_off and not move.note.strip()):
        raise QuantityMissing
    if (move.room is None) != writes_off:
        raise QuantityMissing
    if move.room and move.kind in TOWARDS_A_ROOM:
        open_for_money(move.room)
    return moved(actor, stock, move)


def count_stock(*, actor: User, place: Organisation, counts: Mapping[StockItem, int]) -> StockTake:
    """
    盘点 (count): every item of the place, as it lies there. Changes nothing until another makes it true.

    Raises `CountsMissing`, `TakeStands`.
    """
    take = StockTake(place=place, counted_by=actor)
    policy.require(actor, KEEP, take)
    with explaining(stock_take_one_at_a_time=TakeStands), transaction.atomic():
        take.save(force_insert=True)
        stocks = list(StockItem.objects.filter(place=place).order_by("item_id").select_for_update())
        if not stocks or set(stocks) != set(counts) or min(counts.values()) < 0:
            raise CountsMissing
        StockCount.objects.bulk_create(
            StockCount(take=take, stock=stock, expected=stock.quantity, counted=counts[stock])
            for stock in stocks
        )
    return take


def finalise_stock_take(*, actor: User, take: StockTake) -> StockTake:
    """
    确认盘点 (finalise), by another than who counted; there is no way back.

    What moved since the count stays: the difference of that moment is added. Raises `ApprovedByAnother`,
    `TakeOver`, `StockShort` where promised goods are not there any more.
    """
    policy.require(actor, FINALISE, take)
    with explaining(stock_take_finalised_by_another=ApprovedByAnother), transaction.atomic():
        done = StockTake.objects.filter(pk=take.pk, state="counting").update(
            state="final", finalised_by=actor, finalised_at=Now()
        )
        if not done:
            raise TakeOver
        for count in take.counts.select_related("stock").order_by("stock__item_id"):
            if count.difference:
                moved(actor, count.stock, Move(Kind.COUNTED, count.difference))
    take.refresh_from_db()
    return take
