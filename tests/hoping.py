"""Builders for the Hope Rooms: offices, towns, cases with what they need and no more."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Model

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.models import (
    Access,
    AccessAttempt,
    AccessGrant,
    CareConsent,
    CareNotice,
    Child,
    ChildErasure,
    ChildFile,
    ChildHold,
    ChildRecord,
    ChildrenHold,
    ChildView,
    Concern,
    ConcernAccess,
    ConcernAlert,
    ConcernCall,
    ConcernTransition,
    ConcernWords,
    CounsellingNote,
    EligibilityFact,
    GoodsItem,
    GuardianRequest,
    HopeRoom,
    LookAnomaly,
    ReadingRight,
    RoomTransition,
    YearAudit,
)
from hope_rooms.records import ChildHardship
from hope_rooms.services import children, grants, guard, requests
from hope_rooms.services.consents import Answer, Guardian, record_consent, record_view
from tests import giving, people, spilling
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import at, now, today

Role = Membership.Role
_serial = itertools.count(1)
GUARDIAN = Guardian("王示奶", "祖母")
TEN_YEARS = 10


@dataclass
class City:
    """Whoever a test needs: ``here`` and ``there`` are two districts."""

    here: Organisation
    there: Organisation
    town: Organisation
    officer: User
    officer_2: User
    foreign_officer: User
    town_officer: User
    city_staff: User
    director: User
    finance: User
    lead: User
    deputy: User


def town_of(district: Organisation) -> Organisation:
    """A town that hands in its report with this district."""
    number = next(_serial)
    return Organisation.objects.create(
        code=f"town-{number}",
        name=f"示范{number}镇团委",
        kind="town",
        parent=district,
        reporting_org=district,
    )


def city() -> City:
    here, there = (Organisation.objects.get(code=code) for code in ("zhangdian", "huantai"))
    town, whole = town_of(here), Organisation.objects.get(code="city")
    offices = {
        "officer": ("周宁", here, Role.DISTRICT_OFFICER),
        "officer_2": ("周宁", here, Role.DISTRICT_OFFICER),
        "foreign_officer": ("周宁", there, Role.DISTRICT_OFFICER),
        "town_officer": ("田示镇", town, Role.TOWN_OFFICER),
        "city_staff": ("李青", whole, Role.CITY_STAFF),
        "director": ("秦示主", whole, Role.CENTRE_DIRECTOR),
        "finance": ("许示财", whole, Role.FINANCE_OFFICER),
        "lead": ("何示护", whole, Role.SAFEGUARDING_LEAD),
        "deputy": ("吕示副", whole, Role.SAFEGUARDING_DEPUTY),
    }
    return City(here, there, town, **dict(zip(offices, people.colleagues(*offices.values()), strict=True)))


def born_for(age: int, on: date | None = None) -> date:
    """A birthday that makes somebody so old on this day, and long before the next one."""
    day = on or today()
    return date(day.year - age - (day.month < 7), 7, 1) if day.month != 7 else date(day.year - age, 7, 1)


def told(**other: Any) -> children.Nomination:
    """What a town writes down about a child of ten."""
    number = next(_serial)
    given: dict[str, Any] = {
        "full_name": f"示小{number}",
        "id_number": people.id_number(born=born_for(TEN_YEARS), gender=people.MALE),
        "address": f"示范村{number}号",
        "guardian": GUARDIAN,
        "guardian_mobile": people.mobile_number(),
        "channel": "paper",
        "agreed_on": today(),
        "school": "示范小学",
        "grade": "四年级",
    }
    return children.Nomination(**(given | other))


def nominated(of: City, **other: Any) -> HopeRoom:
    """A case that the town has named, with the guardian's consent."""
    return children.nominate_child(
        actor=of.town_officer, reporting_org=of.here, town=of.town, told=told(**other)
    )


def rooms_accepted(unit: str, many: int, *, on: date, **fields: Any) -> list[HopeRoom]:
    """Rooms in care that the city accepted on a day, written plainly: how they come to it is tested elsewhere."""
    district, officer = Organisation.objects.get(code=unit), people.officer(unit)
    told = {"accepted_on": on, "handed_over_at": at(on, time(10)), "state": "in_care"} | fields
    rooms = []
    for _room in range(many):
        child = Child(reporting_org=district, needs_woman=False, registered_by=officer)
        child.save(force_insert=True)
        rooms.append(HopeRoom(child=child, **told))
    return HopeRoom.objects.bulk_create(rooms)


def screened(of: City, **other: Any) -> HopeRoom:
    """Every fact checked and met: the case waits for its survey."""
    room = children.start_screening(actor=of.officer, room=nominated(of, **other))
    hardship = ChildHardship("low_income", "orphan")
    guard.write(of.officer, room.child, hardship, purpose=Purpose.SCREENING)
    facts_of(of, room.child)
    return children.decide_screening(actor=of.officer, room=room)


def facts_of(of: City, child: Child, **unmet: bool) -> None:
    """The four facts; ``space=False`` writes one down as not met."""
    children.check_age(actor=of.officer, child=child, on=today())
    for kind in ("family", "space", "hardship"):
        children.check_fact(
            actor=of.officer,
            child=child,
            kind=kind,
            is_met=unmet.get(kind, True),
            evidence=f"示范材料 {kind} 2021-1",
            on=today(),
        )


def agree(of: City, child: Child, purpose: str, *, agrees: bool = True) -> None:
    """The guardian's answer to one more purpose."""
    record_consent(
        actor=of.officer,
        child=child,
        guardian=GUARDIAN,
        answer=Answer(purpose, agrees, "paper", today()),
    )


def wish(kind: str = "view", **other: Any) -> requests.Wish:
    """What a guardian asks for, in person, with a document."""
    told: dict[str, Any] = {"kind": kind, "channel": "visit", "asked_on": today(), "is_guardian": True}
    return requests.Wish(**told | other)


# Rows that belong to nobody, and that every member of staff may read.
SHARED = (CareNotice, ReadingRight, GoodsItem)
# Nobody's list: no office opens their pages in the admin.
SEALED = (ChildFile, ChildRecord, ConcernWords, CounsellingNote)
# Read by those who guard the children, and by no office of the house.
OF_GUARDS = (
    *(ChildHold, LookAnomaly),
    *(Concern, ConcernTransition, ConcernCall, ConcernAlert, ConcernAccess, ChildrenHold),
)


def rows_of(officer: User, district: Organisation) -> dict[type[Model], Any]:
    """One row of every table of the Hope Rooms for one district."""
    marked = told(**spilling.TOLD, guardian=Guardian(spilling.S3["guardian"], "祖母"))
    room = children.nominate_child(actor=officer, reporting_org=district, town=None, told=marked)
    child = room.child
    span = grants.Span(now(), now() + timedelta(hours=1))
    grants.give(child, officer.person, "survey", purpose=Purpose.SURVEY, data_class=DataClass.HOME, span=span)
    guard.read(officer, child, Part.PERSON, purpose=Purpose.CARE)
    children.start_screening(actor=officer, room=room)
    found = {
        **{model: model.objects.first() for model in (CareNotice, ReadingRight)},
        **_pairing_rows(child, officer),
        Child: child,
        ChildRecord: ChildRecord.objects.filter(child=child).first(),
        ChildFile: ChildFile.objects.create(
            child=child, kind="room", file="children/x.jpg", content_type="image/jpeg", added_by=officer
        ),
        EligibilityFact: children.check_age(actor=officer, child=child, on=today()),
        CareConsent: child.consents.get(),
        ChildView: record_view(
            actor=officer, child=child, purpose="care", answer="yes", manner="talk", on=today()
        ),
        AccessGrant: grants.take_emergency(actor=officer, child=child, reason="接到报告"),
        Access: Access.objects.filter(child=child).first(),
        AccessAttempt: AccessAttempt.objects.create(child=child, user=officer, data_class=4, purpose="care"),
        GuardianRequest: requests.record_request(actor=officer, child=child, wish=wish()),
        YearAudit: YearAudit.objects.get_or_create(year=2020, defaults={"numbers": {}})[0],
        ChildHold: ChildHold.objects.create(child=child, reason="示函 1 号", placed_by=officer),
        ChildErasure: ChildErasure.objects.create(
            child=child, extent="detail", cause="ineligible", erased_at=now() - timedelta(days=900)
        ),
        LookAnomaly: LookAnomaly.objects.create(
            week=today() - timedelta(days=7), user=officer, kind="refused", number=1
        ),
        HopeRoom: room,
        RoomTransition: room.transitions.first(),
    }
    found |= giving.rows_of(room, district) | _building_rows(room, officer, district)
    return found | _concern_rows(child, officer)


def _concern_rows(child: Child, officer: User) -> dict[type[Model], Any]:
    from tests import worrying

    return worrying.rows_of(child, officer)


def _building_rows(room: HopeRoom, officer: User, district: Organisation) -> dict[type[Model], Model]:
    from tests import building

    return building.rows_of(room, officer, district)


def _pairing_rows(child: Child, officer: User) -> dict[type[Model], Any]:
    from tests import pairing

    return pairing.rows_of(child, officer)


def visitors_of(here: Any) -> dict[str, User]:
    """The offices of care by the columns of `tests.matrix.care_rows`; the towns are of two districts."""
    child = here.rows[Child]
    child.town = town_of(child.reporting_org)
    child.save(update_fields=["town"])
    whole = Organisation.objects.get(code="city")
    elsewhere = town_of(Organisation.objects.get(code="huantai"))
    return {
        "town": people.staff("田示镇", child.town, Role.TOWN_OFFICER),
        "foreign town": people.staff("田示外", elsewhere, Role.TOWN_OFFICER),
        "director": people.staff("秦示主", whole, Role.CENTRE_DIRECTOR),
        "finance": people.staff("许示财", whole, Role.FINANCE_OFFICER),
        "lead": people.staff("何示护", whole, Role.SAFEGUARDING_LEAD),
        "deputy": people.staff("吕示副", whole, Role.SAFEGUARDING_DEPUTY),
    }
