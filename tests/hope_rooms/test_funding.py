"""资金落实: every line of the bill is covered by itself (welfare.md §5.1); the page tells which is short."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from hope_rooms.funding import funding_of
from hope_rooms.gift_errors import FundsStand, LineNotPlanned, NothingToTakeBack, UnderFunded
from hope_rooms.models import Allocation
from hope_rooms.services import allocations, gifts
from hope_rooms.services.building import design
from tests import building, giving
from tests.giving import yuan
from tests.people import signed_in
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(city):
    """Furniture for 900 and study things for 200."""
    room = giving.approved(city)
    design.add_line(actor=city.officer, room=room, wanted=building.wanted(900))
    design.add_line(actor=city.officer, room=room, wanted=building.wanted(100, 2, line="study", item="台灯"))
    return room


@pytest.fixture
def gift(city):
    return giving.given(city.finance, city.here)


def allocate(city, gift, room, line, amount):
    return allocations.allocate(actor=city.finance, gift=gift, room=room, line=line, amount=yuan(amount))


def fund(city, room):
    return design.mark_funded(actor=city.finance, room=room)


def old_row(city, gift, room, amount):
    """As an allocation of before the lines stands after the migration."""
    return Allocation.objects.create(
        gift=gift, room=room, line_told="建设", amount=yuan(amount), made_by=city.finance
    )


def test_what_is_too_much_on_one_line_covers_no_other(city, gift, room):
    allocate(city, gift, room, "furniture", 1_100)

    with pytest.raises(UnderFunded) as refusal:
        fund(city, room)
    assert "学习用品预算 200.00 元，已分配 0.00 元，还差 200.00 元" in str(refusal.value)
    assert "家具" not in str(refusal.value)

    allocate(city, gift, room, "study", "199.99")
    with pytest.raises(UnderFunded) as refusal:
        fund(city, room)
    assert "还差 0.01 元" in str(refusal.value)

    allocate(city, gift, room, "study", "0.01")
    assert fund(city, room).state == "funded"


def test_a_line_that_the_bill_does_not_have_takes_nothing(city, gift, room):
    with pytest.raises(LineNotPlanned) as refusal:
        allocate(city, gift, room, "works", 1)
    assert str(refusal.value) == "这间小屋的料单没有“施工”，有的是：家具、学习用品"
    gift.refresh_from_db()
    assert gift.allocated == 0
    with pytest.raises(LineNotPlanned):
        allocate(city, gift, giving.approved(city), "建设", 1)


def test_an_allocation_of_before_the_lines_covers_whichever_is_short(city, gift, room):
    old_row(city, gift, room, 1_000)
    with pytest.raises(UnderFunded) as refusal:
        fund(city, room)
    assert "另有 1000.00 元未分科目" in str(refusal.value)

    allocate(city, gift, room, "study", 100)
    assert fund(city, room).state == "funded"


def test_the_database_itself_takes_no_new_line_of_words(city, gift, room):
    told = {"gift": gift, "room": room, "amount": yuan(1), "made_by": city.finance}
    for wrong in ({"line": "家具"}, {"line": ""}, {"line": "works", "line_told": "建设"}):
        with (
            pytest.raises(IntegrityError, match="allocation_names_a_line_of_the_bill"),
            transaction.atomic(),
        ):
            Allocation.objects.create(**told, **wrong)


def test_words_of_before_the_lines_become_a_line_or_are_kept(city, gift, room):
    """What the migration does to rows of any words; the wall is down for this test alone."""
    migration = import_module("hope_rooms.migrations.0018_an_allocation_names_a_line_of_the_bill")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "ALTER TABLE hope_rooms_allocation DROP CONSTRAINT allocation_names_a_line_of_the_bill"
        )
        told = {"gift": gift, "room": room, "amount": yuan(1), "made_by": city.finance}
        for words in ("家具", " 学习用品 ", "运输", ""):
            Allocation.objects.create(**told, line=words)
        cursor.execute(migration.NAMED)

    rows = Allocation.objects.order_by("pk").values_list("line", "line_told")
    assert list(rows) == [("furniture", ""), ("study", ""), ("", "运输"), ("", "—")]
    assert [part.line_label for part in Allocation.objects.order_by("pk")][:3] == ["家具", "学习用品", "运输"]


def test_a_room_without_a_bill_is_not_funded(city, gift):
    room = giving.approved(city)
    allocate(city, gift, room, "works", 1)
    assert not funding_of(room).is_whole
    with pytest.raises(UnderFunded):
        allocations.fund_room(actor=city.finance, room=room)


def test_what_was_given_to_the_wrong_line_is_taken_back_until_the_room_is_funded(city, gift, room):
    part = allocate(city, gift, room, "furniture", 1_100)
    allocations.spend(actor=city.finance, allocation=part, amount=yuan(100), on=today(), voucher="记-1")
    with pytest.raises(NotAllowed):
        allocations.take_back(actor=city.director, allocation=part)

    part = allocations.take_back(actor=city.finance, allocation=part)

    gift.refresh_from_db()
    assert (part.returned, gift.allocated, gift.left) == (yuan(1_000), yuan(100), yuan(14_900))
    assert "收回 1000.00 元" in gift.transitions.last().note
    with pytest.raises(NothingToTakeBack):
        allocations.take_back(actor=city.finance, allocation=part)

    second = allocate(city, gift, room, "furniture", 800)
    allocate(city, gift, room, "study", 200)
    fund(city, room)
    with pytest.raises(FundsStand):
        allocations.take_back(actor=city.finance, allocation=second)
    with pytest.raises(FundsStand):
        allocations.take_back(actor=city.finance, allocation=part)


# --- the pages ------------------------------------------------------------------------------


def press(user, path, act, **told):
    fields = {f"{act}-{name}": value for name, value in told.items()}
    return signed_in(user).post(path, {"act": act, **fields})


def page_of(user, path):
    return signed_in(user).get(path).content.decode()


def test_finance_sees_what_is_short_allocates_and_funds_on_the_rooms_page(city, gift, room):
    path = f"/hope-rooms/rooms/{room.child.code}/"
    page = press(city.finance, path, "fund").content.decode()
    assert "家具预算 900.00 元" in page

    for line, amount in (("furniture", "900"), ("study", "200")):
        page = page_of(city.finance, path)
        assert "缺口 200.00 元" in page
        press(city.finance, path, "allocate", gift=gift.pk, line=line, amount=amount)
    page = page_of(city.finance, path)
    assert 'value="allocate"' not in page
    press(city.finance, path, "fund")
    room.refresh_from_db()
    assert room.state == "funded"


def test_only_a_gift_that_fits_is_offered_and_a_town_reads_no_money(city, gift, room):
    gifts_there = giving.given(city.finance, city.there, 100, gifts.Restriction("district", city.there))
    path = f"/hope-rooms/rooms/{room.child.code}/"
    page = page_of(city.finance, path)
    assert f"{gift} " in page
    assert f"{gifts_there} " not in page
    assert "funding-caption" in page_of(city.officer, path)
    assert "funding-caption" not in page_of(city.town_officer, path)


def test_a_gifts_page_shows_the_lines_it_could_cover_and_takes_back(city, gift, room):
    other = giving.given(city.finance, city.there, 100, gifts.Restriction("district", city.there))
    path = f"/hope-rooms/money/gifts/{gift.pk}/"
    assert room.child.code in page_of(city.finance, path)
    assert room.child.code not in page_of(city.finance, f"/hope-rooms/money/gifts/{other.pk}/")

    page = press(city.finance, path, "allocate", room=room.child.code, line="works", amount="1")
    assert "料单没有“施工”" in page.content.decode()
    press(city.finance, path, "allocate", room=room.child.code, line="study", amount="200")
    part = Allocation.objects.get()
    press(city.finance, path, "take_back", allocation=part.pk)
    part.refresh_from_db()
    assert part.left == 0
    assert press(city.finance, path, "take_back", allocation=part.pk).status_code == 404
