"""资金分配与支出 (allocations): a gift for a line of a room's budget, within its money and its purpose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hope_rooms.funding import Funding, funding_of
from hope_rooms.gift_errors import (
    AllocationUsedUp,
    FundsStand,
    GiftUsedUp,
    LineNotPlanned,
    NothingToTakeBack,
    PaidInTheFuture,
    PurposeLocked,
    RoomTakesNoMoney,
    UnderFunded,
    VoucherMissing,
)
from hope_rooms.models import Allocation, BillLine, Gift, GiftTransition, HopeRoom, Spending
from hope_rooms.models.room import MAKING
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .counters import add_to, telling
from .gifts import in_yuan
from .moves import move_room
from .pool import money_back

ALLOCATE, SPEND = "hope_rooms.allocate_gift", "hope_rooms.record_spending"
# From then on the room's bill stays covered.
UNFUNDED = (HopeRoom.State.APPROVED, HopeRoom.State.DESIGNING)


def allocate(*, actor: User, gift: Gift, room: HopeRoom, line: str, amount: Decimal) -> Allocation:
    """
    分配 (allocate) so much of a gift to one line of a room's bill; before there is a bill, to any line.

    Locks in one order: room, gift. Raises `GiftUsedUp`, `PurposeLocked`, `RoomTakesNoMoney`, `AmountMissing`,
    `LineNotPlanned`.
    """
    policy.require(actor, ALLOCATE, gift)
    yuan = in_yuan(amount)
    with (
        telling(GiftUsedUp, gift, "left", asked=yuan),
        explaining(gift_gives_no_more_than_it_received=GiftUsedUp),
        transaction.atomic(),
    ):
        room = open_for_money(room)
        _refuse_line_not_planned(room, line)
        add_to(gift, allocated=yuan)
        gift.refresh_from_db()
        _refuse_other_purpose(gift, room)
        change = gift.changes.filter(state="agreed").last()
        made: Allocation = Allocation.objects.create(
            gift=gift, room=room, line=line, amount=yuan, change=change, made_by=actor
        )
    return made


def open_for_money(room: HopeRoom) -> HopeRoom:
    """The room under its lock, so that it is not cancelled meanwhile. Raises `RoomTakesNoMoney`."""
    rooms = HopeRoom.objects.select_related("child").select_for_update(of=["self"], no_key=True)
    locked: HopeRoom = rooms.get(pk=room.pk)
    if locked.state not in MAKING:
        raise RoomTakesNoMoney(state=locked.get_state_display())
    return locked


def _refuse_line_not_planned(room: HopeRoom, line: str) -> None:
    labels = dict(BillLine.Line.choices)
    planned = set(room.bill.values_list("line", flat=True)) or set(labels)
    if line not in planned:
        lines = [str(label) for each, label in labels.items() if each in planned]
        raise LineNotPlanned(line=labels.get(line, line), lines=pgettext("标点", "、").join(lines))


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
    with (
        telling(AllocationUsedUp, allocation, "left", asked=yuan),
        explaining(allocation_spends_no_more_than_it_has=AllocationUsedUp),
        transaction.atomic(),
    ):
        add_to(allocation, spent=yuan)
        spent: Spending = Spending.objects.create(
            allocation=allocation, amount=yuan, paid_on=on, voucher=voucher.strip(), recorded_by=actor
        )
    return spent


@transaction.atomic
def take_back(*, actor: User, allocation: Allocation) -> Allocation:
    """
    收回 (take back) what is unspent, while nothing rests on it: the gift may give it to another line or room.

    Locks in one order: room, gift, allocation. Raises `FundsStand`, `RoomTakesNoMoney`, `NothingToTakeBack`.
    """
    policy.require(actor, ALLOCATE, allocation)
    room = open_for_money(allocation.room)
    if room.state not in UNFUNDED:
        raise FundsStand(state=room.get_state_display())
    yuan = money_back(Allocation.objects.filter(pk=allocation.pk))
    if not yuan:
        raise NothingToTakeBack(amount=allocation.amount)
    gift = allocation.gift
    note = _("收回 %(amount)s 元：%(what)s") % {"amount": yuan, "what": allocation}
    GiftTransition.objects.create(
        gift=gift, actor=actor, from_state=gift.state, to_state=gift.state, note=note
    )
    allocation.refresh_from_db()
    return allocation


@transaction.atomic
def fund_room(*, actor: User, room: HopeRoom) -> HopeRoom:
    """资金落实 (funded): every line of the bill is covered, and building may begin. Raises `UnderFunded`."""
    policy.require(actor, ALLOCATE, room)
    room = open_for_money(room)
    funding = funding_of(room)
    if not funding.is_whole:
        raise UnderFunded(lines=_told_short(funding))
    return move_room(actor, room, HopeRoom.State.FUNDED)


def _told_short(funding: Funding) -> str:
    """Each line that is short, with its three numbers."""
    told = [
        _("%(line)s预算 %(budget)s 元，已分配 %(allocated)s 元，还差 %(short)s 元")
        % {"line": line.label, "budget": line.budget, "allocated": line.allocated, "short": line.short}
        for line in funding.short_lines
    ]
    if funding.unnamed:
        told.append(_("另有 %(amount)s 元未分科目，可以补任何一项") % {"amount": funding.unnamed})
    return pgettext("标点", "；").join(told) or _("还没有料单")
