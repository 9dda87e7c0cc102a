"""结对和走访的流转 (moves): one UPDATE from the state that was read, and a row that says who and why."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Now

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.models import (
    AccessGrant,
    ChildVisit,
    ChildVisitTransition,
    Pairing,
    PairingTransition,
    PairMember,
)
from hope_rooms.pairing_errors import ChildVisitMoved, PairingMoved
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.moves import along

from . import grants
from .words import safe

Kind = AccessGrant.Kind


def lock_pairing(number: int) -> Pairing:
    """Nobody else decides about this pairing. Taken before volunteers and shifts are."""
    rows = Pairing.objects.select_for_update(no_key=True, of=("self",)).whole()
    pairing: Pairing = rows.get(pk=number)
    return pairing


def move_pairing(actor: Actor, pairing: Pairing, to: str, *, note: str = "", **changes: Any) -> Pairing:
    """
    The pairing in its next state; the caller has asked the policy and stands in a transaction.

    Raises `PairingMoved`, `WordsNotSafe`.
    """
    said = safe(note)
    before = along(pairing, to, PairingMoved, state_since=Now(), **changes)
    PairingTransition.objects.create(
        pairing=pairing, actor=_user(actor), from_state=before, to_state=to, note=said
    )
    return pairing


def move_visit(actor: Actor, visit: ChildVisit, to: str, *, note: str = "", **changes: Any) -> ChildVisit:
    """The visit in its next state. Raises `ChildVisitMoved`, `WordsNotSafe`."""
    said = safe(note)
    before = along(visit, to, ChildVisitMoved, **changes)
    ChildVisitTransition.objects.create(
        visit=visit, actor=_user(actor), from_state=before, to_state=to, note=said
    )
    return visit


def _user(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None


def members_of(pairing: Pairing) -> list[PairMember]:
    """The adults of the pair, with who they are."""
    return list(pairing.members.standing().whole().order_by("pk"))


def member_of(actor: Actor, pairing: Pairing) -> PairMember:
    """The actor's own place in the pair. Raises `NotAllowed` for everybody else."""
    person = getattr(actor, "person_id", None)
    found: PairMember | None = (
        pairing.members.standing().whole().filter(volunteer__person_id=person or 0).first()
    )
    if found is None:
        raise NotAllowed
    return found


def open_names(pairing: Pairing) -> None:
    """While they visit, the pair reads what the child is called, how old, in which grade (S2)."""
    for member in members_of(pairing):
        grants.give(
            pairing.child,
            member.volunteer.person,
            Kind.PAIR,
            purpose=Purpose.VISIT,
            data_class=DataClass.PERSON,
            part=Part.PERSON,
            span=grants.Span(now()),
        )


def close_names(pairing: Pairing) -> None:
    """From this moment on the pair reads nothing of the child, the address neither."""
    grants.take_away(pairing.child, None, Kind.PAIR, Kind.VISIT)


def end_members(pairing: Pairing) -> None:
    """Both seats come free."""
    pairing.members.standing().update(ended_at=Now(), seat=None)
