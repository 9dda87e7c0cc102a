"""
分组 (segments): who is told what an organiser writes; one person once, however they come.

Who came and who did not is what the door settled (`services.checkin.settling`); before that it is nobody.
"""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import Person

from .models import Registration, SegmentMessage, Session

S = SegmentMessage.Segment


def people_of(session: Session, segment: str) -> Any:
    """The people of a segment, each once, in the order of their numbers."""
    rows = Registration.objects.filter(session=session)
    found = {
        S.REGISTERED: lambda: rows.filter(state="registered"),
        S.WAITING: lambda: rows.filter(state="waiting"),
        S.ATTENDED: rows.attended,
        S.ABSENT: rows.absent,
    }[S(segment)]()
    return Person.objects.filter(pk__in=found.order_by().values("person")).order_by("pk")
