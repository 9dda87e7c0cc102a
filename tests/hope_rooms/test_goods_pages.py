"""实物、库存、筹款活动和认领 on their pages: what each button does and what it refuses in words."""

from datetime import timedelta

import pytest

from hope_rooms.models import Campaign, Child, GoodsGift, RoomGoods, StockItem, StockTake
from hope_rooms.services import stock
from hope_rooms.services.movements import Move
from tests import giving, hoping
from tests.giving import yuan
from tests.people import signed_in
from zibo_youth.core import queues
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
ROOT = "/hope-rooms"


def press(user, path, act, **told):
    fields = {f"{act}-{name}": value for name, value in told.items()}
    return signed_in(user).post(f"{ROOT}{path}", {"act": act, **fields})


def words_of(user, path):
    return signed_in(user).get(f"{ROOT}{path}").content.decode()


def tiles(user):
    return {tile.url: tile.count for tile in queues.tiles_for(user)}


# --- gifts in kind --------------------------------------------------------------------------


def offer(city, **told):
    given = {"kind": "organisation", "name": "示范商会", "place": city.here.pk, **told}
    return signed_in(city.finance).post(f"{ROOT}/money/goods/new/", given)


def test_goods_are_offered_inspected_and_accepted_at_the_price_of_the_day(city):
    """welfare.md §9.8 at the desk."""
    desk, bed = giving.item(), giving.item("示范床", 1_100)
    answer = offer(city, item_1=desk.pk, quantity_1="20", item_3=bed.pk, quantity_3="2")
    gift = GoodsGift.objects.get()
    path = f"/money/goods/{gift.pk}/"
    assert answer.url == f"{ROOT}{path}"
    assert "9,800" in words_of(city.finance, path)
    assert tiles(city.finance)[f"{ROOT}/money/goods/?waiting"] == 1
    assert press(city.finance, path, "accept").status_code == 404

    page = press(city.finance, path, "inspect", note=" ")
    assert page.status_code == 200
    press(city.finance, path, "inspect", note="完好")
    press(city.finance, path, "accept")
    desk.price = yuan(450)
    desk.save()

    page = words_of(city.city_staff, path)
    assert "9,800" in page
    assert "450" not in page
    assert 'name="act"' not in page
    assert str(gift) in words_of(city.finance, "/money/goods/")
    assert str(gift) not in words_of(city.finance, "/money/goods/?waiting")
    assert StockItem.objects.get(item=desk).quantity == 20


def test_goods_that_are_not_taken_say_why_and_count_for_nothing(city):
    gift = giving.offered(city.finance, city.here)
    press(city.finance, f"/money/goods/{gift.pk}/", "reject", note="甲醛超标")
    gift.refresh_from_db()
    assert (gift.state, gift.value) == ("rejected", 0)
    assert "甲醛超标" in words_of(city.finance, f"/money/goods/{gift.pk}/")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": "", "item_1": 1, "quantity_1": 1}, "请选择已登记的捐赠方"),
        ({"item_1": 1, "quantity_1": 1, "item_2": 1}, "请填写数量"),
        ({"item_1": 1, "quantity_1": 1, "quantity_2": 1}, "请选择物资"),
        ({"item_1": 1, "quantity_1": 1, "item_2": 1, "quantity_2": 1}, "已经登记了一行"),
        ({"item_1": 1, "quantity_1": 0}, "大于或等于"),
    ],
)
def test_an_offer_that_is_not_whole_is_told_at_its_field(city, told, words):
    desk = giving.item().pk
    page = offer(city, **{name: desk if name.startswith("item") else told[name] for name in told})
    assert words in page.content.decode()
    assert not GoodsGift.objects.exists()


# --- the store ------------------------------------------------------------------------------


@pytest.fixture
def room(city):
    return giving.approved(city)


@pytest.fixture
def kept(city):
    return giving.stocked(city.finance, city.here)


def test_a_desk_goes_from_the_store_into_a_room_by_its_buttons(city, kept, room):
    path = f"/stock/{kept.pk}/"
    press(city.officer, path, "reserve", room=room.child.code.lower(), quantity="3")
    goods = RoomGoods.objects.get()
    press(city.officer, path, "release", room=goods.pk, quantity="1")
    press(city.officer, path, "issue", room=goods.pk, quantity="2")
    press(city.officer, path, "install", room=goods.pk, quantity="1")
    press(city.officer, path, "return", room=goods.pk, quantity="1")
    press(city.officer, path, "write_off", quantity="1", note="运输损坏")

    kept.refresh_from_db()
    goods.refresh_from_db()
    assert (kept.quantity, kept.reserved) == (18, 0)
    assert (goods.reserved, goods.issued, goods.installed) == (0, 0, 1)
    page = words_of(city.officer, path)
    assert "运输损坏" in page
    assert room.child.code in page


def test_what_the_store_refuses_stands_on_the_page(city, kept, room):
    path = f"/stock/{kept.pk}/"
    page = press(city.officer, path, "reserve", room=room.child.code, quantity="21").content.decode()
    assert "现有 20，已预留 0，可用 20，这次要 21" in page
    page = press(city.officer, path, "write_off", quantity="1", note="").content.decode()
    assert 'aria-invalid="true"' in page
    assert press(city.officer, path, "issue", quantity="1").status_code == 404
    kept.refresh_from_db()
    assert (kept.quantity, kept.reserved) == (20, 0)


def test_a_district_sees_its_own_store_and_serves_its_own_rooms(city, kept):
    theirs = giving.stocked(city.finance, city.there, 5)
    assert f"{ROOT}/stock/{kept.pk}/" in words_of(city.officer, "/stock/")
    assert f"{ROOT}/stock/{theirs.pk}/" not in words_of(city.officer, "/stock/")
    assert signed_in(city.officer).get(f"{ROOT}/stock/{theirs.pk}/").status_code == 404
    assert signed_in(city.officer).get(f"{ROOT}/stock/places/{city.there.code}/count/").status_code == 404
    assert 'name="act"' not in words_of(city.city_staff, f"/stock/{kept.pk}/")

    room = giving.approved(city)
    Child.objects.filter(pk=room.child_id).update(reporting_org=city.there, town=None)
    page = press(city.officer, f"/stock/{kept.pk}/", "reserve", room=room.child.code, quantity="1")
    assert "没有进行此操作的权限" in page.content.decode()
    press(city.finance, f"/stock/{kept.pk}/", "reserve", room=room.child.code, quantity="1")
    assert RoomGoods.objects.get().reserved == 1


def test_goods_are_reserved_on_the_rooms_page_and_seen_there(city, kept, room):
    path = f"/rooms/{room.child.code}/"
    giving.stocked(city.finance, city.there, 5, giving.item("邻县书架"))
    page = words_of(city.officer, path)
    assert "可预留 20 张" in page
    assert "邻县书架" not in page
    press(city.officer, path, "reserve", stock=kept.pk, quantity="2")
    assert RoomGoods.objects.get().reserved == 2
    assert f"{ROOT}/stock/{kept.pk}/" in words_of(city.officer, path)


def test_a_store_is_counted_by_one_and_made_true_by_another(city, kept):
    count = f"/stock/places/{city.here.code}/count/"
    page = words_of(city.officer, count)
    assert ">20<" not in page
    assert (
        'aria-invalid="true"'
        in signed_in(city.officer).post(f"{ROOT}{count}", {f"stock_{kept.pk}": ""}).content.decode()
    )

    answer = signed_in(city.officer).post(f"{ROOT}{count}", {f"stock_{kept.pk}": "17"})
    take = StockTake.objects.get()
    path = f"/stock/takes/{take.pk}/"
    assert answer.url == f"{ROOT}{path}"
    again = signed_in(city.officer_2).post(f"{ROOT}{count}", {f"stock_{kept.pk}": "17"})
    assert "已有一次盘点等待确认" in again.content.decode()
    waiting = f"{ROOT}/stock/takes/?waiting"
    assert (tiles(city.officer)[waiting], tiles(city.officer_2)[waiting]) == (0, 1)
    assert "须由另一个人核准" in press(city.officer, path, "finalise").content.decode()
    assert signed_in(city.foreign_officer).get(f"{ROOT}{path}").status_code == 404
    kept.refresh_from_db()
    assert kept.quantity == 20

    press(city.officer_2, path, "finalise")
    kept.refresh_from_db()
    assert kept.quantity == 17
    page = words_of(city.officer, path)
    assert "-3" in page
    assert 'name="act"' not in page
    assert f"{ROOT}{path}" in words_of(city.officer, "/stock/takes/")


# --- campaigns ------------------------------------------------------------------------------


def test_a_campaign_is_opened_and_never_added_to_the_ledger(city):
    client, day = signed_in(city.finance), today().isoformat()
    told = {"name": "腾讯520公益季", "starts_on": day, "ends_on": day}
    answer = client.post(f"{ROOT}/money/campaigns/new/", told)
    campaign = Campaign.objects.get()
    path = f"/money/campaigns/{campaign.pk}/"
    assert answer.url == f"{ROOT}{path}"
    giving.given(city.finance, city.here, 2_840, campaign=campaign)
    giving.given(city.finance, city.here, 1_680)
    giving.accepted(city.finance, city.here, 2)

    page = words_of(city.finance, "/money/campaigns/")
    assert [number in page for number in ("2,840.00", "1,680.00", "760.00")] == [True] * 3
    assert not any(total in page for total in ("4,520", "2,440", "5,280"))
    ledger = words_of(city.finance, "/money/").split("stat-row")[1].split("</dl>")[0]
    assert "1,680.00" in ledger
    assert "2,840" not in ledger
    assert "2,840.00" in words_of(city.city_staff, path)
    assert f'value="{campaign.pk}" selected' in words_of(city.finance, f"/money/new/?campaign={campaign.pk}")


def test_a_campaign_stands_once_and_ends_after_it_begins(city):
    client, day = signed_in(city.finance), today()
    told = {"name": "示范季", "starts_on": day.isoformat(), "ends_on": day.isoformat()}
    path = f"{ROOT}/money/campaigns/new/"
    client.post(path, told)
    assert "示范季”已经登记" in client.post(path, told).content.decode()
    early = {"ends_on": (day - timedelta(days=1)).isoformat()}
    page = client.post(path, told | early).content.decode()
    assert f"{day} 开始，结束日期不能是 {day - timedelta(days=1)}" in page
    assert Campaign.objects.count() == 1


# --- adoption -------------------------------------------------------------------------------


def test_a_room_is_adopted_on_its_page_when_the_family_agrees(city, client, room, settings):
    donor, path = giving.donor(city.finance), f"/rooms/{room.child.code}/"
    page = press(city.director, path, "adopt", donor=donor.pk).content.decode()
    assert "请先在儿童档案里登记监护人的同意" in page
    hoping.agree(city, room.child, "sharing")
    page = press(city.director, path, "adopt", donor=donor.pk, names_the_sign="on").content.decode()
    assert "家庭没有同意在门牌上写捐赠方名称" in page
    assert press(city.finance, path, "adopt", donor=donor.pk).status_code == 404

    director = signed_in(city.director)
    director.post(f"{ROOT}{path}", {"act": "adopt", "adopt-donor": donor.pk})
    shown = director.get(f"{ROOT}{path}").content.decode()
    told = shown.split("只显示这一次：")[1].split("<")[0].strip()
    assert told.startswith(settings.SITE_URL)
    address = told.removeprefix(settings.SITE_URL)
    assert client.get(address).status_code == 403  # too few rooms of the district, and a code that is known
    assert address not in director.get(f"{ROOT}{path}").content.decode()
    assert str(donor) in words_of(city.finance, path)
    assert str(donor) not in words_of(city.officer, path)

    director.post(f"{ROOT}{path}", {"act": "end_adoption"})
    assert client.get(address).status_code == 404


def test_only_rooms_of_the_own_district_take_from_its_store(city, kept, room):
    with pytest.raises(NotAllowed):
        stock.move_stock(actor=city.foreign_officer, stock=kept, move=Move("reserved", 1, room))
