"""
未通过规则 (refusals): what a rule refuses is written down when everything around it is over.

`asking` stands around whatever may be refused and remembers for what was asked. `keeping_refusals` stands
around a whole act and around its transaction: of an act that ends well nothing is kept, and no statement is
run; of a refused one a row a rule, in a transaction of its own (docs/decisions/0042).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Q

from stations.errors import (
    AlreadyBooked,
    BedTaken,
    FreeNightsUsedUp,
    NotEligible,
    RoomOfOtherGender,
    TooManyWaiting,
)
from stations.models import Refusal, Station, Stay
from stations.party_errors import PartyRoomTaken
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.afterwards import afterwards, later
from zibo_youth.core.calendar import today
from zibo_youth.core.crypto import blind_index
from zibo_youth.core.errors import DomainError

# Refusals of a rule about beds. What no rule can judge (a missing identity, no night at all) is an
# error of a form; who comes too often or twice at once is told so and has lost nothing.
BY_RULES = (
    *(NotEligible, BedTaken, AlreadyBooked, FreeNightsUsedUp),
    *(RoomOfOtherGender, PartyRoomTaken, TooManyWaiting),
)
Way = Refusal.Way


@dataclass(frozen=True, slots=True)
class Refused:
    """Who asked for what, and which rules refused it."""

    station: int
    person: int
    identity: str
    arrival: date
    nights: int
    codes: tuple[str, ...]


_noted: ContextVar[list[Refused] | None] = ContextVar("refusals_of_this_act", default=None)


@contextmanager
def keeping_refusals(way: str = Way.PAGE) -> Iterator[None]:
    """
    Around an act and its transaction: what refuses all of it is kept.

    Inside of another such act it leaves that to the outer one.
    """
    if _noted.get() is not None:
        yield
        return
    noted: list[Refused] = []
    token = _noted.set(noted)
    with afterwards():
        try:
            yield
        except BY_RULES:
            for refused in noted[-1:]:
                later(partial(_write, refused, way, today()))
            raise
        finally:
            _noted.reset(token)


@contextmanager
def asking(stay: Stay) -> Iterator[None]:
    """Who is refused in here asked for this stay."""
    try:
        yield
    except BY_RULES as refusal:
        noted = _noted.get()
        if noted is not None:
            noted.append(_refused(stay.guest, stay, _codes(refusal)))
        raise


def note_told(
    *, actor: User, guest: Person, station: Station, arrival: date, departure: date, codes: Sequence[str]
) -> None:
    """
    预先告知 (told beforehand): a page refused the dates before there was a request to refuse.

    Only rules of the house are kept; other errors of the form are its own.
    """
    asked = Stay(guest=guest, station=station, arrival=arrival, departure=departure)
    policy.require(actor, "stations.book_stay", asked)
    if codes:
        later(partial(_write, _refused(guest, asked, tuple(codes)), Way.PAGE, today()))


def _codes(refusal: DomainError) -> tuple[str, ...]:
    if isinstance(refusal, NotEligible):
        return tuple(verdict.rule_id for verdict in refusal.assessment.refusals)
    return (refusal.code,)


def _refused(guest: Person, stay: Stay, codes: tuple[str, ...]) -> Refused:
    identity = guest.id_index or f"person-{guest.pk}"
    return Refused(stay.station_id, guest.pk, identity, stay.arrival, stay.length, codes)


def _write(refused: Refused, way: str, day: date) -> None:
    """Whom a desk was about to register, or who has left meanwhile, is not named."""
    there = Person.objects.filter(Q(erased_at__isnull=True) | Q(returned_at__isnull=False), pk=refused.person)
    mark = blind_index("refusal", f"{day}:{refused.identity}")
    with transaction.atomic():
        person = there.values_list("pk", flat=True).first()
        Refusal.objects.bulk_create(
            [
                Refusal(
                    station_id=refused.station,
                    person_id=person,
                    day=day,
                    code=code,
                    arrival=refused.arrival,
                    nights=refused.nights,
                    way=way,
                    mark=mark,
                )
                for code in sorted(set(refused.codes))
            ],
            ignore_conflicts=True,
        )
