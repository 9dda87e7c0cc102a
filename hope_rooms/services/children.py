"""建档 (cases): a child is nominated with the guardian's agreement; eligibility is decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import pgettext

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import (
    CheckedInTheFuture,
    EvidenceMissing,
    FactsMissing,
    TownOfAnotherDistrict,
)
from hope_rooms.models import Child, EligibilityFact, HopeRoom
from hope_rooms.records import ChildHome, ChildNumber, ChildPerson, Told
from zibo_youth.accounts import identity, policy
from zibo_youth.accounts.models import Organisation, Person, User
from zibo_youth.core.calendar import today

from . import guard
from .consents import Answer, Guardian, written
from .moves import move_room

NOMINATE, CHANGE, CHECK, SCREEN = (
    "hope_rooms.nominate_child",
    "hope_rooms.change_record",
    "hope_rooms.check_fact",
    "hope_rooms.screen_child",
)
State = HopeRoom.State
Kind = EligibilityFact.Kind


@dataclass(frozen=True, slots=True, repr=False)
class Nomination:
    """What a town writes down when it names a child: as little as screening needs."""

    full_name: str
    id_number: str
    address: str
    guardian: Guardian
    guardian_mobile: str
    channel: str
    agreed_on: date
    school: str = ""
    grade: str = ""


@transaction.atomic
def nominate_child(
    *, actor: User, reporting_org: Organisation, town: Organisation | None, told: Nomination
) -> HopeRoom:
    """
    摸排提报 (nominate): the guardian has been told and agrees, then the case stands under a code.

    Raises `InvalidIdNumber`, `TownOfAnotherDistrict`, `AlreadyRegistered`, `GuardianMissing`,
    `CheckedInTheFuture`, and `AccessRefused` where the actor's office does not reach the town.
    """
    child = Child(reporting_org=reporting_org, town=town, registered_by=actor)
    policy.require(actor, NOMINATE, child)
    if town and town.reporting_org_id != reporting_org.pk:
        raise TownOfAnotherDistrict
    facts = identity.read(Person.IdType.MAINLAND, told.id_number)
    child.needs_woman = facts.gender != Person.Gender.MALE
    child.save(force_insert=True)
    child.refresh_from_db()
    room: HopeRoom = HopeRoom.objects.create(child=child)
    written(actor, child, told.guardian, Answer("care", True, told.channel, told.agreed_on))
    guard.write(actor, child, *_parts_of(told, facts), purpose=Purpose.SCREENING)
    return room


def _parts_of(told: Nomination, facts: identity.IdFacts) -> list[Told]:
    born = facts.birth_date.isoformat() if facts.birth_date else ""
    gender = facts.gender or Person.Gender.UNKNOWN
    return [
        ChildPerson(told.full_name.strip(), born, int(gender), told.school.strip(), told.grade.strip()),
        ChildHome(
            told.address.strip(),
            told.guardian.name.strip(),
            told.guardian.relation.strip(),
            told.guardian_mobile.strip(),
        ),
        ChildNumber(facts.number),
    ]


def change_record(*, actor: User, child: Child, told: Told, purpose: Purpose) -> None:
    """更正信息 (change one part). Raises `AccessRefused`, `GuardianHasNotAgreed`, `AlreadyRegistered`."""
    policy.require(actor, CHANGE, child)
    guard.write(actor, child, told, purpose=purpose)


@transaction.atomic
def change_person(
    *, actor: User, child: Child, full_name: str, school: str, grade: str, purpose: Purpose
) -> None:
    """更正姓名、学校、年级 (change); what the number says of the child stays. Raises as `change_record`."""
    policy.require(actor, CHANGE, child)
    standing = guard.read(actor, child, Part.PERSON, purpose=purpose).need(ChildPerson)
    told = replace(standing, full_name=full_name.strip(), school=school.strip(), grade=grade.strip())
    change_record(actor=actor, child=child, told=told, purpose=purpose)


@transaction.atomic
def start_screening(*, actor: User, room: HopeRoom) -> HopeRoom:
    """开始资格核对 (screen), anew where new facts came up. Raises `RoomMoved`."""
    policy.require(actor, SCREEN, room.child)
    return move_room(actor, room, State.SCREENING)


@transaction.atomic
def check_fact(
    *, actor: User, child: Child, kind: str, is_met: bool, evidence: str, on: date
) -> EligibilityFact:
    """
    核对事实 (check one of the four facts) against a paper; checked again, the newer answer stands.

    Of the age the portal decides itself (`check_age`). Raises `EvidenceMissing`, `CheckedInTheFuture`.
    """
    policy.require(actor, CHECK, child)
    if not evidence.strip():
        raise EvidenceMissing
    if on > today():
        raise CheckedInTheFuture
    fact: EligibilityFact = EligibilityFact.objects.update_or_create(
        child=child,
        kind=kind,
        defaults={
            "is_met": is_met,
            "evidence": evidence.strip(),
            "checked_on": on,
            "checked_by": actor,
        },
    )[0]
    return fact


@transaction.atomic
def check_age(*, actor: User, child: Child, on: date) -> EligibilityFact:
    """
    核对年龄 (check the age) on the day of assessment, from the birth date in the number.

    From the first day of the lowest year to the last day of the highest. Raises `NotWrittenYet`.
    """
    born = guard.read(actor, child, Part.PERSON, purpose=Purpose.SCREENING).need(ChildPerson)
    lowest, highest = settings.HOPE_ROOMS["ages"]
    is_met = lowest <= born.age_on(on) <= highest
    return check_fact(
        actor=actor, child=child, kind=Kind.AGE, is_met=is_met, evidence=_FROM_THE_NUMBER, on=on
    )


_FROM_THE_NUMBER = "身份证件所载出生日期"


@transaction.atomic
def decide_screening(*, actor: User, room: HopeRoom) -> HopeRoom:
    """
    资格结论 (decide): to the survey when all four facts are met, ineligible when one is not.

    Raises `FactsMissing` with those that nobody has checked, `RoomMoved`.
    """
    policy.require(actor, SCREEN, room.child)
    facts = {fact.kind: fact for fact in room.child.facts.all()}
    missing = [str(kind.label) for kind in Kind if kind not in facts]
    if missing:
        raise FactsMissing(missing=pgettext("标点", "、").join(missing))
    unmet = [kind.value for kind in Kind if not facts[kind].is_met]
    if unmet:
        return move_room(actor, room, State.INELIGIBLE, reason=",".join(unmet))
    return move_room(actor, room, State.SURVEYING)
