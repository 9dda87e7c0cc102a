"""Moves of a signup: each is one UPDATE that filters on the old state, and is written down."""

from __future__ import annotations

from typing import Any

from volunteers.errors import SignupMoved
from volunteers.models import Signup, SignupTransition
from volunteers.models.shift import HOLDING
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.moves import along


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
    if to not in HOLDING:
        changes |= {"seat": None, "cap": None}
    before = along(signup, to, SignupMoved, only_from=[only_from] if only_from else (), **changes)
    SignupTransition.objects.create(
        signup=signup, actor_id=actor.pk, from_state=before, to_state=to, reason=reason, note=note
    )
    return signup
