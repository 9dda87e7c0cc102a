"""Rooms on their way from the survey to the open windows: one for every column of the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from hope_rooms.funding import funding_of
from hope_rooms.models import Gift, HopeRoom
from hope_rooms.models.acceptance import CheckItem
from hope_rooms.models.survey import CRITERIA, Level
from hope_rooms.services import allocations
from hope_rooms.services.building import acceptance, approvals, design, handing, surveys, works
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.demo import Say

from .world import World

# In the order of the road: a case of each stage has gone all steps up to it.
STAGES = (
    *("proposed", "district_approved", "designing", "funded", "building"),
    *("builder_done", "town_accepted", "rectifying", "airing"),
)
BILL = (
    ("works", "墙面粉刷和线路改造", "间", 1, 2_600),
    ("furniture", "单人床", "张", 1, 1_100),
    ("furniture", "学习桌椅", "套", 1, 680),
    ("furniture", "衣柜", "个", 1, 850),
    ("study", "护眼台灯", "盏", 1, 120),
)


@dataclass(frozen=True, slots=True)
class Hands:
    """Who acts at which level: nobody at two."""

    officer: User
    town: User
    city: User
    finance: User
    surveyors: list[User]


def tell_building(world: World, rooms: list[HopeRoom], say: Say) -> None:
    """Each room as far as its stage."""
    hands = Hands(
        officer=world.officer("zhangdian"),
        town=world.accounts["town_officer"],
        city=world.city_staff(),
        finance=world.accounts["finance"],
        surveyors=world.surveyors(),
    )
    for room, stage in zip(rooms, STAGES, strict=True):
        _survey(hands, room)
        for step in ROAD[: HOW_FAR[stage]]:
            step(hands, room)
        if stage == "rectifying":
            _mend(hands, room)
    say(f"希望小屋：{len(rooms)} 间在建")


def _survey(hands: Hands, room: HopeRoom) -> None:
    people = [one.person for one in hands.surveyors if one.person]
    survey = surveys.name_surveyors(actor=hands.officer, room=room, people=people)
    visits = list(survey.visits.select_related("hand__person", "survey__room__child").order_by("place"))
    for visit in visits:
        surveys.check_in(actor=visit.hand.person.users.get(), visit=visit)
    first = visits[0].hand.person.users.get()
    rated = dict(zip(CRITERIA, (3, 2, 2, 1, 1), strict=True))
    found = surveys.Findings(
        length_m=Decimal("3.60"),
        width_m=Decimal("2.90"),
        height_m=Decimal("2.70"),
        **rated,
        tenure="owned",
        structure="safe",
        note="北屋西间，采光好，需要更换线路",
    )
    surveys.hand_in(actor=first, visit=visits[0], findings=found)
    surveys.propose(actor=first, visit=visits[0])


def _district_agrees(hands: Hands, room: HopeRoom) -> None:
    approvals.approve(actor=hands.officer, room=room, level=Level.DISTRICT)


def _plan(hands: Hands, room: HopeRoom) -> None:
    approvals.approve(actor=hands.city, room=room, level=Level.CITY)
    design.start_design(actor=hands.officer, room=room)
    for line, item, unit, quantity, price in BILL:
        wanted = design.Wanted(line, item, unit, Decimal(quantity), Decimal(price))
        design.add_line(actor=hands.officer, room=room, wanted=wanted)


def _pay(hands: Hands, room: HopeRoom) -> None:
    gift = Gift.objects.filter(reporting_org__code="zhangdian", campaign__isnull=True).order_by("pk")[0]
    for line in funding_of(room).short_lines:
        allocations.allocate(actor=hands.finance, gift=gift, room=room, line=line.line, amount=line.short)
    design.mark_funded(actor=hands.finance, room=room)


def _build(hands: Hands, room: HopeRoom) -> None:
    days = timedelta(days=4)
    told = works.Contract("示范装饰工程公司（演示）", today() - days, "guardian", today() - days)
    works.start_build(actor=hands.officer, room=room, contract=told)
    for ago, words in ((3, "拆除旧线路，墙面找平"), (1, "刷第一遍漆，家具到货")):
        works.write_log(actor=hands.officer, room=room, on=today() - timedelta(days=ago), words=words)


def _finish(hands: Hands, room: HopeRoom) -> None:
    installed = {line.pk: line.quantity for line in room.bill.all()}
    works.finish_build(actor=hands.officer, room=room, installed=installed)


def _accepts(name: str, level: Level) -> Callable[[Hands, HopeRoom], None]:
    def accept(hands: Hands, room: HopeRoom) -> None:
        acceptance.accept(actor=getattr(hands, name), room=room, level=level, checked=CheckItem.values)

    return accept


def _mend(hands: Hands, room: HopeRoom) -> None:
    found = acceptance.Found("major", "床头插座没有接地", "contractor", today() + timedelta(days=7))
    acceptance.refuse(actor=hands.officer, room=room, level=Level.DISTRICT, found=[found])


def _air(hands: Hands, room: HopeRoom) -> None:
    limits = {"formaldehyde": Decimal("0.05"), "benzene": Decimal("0.01"), "tvoc": Decimal("0.30")}
    report = handing.Report(lab="示范检测公司（演示）", report_no="JC-2021-018", sampled_on=today(), **limits)
    handing.record_air_test(actor=hands.officer, room=room, report=report)


_TOWN, _DISTRICT = _accepts("town", Level.TOWN), _accepts("officer", Level.DISTRICT)
ROAD = (_district_agrees, _plan, _pay, _build, _finish, _TOWN, _DISTRICT, _accepts("city", Level.CITY), _air)
HOW_FAR = {
    "proposed": 0,
    "district_approved": 1,
    "designing": 2,
    "funded": 3,
    "building": 4,
    "builder_done": 5,
    "town_accepted": 6,
    "rectifying": 6,
    "airing": 9,
}
