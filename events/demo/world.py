"""Who holds the events of the demonstration, and how one is written, planned and published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from events.models import Event
from events.services import events, sessions
from events.services.events import EventPlan, QuestionPlan
from events.services.sessions import QuotaPlan, SessionPlan
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.policy import Actor

PHONE = "0533-0000000（演示）"
DAY = timedelta(days=1)


def office(role: str, of: str) -> User:
    """Whoever came first to this office."""
    rows = User.objects.filter(person__memberships__role=role, person__memberships__organisation__code=of)
    return rows.order_by("pk")[0]


def city_staff() -> User:
    return office(Membership.Role.CITY_STAFF, "city")


def organisation(code: str) -> Organisation:
    found: Organisation = Organisation.objects.get(code=code)
    return found


def planned(
    by: Actor,
    *,
    said: dict[str, Any],
    turns: Sequence[SessionPlan],
    quotas: Sequence[QuotaPlan] = (),
    questions: Sequence[QuestionPlan] = (),
) -> Event:
    """Written and planned, a draft."""
    plan = EventPlan(contact_phone=PHONE, **said)
    made = events.write_event(actor=by, plan=plan, questions=tuple(questions))
    for each in turns:
        sessions.plan_session(actor=by, event=made, plan=each, quotas=quotas)
    return made


def published(by: User, **told: Any) -> Event:
    """As `planned`, and shown to everybody."""
    return events.publish_event(actor=by, event=planned(by, **told))


def turn(starts_at: datetime, hours: float, place: str, capacity: int, **fields: Any) -> SessionPlan:
    """Open for two weeks before, closed an hour before, left freely until a day before."""
    told: dict[str, Any] = {
        "opens_at": starts_at - 14 * DAY,
        "closes_at": starts_at - timedelta(hours=1),
        "cancel_until": starts_at - DAY,
    }
    return SessionPlan(
        place=place,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        capacity=capacity,
        **told | fields,
    )


def held(by: User, event: Event, came: Sequence[int], source: str) -> None:
    """Told afterwards, session by session, then shown and closed."""
    for session, attendance in zip(event.sessions.order_by("starts_at"), came, strict=True):
        sessions.record_held(actor=by, session=session, attendance=attendance, source=source)
    events.close_event(actor=by, event=events.publish_event(actor=by, event=event))
