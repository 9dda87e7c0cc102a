"""活动管理 (events): written, published, called off, closed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from events.errors import EventWithoutSession, MoneyRestsOnNothing, NotAnAmount, ReasonMissing
from events.models import Event, Question, Session
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.core.money import exact_yuan

from .moves import move_event
from .sessions import MANAGE, cancel_session

FIELDS = (
    *("kind", "title", "title_en", "summary", "summary_en", "organiser", "reporting_org"),
    *("contact_phone", "age_from", "age_to", "most_together"),
)


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What an organiser says about an event."""

    kind: str
    title: str
    summary: str
    organiser: Organisation
    reporting_org: Organisation
    contact_phone: str
    title_en: str = ""
    summary_en: str = ""
    age_from: int | None = None
    age_to: int | None = None
    most_together: int = 1

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """One question of an event."""

    words: str
    words_en: str = ""
    is_required: bool = False
    options: str = ""


@transaction.atomic
def write_event(*, actor: Actor, plan: EventPlan, questions: tuple[QuestionPlan, ...] = ()) -> Event:
    """新建活动 (write an event), as a draft that nobody but its office sees."""
    event = Event(**plan.columns())
    policy.require(actor, MANAGE, event)
    event.save()
    event.transitions.create(actor_id=actor.pk, to_state=event.state)
    Question.objects.bulk_create(
        Question(
            event=event,
            number=number,
            words=each.words,
            words_en=each.words_en,
            is_required=each.is_required,
            options=each.options,
        )
        for number, each in enumerate(questions, 1)
    )
    return event


@transaction.atomic
def publish_event(*, actor: Actor, event: Event) -> Event:
    """
    发布活动 (publish) with a session to come, or one that was held: what was not registered for is told too.

    Raises `EventWithoutSession`, `EventMoved`.
    """
    policy.require(actor, MANAGE, event)
    to_come = Q(state=Session.State.PLANNED, ends_at__gt=now())
    if not event.sessions.filter(to_come | Q(state=Session.State.HELD)).exists():
        raise EventWithoutSession
    return move_event(actor, event, Event.State.PUBLISHED)


@transaction.atomic
def cancel_event(*, actor: Actor, event: Event, reason: str) -> Event:
    """取消活动 (call an event off), with sessions not begun. Raises `ReasonMissing`, `EventMoved`."""
    policy.require(actor, MANAGE, event)
    if not reason.strip():
        raise ReasonMissing
    moved = move_event(actor, event, Event.State.CANCELLED, note=reason.strip())
    for session in event.sessions.filter(state=Session.State.PLANNED, starts_at__gt=now()).order_by("pk"):
        cancel_session(actor=actor, session=session, reason=reason)
    return moved


@transaction.atomic
def close_event(*, actor: Actor, event: Event) -> Event:
    """结束活动 (close): nothing is added to it any more. Raises `EventMoved`."""
    policy.require(actor, MANAGE, event)
    return move_event(actor, event, Event.State.CLOSED)


def record_invested(*, actor: Actor, event: Event, amount: Decimal, source: str) -> Event:
    """
    登记投入资金 (what the event cost altogether, yuan), told anew when more is known; the audit keeps both.

    Raises `NotAnAmount`, `MoneyRestsOnNothing`.
    """
    policy.require(actor, MANAGE, event)
    told = {"invested": exact_yuan(amount, NotAnAmount), "invested_source": source.strip()}
    with explaining(event_money_rests_on_something=MoneyRestsOnNothing), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**told)
    event.refresh_from_db()
    return event
