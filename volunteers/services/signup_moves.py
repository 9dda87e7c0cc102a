"""Moves of a signup: each is one UPDATE that filters on the old state, and is written down."""

from __future__ import annotations

from typing import Any

from volunteers.errors import SignupMoved
from volunteers.models import Signup, SignupTransition
from volunteers.models.shift import HOLDING
from zibo_youth.accounts.policy import Actor


def move_signup(
    actor: Actor,
    signup: Signup,
    to: str,
    *,
    only_from: str = "",
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> Signup:
    """
    Move a signup along `Signup.NEXT`, once; what gives its time back gives its seat back.

    Raises `SignupMoved` when it is not, or no longer, where the move starts.
    """
    starts = [state for state, targets in Signup.NEXT.items() if to in targets and state == signup.state]
    starts = [state for state in starts if state == (only_from or state)]
    if to not in HOLDING:
        changes |= {"seat": None, "cap": None}
    if not Signup.objects.filter(pk=signup.pk, state__in=starts).update(state=to, **changes):
        raise SignupMoved(state=Signup.objects.get(pk=signup.pk).get_state_display())
    SignupTransition.objects.create(
        signup=signup, actor_id=actor.pk, from_state=signup.state, to_state=to, reason=reason, note=note
    )
    signup.refresh_from_db()
    return signup
