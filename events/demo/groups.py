"""A series in a hall, teams with their standings, a reviewed event, and a school's roster."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from events.models import ContestRound, Event, RegistrationReview, Venue
from events.series import weekly
from events.services import planning, registrations, reviewing, rosters
from events.services.events import publish_event
from events.services.teams import contests, forming
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.demo import Say

from .world import DAY, city_staff, office, organisation, planned, published, turn

SCORES = (("91.25", "88.50", "90.00"), ("86.75", "89.25", "87.50"), ("90.00", "89.75", "90.00"))


def tell_groups(young: list[User], wish: Any, say: Say) -> None:
    say("青年活动：系列课、队伍比赛、审核报名和单位名册")
    _series(young, wish)
    _contest(young)
    _reviewed(young, wish)
    _roster()


def _series(young: list[User], wish: Any) -> None:
    """Six evenings in one hall; each may come twice."""
    by = office(Membership.Role.DISTRICT_OFFICER, "zhangdian")
    keeper = organisation("zhangdian")
    hall: Venue = planning.add_venue(actor=by, organisation=keeper, name="青年会客厅一楼（演示）")
    event = planned(
        by,
        said={
            "kind": Event.Kind.LECTURE,
            "title": "周三夜校：短视频剪辑",
            "title_en": "Wednesday evenings: cutting short films",
            "summary": "六个周三的晚上，每人最多报两场。",
            "summary_en": "Six Wednesday evenings; two for each person.",
            "organiser": organisation("zhangdian"),
            "reporting_org": organisation("zhangdian"),
            "series_most": 2,
        },
        turns=[],
    )
    plan = turn(at(today() + timedelta(days=9), time(19)), 2, "张店区青年会客厅（演示）", 20, venue=hall)
    days = weekly(today() + timedelta(days=9), 6)
    shown = planning.preview_series(actor=by, event=event, plan=plan, days=days)
    first, *_others = planning.plan_series(actor=by, sealed=shown.sealed)
    publish_event(actor=by, event=event)
    for user in young[:6]:
        registrations.register(actor=user, session=first, wish=wish(first, user.person), may_wait=True)


def _contest(young: list[User]) -> None:
    """Three teams, three judges, one round that is published."""
    by = city_staff()
    event = published(
        by,
        said={
            "kind": Event.Kind.CONTEST,
            "title": "创新创业大赛（演示）",
            "title_en": "Start-up contest",
            "summary": "三人一队，路演评分，初赛前两名晋级决赛。",
            "summary_en": "Teams of three; the best two of the first round go on.",
            "organiser": organisation("city"),
            "reporting_org": organisation("zhangdian"),
        },
        turns=[turn(at(today() + timedelta(days=25), time(9)), 8, "市青年创业园（演示）", 200)],
    )
    contests.set_team_rule(actor=by, event=event, least=2, most=3, closes_at=now() + 5 * DAY)
    teams = []
    for number, name in enumerate(("瓷源智造", "齐风软件", "鲁中农创")):
        captain, *mates = young[number * 3 : number * 3 + 3]
        team = forming.found_team(actor=captain, event=event, name=name)
        for mate in mates:
            forming.join_team(actor=mate, code=team.code)
        teams.append(forming.enter_team(actor=captain, team=team))
    judges = young[10:13]
    for judge in judges:
        contests.name_judge(actor=by, event=event, mobile=judge.mobile)
    first: ContestRound = contests.add_round(actor=by, event=event, name="初赛", advance=2)
    contests.add_round(actor=by, event=event, name="决赛")
    for team, line in zip(teams, SCORES, strict=True):
        for judge, value in zip(judges, line, strict=True):
            contests.give_score(actor=judge, part=first, team=team, value=Decimal(value))
    contests.publish_round(actor=by, part=first)


def _reviewed(young: list[User], wish: Any) -> None:
    """One admitted, two who wait for an officer."""
    by = city_staff()
    event = published(
        by,
        said={
            "kind": Event.Kind.LECTURE,
            "title": "走进化工园区：安全课堂（演示）",
            "title_en": "A day at the chemical park",
            "summary": "进园区须审核，名额先保留。",
            "summary_en": "Whoever comes in is reviewed first; the place is held meanwhile.",
            "organiser": organisation("city"),
            "reporting_org": organisation("linzi"),
            "needs_review": True,
        },
        turns=[
            turn(
                at(today() + timedelta(days=14), time(9)),
                6,
                "齐鲁化学工业区（演示）",
                20,
                opens_at=now() - DAY,
            )
        ],
    )
    session = event.sessions.get()
    for user in young[:3]:
        registrations.register(actor=user, session=session, wish=wish(session, user.person))
    waiting = RegistrationReview.objects.open().filter(registration__session=session)
    reviewing.admit(actor=by, review=waiting.select_related("registration__session__event")[0])


def _roster() -> None:
    """A university brings four students."""
    school = Organisation.objects.filter(code="demo-sdut").first()
    if school is None:
        return
    event = published(
        city_staff(),
        said={
            "kind": Event.Kind.ART_FESTIVAL,
            "title": "琉璃工坊艺术日（演示）",
            "title_en": "A day in the glass workshop",
            "summary": "学校集体报名，上传名册。",
            "summary_en": "Schools register with a roster.",
            "organiser": organisation("boshan"),
            "reporting_org": organisation("boshan"),
            "roster_most": 60,
        },
        turns=[
            turn(
                at(today() + timedelta(days=16), time(9)),
                6,
                "博山区琉璃工坊（演示）",
                40,
                opens_at=now() - DAY,
            )
        ],
    )
    session, by = event.sessions.get(), city_staff()
    lines = ["姓名,出生日期,证件号码后四位,性别,手机号,监护人姓名,监护人电话,与本人关系"]
    lines += [f"示同学{sign},2005-0{n}-1{n},000{n},,,,," for n, sign in enumerate("甲乙丙丁", 1)]
    shown = rosters.preview_roster(
        actor=by,
        organisation=school,
        session=session,
        quota=session.quotas.get(),
        content="\n".join(lines).encode(),
    )
    rosters.upload_roster(actor=by, sealed=shown.sealed)
