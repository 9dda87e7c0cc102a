"""
鲁港经济合作洽谈会, June 2021, as the article tells it: 200 volunteers on duty from the 8th to the 12th.

They are called in a round of 120, 60 and 20 places, and all of it goes through the services.
So that the demonstration loads in time, most of them serve one of the five days; four captains
serve all five, after a training and a flag ceremony. Nobody is told to have served who has
not: 200 people were on duty (IN06), with the hours that the ledger says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from volunteers.models import (
    Application,
    Pool,
    Post,
    Requirement,
    Round,
    ServiceProject,
    Volunteer,
)
from volunteers.services import applications, projects, registration, rounds
from zibo_youth.accounts.demo.people import Crowd, Invented, register
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, standing_at
from zibo_youth.core.demo import Say

from . import past
from .projects import MANAGE, tell_project
from .rounds import ORGANISER, QUOTAS
from .world import World

SEED, BLOCK = 20210612, 705
FIRST, LAST = date(2021, 6, 8), date(2021, 6, 12)
TRAINED_ON, SWORN_IN_ON = date(2021, 6, 2), date(2021, 6, 3)
CAPTAINS = 4
# Ten of each university sit in the open pool beside their own.
STUDENTS = (("demo-sdut", 130), ("demo-zbvc", 70))
FAIR: dict[str, Any] = {
    "code": "trade-fair-2021",
    "organiser": ORGANISER,
    "title": "2021 鲁港经济合作洽谈会志愿服务",
    "title_en": "Shandong–Hong Kong trade talks 2021",
    "summary": "200 名青年志愿者培训、授旗后上岗，6 月 8 日至 12 日提供迎宾、引导和签到服务。",
    "summary_en": "200 young volunteers, trained and sworn in, welcomed and guided guests from 8 to 12 June.",
    "risks": "每班站立较久，请穿平底鞋；服从现场负责人安排。",
    "risks_en": "You stand for long: wear flat shoes, and follow the leader on the spot.",
    "place": "淄博齐盛国际宾馆",
    "posts": [
        {
            "role": "general",
            "name": "岗前培训",
            "name_en": "Training",
            "duties": "礼仪、英语和应急处置培训。",
            "duties_en": "Manners, English and emergencies.",
        },
        {
            "role": "general",
            "name": "授旗仪式",
            "name_en": "Flag ceremony",
            "duties": "授旗并宣读服务承诺。",
            "duties_en": "The flag is handed over and the pledge is read.",
        },
        {
            "role": "general",
            "name": "会场引导",
            "name_en": "Guide",
            "duties": "迎宾、引导和签到。",
            "duties_en": "Welcome, guide and register.",
        },
    ],
}


@dataclass
class Fair:
    """The event: its leader, its posts in the order of the days, and whoever was accepted."""

    project: ServiceProject
    leader: User
    training: Post
    ceremony: Post
    duty: Post
    volunteers: list[Volunteer] = field(default_factory=list)

    @property
    def captains(self) -> list[Volunteer]:
        return self.volunteers[:CAPTAINS]


def tell_fair(world: World, say: Say) -> Fair:
    """From the call of May to hours in force in the middle of June."""
    say("志愿服务：2021 年鲁港洽谈会，200 名志愿者")
    fair = _written(world)
    fair.volunteers = _called(world, fair)
    _got_ready(fair)
    for number, turn in enumerate(_days_of_duty(fair)):
        _held(turn, number, world.officer("zhangdian"))
    past.in_force(at(date(2021, 6, 14), time(9)))
    with standing_at(at(date(2021, 6, 22), time(10))):
        projects.close_project(actor=fair.leader, project=fair.project)
    return fair


def _written(world: World) -> Fair:
    project = tell_project(world, FAIR, TRAINED_ON, LAST, ServiceProject.Kind.LARGE_EVENT)
    leader = world.leaders[ORGANISER]
    training, ceremony, duty = project.posts.order_by("pk")
    training.kind, training.gives = Post.Kind.TRAINING, Requirement.objects.get(code="induction")
    ceremony.kind, ceremony.is_credited = Post.Kind.CEREMONY, False
    for post in (training, ceremony, duty):
        post.staffing = Post.Staffing.ROUND
        save_record(actor=leader, record=post, action=MANAGE)
    return Fair(project, leader, training, ceremony, duty)


def _called(world: World, fair: Fair) -> list[Volunteer]:
    """A round of 200 places, the captains first: everybody is offered one and accepts it."""
    opens_at, closes_at = at(date(2021, 5, 27), time(9)), at(date(2021, 5, 30), time(18))
    crowd = iter(Crowd("志", Random(SEED), block=BLOCK))
    homes = [world.organisations[code] for code, many in STUDENTS for _each in range(many)]
    Random(SEED).shuffle(homes)
    made = [_registered(next(crowd), home, fair, opens_at - past.DAY) for home in homes]
    of = _opened(world, fair, opens_at, closes_at)
    with standing_at(opens_at + past.MINUTE):
        for one in made:
            given = applications.apply(actor=past.log_in_of(one), round=of, statement="参加过校内赛会服务。")
            applications.accept(actor=past.log_in_of(one), application=given)
    Application.objects.filter(round=of).update(applied_at=opens_at + past.MINUTE)
    with standing_at(closes_at):
        rounds.settle_round(actor=SYSTEM, round=rounds.close_round(actor=SYSTEM, round=of))
    return made


def _registered(person: Invented, university: Organisation, fair: Fair, moment: datetime) -> Volunteer:
    user = register(person, at=moment)
    with standing_at(moment):
        volunteer = registration.register(
            actor=user,
            person=user.person,  # type: ignore[arg-type]
            reporting_org=fair.project.reporting_org,
            university=university,
            graduates_on=date(2023, 6, 30),
        )
    Volunteer.objects.filter(pk=volunteer.pk).update(registered_at=moment)
    return volunteer


def _opened(world: World, fair: Fair, opens_at: datetime, closes_at: datetime) -> Round:
    of = Round(
        project=fair.project,
        title="2021 鲁港洽谈会志愿者招募",
        title_en="Volunteers for the trade talks 2021",
        opens_at=opens_at,
        closes_at=closes_at,
        serves_from=FIRST,
        bench_percent=0,
    )
    with standing_at(opens_at - past.HOUR):
        save_record(actor=fair.leader, record=of, action="volunteers.manage_round")
        for code, quota in QUOTAS:
            pool = Pool(round=of, university=world.organisations.get(code), quota=quota)
            save_record(actor=fair.leader, record=pool, action="volunteers.manage_round")
        return rounds.open_round(actor=fair.leader, round=of)


def _got_ready(fair: Fair) -> None:
    """The captains are trained for a morning and take the flag in an afternoon."""
    for post, start in ((fair.training, at(TRAINED_ON, time(9))), (fair.ceremony, at(SWORN_IN_ON, time(15)))):
        past.served(past.planned(fair.leader, post, start, 3, fair.captains))


def _days_of_duty(fair: Fair) -> list[past.Turn]:
    """Each day the captains, and a fifth of the others."""
    days = [FIRST + timedelta(days=number) for number in range(5)]
    others = fair.volunteers[CAPTAINS:]
    return [
        past.planned(
            fair.leader, fair.duty, at(day, time(9)), 6, [*fair.captains, *others[number::5]], rest=30
        )
        for number, day in enumerate(days)
    ]


def _held(turn: past.Turn, number: int, second: User) -> None:
    """Most scan; two are marked by the leader; on the third day one forgets to check out."""
    *scanning, first, other = turn.places
    past.comes(turn, scanning)
    past.leaves(turn, scanning[1:] if number == 2 else scanning)
    past.on_the_roll(turn, [first, other])
    past.reviewed(turn)
    if number == 2:
        past.explained(turn, scanning[0], "当天负责收尾，离场时忘记签退，有照片为证。")
    past.confirmed(second, turn)
