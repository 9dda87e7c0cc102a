"""
分组 (segments): who is told what an organiser writes; one person once, however they come.

Who came stands in one place only, `came_to`: it is what check-in will answer by its own rows.
"""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import now

from .models import Registration, SegmentMessage, Session

S = SegmentMessage.Segment


def came_to(session: Session) -> Any:
    """
    Registrations whose people were there.

    Until check-in writes who entered, everybody who kept their place of a session that is over.
    """
    rows = Registration.objects.filter(session=session, state="registered")
    return rows if session.ends_at <= now() else rows.none()


def people_of(session: Session, segment: str) -> Any:
    """The people of a segment, each once, in the order of their numbers."""
    rows = Registration.objects.filter(session=session)
    came = came_to(session)
    if segment == S.REGISTERED:
        found = rows.filter(state="registered")
    elif segment == S.WAITING:
        found = rows.filter(state="waiting")
    elif segment == S.ATTENDED:
        found = came
    else:
        over = rows.filter(state="registered") if session.ends_at <= now() else rows.none()
        found = over.exclude(pk__in=came.values("pk"))
    return Person.objects.filter(pk__in=found.order_by().values("person")).order_by("pk")
