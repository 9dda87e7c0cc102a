"""水域巡护 around today: a reservoir and a river, patrols behind and ahead, an alert, two hazards."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from volunteers.models import (
    AreaAlert,
    Equipment,
    HazardTicket,
    PatrolArea,
    PatrolPoint,
    PatrolShift,
    Post,
    Requirement,
    ServiceProject,
    Signup,
    Volunteer,
)
from volunteers.services import alerts, patrol_logs, patrols, rolls, signups, tickets, vetting
from volunteers.services.shifts import Plan, open_shift
from zibo_youth.accounts.demo.papers import paper
from zibo_youth.accounts.models import User
from zibo_youth.accounts.services import verify_identity
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .projects import tell_project
from .vetting import passed
from .world import World, lately, new_volunteer

TEAM, DISTRICT = "demo-zichuan-team", "zichuan"
KEEP = "volunteers.manage_patrolarea"
PROJECT: dict[str, Any] = {
    "code": "demo-water-patrol",
    "organiser": TEAM,
    "brand": "rainbow-umbrella",
    "title": "太河水库和孝妇河防溺水巡护",
    "title_en": "Water patrols at Taihe and the Xiaofu River",
    "summary": "三至五人一队，沿岸劝阻野泳，检查救生圈和警示牌，发现隐患及时上报。",
    "summary_en": "Teams of three to five keep people from the water, check rings, report hazards.",
    "risks": "全程不下水；有人落水先呼救、抛绳抛圈，同时拨打 110、119、120。",
    "risks_en": "Nobody enters the water. Call for help, throw a line or a ring, dial 110, 119 and 120.",
    "place": "淄川区太河镇",
    "posts": [
        {
            "role": "water-patrol",
            "name": "水域巡护员",
            "name_en": "Water patrol",
            "duties": "劝阻下水，检查器材，记录情况。",
            "duties_en": "Keep people from the water, check equipment, write the log.",
        }
    ],
}
# code, name, English, kind, department, points: code, place, risk, has a sign
AREAS = (
    (
        *("taihe", "太河水库", "Taihe Reservoir", "reservoir", "区水利局（演示）"),
        (
            ("TH1", "大坝东侧", "high", True),
            ("TH2", "峨庄湾浅滩", "high", False),
            ("TH3", "码头", "medium", True),
        ),
    ),
    (
        *("xiaofu", "孝妇河淄川段", "Xiaofu River in Zichuan", "river", "区城管局（演示）"),
        (("XF1", "橡胶坝下游", "high", True), ("XF2", "留仙湖公园亲水台", "low", True)),
    ),
)
PHONE = "0533-0000000"


def tell_patrol(world: World, say: Say) -> None:
    """Everything happens as on the page: the roll, the log, the hazards and what became of them."""
    say("志愿服务：水域巡护")
    leader = world.leaders[TEAM]
    taihe, xiaofu = (_area(world, *told) for told in AREAS)
    project = tell_project(world, PROJECT, today() - timedelta(days=30), today() + timedelta(days=60))
    team = [_patroller(world) for _each in range(4)]
    _alert(world, taihe)
    for area, days in ((taihe, -4), (xiaofu, -2)):
        _walked(_planned(world, project, area, days, team), leader)
    for area, days in ((taihe, 2), (xiaofu, 5)):
        _planned(world, project, area, days, team[:3])
    mended, open_one = HazardTicket.objects.filter(log__area__in=(taihe, xiaofu)).order_by("pk")
    _mend(world, mended)
    _assign(world, open_one)


def _area(
    world: World, code: str, name: str, name_en: str, kind: str, department: str, points: Any
) -> PatrolArea:
    leader, organiser = world.leaders[TEAM], world.organisations[TEAM]
    area = PatrolArea(
        code=code,
        name=name,
        name_en=name_en,
        kind=kind,
        organiser=organiser,
        reporting_org=organiser.reporting_org,
        department=department,
        phone=PHONE,
    )
    save_record(actor=leader, record=area, action=KEEP)
    for position, (point_code, place, risk, has_sign) in enumerate(points, start=1):
        point = PatrolPoint(
            area=area,
            code=point_code,
            place=place,
            risk=risk,
            position=position,
            has_warning_sign=has_sign,
        )
        save_record(actor=leader, record=point, action=KEEP)
        for kind_of_piece, serial in (("ring", "01"), ("rope", "02")):
            piece = Equipment(point=point, kind=kind_of_piece, serial=f"{point_code}-{serial}")
            save_record(actor=leader, record=piece, action=KEEP)
    return area


def _patroller(world: World) -> Volunteer:
    """Of age, known, insured; trained last summer, so excused from this year's training."""
    volunteer = new_volunteer(world, TEAM, lately(world))
    verify_identity(world.city, volunteer.person)
    for code in ("agreement", "insurance"):
        passed(world, volunteer, code, 40)
    with standing_at(at(today() - timedelta(days=38), time(10))):
        vetting.grant_exemption(
            actor=world.city,
            volunteer=volunteer,
            requirement=Requirement.objects.get(code="water-training"),
            until_on=today() + timedelta(days=120),
            reason="去年夏天已参加区里的水域安全培训",
        )
    return volunteer


def _planned(
    world: World, project: ServiceProject, area: PatrolArea, days: int, team: list[Volunteer]
) -> PatrolShift:
    """Two hours of an afternoon, opened a week before, with the first of the team as leader."""
    leader, post = world.leaders[TEAM], Post.objects.get(project=project)
    start = at(today() + timedelta(days=days), time(15))
    plan = Plan(
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        capacity=4,
        place=str(area.points.first()),
        sign_off_until=start - timedelta(hours=12),
    )
    with standing_at(min(start - timedelta(days=6), at(today(), time(8)))):
        shift = open_shift(actor=leader, post=post, plan=plan)
        patrol = patrols.plan_patrol(actor=leader, shift=shift, area=area, points=list(area.points.all()))
        held = [signups.sign_up(actor=one.person.users.get(), shift=shift) for one in team]
        return patrols.name_leader(actor=leader, patrol=patrol, leader=held[0])


def _walked(patrol: PatrolShift, leader: User) -> None:
    """Counted in, an hour and a half at the water, counted out."""
    start = patrol.shift.starts_at
    _mark(patrol, leader, "in", start - timedelta(minutes=5))
    with standing_at(start):
        patrols.begin_patrol(actor=leader, patrol=patrol, is_line_only=True, is_phones_charged=True)
    _log(patrol)
    end = patrol.shift.ends_at
    _mark(patrol, leader, "out", end)
    with standing_at(end + timedelta(minutes=5)):
        patrols.end_patrol(actor=leader, patrol=patrol)


def _mark(patrol: PatrolShift, leader: User, kind: str, moment: datetime) -> None:
    with standing_at(moment):
        for signup in Signup.objects.filter(shift=patrol.shift).select_related("volunteer__person"):
            rolls.mark(actor=leader, signup=signup, kind=kind)


def _log(patrol: PatrolShift) -> None:
    first = Signup.objects.filter(shift=patrol.shift).order_by("seat")[0].volunteer.person.users.get()
    points = list(patrol.points.all())
    with standing_at(patrol.shift.starts_at + timedelta(minutes=25)):
        patrol_logs.write_log(
            actor=first,
            patrol=patrol,
            point=points[0],
            kind="dissuaded",
            seen=patrol_logs.Seen(aged_6_13=4, aged_14_17=2, adults=1),
            words="劝离后在岸上讲了防溺水知识",
        )
        pieces = Equipment.objects.filter(point__in=points).select_related("point").order_by("pk")
        found = dict.fromkeys(pieces, "ok") | {pieces[1]: "broken"}
        patrol_logs.check_on_patrol(actor=first, patrol=patrol, found=found)
    with standing_at(patrol.shift.starts_at + timedelta(minutes=70)):
        patrol_logs.report_hazard(
            actor=first,
            patrol=patrol,
            point=points[1],
            grade=points[1].risk,
            description="护栏缺了两米，孩子能直接走到水边",
            photo=SimpleUploadedFile("护栏.png", paper("护栏缺口（演示）"), "image/png"),
        )


def _alert(world: World, area: PatrolArea) -> None:
    """Thunder of an evening last week, lifted the next morning."""
    evening = at(today() - timedelta(days=7), time(18))
    with standing_at(evening):
        alert = alerts.issue_alert(actor=world.officer(DISTRICT), area=area, kind="thunder")
        alerts.lift_alert(actor=world.officer(DISTRICT), alert=alert)
    morning = evening + timedelta(hours=14)
    AreaAlert.objects.filter(pk=alert.pk).update(issued_at=evening, lifted_at=morning)


def _assign(world: World, ticket: HazardTicket) -> datetime:
    """The morning after it was reported, by the district."""
    reported = ticket.log.at
    morning = at(timezone.localdate(reported) + timedelta(days=1), time(9))
    with standing_at(morning):
        tickets.assign_ticket(
            actor=world.officer(DISTRICT),
            ticket=ticket,
            department=ticket.department,
            due_on=ticket.due_on,
        )
    HazardTicket.objects.filter(pk=ticket.pk).update(reported_at=reported, assigned_at=morning)
    return morning


def _mend(world: World, ticket: HazardTicket) -> None:
    """Mended in a day, told by the leader, looked at by the district."""
    morning, leader = _assign(world, ticket), world.leaders[TEAM]
    photo = SimpleUploadedFile("修复.png", paper("护栏已修复（演示）"), "image/png")
    tickets.begin_rectifying(actor=leader, ticket=ticket)
    tickets.report_rectified(actor=leader, ticket=ticket, measures="补装护栏，加挂警示牌", photo=photo)
    tickets.verify_ticket(actor=world.officer(DISTRICT), ticket=ticket)
    begun, mended, looked = (morning + timedelta(hours=hours) for hours in (2, 26, 30))
    HazardTicket.objects.filter(pk=ticket.pk).update(begun_at=begun, rectified_at=mended, decided_at=looked)
