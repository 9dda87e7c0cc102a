"""Moves of events, sessions and registrations: each one UPDATE that filters on the old state."""

from __future__ import annotations

from typing import Any

from events.errors import EventMoved, RegistrationMoved, SessionMoved
from events.models import Event, EventTransition, Registration, RegistrationTransition, Session
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.moves import along, reach


def move_event(actor: Actor, event: Event, to: str, *, note: str = "") -> Event:
    """Along `Event.NEXT`, once. Raises `EventMoved`."""
    before = along(event, to, EventMoved)
    EventTransition.objects.create(event=event, actor_id=actor.pk, from_state=before, to_state=to, note=note)
    return event


def move_session(session: Session, to: str, **changes: Any) -> Session:
    """Along `Session.NEXT`, once; the caller holds its lock. Raises `SessionMoved`."""
    reach(session, to, SessionMoved, **changes)
    return session


def move_registration(
    actor: Actor,
    registration: Registration,
    to: str,
    *,
    only_from: tuple[str, ...] = (),
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> Registration:
    """Along `Registration.NEXT`, once; the caller holds the session's lock. Raises `RegistrationMoved`."""
    before = along(registration, to, RegistrationMoved, only_from=only_from, **changes)
    RegistrationTransition.objects.create(
        registration=registration,
        actor_id=actor.pk,
        from_state=before,
        to_state=to,
        reason=reason,
        note=note,
    )
    return registration
