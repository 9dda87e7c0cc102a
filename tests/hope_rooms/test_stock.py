"""实物和库存: value frozen at acceptance, stock never below nothing, counted with two keys (welfare.md §9.8)."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.utils import InternalError

from hope_rooms.gift_errors import (
    ApprovedByAnother,
    CountsMissing,
    GoodsMissing,
    GoodsMoved,
    GoodsShort,
    InspectionMissing,
    QuantityMissing,
    RoomTakesNoMoney,
    StockShort,
    TakeOver,
    TakeStands,
)
from hope_rooms.models import GoodsGift, GoodsItem, GoodsLine, HopeRoom, RoomGoods, StockItem, StockTake
from hope_rooms.services import goods, stock
from hope_rooms.services.movements import Move
from hope_rooms.services.moves import move_room
from tests import giving, hoping
from tests.giving import yuan
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(city):
    return giving.approved(city)


@pytest.fixture
def kept(city):
    return giving.stocked(city.finance, city.here)


def move(city, kept, kind, quantity, room=None, note=""):
    stock.move_stock(actor=city.officer, stock=kept, move=Move(kind, quantity, room, note))
    kept.refresh_from_db()
    return kept.quantity, kept.reserved


def test_20_desks_at_380_stay_7600_when_the_price_becomes_450(city):
    gift = giving.accepted(city.finance, city.here, 20)

    GoodsItem.objects.update(price=yuan(450))

    gift.refresh_from_db()
    assert gift.value == sum(line.value for line in gift.lines.all()) == yuan(7_600)


def test_the_database_itself_keeps_the_value(city):
    giving.accepted(city.finance, city.here)
    for act in (
        lambda: GoodsLine.objects.update(unit_value=yuan(450)),
        lambda: GoodsLine.objects.all().delete(),
        lambda: GoodsGift.objects.update(value=yuan(9_000)),
    ):
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            act()


def test_goods_are_inspected_before_they_are_accepted_and_count_for_nothing_before(city):
    gift = giving.offered(city.finance, city.here)
    with pytest.raises(GoodsMoved):
        goods.accept_goods(actor=city.finance, gift=gift)
    with pytest.raises(InspectionMissing):
        goods.inspect_goods(actor=city.finance, gift=gift, note=" ")
    assert (gift.value, StockItem.objects.count()) == (0, 0)

    goods.reject_goods(actor=city.finance, gift=gift, note="没有检测报告")
    with pytest.raises(GoodsMoved):
        goods.inspect_goods(actor=city.finance, gift=gift, note="再看")


def test_goods_are_some_things(city):
    with pytest.raises(GoodsMissing):
        giving.offered(city.finance, city.here, 0)


def test_goods_are_promised_brought_put_in_and_brought_back(city, kept, room):
    assert move(city, kept, "reserved", 5, room) == (20, 5)
    assert move(city, kept, "issued", 4, room) == (16, 1)
    assert move(city, kept, "installed", 3, room) == (16, 1)
    assert move(city, kept, "returned", 1, room) == (17, 1)
    assert move(city, kept, "released", 1, room) == (17, 0)
    assert move(city, kept, "written_off", 2, note="受潮") == (15, 0)

    there = RoomGoods.objects.get(room=room)
    assert (there.reserved, there.issued, there.installed) == (0, 0, 3)
    assert kept.movements.count() == 7


def test_no_more_leaves_than_there_is(city, kept, room):
    move(city, kept, "reserved", 15, room)
    with pytest.raises(StockShort):
        move(city, kept, "reserved", 6, room)
    with pytest.raises(StockShort):
        move(city, kept, "written_off", 6, note="丢失")
    with pytest.raises(GoodsShort):
        move(city, kept, "issued", 16, room)
    with pytest.raises(GoodsShort):
        move(city, kept, "installed", 1, room)
    with pytest.raises(GoodsShort):
        move(city, kept, "returned", 1, room)


@pytest.mark.parametrize(
    ("kind", "quantity", "of_room", "note"),
    [
        ("reserved", 0, True, ""),
        ("reserved", 1, False, ""),
        ("written_off", 1, False, " "),
        ("written_off", 1, True, "受潮"),
        ("taken_in", 1, False, ""),
        ("counted", 1, False, ""),
    ],
)
def test_a_movement_by_hand_is_whole(city, kept, room, kind, quantity, of_room, note):
    with pytest.raises(QuantityMissing):
        move(city, kept, kind, quantity, room if of_room else None, note)


def test_goods_are_for_approved_rooms(city, kept):
    with pytest.raises(RoomTakesNoMoney):
        move(city, kept, "reserved", 1, hoping.screened(city))


def test_another_districts_store_is_not_ones_own(city, kept, room):
    with pytest.raises(NotAllowed):
        stock.move_stock(actor=city.foreign_officer, stock=kept, move=Move("reserved", 1, room))


def test_the_database_itself_keeps_the_stock_above_nothing(kept):
    with pytest.raises(IntegrityError, match="stock_item_gives_no_more"), transaction.atomic():
        StockItem.objects.filter(pk=kept.pk).update(quantity=-1)


def test_a_cancelled_room_lets_go_of_what_was_promised(city, kept, room):
    move(city, kept, "reserved", 5, room)
    move(city, kept, "issued", 2, room)

    with transaction.atomic():
        move_room(city.city_staff, room, HopeRoom.State.CANCELLED)

    kept.refresh_from_db()
    assert (kept.quantity, kept.reserved) == (18, 0)
    assert move(city, kept, "returned", 2, room) == (20, 0)


def test_a_count_changes_nothing_until_another_makes_it_true(city, kept):
    take = stock.count_stock(actor=city.officer, place=city.here, counts={kept: 17})
    kept.refresh_from_db()
    assert kept.quantity == 20
    with pytest.raises(TakeStands):
        stock.count_stock(actor=city.officer_2, place=city.here, counts={kept: 17})
    with pytest.raises(ApprovedByAnother):
        stock.finalise_stock_take(actor=city.officer, take=take)

    stock.finalise_stock_take(actor=city.officer_2, take=take)

    kept.refresh_from_db()
    assert kept.quantity == 17
    with pytest.raises(TakeOver):
        stock.finalise_stock_take(actor=city.finance, take=take)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        StockTake.objects.update(counted_by=city.finance)


def test_what_moved_after_the_count_stays(city, kept, room):
    take = stock.count_stock(actor=city.officer, place=city.here, counts={kept: 19})
    move(city, kept, "reserved", 5, room)
    move(city, kept, "issued", 5, room)

    stock.finalise_stock_take(actor=city.officer_2, take=take)

    kept.refresh_from_db()
    assert kept.quantity == 14


def test_a_count_is_of_every_item(city, kept):
    for counts in ({}, {kept: -1}):
        with pytest.raises(CountsMissing):
            stock.count_stock(actor=city.officer, place=city.here, counts=counts)


def test_a_count_that_misses_promised_goods_is_refused_as_a_whole(city, kept, room):
    move(city, kept, "reserved", 5, room)
    take = stock.count_stock(actor=city.officer, place=city.here, counts={kept: 4})
    with pytest.raises(StockShort):
        stock.finalise_stock_take(actor=city.officer_2, take=take)
    take.refresh_from_db()
    assert take.state == "counting"
