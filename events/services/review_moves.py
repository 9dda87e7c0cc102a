"""Taking a place where registrations are reviewed first: held meanwhile, and for good once admitted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from events.models import Registration, RegistrationReview, Session
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now

from .moves import move_registration

State = Registration.State


def first_state(session: Session) -> str:
    """What somebody becomes who finds a free place."""
    return State.REVIEW if session.event.needs_review else State.REGISTERED


def confirmed(actor: Actor, registration: Registration, **how: Any) -> Registration:
    """The place is taken: for good, or until an officer has looked. Raises `RegistrationMoved`."""
    state = first_state(registration.session)
    admitted = RegistrationReview.objects.filter(registration=registration, state="approved").exists()
    if state == State.REGISTERED or admitted:
        return move_registration(actor, registration, State.REGISTERED, **how)
    moved = move_registration(actor, registration, state, **how)
    begin_review(moved)
    return moved


def begin_review(registration: Registration) -> RegistrationReview:
    """An officer is to look at it; the place is held so long, and never past the start."""
    at, hours = now(), int(settings.EVENTS["review_hours"])
    until = min(at + timedelta(hours=hours), registration.session.starts_at)
    made: RegistrationReview = RegistrationReview.objects.create(
        registration=registration, asked_at=at, due_at=until
    )
    return made
