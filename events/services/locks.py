"""Locks of the events: whoever gives or frees a place holds the session's row, and nothing before it."""

from __future__ import annotations

from events.models import Session


def lock_session(number: int) -> Session:
    """Nobody else gives a place of this session away until the transaction ends."""
    session: Session = (
        Session.objects.select_for_update(no_key=True, of=("self",)).select_related("event").get(pk=number)
    )
    return session
