"""
The article's course of 2021 (rows 44 and 73: 1,151 young workers entered), and what is open now.

Names are invented and as good as masked; lists come in as an enterprise sends them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from events.models import Event
from events.services import sessions
from events.services.events import EventPlan
from events.services.sessions import SessionPlan
from safety.models import Enterprise, SafetyActivity, SafetyCampaign
from safety.services import campaigns, trainings
from safety.services.campaigns import ActivityPlan, CampaignPlan
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.demo import Say

from .world import World

PHONE = "0533-0000000（演示）"
# The article: young workers entered for the course, all of them sent by their enterprises.
ENTERED = 1_151
DAY = timedelta(days=1)
HEAD = "统一社会信用代码,姓名,身份证号,出生日期,证件号码后四位,性别,手机号,学历,专业,从事安全工作年数"
DEGREES = ("大专", "本科", "硕士")
MAJORS = ("安全类", "其他")
# Each of these is one sign of an invented name: 示 and two more.
SIGNS = "安平宁康泰和谐顺达明朗晨曦岚峰川泽林森石松柏竹"
DISTRICT = "linzi"
COURSE = "注册安全工程师公益培训（演示）"
OTHERS = (
    ("story", "青年宣讲安全故事（演示）"),
    ("film", "观看安全警示教育片（演示）"),
    ("drill", "应急演练（演示）"),
)


def tell_campaigns(world: World, say: Say) -> None:
    say("安全行动：2021 年注册安全工程师公益培训报名 1,151 人，今年的安全生产月")
    _course_of_the_article(world)
    _now(world)


def _course_of_the_article(world: World) -> None:
    by, start = world.city_staff(), at(date(2021, 6, 19), time(8, 30))
    with standing_at(at(date(2021, 5, 10), time(9))):
        campaign = _campaign(by, "youth_first", "安全生产 青年当先", "Safety first", date(2021, 5, 10))
        turn = _session(start, days=2, place="淄博市工人文化宫（演示）", capacity=20)
        course = _activity(
            by, campaign, "training", "注册安全工程师公益培训（演示）", turn, for_engineers=True
        )
        lines = _people(world.enterprises, ENTERED)
        _send(by, course, world.enterprises, lines)
    turn_held = course.event.sessions.get()
    sessions.record_held(actor=by, session=turn_held, attendance=1_032, source="签到表（演示）")


def _now(world: World) -> None:
    by = world.city_staff()
    campaign = _campaign(by, "safety_month", "安全生产月（演示）", "Safety month", today() - 3 * DAY)
    campaigns.add_material(
        actor=by,
        campaign=campaign,
        kind="poster",
        language="zh-hans",
        title="岗位安全标识样式（演示）",
        link="https://example.invalid/signs",
    )
    start = at(today() + 12 * DAY, time(9))
    turn = _session(start, days=1, place="齐鲁化学工业区（演示）", capacity=30)
    course = _activity(by, campaign, "training", "注册安全工程师考前辅导（演示）", turn, for_engineers=True)
    some = world.enterprises[:4]
    _send(by, course, some, _people(some, 24))
    for number, (kind, title) in enumerate(OTHERS):
        begins = at(today() + (5 + number) * DAY, time(14))
        planned = _session(begins, days=0, place="企业会议室（演示）", capacity=60)
        _activity(by, campaign, kind, title, planned)


def _campaign(by: User, season: str, title: str, title_en: str, from_on: date) -> SafetyCampaign:
    plan = CampaignPlan(
        season=season,
        title=title,
        title_en=title_en,
        summary="开展安全警示教育、隐患排查、安全知识培训、岗位练兵和安全创新攻关。",
        summary_en="Warning education, search for hazards, training, exercise at the post and innovation.",
        organiser=Organisation.objects.get(code="city"),
        from_on=from_on,
        until_on=from_on + 50 * DAY,
    )
    made = campaigns.write_campaign(actor=by, plan=plan)
    return campaigns.publish_campaign(actor=by, campaign=made)


def _session(begins: datetime, *, days: int, place: str, capacity: int) -> SessionPlan:
    return SessionPlan(
        place=place,
        starts_at=begins,
        ends_at=begins + days * DAY + timedelta(hours=7),
        opens_at=now() - DAY,
        closes_at=begins - DAY,
        cancel_until=begins - DAY,
        capacity=capacity,
    )


def _activity(
    by: User,
    campaign: SafetyCampaign,
    kind: str,
    title: str,
    turn: SessionPlan,
    *,
    for_engineers: bool = False,
) -> SafetyActivity:
    event = EventPlan(
        kind=Event.Kind.SAFETY,
        title=title,
        summary="面向重点监管企业的青年职工，免费参加。",
        summary_en="For young workers of enterprises under supervision; free of charge.",
        organiser=campaign.organiser,
        reporting_org=Organisation.objects.get(code=DISTRICT),
        contact_phone=PHONE,
    )
    plan = ActivityPlan(kind=kind, event=event, session=turn, for_engineers=for_engineers)
    return campaigns.open_activity(actor=by, campaign=campaign, plan=plan)


def _send(by: User, course: SafetyActivity, enterprises: list[Enterprise], lines: list[str]) -> None:
    """A part for each, then everybody in one list."""
    session = course.event.sessions.get()
    for each in enterprises:
        own = sum(line.startswith(each.organisation.uscc) for line in lines)
        trainings.keep_part(actor=by, session=session, enterprise=each, places=own + 5)
    content = "\n".join([HEAD, *lines]).encode()
    shown = trainings.preview_trainees(actor=by, session=session, content=content)
    trainings.import_trainees(actor=by, sealed=shown.sealed)


def _people(enterprises: list[Enterprise], size: int) -> list[str]:
    """So many lines, dealt to the enterprises in turn; nobody twice."""
    lines = []
    for number in range(size):
        company = enterprises[number % len(enterprises)].organisation
        name = f"示{SIGNS[number % len(SIGNS)]}{SIGNS[number // len(SIGNS) % len(SIGNS)]}"
        born = date(1988, 1, 1) + number * timedelta(days=3)
        told = (DEGREES[number % 3], MAJORS[number % 2], str(number % 9))
        lines.append(",".join((company.uscc, name, "", f"{born}", f"{number % 10_000:04d}", "", "", *told)))
    return lines
