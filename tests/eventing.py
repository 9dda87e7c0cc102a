"""Events for tests: written, planned and published by their services; registrations of a crowd."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.db.models import Model

from events.drawing import Entry, listing_of
from events.entrance import Permit, Wish
from events.models import (
    Answer,
    Attendance,
    AttendanceCertificate,
    Companion,
    EntryScan,
    Event,
    EventTransition,
    Feedback,
    GuardianPermit,
    Question,
    Quota,
    Registration,
    RegistrationReview,
    RegistrationTransition,
    ScanUpload,
    SeriesCoupon,
    Session,
    SessionDraw,
    Venue,
)
from events.passes import Ticket, code_of, ticket_for
from events.services import events, registrations, sessions
from events.services.checkin import scanning
from events.services.events import EventPlan, QuestionPlan
from events.services.sessions import QuotaPlan, SessionPlan
from events.verification import CODES
from tests import people
from zibo_youth.accounts.models import Organisation, Person, User
from zibo_youth.core import draw as lots
from zibo_youth.core.calendar import at, now, standing_at, today

_serial = count(1)
WOMEN_AND_MEN = (
    QuotaPlan("女生", 2, Person.Gender.FEMALE, "Women"),
    QuotaPlan("男生", 2, Person.Gender.MALE, "Men"),
)


def clock(hour: float, days: int = 3) -> datetime:
    """An hour of a day to come."""
    return at(today() + timedelta(days), time(int(hour), round(hour % 1 * 60)))


def event_plan(of: str = "zhangdian", **fields: Any) -> EventPlan:
    """A forum of a district."""
    district = Organisation.objects.get(code=of)
    said = {
        "kind": Event.Kind.FORUM,
        "title": f"第{next(_serial)}期青年发展微论坛",
        "summary": "聊聊在淄博的生活。",
        "organiser": district,
        "reporting_org": district,
        "contact_phone": "0533-0000000",
    }
    return EventPlan(**said | fields)


def session_plan(**fields: Any) -> SessionPlan:
    """Three days ahead, two hours long, open since yesterday."""
    starts_at = fields.pop("starts_at", clock(19))
    said = {
        "place": "张店区青年会客厅",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "opens_at": min(now(), starts_at) - timedelta(days=1),
        "closes_at": starts_at - timedelta(hours=1),
        "cancel_until": starts_at - timedelta(hours=12),
        "capacity": 4,
    }
    return SessionPlan(**said | fields)


def venue(of: str = "zhangdian") -> Venue:
    """A hall that a district keeps."""
    keeper = Organisation.objects.get(code=of)
    made: Venue = Venue.objects.create(organisation=keeper, name=f"第{next(_serial)}报告厅")
    return made


def plan_of(session: Session, **changes: Any) -> SessionPlan:
    """The session as it is, with changes."""
    return SessionPlan(**{name: getattr(session, name) for name in sessions.FIELDS} | changes)


def event(
    *,
    quotas: tuple[QuotaPlan, ...] = (),
    questions: tuple[QuestionPlan, ...] = (),
    session: dict[str, Any] | None = None,
    of: str = "zhangdian",
    **fields: Any,
) -> Event:
    """A published event with one session."""
    by = people.officer(of=of)
    made = events.write_event(actor=by, plan=event_plan(of=of, **fields), questions=questions)
    sessions.plan_session(actor=by, event=made, plan=session_plan(**session or {}), quotas=quotas)
    return events.publish_event(actor=by, event=made)


def session(capacity: int = 4, *, quotas: tuple[QuotaPlan, ...] = (), **fields: Any) -> Session:
    """The only session of a published event."""
    planned = {name: fields.pop(name) for name in list(fields) if name in (*sessions.FIELDS, "by_draw")}
    made = event(quotas=quotas, session=planned | {"capacity": capacity}, **fields)
    return made.sessions.get()


def quota_of(session: Session, name: str = "") -> Quota:
    """The part of this name, or the only one."""
    return session.quotas.get(name=name) if name else session.quotas.get()


def wish(session: Session, quota: str = "", *, seats: int = 1, **fields: Any) -> Wish:
    """So many places, with companions of no real name."""
    together = tuple(f"同行人{number}" for number in range(1, seats))
    return Wish(quota=quota_of(session, quota), companions=together, **fields)


def register(user: User, session: Session, quota: str = "", **fields: Any) -> Registration:
    may_wait = fields.pop("may_wait", False)
    return registrations.register(
        actor=user, session=session, wish=wish(session, quota, **fields), may_wait=may_wait
    )


def wait(user: User, session: Session, quota: str = "", **fields: Any) -> Registration:
    return register(user, session, quota, may_wait=True, **fields)


def cancel(registration: Registration) -> Registration:
    user = registration.person.users.get()
    return registrations.cancel_registration(actor=user, registration=registration)


def permit() -> Permit:
    return Permit(guardian_name="张父", guardian_mobile="13800000000", relation="父亲")


def minor_born() -> date:
    """Sixteen."""
    return today().replace(day=1) - timedelta(days=366 * 16)


def made_draw(turn: Session, one: Registration) -> SessionDraw:
    """A draw that is over, of this one registration, written plainly."""
    listing = listing_of([Entry(one.pk, one.quota_id, one.seats)])
    made: SessionDraw = SessionDraw.objects.create(
        session=turn,
        seed="5" * 64,
        seed_hash=lots.digest("5" * 64),
        listing=listing,
        list_hash=lots.digest(listing),
        listed_at=now(),
        drawn_at=now(),
        places=turn.capacity,
        groups={str(one.quota_id): turn.capacity},
    )
    return made


def rows_of(user: User, of: str = "zhangdian") -> dict[type[Model], Model]:
    """A registration of a user's with everything that hangs on it, at an event of a district."""
    made = event(of=of, questions=(QuestionPlan("从哪里得知活动？"),), most_together=3, roster_most=20)
    question, turn = made.questions.get(), made.sessions.get()
    said = {question.pk: "朋友介绍"}
    one = register(user, turn, seats=2, answers=said, permit=permit())
    from tests import rostering, teaming

    looked_at: RegistrationReview = RegistrationReview.objects.create(
        registration=one, asked_at=now(), due_at=turn.starts_at
    )

    return {
        **rostering.rows_of(user, of),
        **teaming.rows_of(user, made),
        Event: made,
        EventTransition: made.transitions.first(),
        Question: question,
        Session: turn,
        SessionDraw: made_draw(turn, one),
        Quota: turn.quotas.get(),
        Registration: one,
        RegistrationTransition: one.transitions.first(),
        RegistrationReview: looked_at,
        SeriesCoupon: SeriesCoupon.objects.create(
            event=made, person=user.person, period=0, number=1, registration=one
        ),
        Venue: venue(of),
        Companion: Companion.objects.get(registration=one),
        GuardianPermit: GuardianPermit.objects.get(registration=one),
        Answer: Answer.objects.get(registration=one),
        **came_rows(one),
    }


# --- at the door ---------------------------------------------------------------------------------


def running(capacity: int = 4, *, hours: float = 2, begun: float = 0.5, **fields: Any) -> Session:
    """A session that began half an hour ago."""
    start = now() - timedelta(hours=begun)
    return session(capacity, starts_at=start, ends_at=start + timedelta(hours=hours), **fields)


def register_before(user: User, turn: Session, quota: str = "", **fields: Any) -> Registration:
    """As `register`, two hours before the session begins."""
    with standing_at(turn.starts_at - timedelta(hours=2)):
        return register(user, turn, quota, **fields)


def ticket(one: Registration, seat: int = 1) -> Ticket:
    return ticket_for(one.session, code_of(one, seat))


def come(one: Registration, seat: int = 1, *, by: User | None = None, key: str = "") -> EntryScan:
    return _scanned(one, seat, "in", by, key)


def go(one: Registration, seat: int = 1, *, by: User | None = None, key: str = "") -> EntryScan:
    return _scanned(one, seat, "out", by, key)


def _scanned(one: Registration, seat: int, kind: str, by: User | None, key: str) -> EntryScan:
    by = by or people.officer()
    turn = Session.objects.select_related("event").get(pk=one.session_id)
    return scanning.scan(actor=by, session=turn, ticket=ticket(one, seat), kind=kind, key=key)


def take_back(scan: EntryScan, reason: str = "扫错了人") -> EntryScan:
    return scanning.undo_scan(actor=people.officer(), scan=scan, reason=reason)


def over(turn: Session) -> Session:
    """The same session, ended a minute ago, as the clock will have it."""
    past = now() - timedelta(minutes=1)
    Session.objects.filter(pk=turn.pk).update(ends_at=max(past, turn.starts_at + timedelta(seconds=1)))
    turn.refresh_from_db()
    return turn


def came_rows(one: Registration) -> dict[type[Model], Model]:
    """What the door and the settling write of a registration, written plainly."""
    by = people.officer()
    file = ScanUpload.objects.create(session=one.session, digest="a" * 64, lines=1, by=by)
    scan = EntryScan.objects.create(
        registration=one, day=today(), step=1, kind="in", way="offline", at=now(), by=by, upload=file
    )
    came = Attendance.objects.create(registration=one, attended=True, days=1, came_at=now(), minutes=90)
    seed = uuid4()
    paper = AttendanceCertificate.objects.create(
        registration=one,
        seed=seed,
        code_digest=CODES.digest_of(CODES.token_of(seed)),
        minutes=90,
        planned=120,
    )
    paper.refresh_from_db()
    said = Feedback.objects.create(registration=one, rating=5, liked="content", again="yes", words="很好")
    return {
        ScanUpload: file,
        EntryScan: scan,
        Attendance: came,
        AttendanceCertificate: paper,
        Feedback: said,
    }
