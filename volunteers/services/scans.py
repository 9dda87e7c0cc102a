"""Writing what was seen: one row of who came or left, and the move of the signup that it proves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from volunteers.models import Scan, Signup
from volunteers.scan_errors import MarkStands
from volunteers.words import clock_words
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining

from .signup_moves import move_signup

State, Kind = Signup.State, Scan.Kind


def write_scan(
    actor: Actor,
    signup: Signup,
    kind: str,
    way: str,
    at: datetime,
    *,
    window: int | None = None,
    mark_id: UUID | None = None,
    counts: bool = True,
    undoes: Scan | None = None,
) -> Scan:
    """Add one row; of one attempt one counts. Raises `MarkStands`."""
    attempt = Scan.objects.filter(signup=signup, kind=kind, undone_by__isnull=False).count()
    with explaining(scan_counts_once=MarkStands(at=clock_words(at))):
        return Scan.objects.create(
            signup=signup,
            kind=kind,
            way=way,
            at=at,
            by_id=actor.pk,
            window=window,
            mark_id=mark_id,
            counts=counts,
            attempt=attempt,
            undoes=undoes,
        )


def move_with(actor: Actor, signup: Signup, scan: Scan, *, reason: str = "", note: str = "") -> Signup:
    """The state that a row of coming or leaving proves. Raises `SignupMoved`."""
    reason = reason or scan.way
    if scan.kind == Kind.IN:
        return move_signup(actor, signup, State.CHECKED_IN, reason=reason, note=note, checked_in_at=scan.at)
    return move_signup(actor, signup, State.CHECKED_OUT, reason=reason, note=note, checked_out_at=scan.at)
