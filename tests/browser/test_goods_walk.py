"""Goods from the offer into a room, a bill covered by line, a count by two people, on a desk and on a telephone."""

import os
from pathlib import Path

import pytest

from hope_rooms.models import Campaign, GoodsGift, HopeRoom, RoomGoods, StockItem, StockTake
from hope_rooms.services import stock as store
from hope_rooms.services.building import design
from tests import building, giving, hoping
from tests.browser.survey import Surveyor
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser
# Where somebody who looks at the pages finds them; empty, none are taken.
SHOTS = os.environ.get("SHOTS", "")
WAYS = pytest.mark.parametrize(
    ("language", "phone", "script"), [("zh-hans", False, True), ("en", True, False)]
)


@WAYS
def test_goods_and_money_reach_a_room(visit, city, language, phone, script):
    of = hoping.city()
    finance, officer, officer_2, director = (
        visit(user=user, language=language, phone=phone, script=script)
        for user in (of.finance, of.officer, of.officer_2, of.director)
    )
    room = giving.approved(of)
    design.add_line(actor=of.officer, room=room, wanted=building.wanted(900))
    giving.given(of.finance, of.here, 2_000)

    for take in StockTake.objects.filter(place=of.here).to_finalise():  # what other tests have counted
        store.finalise_stock_take(actor=of.director, take=take)

    opens_campaign(finance, language)
    stock = accepts_goods(finance, of)
    funds(finance, room)
    goes_into(officer, stock, room)
    counts(officer, officer_2, stock)
    hoping.agree(of, room.child, "sharing")
    adopts(director, room)


def looked_at(visitor, name):
    if SHOTS:
        visitor.shot(f"{name}-{visitor.language}-{visitor.page.viewport_size['width']}", Path(SHOTS))
    if visitor.script:
        findings, _links = Surveyor(visitor.language).look(visitor.page)
        assert not findings, "\n".join(findings)


def press_step(visitor, act, **answers):
    step = visitor.main(f"details:has(button[value={act}])").first
    if step.get_attribute("open") is None:
        step.locator("summary").click()
    visitor.fill(**{f"{act}-{name}": value for name, value in answers.items()})
    visitor.press(f"main button[value={act}]")
    assert visitor.page.locator("[data-error-summary], .notice.is-error").all_inner_texts() == []


def opens_campaign(finance, language):
    finance.go("hope_gifts")
    looked_at(finance, "gifts")
    finance.press(f"main nav a[href='{finance.address('hope_campaigns')}']")
    finance.press(f"main a[href='{finance.address('hope_new_campaign')}']")
    looked_at(finance, "new-campaign")
    day = today().isoformat()
    finance.fill(name=f"示范公益季 {language}", starts_on=day, ends_on=day)
    finance.press("main form .button-primary")
    assert finance.is_at("hope_campaign", Campaign.objects.latest("pk").pk)
    looked_at(finance, "campaign")
    finance.go("hope_campaigns")
    looked_at(finance, "campaigns")


def accepts_goods(finance, of):
    desk = giving.item("示范走书桌")
    finance.go("hope_goods")
    finance.press(f"main a[href='{finance.address('hope_offer_goods')}']")
    looked_at(finance, "offer")
    told = {"name": "示范商会", "place": str(of.here.pk), "item_1": str(desk.pk), "quantity_1": "20"}
    finance.fill(**told)
    finance.press("main form .button-primary")
    gift = GoodsGift.objects.latest("pk")
    assert finance.is_at("hope_goods_gift", gift.pk)
    looked_at(finance, "offered")
    press_step(finance, "inspect", note="完好，有检测报告")
    press_step(finance, "accept")
    looked_at(finance, "accepted")
    finance.go("hope_goods")
    looked_at(finance, "goods")
    return StockItem.objects.get(place=of.here, item=desk)


def funds(finance, room):
    finance.go("hope_room", room.child.code)
    looked_at(finance, "room-short")
    gift = finance.main("select[name=allocate-gift] option").last.get_attribute("value")
    press_step(finance, "allocate", gift=gift, line="furniture", amount="900")
    press_step(finance, "fund")
    looked_at(finance, "room-funded")
    assert HopeRoom.objects.get(pk=room.pk).state == "funded"
    finance.go("hope_gift", gift)
    looked_at(finance, "gift")


def goes_into(officer, stock, room):
    officer.go("hope_room", room.child.code)
    press_step(officer, "reserve", stock=str(stock.pk), quantity="2")
    looked_at(officer, "room-goods")
    officer.press(f"main a[href='{officer.address('hope_stock_item', stock.pk)}']")
    goods = RoomGoods.objects.get(stock=stock, room=room)
    press_step(officer, "issue", room=str(goods.pk), quantity="2")
    press_step(officer, "install", room=str(goods.pk), quantity="2")
    looked_at(officer, "stock-item")
    goods.refresh_from_db()
    assert goods.installed == 2


def counts(officer, officer_2, stock):
    officer.go("hope_stock")
    looked_at(officer, "stock")
    officer.press(f"main a[href='{officer.address('hope_count_stock', stock.place.code)}']")
    looked_at(officer, "count")
    for field in officer.main("input[name^=stock_]").all():
        field.fill("17")
    officer.press("main form .button-primary")
    take = StockTake.objects.latest("pk")
    assert officer.is_at("hope_stock_take", take.pk)
    officer_2.go("hope_stock_takes")
    looked_at(officer_2, "takes")
    officer_2.press(f"main a[href='{officer_2.address('hope_stock_take', take.pk)}']")
    looked_at(officer_2, "take")
    press_step(officer_2, "finalise")
    stock.refresh_from_db()
    assert stock.quantity == 17


def adopts(director, room):
    director.go("hope_room", room.child.code)
    donor = director.main("select[name=adopt-donor] option").last.get_attribute("value")
    press_step(director, "adopt", donor=donor)
    looked_at(director, "room-adopted")
    assert "/hope-rooms/follow/" in director.page.content()
