"""捐赠和库存 at one instant: a gift is not given out twice, and a store not emptied twice."""

import threading

import pytest
from django.db.models import F, Sum

from hope_rooms.funding import funding_of
from hope_rooms.models import Allocation, Gift, HopeRoom, StockItem
from hope_rooms.services import allocations, movements, stock
from hope_rooms.services.building import design
from hope_rooms.services.movements import Move
from tests import building, giving
from tests.giving import yuan
from tests.racing import CROWD, at_once, outcome

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def stale(row, **changes):
    """As if the sum were read, added to and written: what the counter's one UPDATE is there against."""
    for name, change in changes.items():
        setattr(row, name, getattr(row, name) + change)
    row.save(update_fields=list(changes))


@pytest.fixture
def rooms(city):
    return [giving.approved(city) for _ in range(4)]


def allocating(city, gift, rooms):
    """64 at once, of a gift that suffices for ten."""

    def act(number):
        mine = Gift.objects.get(pk=gift.pk)
        return allocations.allocate(
            actor=city.finance, gift=mine, room=rooms[number % 4], line="furniture", amount=yuan(100)
        )

    return outcome(at_once(act))


def given_out(gift):
    return Allocation.objects.filter(gift=gift).aggregate(yuan=Sum("amount"))["yuan"]


def test_of_64_who_allocate_a_gift_for_ten_ten_do(city, rooms):
    gift = giving.given(city.finance, city.here, 1_000)

    assert allocating(city, gift, rooms) == {"Allocation": 10, "GiftUsedUp": CROWD - 10}
    gift.refresh_from_db()
    assert gift.allocated == given_out(gift) == yuan(1_000)


@pytest.mark.control
def test_the_control_with_a_stale_sum_more_is_given_out_than_came_in(city, rooms, monkeypatch):
    gift = giving.given(city.finance, city.here, 1_000)
    monkeypatch.setattr(allocations, "add_to", stale)

    assert allocating(city, gift, rooms)["Allocation"] > 10
    assert given_out(gift) > yuan(1_000)


@pytest.fixture
def covered(city):
    """A room whose one line is just covered, and the allocation that covers it."""
    room = giving.approved(city)
    design.add_line(actor=city.officer, room=room, wanted=building.wanted(900))
    building.covered(city, room)
    return room


def funding_while_taken_back(city, room):
    """Funded, or taken back: both would leave a room that builds without its money."""
    part = Allocation.objects.get(room=room)
    acts = (
        lambda: design.mark_funded(actor=city.finance, room=HopeRoom.objects.get(pk=room.pk)),
        lambda: allocations.take_back(actor=city.finance, allocation=part),
    )
    answers = outcome(at_once(lambda number: acts[number](), crowd=2))
    room.refresh_from_db()
    return answers, (room.state, funding_of(room).is_whole)


def test_a_room_is_not_funded_by_money_that_is_taken_back_meanwhile(city, covered):
    answers, left = funding_while_taken_back(city, covered)

    assert left in (("funded", True), ("designing", False))
    expected = {"funded": {"HopeRoom": 1, "FundsStand": 1}, "designing": {"UnderFunded": 1, "Allocation": 1}}
    assert answers == expected[left[0]]


@pytest.mark.control
def test_the_control_without_the_rooms_lock_a_room_is_funded_by_nothing(city, covered, monkeypatch):
    together, look = threading.Barrier(2), HopeRoom.objects.select_related("child").get

    def unlocked(room):
        found = look(pk=room.pk)
        together.wait(timeout=30)
        return found

    monkeypatch.setattr(allocations, "open_for_money", unlocked)
    monkeypatch.setattr(design, "lock_room", lambda room, *_states: room)
    monkeypatch.setattr(allocations, "funding_of", lambda room: whole)
    whole = funding_of(covered)

    answers, left = funding_while_taken_back(city, covered)

    assert answers == {"HopeRoom": 1, "Allocation": 1}
    assert left == ("funded", False)


def test_a_room_is_funded_once(city, covered):
    answers = at_once(lambda _n: design.mark_funded(actor=city.finance, room=covered), crowd=8)
    assert outcome(answers) == {"HopeRoom": 1, "RoomMoved": 7}


def reserving(city, kept, rooms):
    def act(number):
        mine = StockItem.objects.get(pk=kept.pk)
        return stock.move_stock(actor=city.officer, stock=mine, move=Move("reserved", 1, rooms[number % 4]))

    return outcome(at_once(act))


def test_of_64_who_reserve_one_of_ten_desks_ten_do(city, rooms):
    kept = giving.stocked(city.finance, city.here, 10)

    assert reserving(city, kept, rooms) == {"StockMovement": 10, "StockShort": CROWD - 10}
    kept.refresh_from_db()
    assert kept.reserved == kept.rooms.aggregate(all=Sum(F("reserved")))["all"] == 10


@pytest.mark.control
def test_the_control_without_lock_and_counter_more_is_promised_than_there_is(city, rooms, monkeypatch):
    kept = giving.stocked(city.finance, city.here, 10)
    monkeypatch.setattr(movements, "add_to", stale)
    monkeypatch.setattr(movements, "_add_to_room", lambda *_args: None)

    assert reserving(city, kept, rooms)["StockMovement"] > 10


def test_a_stock_take_is_made_true_once(city):
    kept = giving.stocked(city.finance, city.here, 10)
    take = stock.count_stock(actor=city.officer, place=city.here, counts={kept: 7})

    answers = at_once(lambda _n: stock.finalise_stock_take(actor=city.officer_2, take=take), crowd=16)

    assert outcome(answers) == {"StockTake": 1, "TakeOver": 15}
    kept.refresh_from_db()
    assert kept.quantity == 7
