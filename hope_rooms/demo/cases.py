"""Cases as towns name them: some fresh, some being checked, one not eligible, some waiting for the survey."""

from __future__ import annotations

from datetime import date, timedelta

from hope_rooms.data_classes import Purpose
from hope_rooms.models import HopeRoom
from hope_rooms.records import ChildHardship, FamilyKind, HardshipKind
from hope_rooms.services import children, guard
from hope_rooms.services.consents import Answer, Guardian, record_consent, record_view
from zibo_youth.accounts import identity
from zibo_youth.accounts.demo.accounts import NUMBERS
from zibo_youth.accounts.demo.people import in_chinese
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.demo import Say

from .world import World

# By district: how far each case has come, and how old the child is.
CASES = {
    "zhangdian": (
        *(("nominated", 9), ("nominated", 12), ("screening", 8), ("screening", 11)),
        *(("ineligible", 15), ("surveying", 10), ("surveying", 13)),
    ),
    "huantai": (("nominated", 10), ("screening", 9), ("surveying", 12), ("surveying", 8)),
}
# Whose rooms go on to be built (`building`): they come last.
TO_BE_BUILT = tuple(("surveying", 8 + number % 7) for number in range(9))
# A prefecture that does not exist: the number is nobody's.
PLACE = "419901"
RELATIONS = ("祖母", "祖父", "外祖母", "伯父", "姑姑")
GRADES = ("二年级", "三年级", "四年级", "五年级", "六年级", "初一", "初二", "初三")


def tell_cases(world: World, say: Say) -> list[HopeRoom]:
    """Every case; the codes are written by the database."""
    rooms: list[HopeRoom] = []
    for district, cases in [*CASES.items(), ("zhangdian", TO_BE_BUILT)]:
        for stage, age in cases:
            rooms.append(_case(world, district, stage, age, len(rooms)))
    say(f"希望小屋：{len(rooms)} 份档案")
    return rooms


def _case(world: World, district: str, stage: str, age: int, number: int) -> HopeRoom:
    officer, town = world.officer(district), world.towns[district]
    unit = Organisation.objects.get(code=district)
    actor = world.accounts["town_officer"] if district == "zhangdian" else officer
    guardian = Guardian(f"监示{in_chinese(number + 1)}", RELATIONS[number % len(RELATIONS)])
    room = children.nominate_child(
        actor=actor,
        reporting_org=unit,
        town=town,
        told=children.Nomination(
            full_name=f"孩示{in_chinese(number + 1)}",
            id_number=_number(world, age, number),
            address=f"示范村{number + 1}组（演示）",
            guardian=guardian,
            guardian_mobile=f"{NUMBERS}800{number:05d}",
            channel="paper",
            agreed_on=today() - timedelta(days=40 - number),
            school="示范学校",
            grade=GRADES[min(age - 8, len(GRADES) - 1)],
        ),
    )
    if stage != "nominated":
        _screen(world, room, stage, guardian)
    return room


def _number(world: World, age: int, order: int) -> str:
    born = today() - timedelta(days=366 * age + world.rng.randrange(30, 300))
    first = f"{PLACE}{born:%Y%m%d}{100 + order:03d}"
    return first + identity.check_character(first)


def _screen(world: World, room: HopeRoom, stage: str, guardian: Guardian) -> None:
    officer, child = world.officer(room.child.reporting_org.code), room.child
    children.start_screening(actor=officer, room=room)
    hardship = ChildHardship(world.rng.choice(FamilyKind.values), world.rng.choice(HardshipKind.values))
    guard.write(officer, child, hardship, purpose=Purpose.SCREENING)
    children.check_age(actor=officer, child=child, on=today())
    if stage == "screening":
        return
    for kind in ("family", "space", "hardship"):
        children.check_fact(
            actor=officer, child=child, kind=kind, is_met=True, evidence=EVIDENCE[kind], on=today()
        )
    if stage == "surveying":
        _agree_to_more(world, room, guardian)
    children.decide_screening(actor=officer, room=room)


EVIDENCE = {
    "family": "民政部门低保证明（演示）第 12 号",
    "space": "镇街入户走访表（演示）",
    "hardship": "民政部门困境儿童认定表（演示）第 7 号",
}


def _agree_to_more(world: World, room: HopeRoom, guardian: Guardian) -> None:
    officer, day = world.officer(room.child.reporting_org.code), today()
    for purpose in ("visits", "photos", "sharing"):
        record_consent(
            actor=officer, child=room.child, guardian=guardian, answer=Answer(purpose, True, "paper", day)
        )
    record_view(
        actor=officer, child=room.child, purpose="care", answer="yes", manner="drawing", on=_day_before(day)
    )


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
