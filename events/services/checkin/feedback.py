"""活动反馈 (feedback): of whoever was there, one for each registration, changed until its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from events.checkin_errors import FeedbackClosed, FeedbackNotYet, FeedbackOfWhoCame
from events.models import EntryScan, Feedback, Registration, Session
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError

from .scanning import lock_registration


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says: a rating from 1 to 5, two choices, words."""

    rating: int
    liked: str
    again: str
    words: str = ""


@transaction.atomic
def give_feedback(*, actor: User, registration: Registration, said: Said) -> Feedback:
    """
    填写反馈 (give feedback), or change it. Raises `FeedbackNotYet`, `FeedbackClosed`, `FeedbackOfWhoCame`.
    """
    policy.require(actor, "events.give_feedback", registration)
    registration = lock_registration(registration.pk)
    for refusal in feedback_obstacles(registration):
        raise refusal
    told = {"rating": said.rating, "liked": said.liked, "again": said.again, "words": said.words.strip()}
    row: Feedback = Feedback.objects.update_or_create(registration=registration, defaults=told)[0]
    return row


def feedback_obstacles(registration: Registration) -> list[DomainError]:
    """What keeps somebody from it: for the page and the service alike."""
    session, at = registration.session, now()
    if at < session.ends_at:
        return [FeedbackNotYet(ends=moment_words(session.ends_at))]
    if at > feedback_until(session):
        return [FeedbackClosed(until=moment_words(feedback_until(session)))]
    came = EntryScan.objects.standing().filter(registration=registration, kind=EntryScan.Kind.IN)
    if registration.state != Registration.State.REGISTERED or not came.exists():
        return [FeedbackOfWhoCame(phone=session.event.contact_phone)]
    return []


def feedback_until(session: Session) -> datetime:
    """The last moment in which it is written and changed."""
    return session.ends_at + timedelta(days=settings.EVENTS["feedback_days"])
