"""Moves of events, sessions and registrations: each one UPDATE that filters on the old state."""

from __future__ import annotations

from typing import Any

from events.errors import EventMoved, RegistrationMoved, SessionMoved
from events.models import Event, EventTransition, Registration, RegistrationTransition, Session
from zibo_youth.accounts.policy import Actor


def move_event(actor: Actor, event: Event, to: str, *, note: str = "") -> Event:
    """Along `Event.NEXT`, once. Raises `EventMoved`."""
    starts = [state for state, targets in Event.NEXT.items() if to in targets and state == event.state]
    if not Event.objects.filter(pk=event.pk, state__in=starts).update(state=to):
        raise EventMoved(state=Event.objects.get(pk=event.pk).get_state_display())
    EventTransition.objects.create(
        event=event, actor_id=actor.pk, from_state=event.state, to_state=to, note=note
    )
    event.refresh_from_db()
    return event


def move_session(session: Session, to: str, **changes: Any) -> Session:
    """Along `Session.NEXT`, once; the caller holds its lock. Raises `SessionMoved`."""
    starts = [state for state, targets in Session.NEXT.items() if to in targets]
    if not Session.objects.filter(pk=session.pk, state__in=starts).update(state=to, **changes):
        raise SessionMoved(state=session.get_state_display())
    session.refresh_from_db()
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
    starts = [state for state, targets in Registration.NEXT.items() if to in targets]
    starts = [state for state in starts if state in (only_from or starts) and state == registration.state]
    if not Registration.objects.filter(pk=registration.pk, state__in=starts).update(state=to, **changes):
        raise RegistrationMoved(state=Registration.objects.get(pk=registration.pk).get_state_display())
    RegistrationTransition.objects.create(
        registration=registration,
        actor_id=actor.pk,
        from_state=registration.state,
        to_state=to,
        reason=reason,
        note=note,
    )
    registration.refresh_from_db()
    return registration
