"""认领 (adoption): a donor stands for a room, and by a code reads its stages and nothing of the child."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.gift_errors import (
    AdoptionNotAgreed,
    CodeUnknown,
    NamingNotAgreed,
    RoomIsAdopted,
    SharingNotAgreed,
    TooFewRooms,
)
from hope_rooms.models import Adoption, Donor, HopeRoom
from hope_rooms.models.room import LIVED_IN, MAKING
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining

from .consents import agreed

ADOPT = "hope_rooms.adopt_room"
State = HopeRoom.State
# What a donor is told; the steps of the acceptance and the family's affairs are not the donor's.
TOLD = (State.APPROVED, State.DESIGNING, State.FUNDED, State.BUILDING, State.AIRING, State.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class Adopted:
    """The adoption and its code, which is told once: the portal keeps a digest only."""

    adoption: Adoption
    code: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage the room has reached, and in which month."""

    label: str
    month: date


@dataclass(frozen=True, slots=True)
class Followed:
    """What a donor reads: the area, how many rooms it has, and the stages. No code of a child."""

    area: str
    rooms: int
    stages: tuple[Stage, ...]


def adopt_room(*, actor: User, donor: Donor, room: HopeRoom, names_the_sign: bool = False) -> Adopted:
    """
    认领 (adopt) with the family's consent: `sharing`, and `naming` for the donor's name at the door.

    Raises `AdoptionNotAgreed`, `NamingNotAgreed`, `RoomIsAdopted`.
    """
    policy.require(actor, ADOPT, room)
    if not agreed(room.child, "sharing"):
        raise AdoptionNotAgreed
    if names_the_sign and not agreed(room.child, "naming"):
        raise NamingNotAgreed
    code = secrets.token_urlsafe(16)
    with explaining(adoption_one_standing_per_room=RoomIsAdopted), transaction.atomic():
        adoption: Adoption = Adoption.objects.create(
            donor=donor, room=room, code_digest=digest_of(code), names_the_sign=names_the_sign
        )
    return Adopted(adoption, code)


@transaction.atomic
def end_adoption(*, actor: User, adoption: Adoption) -> Adoption:
    """结束认领 (end): from now on the code opens nothing."""
    policy.require(actor, ADOPT, adoption.room)
    Adoption.objects.standing().filter(pk=adoption.pk).update(ended_at=Now())
    adoption.refresh_from_db()
    return adoption


def digest_of(code: str) -> str:
    """128 random bits need no key: nobody tries them through."""
    return hashlib.sha256(code.encode()).hexdigest()


def sign_of(room: HopeRoom) -> str:
    """门牌上的名称: the donor's name while the family agrees to it, otherwise nothing."""
    adoption = Adoption.objects.standing().filter(room=room, names_the_sign=True).first()
    return adoption.donor.name if adoption and agreed(room.child, "naming") else ""


def followed(code: str) -> Followed:
    """
    进展 (what the code shows).

    Raises `CodeUnknown`, `SharingNotAgreed` once the family has taken it back, and `TooFewRooms` where a
    stage of one room would point at one child.
    """
    found = Adoption.objects.standing().filter(code_digest=digest_of(code))
    adoption = found.select_related("room__child__reporting_org").first()
    if adoption is None:
        raise CodeUnknown
    child, least = adoption.room.child, settings.HOPE_ROOMS["donor_least_rooms"]
    if not agreed(child, "sharing"):
        raise SharingNotAgreed
    rooms = HopeRoom.objects.filter(
        child__reporting_org=child.reporting_org_id, state__in=[*MAKING, *LIVED_IN]
    ).count()
    if rooms < least:
        raise TooFewRooms(least=least)
    return Followed(str(child.reporting_org), rooms, tuple(_stages(adoption.room)))


def _stages(room: HopeRoom) -> list[Stage]:
    reached = {}
    for move in room.transitions.filter(to_state__in=TOLD).order_by("pk"):
        reached[move.to_state] = move.at.date().replace(day=1)
    return [Stage(str(State(state).label), month) for state, month in reached.items()]
