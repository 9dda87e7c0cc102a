"""
The article's money and rooms (rows 47–51): 195 rooms of the old ledger, 2.4 million, 2.84 million apart.

The old ledger comes in as any city's would: a file, a preview, the good lines. Donors are invented.
"""

from __future__ import annotations

import csv
import io
from datetime import date, time, timedelta
from decimal import Decimal

from hope_rooms.legacy_sheet import ROOMS
from hope_rooms.models import Campaign, Donor, GoodsItem
from hope_rooms.services import gifts, goods, legacy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, standing_at
from zibo_youth.core.demo import Say

from .world import World

# Rooms of each unit until May 2021; together 195.
BUILT = {
    "zhangdian": 24,
    "zichuan": 26,
    "boshan": 20,
    "zhoucun": 14,
    "linzi": 20,
    "huantai": 22,
    "gaoqing": 27,
    "yiyuan": 30,
    "gaoxinqu": 5,
    "jingkaiqu": 5,
    "wenchanghu": 2,
}
FIRST, LAST = date(2020, 6, 20), date(2021, 5, 28)
# Every so many was closed: the child has moved away.
CLOSED_EVERY = 39

# unit, donor, yuan, day: 1,680,000 together.
CASH = (
    ("zhangdian", "示范建材集团（演示）", 420_000, date(2020, 9, 8)),
    ("zichuan", "示范陶瓷商会（演示）", 260_000, date(2020, 11, 17)),
    ("huantai", "示范化工企业联合会（演示）", 300_000, date(2021, 1, 12)),
    ("linzi", "示范石化公司青年志愿者（演示）", 350_000, date(2021, 3, 5)),
    ("yiyuan", "示范果业合作社（演示）", 150_000, date(2021, 4, 22)),
    ("gaoqing", "示范乡贤联谊会（演示）", 200_000, date(2021, 5, 11)),
)
# item, unit, yuan, how many: 720,000 together.
GOODS = (
    ("学习桌椅（演示）", "套", 680, 400),
    ("单人床（演示）", "张", 1_100, 240),
    ("衣柜（演示）", "个", 850, 160),
    ("护眼台灯（演示）", "盏", 120, 400),
)
CAMPAIGN = "腾讯520公益季"
# Four units of the city stood among the province's first ten: 2,840,000 together.
RAISED = (("zhangdian", 960_000), ("yiyuan", 720_000), ("gaoqing", 620_000), ("huantai", 540_000))


def tell_ledger(world: World, say: Say) -> None:
    """Rooms first, then what paid for them, then the campaign, which is in neither."""
    made = _import_rooms(world.city_staff())
    say(f"希望小屋：原台账 {made} 间")
    finance = world.accounts["finance"]
    for unit, name, yuan, day in CASH:
        _received(finance, unit, name, yuan, day)
    _goods(finance)
    campaign = Campaign.objects.create(name=CAMPAIGN, starts_on=date(2021, 5, 18), ends_on=date(2021, 5, 25))
    for unit, yuan in RAISED:
        _received(finance, unit, "网络爱心捐赠人（演示）", yuan, date(2021, 5, 20), campaign)


def _import_rooms(staff: User) -> int:
    preview = legacy.preview_rooms(actor=staff, content=_ledger())
    return legacy.import_rooms(actor=staff, sealed=preview.sealed)


def _ledger() -> bytes:
    units = {unit.code: unit.short_name or unit.name for unit in Organisation.objects.filter(code__in=BUILT)}
    places = _in_turn()
    step = (LAST - FIRST) / len(places)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(str(column.label) for column in ROOMS.columns.values())
    for number, code in enumerate(places, start=1):
        accepted = FIRST + step * number
        closed = number % CLOSED_EVERY == 0
        writer.writerow(
            [
                *(f"ZB-{number:03}", units[code], "", f"{accepted:%Y-%m-%d}", f"{8 + number % 9}.5"),
                *("是" if number % 2 else "否", "已结项" if closed else "陪伴中"),
                f"{accepted + timedelta(days=120):%Y-%m-%d}" if closed else "",
            ]
        )
    return text.getvalue().encode()


def _in_turn() -> list[str]:
    """Units take turns as the months go by: the share of each that is built grows evenly."""
    shares = [((done + 0.5) / rooms, unit) for unit, rooms in BUILT.items() for done in range(rooms)]
    return [unit for _share, unit in sorted(shares)]


def _received(
    finance: User, unit: str, name: str, yuan: int, day: date, campaign: Campaign | None = None
) -> None:
    donor = Donor.objects.filter(name=name).first() or gifts.register_donor(
        actor=finance, kind="organisation", name=name, may_be_named=True
    )
    amount = Decimal(yuan)
    gift = gifts.pledge_gift(
        actor=finance,
        donor=donor,
        reporting_org=Organisation.objects.get(code=unit),
        amount=amount,
        campaign=campaign,
    )
    gift = gifts.receive_gift(actor=finance, gift=gift, amount=amount, on=day)
    gifts.receipt_gift(actor=finance, gift=gift, receipt_no=f"鲁财票演示{gift.pk:06}")


def _goods(finance: User) -> None:
    """Accepted on one day of May 2021, at the prices of that day."""
    donor = gifts.register_donor(
        actor=finance, kind="organisation", name="示范家居商会（演示）", may_be_named=True
    )
    lines = {
        GoodsItem.objects.get_or_create(name=name, defaults={"unit": unit, "price": price})[0]: quantity
        for name, unit, price, quantity in GOODS
    }
    with standing_at(at(date(2021, 5, 14), time(10))):
        place = Organisation.objects.get(code="zhangdian")
        gift = goods.offer_goods(actor=finance, donor=donor, place=place, lines=lines)
        gift = goods.inspect_goods(actor=finance, gift=gift, note="规格与清单一致，检测报告齐全")
        goods.accept_goods(actor=finance, gift=gift)
