"""
当面登记 (registration at a desk): somebody without a log-in shows a document, or reads it out by telephone.

The person is found by the document's blind index, or made. Whoever stands at the
desk is told nothing of a registered person that was not said there: a number and a
name that do not belong together are refused, and nothing is written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import structlog

from zibo_youth.accounts import identity, limits, policy
from zibo_youth.accounts.errors import IdentityDisagrees, TooOften
from zibo_youth.accounts.models import Person, User
from zibo_youth.core import crypto

from .identity import IDENTITY_FIELDS, agreed_birth_date, agreed_gender, index_of, seal, welcome_back

log = structlog.get_logger(__name__)

REGISTRATIONS_A_DAY = 100
DISAGREEMENTS_A_DAY = 10
# Spaces and the middle dots of foreign and minority names are written in many ways.
BETWEEN_NAMES = dict.fromkeys(map(ord, " .·・•‧∙"))


@dataclass(frozen=True, slots=True)
class Stated:
    """
    What the document and its holder say. Gender and birth date only where the number carries none,
    the education only where a policy asks for it.
    """

    full_name: str
    id_type: str
    id_number: str = field(repr=False)
    mobile: str = field(repr=False)
    gender: int | None = None
    birth_date: date | None = None
    education: str = ""


@contextmanager
def counted_registration(actor: User) -> Iterator[None]:
    """
    Around the transaction of a desk, whose refusal must not forget that it was tried.

    An answer tells whether a number is registered under another name: nobody asks it
    for a list of numbers. Raises `TooOften`.
    """
    disagreed = f"desk-disagrees:{actor.pk}"
    if limits.counted(disagreed, limits.DAY) >= DISAGREEMENTS_A_DAY:
        raise TooOften
    if limits.count(f"desk-registers:{actor.pk}", limits.DAY) > REGISTRATIONS_A_DAY:
        raise TooOften
    try:
        yield
    except IdentityDisagrees:
        log.warning("desk_identity_disagrees", actor=actor.pk, count=limits.count(disagreed, limits.DAY))
        raise


def register_person(*, actor: User, stated: Stated) -> Person:
    """
    登记来宾 (register a guest): the person of this document, known before or new and 已填写.

    The caller holds a transaction. Raises InvalidIdNumber, GenderMissing, GenderDisagrees,
    BirthDateMissing, BirthDateDisagrees, and `IdentityDisagrees` for a name, gender or
    birth date that is not the registered one.
    """
    policy.require(actor, "accounts.register_person")
    facts = identity.read(stated.id_type, stated.id_number)
    told = Person(
        full_name=" ".join(stated.full_name.split()),
        mobile=stated.mobile,
        id_type=stated.id_type,
        gender=agreed_gender(facts, stated.gender),
        birth_date=agreed_birth_date(facts, stated.birth_date),
        education=stated.education,
    )
    seal(told, facts.number)
    index = index_of(stated.id_type, facts.number)
    # Two desks with one document: the second waits here, and finds the first one's person.
    if not Person.objects.filter(id_index=index).exists():
        Person.objects.bulk_create([told], ignore_conflicts=True)
    person: Person = Person.objects.get(id_index=index)
    if person.is_erased:
        _register_anew(person, told, facts.number)
    if _identity(person) != _identity(told):
        raise IdentityDisagrees
    _seal_again(person, facts.number)
    _add_education(person, stated.education)
    return person


def _seal_again(person: Person, number: str) -> None:
    """The number was let go when its term was over (`accounts.terms`), and is shown again."""
    if not person.id_sealed:
        sealed = crypto.seal(number, context=person.id_context)
        Person.objects.filter(pk=person.pk, id_sealed="").update(id_sealed=sealed)
        person.id_sealed = sealed


def _add_education(person: Person, said: str) -> None:
    """Who has told it before has told it: a desk adds what is missing and changes nothing."""
    if said and not person.education:
        Person.objects.filter(pk=person.pk, education="").update(education=said)
        person.education = said


def _register_anew(person: Person, told: Person, number: str) -> None:
    """Whoever closed the account and comes back is the person of before: used nights still count."""
    if person.gender != told.gender:
        raise IdentityDisagrees
    told.public_id = person.public_id
    seal(told, number)
    welcome_back(person, **{name: getattr(told, name) for name in ("mobile", *IDENTITY_FIELDS)})


def _identity(person: Person) -> tuple[object, ...]:
    name = unicodedata.normalize("NFKC", person.full_name).casefold().translate(BETWEEN_NAMES)
    return (name, person.gender, person.birth_date)
