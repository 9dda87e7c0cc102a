"""What is open now: a forum with places, a full study tour with its queue, meeting people by two halves."""

from __future__ import annotations

from datetime import time, timedelta
from random import Random
from typing import Any

from events.entrance import Permit, Wish, admits
from events.models import Event, Quota, Registration, Session
from events.services import registrations
from events.services.events import QuestionPlan
from events.services.sessions import QuotaPlan
from zibo_youth.accounts.demo.accounts import ACCOUNTS
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.demo import Say

from .groups import tell_groups
from .world import DAY, city_staff, office, organisation, published, turn

MANY, BLOCK = 24, 810


def tell_now(rng: Random, say: Say) -> None:
    say("青年活动：正在报名的场次")
    before = now() - 3 * DAY
    young = [register(each, at=before) for each, _ in zip(Crowd("聚", rng, BLOCK), range(MANY), strict=False)]
    shown = User.objects.filter(mobile=ACCOUNTS[0].mobile, person__isnull=False).first()
    _forum([*young[:9], *([shown] if shown else [])])
    _tour(young)
    _meeting(young)
    _lecture(young)
    _law()
    tell_groups(young, _wish, say)


def _days_on(days: int, hour: int) -> Any:
    return at(today() + timedelta(days=days), time(hour))


def _by(district: str) -> User:
    return office(Membership.Role.DISTRICT_OFFICER, district)


def _wish(session: Session, person: Any, companions: tuple[str, ...] = ()) -> Wish:
    """A part that admits them; their answers are empty where nothing is required."""
    part = next(each for each in Quota.objects.filter(session=session) if admits(each, person))
    permit = Permit("示例家长", "+8615499000000", "母亲") if companions else None
    return Wish(quota=part, companions=companions, permit=permit)


def _come(people: list[User], session: Session, companions: tuple[str, ...] = ()) -> list[Registration]:
    return [
        registrations.register(
            actor=user, session=session, wish=_wish(session, user.person, companions), may_wait=True
        )
        for user in people
    ]


def _forum(people: list[User]) -> None:
    event = published(
        _by("zhangdian"),
        said={
            "kind": Event.Kind.FORUM,
            "title": "青年发展微论坛：在淄博创业的第一年",
            "title_en": "Forum: the first year of a business in Zibo",
            "summary": "三位青年创业者讲第一年怎么过来，留一半时间回答问题。",
            "summary_en": "Three founders on their first year; half of the time is for questions.",
            "organiser": organisation("zhangdian"),
            "reporting_org": organisation("zhangdian"),
            "age_from": 16,
            "most_together": 3,
        },
        turns=[
            turn(_days_on(6, 19), 2, "张店区青年会客厅（演示）", 60),
            turn(_days_on(13, 19), 2, "张店区青年会客厅（演示）", 60),
        ],
        questions=[QuestionPlan("想听什么", "What would you like to hear about?")],
    )
    _come(people, event.sessions.order_by("starts_at")[0])


def _tour(people: list[User]) -> None:
    """Twelve places, the rest waits; one has left, and the first of the queue is asked."""
    event = published(
        city_staff(),
        said={
            "kind": Event.Kind.STUDY_TOUR,
            "title": "陶瓷研学一日营",
            "title_en": "A day of ceramics",
            "summary": "参观窑址，动手做一只杯子，烧好后寄到家。",
            "summary_en": "See the kilns and make a cup; it is fired and sent to your home.",
            "organiser": organisation("zichuan"),
            "reporting_org": organisation("zichuan"),
        },
        turns=[turn(_days_on(10, 9), 7, "淄川区陶瓷博物馆（演示）", 12)],
    )
    came = _come(people[:16], event.sessions.get())
    registrations.cancel_registration(actor=people[3], registration=came[3])


def _meeting(people: list[User]) -> None:
    event = published(
        city_staff(),
        said={
            "kind": Event.Kind.MATCHMAKING,
            "title": "青年交友：周末桌游下午",
            "title_en": "Meet people: an afternoon of board games",
            "summary": "男女各半，现场分桌，全程有工作人员。不收任何费用。",
            "summary_en": "Half women and half men at shared tables, with staff present. Free of charge.",
            "organiser": organisation("city"),
            "reporting_org": organisation("zhangdian"),
            "age_from": 20,
            "age_to": 40,
        },
        turns=[turn(_days_on(12, 14), 4, "市青少年宫（演示）", 40)],
        quotas=[QuotaPlan("女生", 20, 2, "Women"), QuotaPlan("男生", 20, 1, "Men")],
    )
    _come(people[4:20], event.sessions.get())


def _lecture(people: list[User]) -> None:
    """Drawn: everybody enters, nobody holds a place yet."""
    event = published(
        city_staff(),
        said={
            "kind": Event.Kind.LECTURE,
            "title": "青年大讲堂：和航天工程师面对面",
            "title_en": "Lecture: an engineer of rockets",
            "summary": "名额少，抽签决定；登记不分先后。",
            "summary_en": "Few places, so they are drawn; it does not matter who enters first.",
            "organiser": organisation("city"),
            "reporting_org": organisation("zhangdian"),
            "age_from": 14,
        },
        turns=[turn(_days_on(15, 14), 2, "淄博市文化中心（演示）", 8, by_draw=True, opens_at=now() - DAY)],
    )
    _come(people[8:], event.sessions.get())


def _law() -> None:
    published(
        _by("huantai"),
        said={
            "kind": Event.Kind.LAW,
            "title": "防诈骗课堂：求职里的陷阱",
            "title_en": "Fraud: traps in job offers",
            "summary": "反诈民警讲求职、租房里常见的骗局。",
            "summary_en": "A police officer on common frauds in job hunting and renting.",
            "organiser": organisation("huantai"),
            "reporting_org": organisation("huantai"),
        },
        turns=[turn(_days_on(20, 15), 2, "桓台县文化馆（演示）", 200, opens_at=now() + DAY)],
    )
