"""
Locks of the events: whoever gives or frees a place holds the session's row.

Whoever adds a session, or moves the event, holds the event's row before any session's; a venue comes last.
"""

from __future__ import annotations

from events.models import Event, Session, Venue


def lock_event(number: int) -> Event:
    """Nobody else moves this event until the transaction ends."""
    event: Event = Event.objects.select_for_update(no_key=True).get(pk=number)
    return event


def lock_venue(venue: Venue | None) -> None:
    """Nobody else plans anything there until the end: the exclusion alone may end in deadlocks."""
    if venue is not None:
        Venue.objects.select_for_update(no_key=True).get(pk=venue.pk)


def lock_session(number: int) -> Session:
    """Nobody else gives a place of this session away until the transaction ends."""
    session: Session = (
        Session.objects.select_for_update(no_key=True, of=("self",)).select_related("event").get(pk=number)
    )
    return session
