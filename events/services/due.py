"""What is due at some moment: the queue looked at again, reminders."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from events.models import Registration, Session
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core import calendar
from zibo_youth.notifications.outbox import notify

from .locks import lock_session
from .moves import move_registration
from .places import State, settle

EVENING, NIGHT = time(18, 0), time(22, 0)


def settle_sessions(*, at: datetime) -> int:
    """Sessions with free places and somebody waiting: what a crash left undone. How many were asked."""
    waiting = Registration.objects.queue().filter(session=OuterRef("pk")).order_by()
    due = Session.objects.coming(at).with_places().not_to_be_drawn().filter(Exists(waiting)).order_by("pk")
    return sum(_settle(number, at) for number in due.values_list("pk", flat=True))


@transaction.atomic
def _settle(number: int, at: datetime) -> int:
    return len(settle(lock_session(number), at=at))


def remind_of_sessions(*, at: datetime) -> int:
    """The day before a session, from 18:00 on and not at night: where to be, and when."""
    day = timezone.localdate(at)
    if not calendar.at(day, EVENING) <= at < calendar.at(day, NIGHT):
        return 0
    start = calendar.at(day + timedelta(days=1), time.min)
    tomorrow = Registration.objects.filter(
        state=State.REGISTERED,
        session__state=Session.State.PLANNED,
        session__starts_at__gte=start,
        session__starts_at__lt=start + timedelta(days=1),
    )
    return sum(_remind(each) for each in tomorrow.select_related("person", "session"))


@transaction.atomic
def _remind(one: Registration) -> bool:
    return notify("events.session_soon", to=one.person, about=one, dedup=str(one.session.starts_at))


def end_waiting(*, at: datetime) -> int:
    """The queue ends when the session begins. Safe to run twice."""
    waiting = Registration.objects.queue().filter(session__starts_at__lte=at)
    return sum(_end_one(number) for number in waiting.values_list("pk", flat=True))


def end_queue_of(session: Session) -> int:
    """The same of one session that has begun: its door does not wait for the clock."""
    waiting = Registration.objects.queue().filter(session=session)
    return sum(_end_one(number) for number in waiting.values_list("pk", flat=True))


@transaction.atomic
def _end_one(number: int) -> bool:
    lock_session(Registration.objects.get(pk=number).session_id)
    still = Registration.objects.queue().filter(pk=number).first()
    if still is not None:
        move_registration(SYSTEM, still, State.RELEASED, reason="session_begun")
    return still is not None
