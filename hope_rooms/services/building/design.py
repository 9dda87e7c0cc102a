"""一户一方案 (the plan): a bill of materials within the city's cap, then its money."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from hope_rooms.building_errors import BillClosed, BillEmpty, BillTooHigh, QuantityNotPositive
from hope_rooms.errors import RoomMoved
from hope_rooms.models import BillLine, Build, HopeRoom
from hope_rooms.models.survey import Level
from hope_rooms.services.allocations import ALLOCATE, fund_room
from hope_rooms.services.moves import move_room
from hope_rooms.services.words import safe
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User

from .rooms import State, hand_of, lock_room

PLAN = "hope_rooms.plan_room"
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of the bill: price in yuan."""

    line: str
    item: str
    unit: str
    quantity: Decimal
    price_yuan: Decimal


@transaction.atomic
def start_design(*, actor: User, room: HopeRoom) -> HopeRoom:
    """开始方案 (start the plan). Raises `ActedAtAnotherLevel`, `RoomMoved`."""
    policy.require(actor, PLAN, room)
    room = lock_room(room, State.APPROVED)
    hand_of(actor, room, Level.DISTRICT)
    Build.objects.get_or_create(room=room, defaults={"planned_by": actor})
    return move_room(actor, room, State.DESIGNING)


@transaction.atomic
def add_line(*, actor: User, room: HopeRoom, wanted: Wanted) -> BillLine:
    """添加料单 (add a line). Raises `BillTooHigh`, `QuantityNotPositive`, `WordsNotSafe`, `BillClosed`."""
    policy.require(actor, PLAN, room)
    room = _designing(room)
    if wanted.quantity <= 0 or wanted.price_yuan < 0:
        raise QuantityNotPositive
    made: BillLine = BillLine.objects.create(room=room, **asdict(wanted) | {"item": safe(wanted.item)})
    total, cap = budget_of(room), Decimal(settings.HOPE_ROOMS["budget_cap_yuan"])
    if total > cap:
        raise BillTooHigh(total=total, cap=cap)
    return made


@transaction.atomic
def remove_line(*, actor: User, line: BillLine) -> None:
    """删除料单 (remove a line). Raises `BillClosed`."""
    policy.require(actor, PLAN, line.room)
    _designing(line.room)
    line.delete()


def _designing(room: HopeRoom) -> HopeRoom:
    try:
        return lock_room(room, State.DESIGNING)
    except RoomMoved as moved:
        raise BillClosed(**moved.values) from moved


def budget_of(room: HopeRoom) -> Decimal:
    """The sum of the bill, line by line in fen; yuan."""
    return sum((line.amount for line in BillLine.objects.filter(room=room)), ZERO)


@transaction.atomic
def mark_funded(*, actor: User, room: HopeRoom) -> HopeRoom:
    """
    资金落实 (funded): gifts cover every line of the bill, and it changes no more.

    Raises `BillEmpty`, `UnderFunded`, `RoomMoved`.
    """
    policy.require(actor, ALLOCATE, room)
    room = lock_room(room, State.DESIGNING)
    budget = budget_of(room)
    if not budget:
        raise BillEmpty
    moved = fund_room(actor=actor, room=room)
    Build.objects.filter(room=moved).update(budget_yuan=budget)
    return moved
