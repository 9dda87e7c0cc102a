"""儿童信息保留 (holds): placed and lifted with a reason; while one stands nothing of the child is erased."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.errors import ReasonMissing
from hope_rooms.models import Child, ChildHold
from hope_rooms.rights_errors import ChildHoldLifted, ChildHoldStands
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining

HOLD = "hope_rooms.hold_child"


def lock_child(child: Child) -> Child:
    """Whoever erases and whoever holds wait for each other here; the caller holds a transaction."""
    locked: Child = Child.objects.select_for_update(no_key=True).get(pk=child.pk)
    return locked


def is_held(child: Child) -> bool:
    return bool(ChildHold.objects.standing().filter(child=child).exists())


def place_hold(*, actor: User, child: Child, reason: str) -> ChildHold:
    """依法保留 (place a hold). Raises `ReasonMissing`, `ChildHoldStands`."""
    policy.require(actor, HOLD, child)
    if not reason.strip():
        raise ReasonMissing
    with explaining(child_hold_stands_once=ChildHoldStands), transaction.atomic():
        lock_child(child)
        hold: ChildHold = ChildHold.objects.create(child=child, reason=reason.strip(), placed_by=actor)
    return hold


@transaction.atomic
def lift_hold(*, actor: User, child: Child, reason: str) -> ChildHold:
    """
    解除保留 (lift the hold): what was due meanwhile goes in the next night.

    Raises `ReasonMissing`, `ChildHoldLifted`.
    """
    policy.require(actor, HOLD, child)
    if not reason.strip():
        raise ReasonMissing
    standing = ChildHold.objects.standing().filter(child=child)
    found = standing.select_for_update().first()
    if found is None:
        raise ChildHoldLifted
    standing.filter(pk=found.pk).update(lifted_at=Now(), lifted_by=actor, lift_reason=reason.strip())
    found.refresh_from_db()
    return found
