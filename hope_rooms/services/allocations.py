"""资金分配与支出 (allocations): a gift for a line of a room's budget, within its money and its purpose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from hope_rooms.funding import Funding, allocated_to
from hope_rooms.gift_errors import (
    AllocationUsedUp,
    GiftUsedUp,
    PaidInTheFuture,
    PurposeLocked,
    RoomTakesNoMoney,
    UnderFunded,
    VoucherMissing,
)
from hope_rooms.models import Allocation, Gift, HopeRoom, Spending
from hope_rooms.models.room import MAKING
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .counters import add_to
from .gifts import in_yuan
from .moves import move_room

ALLOCATE, SPEND = "hope_rooms.allocate_gift", "hope_rooms.record_spending"


def allocate(*, actor: User, gift: Gift, room: HopeRoom, line: str, amount: Decimal) -> Allocation:
    """
    分配 (allocate) so much of a gift to one line of a room's budget.

    Locks in one order: room, gift. Raises `GiftUsedUp`, `PurposeLocked`, `RoomTakesNoMoney`, `AmountMissing`.
    """
    policy.require(actor, ALLOCATE, gift)
    yuan = in_yuan(amount)
    with explaining(gift_gives_no_more_than_it_received=GiftUsedUp), transaction.atomic():
        room = open_for_money(room)
        add_to(gift, allocated=yuan)
        gift.refresh_from_db()
        _refuse_other_purpose(gift, room)
        change = gift.changes.filter(state="agreed").last()
        made: Allocation = Allocation.objects.create(
            gift=gift, room=room, line=line.strip(), amount=yuan, change=change, made_by=actor
        )
    return made


def open_for_money(room: HopeRoom) -> HopeRoom:
    """The room under its lock, so that it is not cancelled meanwhile. Raises `RoomTakesNoMoney`."""
    rooms = HopeRoom.objects.select_related("child").select_for_update(of=["self"], no_key=True)
    locked: HopeRoom = rooms.get(pk=room.pk)
    if locked.state not in MAKING:
        raise RoomTakesNoMoney(state=locked.get_state_display())
    return locked


def _refuse_other_purpose(gift: Gift, room: HopeRoom) -> None:
    """The wall is the trigger allocation_keeps_the_gifts_purpose; here is said what would change it."""
    fits = {
        "any": True,
        "district": gift.district_id == room.child.reporting_org_id,
        "room": gift.room_id == room.pk,
    }
    if not fits[gift.purpose]:
        raise PurposeLocked(purpose=gift.purpose_told)


def spend(*, actor: User, allocation: Allocation, amount: Decimal, on: date, voucher: str) -> Spending:
    """登记支出 (spend). Raises `AllocationUsedUp`, `VoucherMissing`, `AmountMissing`, `PaidInTheFuture`."""
    policy.require(actor, SPEND, allocation)
    yuan = in_yuan(amount)
    if not voucher.strip():
        raise VoucherMissing
    if on > today():
        raise PaidInTheFuture
    with explaining(allocation_spends_no_more_than_it_has=AllocationUsedUp), transaction.atomic():
        add_to(allocation, spent=yuan)
        spent: Spending = Spending.objects.create(
            allocation=allocation, amount=yuan, paid_on=on, voucher=voucher.strip(), recorded_by=actor
        )
    return spent


@transaction.atomic
def fund_room(*, actor: User, room: HopeRoom, budget: Decimal) -> HopeRoom:
    """资金落实 (funded): the whole budget is covered, and building may begin. Raises `UnderFunded`."""
    policy.require(actor, ALLOCATE, room)
    room = open_for_money(room)
    funding = Funding(budget, allocated_to(room))
    if not funding.is_whole:
        raise UnderFunded(budget=budget, allocated=funding.allocated, short=funding.short)
    return move_room(actor, room, HopeRoom.State.FUNDED)
