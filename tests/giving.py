"""Builders for money and goods of the Hope Rooms."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from PIL import Image

from hope_rooms.models import (
    Adoption,
    Allocation,
    Campaign,
    Donor,
    Gift,
    GiftTransition,
    GoodsGift,
    GoodsItem,
    GoodsLine,
    HopeRoom,
    PurposeChange,
    Refund,
    RoomGoods,
    Spending,
    StockCount,
    StockItem,
    StockMovement,
    StockTake,
)
from hope_rooms.services import adoptions, allocations, gifts, goods, purposes, stock
from hope_rooms.services.consents import Answer, record_consent
from hope_rooms.services.gifts import ANYTHING, Restriction
from hope_rooms.services.movements import Move
from hope_rooms.services.moves import move_room
from tests import hoping, people
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import today

State = HopeRoom.State
DESK = 380


def yuan(amount: int | str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def paper() -> SimpleUploadedFile:
    """The scan of a donor's consent."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return SimpleUploadedFile("同意书.png", out.getvalue(), "image/png")


def change_asked(actor: User, gift: Gift, to: Restriction, consent: str = "同意书 2021-1") -> PurposeChange:
    return purposes.ask_purpose_change(actor=actor, gift=gift, to=to, consent=consent, paper=paper())


def another_finance() -> User:
    """A second key for what the first one asked for."""
    whole = Organisation.objects.get(code="city")
    return people.staff("孙示账", whole, Membership.Role.FINANCE_OFFICER)


def approved(at: hoping.City, room: HopeRoom | None = None) -> HopeRoom:
    """A room that the city has approved and that is being planned."""
    room = room or hoping.screened(at)
    with transaction.atomic():
        for state in (State.PROPOSED, State.DISTRICT_APPROVED, State.APPROVED, State.DESIGNING):
            move_room(at.officer, room, state)
    return room


def donor(actor: User, name: str = "示范公司") -> Donor:
    return gifts.register_donor(actor=actor, kind="organisation", name=name)


def given(
    actor: User, here: Organisation, amount: int | str = 15_000, to: Restriction = ANYTHING, **other: Any
) -> Gift:
    """Money that has come in."""
    gift = gifts.pledge_gift(
        actor=actor, donor=donor(actor), reporting_org=here, amount=yuan(amount), restriction=to, **other
    )
    return gifts.receive_gift(actor=actor, gift=gift, amount=yuan(amount), on=today())


def item(name: str = "示范书桌", price: int | str = DESK) -> GoodsItem:
    return GoodsItem.objects.get_or_create(name=name, defaults={"unit": "张", "price": yuan(price)})[0]


def offered(actor: User, place: Organisation, quantity: int = 20, of: GoodsItem | None = None) -> GoodsGift:
    return goods.offer_goods(actor=actor, donor=donor(actor), place=place, lines={of or item(): quantity})


def accepted(actor: User, place: Organisation, quantity: int = 20, of: GoodsItem | None = None) -> GoodsGift:
    """Goods in stock."""
    gift = goods.inspect_goods(actor=actor, gift=offered(actor, place, quantity, of), note="完好，有检测报告")
    return goods.accept_goods(actor=actor, gift=gift)


def stocked(actor: User, place: Organisation, quantity: int = 20, of: GoodsItem | None = None) -> StockItem:
    accepted(actor, place, quantity, of)
    return StockItem.objects.get(place=place, item=of or item())


def rows_of(room: HopeRoom, district: Organisation) -> dict[type[Model], Any]:
    """One row of every table of money and goods for one district's room."""
    whole = Organisation.objects.get(code="city")
    finance = people.staff("许示账", whole, Membership.Role.FINANCE_OFFICER)
    director = people.staff("秦示任", whole, Membership.Role.CENTRE_DIRECTOR)
    gift = given(finance, district)
    with transaction.atomic():
        for state in (State.SURVEYING, State.PROPOSED, State.DISTRICT_APPROVED, State.APPROVED):
            move_room(finance, room, state)
    part = allocations.allocate(actor=finance, gift=gift, room=room, line="furniture", amount=yuan(1000))
    kept = stocked(finance, district)
    stock.move_stock(actor=finance, stock=kept, move=Move("reserved", 1, room))
    take = stock.count_stock(actor=finance, place=district, counts={kept: 20})
    record_sharing(room, director)
    return {
        Campaign: Campaign.objects.create(name=f"示范季{district.pk}", starts_on=today(), ends_on=today()),
        Donor: gift.donor,
        Gift: gift,
        GiftTransition: gift.transitions.first(),
        PurposeChange: change_asked(finance, gift, Restriction("district", district)),
        Allocation: part,
        Spending: allocations.spend(
            actor=finance, allocation=part, amount=yuan(100), on=today(), voucher="记-1"
        ),
        Refund: gifts.refund_gift(actor=finance, gift=gift, amount=yuan(1), reason="多汇", voucher="记-2"),
        GoodsGift: GoodsGift.objects.filter(place=district).first(),
        GoodsItem: item(),
        GoodsLine: GoodsLine.objects.filter(gift__place=district).first(),
        StockItem: kept,
        RoomGoods: RoomGoods.objects.get(room=room),
        StockMovement: kept.movements.first(),
        StockTake: take,
        StockCount: StockCount.objects.get(take=take),
        Adoption: adoptions.adopt_room(actor=director, donor=gift.donor, room=room).adoption,
    }


def record_sharing(room: HopeRoom, actor: User, purpose: str = "sharing") -> None:
    """The guardian agrees that a donor is told, or named."""
    answer = Answer(purpose, True, "paper", today())
    record_consent(actor=actor, child=room.child, guardian=hoping.GUARDIAN, answer=answer)
