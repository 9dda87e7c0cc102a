"""
谁能参加 (who may marry here): every rule in one place, for the page, the service and the desk.

Each refusal names the rule, the value, and what would change it. Ages and sexes come from the
identity, never from what a couple types.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import pgettext

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import DomainError

from .models import Couple, CoupleMember, Wedding
from .models.wedding.edition import LEGAL_AGE_MAN, LEGAL_AGE_WOMAN
from .models.wedding.words import NEEDED_PAPERS
from .wedding_errors import (
    CertificateBeforeLegalAge,
    CertificateInFuture,
    CertificateMissing,
    CertificateTooEarly,
    CertificateTooLate,
    GenderNotKnown,
    IdentityNeeded,
    OfOneGender,
    PapersMissing,
    PartnerMissing,
    TooOldForEdition,
    TooYoungToMarry,
    WeddingClosed,
    WeddingNotOpen,
    WeddingNotYetOpen,
)
from .words import day_said, moment_words

LEGAL_AGES = {Person.Gender.MALE.value: LEGAL_AGE_MAN, Person.Gender.FEMALE.value: LEGAL_AGE_WOMAN}
# J370301-2021-000001 today; older certificates have words and brackets in it.
CERTIFICATE = re.compile("(?=.*[0-9])[0-9A-Z()\\[\\]\u3014\u3015\u4e00-\u9fa5-]{6,30}")


def as_on_the_certificate(text: str) -> str:
    """One way of writing: half width, capitals, no spaces, one kind of dash."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub("[\u2010-\u2015\u2212]", "-", re.sub(r"\s", "", plain))


def is_certificate(number: str) -> bool:
    """Whether it could stand on a certificate at all."""
    return CERTIFICATE.fullmatch(number) is not None


def obstacles(person: Person, wedding: Wedding) -> list[DomainError]:
    """What keeps this person from the edition, whomever they marry; the edition's own first."""
    return [*of_edition(wedding), *of_person(person, wedding)]


def of_edition(wedding: Wedding) -> Iterator[DomainError]:
    """What keeps everybody from it."""
    at = now()
    if wedding.state != Wedding.State.OPEN:
        yield WeddingNotOpen()
    elif at < wedding.opens_at:
        yield WeddingNotYetOpen(opens=moment_words(wedding.opens_at))
    elif at >= wedding.closes_at:
        yield WeddingClosed(closes=moment_words(wedding.closes_at))


def of_person(person: Person, wedding: Wedding) -> Iterator[DomainError]:
    """Identity, sex, and age in full years on the day of the wedding."""
    age = person.age_on(wedding.held_on)
    if not person.has_identity or age is None:
        yield IdentityNeeded()
        return
    if person.gender not in LEGAL_AGES:
        yield GenderNotKnown()
        return
    lowest = wedding.age_from_man if person.gender == Person.Gender.MALE else wedding.age_from_woman
    if age < lowest:
        yield TooYoungToMarry(lowest=lowest, age=age)
    if age > wedding.age_to:
        yield TooOldForEdition(highest=wedding.age_to, age=age)


def of_pair(members: Sequence[CoupleMember]) -> Iterator[DomainError]:
    """Both are there, a man and a woman."""
    genders = [each.person.gender for each in members if each.person is not None]
    if len(genders) < len(members):
        yield PartnerMissing()
    elif len(set(genders)) < len(genders):
        yield OfOneGender()


def of_certificate(
    wedding: Wedding, married_on: date, people: Sequence[Person | None]
) -> Iterator[DomainError]:
    """The day: it has come, lies in the edition's window, and both were of age on it (民法典 1047)."""
    day = day_said(married_on)
    if married_on > today():
        yield CertificateInFuture(day=day)
    if wedding.married_from and married_on < wedding.married_from:
        yield CertificateTooEarly(first=day_said(wedding.married_from), day=day)
    if wedding.married_until and married_on > wedding.married_until:
        yield CertificateTooLate(last=day_said(wedding.married_until), day=day)
    if any(each is not None and _is_under_age(each, married_on) for each in people):
        yield CertificateBeforeLegalAge(day=day)


def _is_under_age(person: Person, day: date) -> bool:
    age = person.age_on(day)
    return age is not None and age < LEGAL_AGES.get(person.gender, LEGAL_AGE_MAN)


def of_hand_in(couple: Couple, members: Sequence[CoupleMember]) -> Iterator[DomainError]:
    """What is missing before both may confirm."""
    yield from of_pair(members)
    if not couple.cert_index or couple.married_on is None:
        yield CertificateMissing()
    else:
        yield from of_certificate(couple.wedding, couple.married_on, [each.person for each in members])
    there = set(couple.documents.values_list("kind", flat=True))
    missing = [str(kind.label) for kind in NEEDED_PAPERS if kind.value not in there]
    if missing:
        yield PapersMissing(papers=pgettext("标点", "、").join(missing))
