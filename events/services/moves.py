"""Moves of events, sessions and registrations: each one UPDATE that filters on the old state."""

from __future__ import annotations

from typing import Any

from events.errors import EventMoved, RegistrationMoved, SessionMoved
from events.models import Event, EventTransition, Registration, RegistrationTransition, Session
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import DomainError


def along(
    row: Any, to: str, refusal: type[DomainError], /, *, only_from: tuple[str, ...] = (), **changes: Any
) -> None:
    """
    One UPDATE along the row's ``NEXT``, from the state that the caller read and none other, once.

    Raises ``refusal`` with the state that stands there, where that is another or the move is not allowed.
    """
    model = type(row)
    is_next = to in row.NEXT.get(row.state, ()) and row.state in (only_from or (row.state,))
    rows = model.objects.filter(pk=row.pk, state=row.state)
    if not is_next or not rows.update(state=to, **changes):
        raise refusal(state=model.objects.get(pk=row.pk).get_state_display())


def move_event(actor: Actor, event: Event, to: str, *, note: str = "") -> Event:
    """Along `Event.NEXT`, once. Raises `EventMoved`."""
    along(event, to, EventMoved)
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
    along(registration, to, RegistrationMoved, only_from=only_from, **changes)
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
