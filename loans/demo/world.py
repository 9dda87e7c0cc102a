"""Banks, products as a city might write them, the LPR of those years, and who works at the banks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from stdnum.cn import uscc as codes

from loans.due_dates import months_later
from loans.models import BankQuota, Firm, LoanCall, LoanProduct, LprRate, ProductVersion
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, today
from zibo_youth.core.demo import Say

BANKS = (
    ("demo-bank-psbc", "邮储银行淄博市分行（演示）", "bank"),
    ("demo-bank-rural", "张店农商银行（演示）", "bank"),
    ("demo-guarantor", "示范融资担保公司（演示）", "guarantor"),
)
# Published on, one year, over five years, in per cent: reference/loans_safety.md §3, second hand.
LPR = (
    (date(2020, 4, 20), "3.85", "4.65"),
    (date(2021, 12, 20), "3.80", "4.65"),
    (date(2022, 1, 20), "3.70", "4.60"),
)
SOURCE = "演示文件（假定，启用前以正式文件为准）"
# What each product grants: assumed.
VERSIONS: dict[str, dict[str, Any]] = {
    "lqjzd": {"most_amount": 3_000_000, "most_months": 36, "most_age": 40, "points": 0},
    "lqdbd": {"most_amount": 3_000_000, "most_months": 36, "most_age": 45, "points": 0},
    "zbqncyd": {"most_amount": 500_000, "most_months": 36, "most_age": 45, "points": 50},
}
METHODS = ["annuity", "equal_principal", "interest_only"]
TRADES = ("软件和信息技术", "设施农业", "陶瓷设计", "机械加工", "电子商务", "餐饮服务", "新材料")
DISTRICTS = ("zhangdian", "zichuan", "boshan", "zhoucun", "linzi", "huantai", "gaoqing", "yiyuan", "gaoxinqu")


@dataclass
class World:
    """Who and what a loan rests on, by short names."""

    rng: Random
    banks: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    versions: dict[str, ProductVersion] = field(default_factory=dict)
    calls: dict[str, LoanCall] = field(default_factory=dict)
    firms: int = 0

    def city_staff(self) -> User:
        """Whoever came first to the city's office."""
        return _office(Membership.Role.CITY_STAFF, "city")

    def officer(self, district: str) -> User:
        """The district's officer, who comes with the stations."""
        return _office(Membership.Role.DISTRICT_OFFICER, district)

    def uscc(self) -> str:
        """A code of no company: right check character, place code of no county."""
        self.firms += 1
        first = f"91370399MA{self.firms:07d}"
        return first + str(codes.calc_check_digit(first))

    def firm(self) -> Firm:
        """An invented company, the districts in turn."""
        code = self.uscc()
        made = Firm(
            uscc=code,
            name=f"淄博示创{self.firms:03d}有限公司",
            reporting_org=Organisation.objects.get(code=DISTRICTS[self.firms % len(DISTRICTS)]),
            founded_on=date(2017, 3, 1) + timedelta(days=self.rng.randrange(900)),
            industry=TRADES[self.firms % len(TRADES)],
        )
        made.save()
        return made


def _office(role: str, code: str) -> User:
    offices = Membership.objects.filter(role=role, organisation__code=code)
    user: User = offices.select_related("person").order_by("pk")[0].person.users.get()
    return user


def build_world(rng: Random, say: Say) -> World:
    """Banks first, then products, then who works there."""
    say("创业贷款：银行、产品和批次")
    world = World(rng)
    for code, name, kind in BANKS:
        made = Organisation(code=code, name=name, short_name=name.removesuffix("（演示）"), kind=kind)
        save_record(actor=SYSTEM, record=made, action="accounts.manage_organisation")
        world.banks[code] = made
    first = at(months_later(today(), -12), time(9))
    for account in filter(lambda each: each.is_staff, accounts_of("loans")):
        world.accounts[account.key] = log_in(account, first)
    _offer_products(world)
    return world


def _offer_products(world: World) -> None:
    staff = world.city_staff()
    for day, one, five in LPR:
        rate = LprRate(published_on=day, one_year=Decimal(one) / 100, five_years=Decimal(five) / 100)
        rate.source = "公开发布的 LPR（二手资料，启用前核对）"
        save_record(actor=staff, record=rate, action="loans.manage_product")
    for code, told in VERSIONS.items():
        product = LoanProduct.objects.get(code=code)
        version = ProductVersion(product=product, number=1, from_on=date(2020, 1, 1), source=SOURCE)
        version.needs_guarantor = code == "lqdbd"
        for name, value in (told | {"rate_basis": "lpr", "tenor": "1y", "methods": METHODS}).items():
            setattr(version, name, value)
        save_record(actor=staff, record=version, action="loans.manage_product")
        world.versions[code] = version
        _open_call(world, product, staff)


def _open_call(world: World, product: LoanProduct, staff: User) -> None:
    year = today().year
    call = LoanCall(product=product, name=f"{year} 年{product.name}")
    call.opens_on, call.closes_on = date(year, 1, 4), max(date(year, 12, 31), today())
    save_record(actor=staff, record=call, action="loans.manage_call")
    for code in ("demo-bank-psbc", "demo-bank-rural"):
        quota = BankQuota(call=call, bank=world.banks[code], amount=Decimal(10_000_000))
        save_record(actor=staff, record=quota, action="loans.manage_call")
    world.calls[product.code] = call
