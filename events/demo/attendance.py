"""Who comes: a session that runs now with some in and some gone, and one of last week with what followed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from events.entrance import Wish
from events.models import EntryScan, Event, Registration, Session
from events.passes import code_of, ticket_for
from events.services import registrations
from events.services.checkin import certificates, feedback, scanning, settling
from events.services.checkin.feedback import Said
from events.services.checkin.scanning import Claim
from events.services.checkin.walk_ins import Arrival, walk_in
from events.services.events import publish_event
from zibo_youth.accounts.demo.accounts import ACCOUNTS
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.demo import Say

from .world import DAY, city_staff, organisation, planned, turn

SEED, BLOCK, MANY = 20210511, 817, 14
IN, OUT = EntryScan.Kind.IN, EntryScan.Kind.OUT
THOUGHTS = (
    Said(5, "content", "yes", "讲得很实在，回去就试。"),
    Said(5, "people", "yes", "认识了两位同行。"),
    Said(4, "content", "yes"),
    Said(4, "place", "maybe", "停车不太方便。"),
    Said(5, "content", "yes"),
    Said(3, "nothing", "maybe", "时间有点短。"),
    Said(5, "content", "yes"),
)


def tell_attendance(say: Say) -> None:
    say("青年活动：今天的入场和上周的到场")
    crowd = Crowd("到", Random(SEED), BLOCK)
    people = [register(each, at=now() - 12 * DAY) for each, _ in zip(crowd, range(MANY), strict=False)]
    shown = User.objects.filter(mobile=ACCOUNTS[0].mobile, person__isnull=False).first()
    whole = [*([shown] if shown else []), *people]
    _last_week(whole)
    _now(whole)


def _held_before(title: str, title_en: str, starts_at: datetime, hours: float, capacity: int) -> Session:
    """Written and published a week before it began, when nobody of the demonstration held an office yet."""
    with standing_at(starts_at - 7 * DAY):
        event = planned(
            SYSTEM,
            said={
                "kind": Event.Kind.FORUM,
                "title": title,
                "title_en": title_en,
                "summary": "凭二维码入场，离场时再扫一次。",
                "summary_en": "Come in by a code, and leave by it.",
                "organiser": organisation("city"),
                "reporting_org": organisation("zhangdian"),
                "most_together": 2,
            },
            turns=[turn(starts_at, hours, "市青年之家（演示）", capacity)],
        )
        publish_event(actor=SYSTEM, event=event)
    found: Session = Session.objects.select_related("event").get(event=event)
    return found


def _come(people: list[User], session: Session) -> list[Registration]:
    with standing_at(session.starts_at - 2 * DAY):
        quota = session.quotas.get()
        return [
            registrations.register(actor=user, session=session, wish=Wish(quota=quota)) for user in people
        ]


def _scan(by: Any, one: Registration, kind: str, moment: datetime) -> None:
    ticket = ticket_for(one.session, code_of(one))
    scanning.record(by, one.session, ticket, Claim(kind, ticket.way, moment))


def _last_week(people: list[User]) -> None:
    """Twelve came, one of them not for long, two did not; certificates taken, thoughts written."""
    by = city_staff()
    session = _held_before(
        "青年发展微论坛：手艺人的生意",
        "Forum: the business of a craft",
        at(today() - 6 * DAY, time(19)),
        2,
        40,
    )
    came = _come(people[:14], session)
    for place, one in enumerate(came[:12]):
        _scan(by, one, IN, session.starts_at + timedelta(minutes=place - 10))
    _scan(by, came[11], OUT, session.starts_at + timedelta(minutes=25))
    settling.settle_due(at=now())
    for one, said in zip(came, THOUGHTS, strict=False):
        holder = one.person.users.get()
        feedback.give_feedback(actor=holder, registration=one, said=said)
        certificates.take_certificate(actor=holder, registration=one)


def _now(people: list[User]) -> None:
    """Some inside, some gone, some expected, one who walked in."""
    by = city_staff()
    start = now() - timedelta(hours=1)
    session = _held_before("青年夜读：一起读一本书", "Reading together", start, 3, 20)
    came = _come(people[:12], session)
    for place, one in enumerate(came[1:9]):
        _scan(by, one, IN, start + timedelta(minutes=place))
    for one in came[7:9]:
        _scan(by, one, OUT, start + timedelta(minutes=40))
    arrival = Arrival("来宾（演示）", "13900000817", session.quotas.get())
    walk_in(actor=by, session=session, arrival=arrival)
