"""两人复核 (second looks): confirmed by another person, withdrawn with a reason; each move once."""

from __future__ import annotations

from typing import Any

from loans.investing_errors import ReasonNeeded
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import StateChanged


def confirm(actor: User, row: Any) -> None:
    """Only what waits is confirmed. Raises `StateChanged`."""
    _move(row, row.State.CONFIRMED, [row.State.RECORDED], confirmed_by=actor, confirmed_at=now())


def withdraw(actor: User, row: Any, reason: str) -> None:
    """From the state that whoever pressed has seen. Raises `ReasonNeeded`, `StateChanged`."""
    if not reason.strip():
        raise ReasonNeeded
    gone = {"withdrawn_by": actor, "withdrawn_at": now(), "reason": reason.strip()}
    _move(row, row.State.WITHDRAWN, [row.state], **gone)


def _move(row: Any, to: str, starts: list[str], **changes: Any) -> None:
    allowed = [state for state in starts if to in row.NEXT.get(state, ())]
    moved = type(row).objects.filter(pk=row.pk, state__in=allowed).update(state=to, **changes)
    row.refresh_from_db()
    if not moved:
        raise StateChanged
