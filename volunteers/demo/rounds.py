"""鲁港经济合作洽谈会: 200 places of two universities and an open pool, open to applications today."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from volunteers.models import Application, Pool, Post, Round, ServiceProject
from volunteers.services import applications, rounds
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .projects import MANAGE, tell_project
from .world import World

ORGANISER = "demo-zibo-team"
FAIR: dict[str, Any] = {
    "code": "demo-trade-fair",
    "organiser": ORGANISER,
    "title": "鲁港经济合作洽谈会志愿服务",
    "title_en": "Shandong–Hong Kong trade talks",
    "summary": "为洽谈会提供迎宾、会场引导、翻译和签到服务。上岗前统一培训、授旗，连续服务五天。",
    "summary_en": "Welcome, guide and register guests, and interpret. Training and a ceremony come first.",
    "risks": "每班站立较久，请穿平底鞋；服从现场负责人安排。",
    "risks_en": "You stand for long: wear flat shoes, and follow the leader on the spot.",
    "place": "淄博齐盛国际宾馆",
    "posts": [
        {
            "role": "event",
            "skills": ["languages", "photography"],
            "name": "会场引导",
            "name_en": "Guide",
            "duties": "迎宾、引导、签到和翻译。",
            "duties_en": "Welcome, guide, register and interpret.",
        }
    ],
}
QUOTAS = (("demo-sdut", 120), ("demo-zbvc", 60), ("", 20))


def build_rounds(world: World, say: Say) -> Round:
    """The call that a visitor may answer; some students were quicker, and some of them have accepted."""
    say("志愿服务：大型赛会招募")
    starts_on, serves_from = today() - timedelta(days=3), today() + timedelta(days=20)
    project = tell_project(
        world, FAIR, starts_on, serves_from + timedelta(days=4), ServiceProject.Kind.LARGE_EVENT
    )
    opens_at = at(starts_on + timedelta(days=2), time(9))
    with standing_at(opens_at - timedelta(hours=1)):
        of = _written(world, project, serves_from)
    with standing_at(opens_at + timedelta(minutes=1)):
        students = world.volunteers["demo-sdut"][:5] + world.volunteers["demo-zbvc"][:5]
        made = [_applied(of, one) for one in students]
        for application in made[::2]:
            applications.accept(actor=application.volunteer.person.users.get(), application=application)
    return of


def _written(world: World, project: ServiceProject, serves_from: Any) -> Round:
    leader = world.leaders[ORGANISER]
    [guide] = project.posts.all()
    guide.staffing = Post.Staffing.ROUND
    save_record(actor=leader, record=guide, action=MANAGE)
    of = Round(
        project=project,
        title="鲁港洽谈会志愿者招募",
        title_en="Volunteers for the trade talks",
        opens_at=at(today() - timedelta(days=1), time(9)),
        closes_at=at(today() + timedelta(days=10), time(18)),
        serves_from=serves_from,
        offer_hours=72,
    )
    save_record(actor=leader, record=of, action="volunteers.manage_round")
    for code, quota in QUOTAS:
        pool = Pool(round=of, university=world.organisations.get(code), quota=quota)
        save_record(actor=leader, record=pool, action="volunteers.manage_round")
    return rounds.open_round(actor=leader, round=of)


def _applied(of: Round, one: Any) -> Application:
    return applications.apply(
        actor=one.person.users.get(), round=of, statement="参加过校内赛会服务，能用英语引导。"
    )
