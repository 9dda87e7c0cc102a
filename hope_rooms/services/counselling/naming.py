"""指定与结束 (naming and ending): the centre names one counsellor for one child, on a qualification."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.counselling_errors import (
    CounsellingNotAgreed,
    CounsellorEnded,
    CounsellorIsOfThePair,
    CounsellorStands,
    CounsellorUnknown,
    NoPairForCounselling,
    QualificationMissing,
)
from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.models import AccessGrant, Child, ChildVisit, Counsellor, Pairing
from hope_rooms.services import grants
from hope_rooms.services.consents import agreed
from hope_rooms.services.pair_moves import lock_pairing, members_of
from hope_rooms.services.visits import drop
from hope_rooms.services.words import said
from volunteers.eligibility import check_eligible
from volunteers.models import Volunteer
from volunteers.services.locks import lock_volunteers
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

NAME = "hope_rooms.name_counsellor"
Kind, State = AccessGrant.Kind, ChildVisit.State
TO_COME = (State.ASKED, State.PLANNED)
ENDED_WITH_THE_ROOM = "小屋已结束"
CONSENT_WITHDRAWN = "监护人撤回同意"


@dataclass(frozen=True, slots=True)
class Naming:
    """Who, by the volunteer's number, and on which paper."""

    volunteer_no: str
    qualification: str


@transaction.atomic
def name_counsellor(*, actor: User, child: Child, naming: Naming) -> Counsellor:
    """
    指定心理疏导人员 (name): fit for children, none of the pair, with a qualification.

    They read what the child is called from now on, and no address. Raises `CounsellingNotAgreed`,
    `QualificationMissing`, `NoPairForCounselling`, `CounsellorUnknown`, `CounsellorIsOfThePair`, what
    `check_eligible` raises, `CounsellorStands`.
    """
    policy.require(actor, NAME, child)
    if not agreed(child, "counsel"):
        raise CounsellingNotAgreed
    if not naming.qualification.strip():
        raise QualificationMissing
    one = _fit_for(child, naming.volunteer_no)
    with explaining(counsellor_one_stands_per_child=CounsellorStands), transaction.atomic():
        named: Counsellor = Counsellor.objects.create(
            child=child, volunteer=one, qualification=naming.qualification.strip(), named_by=actor
        )
    _open_name(child, one.person)
    notify("hope_rooms.counsellor_named", to=one.person, about=named)
    return named


def _open_name(child: Child, person: Person) -> None:
    grants.give(
        child,
        person,
        Kind.COUNSELLOR,
        purpose=Purpose.COUNSELLING,
        data_class=DataClass.PERSON,
        part=Part.PERSON,
        span=grants.Span(now()),
    )


def pairing_of(child: Child) -> Pairing:
    """The pair beside which the counsellor works. Raises `NoPairForCounselling`."""
    found: Pairing | None = Pairing.objects.whole().living().filter(child=child).first()
    if found is None:
        raise NoPairForCounselling
    return found


def _fit_for(child: Child, volunteer_no: str) -> Volunteer:
    """Whom the number names, under their lock: a hold that is laid on them now is seen (`check_eligible`)."""
    pairing = pairing_of(child)
    found = Volunteer.objects.filter(volunteer_no=volunteer_no.strip()).first()
    if found is None:
        raise CounsellorUnknown
    [one] = lock_volunteers([found.pk])
    if any(member.volunteer_id == one.pk for member in members_of(pairing)):
        raise CounsellorIsOfThePair
    check_eligible(one, pairing.post, now())
    return one


@transaction.atomic
def end_counsellor(*, actor: User, counsellor: Counsellor, reason: str) -> Counsellor:
    """
    结束 (end): sessions to come are called off, and nothing of the child is open any more, own notes neither.

    Raises `ReasonMissing`, `WordsNotSafe`, `CounsellorEnded`.
    """
    policy.require(actor, NAME, counsellor.child)
    words = said(reason)
    if not end_standing(actor, counsellor.child, words):
        raise CounsellorEnded
    counsellor.refresh_from_db()
    return counsellor


def end_standing(actor: Actor, child: Child, reason: str) -> int:
    """End the child's counsellor, for a service that stands in a transaction; how many there were."""
    standing = Counsellor.objects.whole().standing().filter(child=child)
    for one in standing:
        for visit in ChildVisit.objects.whole().filter(counsellor=one, state__in=TO_COME):
            lock_pairing(visit.pairing_id)
            visit.refresh_from_db()
            if visit.state in TO_COME and visit.starts_at > now():
                drop(actor, visit, reason)
        notify("hope_rooms.counsellor_ended", to=one.volunteer.person, about=one)
    grants.take_away(child, None, Kind.COUNSELLOR)
    return int(Counsellor.objects.standing().filter(child=child).update(ended_at=Now(), end_reason=reason))


def end_all_of(person: Person, reason: str) -> int:
    """Everywhere, for who is taken off children (`concerns.freeing`); places and grants are taken there."""
    standing = Counsellor.objects.standing().filter(volunteer__person=person)
    return int(standing.update(ended_at=Now(), end_reason=reason))
