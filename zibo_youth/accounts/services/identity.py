"""实名信息 (identity): stated by the person, verified at the desk, revealed for a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from zibo_youth.accounts import identity, limits, outgoing, policy
from zibo_youth.accounts.errors import (
    AccountErased,
    BirthDateDisagrees,
    BirthDateMissing,
    DuplicateIdentity,
    GenderDisagrees,
    GenderMissing,
    IdentityInUse,
    IdentityLocked,
    IdentityMissing,
    NumberForgotten,
    ReasonMissing,
    ReviewDecided,
    TooOften,
)
from zibo_youth.accounts.models import (
    ConsentText,
    IdentityReveal,
    IdentityReview,
    Membership,
    Person,
    User,
)
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import violated_constraint

from .consent import give_consent, require_consent
from .erasing import lock_living

State = Person.IdentityState
IDENTITY_FIELDS = (
    "full_name",
    "id_type",
    "id_sealed",
    "id_index",
    "id_last4",
    "birth_date",
    "gender",
    "identity_state",
)


# PostgreSQL's words for "other rows rest on what this one said".
RESTED_UPON = ("23001", "23503")
STATEMENTS_A_DAY = 10


def index_of(id_type: str, number: str) -> str:
    """The blind index of a document: equal for one document, and telling nothing about it."""
    return crypto.blind_index("id_number", f"{id_type}:{number}")


def state_identity(
    *,
    actor: User,
    full_name: str,
    id_type: str,
    id_number: str,
    gender: int | None = None,
    birth_date: date | None = None,
    **details: Any,
) -> Person:
    """
    填写实名信息 (state one's identity): 未实名 → 已填写.

    The number is checked and sealed. A number that another account registered
    links nothing: an officer is asked to look, and the caller is told so.
    Raises InvalidIdNumber, GenderDisagrees, BirthDateDisagrees, IdentityLocked,
    IdentityInUse, DuplicateIdentity, ConsentMissing, TooOften.
    """
    person = _own_person(actor)
    require_consent(actor, ConsentText.Scope.ID_NUMBER)
    facts = identity.read(id_type, id_number)
    # The answer tells whether a number is registered: nobody asks it for a list of numbers.
    if limits.count(limits.named("identity", str(actor.pk)), limits.DAY) > STATEMENTS_A_DAY:
        raise TooOften
    person.full_name, person.id_type = full_name, id_type
    person.gender = agreed_gender(facts, gender)
    person.birth_date = agreed_birth_date(facts, birth_date)
    for name, value in details.items():
        setattr(person, name, value)
    seal(person, facts.number)
    try:
        with transaction.atomic():
            return _save_unless_locked(person, {*IDENTITY_FIELDS, *details})
    except IntegrityError as violation:
        _raise_unless_registered(violation)
        _ask_for_review(actor, person.id_index)
        raise DuplicateIdentity from violation


def _raise_unless_registered(violation: IntegrityError) -> None:
    """Every wall but the one that says that another person has this document."""
    if getattr(violation.__cause__, "pgcode", None) in RESTED_UPON:
        raise IdentityInUse from violation
    if violated_constraint(violation) == "person_erased_holds_nothing":
        raise AccountErased from violation
    if violated_constraint(violation) != "person_one_per_identity":
        raise violation


def state_with_consent(*, actor: User, address: str, **told: Any) -> Person:
    """The identity page's act: the box that was ticked is written down, then the number beside it."""
    give_consent(actor, ConsentText.Scope.ID_NUMBER, address=address)
    return state_identity(actor=actor, **told)


def _own_person(actor: User) -> Person:
    if actor.person_id is None:
        raise IdentityMissing
    person: Person = Person.objects.get(pk=actor.person_id)
    policy.require(actor, "accounts.change_person", person)
    return person


def agreed_gender(facts: identity.IdFacts, stated: int | None) -> int:
    if facts.gender and stated and stated != facts.gender:
        raise GenderDisagrees
    if not (facts.gender or stated):
        raise GenderMissing
    return facts.gender or stated or Person.Gender.UNKNOWN


def agreed_birth_date(facts: identity.IdFacts, stated: date | None) -> date:
    if facts.birth_date and stated and stated != facts.birth_date:
        raise BirthDateDisagrees
    born = facts.birth_date or stated
    if born is None:
        raise BirthDateMissing
    return born


def seal(person: Person, number: str) -> None:
    person.id_sealed = crypto.seal(number, context=person.id_context)
    person.id_index = index_of(person.id_type, number)
    person.id_last4 = number[-4:]
    person.identity_state = State.STATED


def _save_unless_locked(person: Person, fields: set[str]) -> Person:
    # One UPDATE asks and writes: a desk that verifies at this moment wins or waits.
    written = Person.objects.filter(pk=person.pk).exclude(identity_state=State.VERIFIED)
    if not written.update(**{name: getattr(person, name) for name in fields}):
        raise IdentityLocked
    return person


@transaction.atomic
def _ask_for_review(user: User, index: str) -> None:
    registered = Person.objects.get(id_index=index)
    IdentityReview.objects.bulk_create([IdentityReview(user=user, person=registered)], ignore_conflicts=True)
    review = IdentityReview.objects.get(user=user, person=registered, state=IdentityReview.State.OPEN)
    for officer in _city_staff():
        outgoing.notify(
            "accounts.identity_review",
            to=officer,
            about=review,
            dedup=f"identity-review:{review.pk}:{officer.pk}",
        )


def _city_staff() -> list[Person]:
    serving = Membership.objects.current(today()).filter(role=Membership.Role.CITY_STAFF)
    return list(Person.objects.filter(pk__in=serving.values("person_id")))


@transaction.atomic
def change_details(*, actor: User, **details: Any) -> Person:
    """修改资料 (change details): everything but the document, which has its own way."""
    person = lock_living(_own_person(actor).pk)
    for name, value in details.items():
        setattr(person, name, value)
    person.save(update_fields=list(details))
    return person


@transaction.atomic
def verify_identity(actor: policy.Actor, person: Person) -> Person:
    """核验身份 (verify at the desk): the document was seen; from now on only a desk changes it."""
    policy.require_for_another(actor, "accounts.verify_person", person, person.pk)
    moved = Person.objects.filter(pk=person.pk, identity_state=State.STATED)
    if not moved.update(identity_state=State.VERIFIED, verified_at=now()):
        person.refresh_from_db()
        if person.identity_state != State.VERIFIED:
            raise IdentityMissing
        return person
    person.refresh_from_db()
    return person


@transaction.atomic
def reveal_id(actor: User, person: Person, reason: str) -> str:
    """查看完整证件号码 (reveal): the look is written down before the number is given."""
    policy.require(actor, "accounts.reveal_id", person)
    if not reason.strip():
        raise ReasonMissing
    if person.id_index and not person.id_sealed:
        raise NumberForgotten
    IdentityReveal.objects.create(person=person, by=actor, reason=reason.strip()[:200])
    return person.id_number


@transaction.atomic
def link_review(actor: User, review: IdentityReview, note: str = "") -> IdentityReview:
    """
    关联 (link): the paper was seen, both log-ins are one person's.

    Raises `IdentityLocked` for a log-in that stated another document: its stays
    and files would be left with nobody.
    """
    if review.user.person is not None and review.user.person.has_identity:
        raise IdentityLocked
    _decide(actor, review, IdentityReview.State.LINKED, note)
    User.objects.filter(pk=review.user_id).update(person=review.person_id)
    welcome_back(review.person, mobile=review.user.mobile)
    return review


def welcome_back(person: Person, **told: Any) -> None:
    """
    再次登记 (registered anew) after the account was closed: the same row, so that used nights still count.

    Nothing of what was erased comes back (decision 0040).
    """
    if person.is_erased:
        Person.objects.filter(pk=person.pk).update(returned_at=Now(), **told)
        person.refresh_from_db()


@transaction.atomic
def dismiss_review(actor: User, review: IdentityReview, note: str = "") -> IdentityReview:
    """不予关联 (dismiss): the second log-in stays without this document."""
    _decide(actor, review, IdentityReview.State.DISMISSED, note)
    return review


def _decide(actor: User, review: IdentityReview, state: str, note: str) -> None:
    policy.require(actor, "accounts.review_identity", review)
    still_open = IdentityReview.objects.filter(pk=review.pk, state=IdentityReview.State.OPEN)
    if not still_open.update(state=state, decided_at=now(), decided_by=actor, note=note[:200]):
        raise ReviewDecided
    review.refresh_from_db()
