"""
Locks and moves: whoever changes a couple holds its edition's row, then its own.

One order for everybody, so that a withdrawal, an offer and a release never cross.
"""

from __future__ import annotations

from typing import Any

from events.models import Couple, CoupleTransition, Wedding, WeddingTransition
from events.wedding_errors import CoupleMoved, WeddingMoved
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.moves import along


def lock_wedding(number: int) -> Wedding:
    """Nobody else gives a place of this edition away until the transaction ends."""
    wedding: Wedding = Wedding.objects.select_for_update(no_key=True).get(pk=number)
    return wedding


def lock_couple(couple: Couple) -> Couple:
    """The couple behind both locks, as it is now."""
    wedding = lock_wedding(couple.wedding_id)
    locked: Couple = Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
    locked.wedding = wedding
    return locked


def move_wedding(actor: Actor, wedding: Wedding, to: str, *, note: str = "") -> Wedding:
    """Along `Wedding.NEXT`, once; the caller holds its lock. Raises `WeddingMoved`."""
    before = along(wedding, to, WeddingMoved)
    WeddingTransition.objects.create(
        wedding=wedding, actor_id=actor.pk, from_state=before, to_state=to, note=note
    )
    return wedding


def move_couple(
    actor: Actor,
    couple: Couple,
    to: str,
    *,
    only_from: tuple[str, ...] = (),
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> Couple:
    """Along `Couple.NEXT`, once; the caller holds the locks. Raises `CoupleMoved`."""
    wedding = couple.wedding
    before = along(couple, to, CoupleMoved, only_from=only_from, **changes)
    couple.wedding = wedding
    CoupleTransition.objects.create(
        couple=couple,
        actor_id=actor.pk,
        from_state=before,
        to_state=to,
        reason=reason,
        note=note,
    )
    return couple
