"""Rooms for tests, as far on their way as a test needs them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from hope_rooms.funding import funding_of
from hope_rooms.models import (
    Acceptance,
    AirTest,
    Approval,
    BillLine,
    Build,
    BuildLog,
    BuildPause,
    Defect,
    HopeRoom,
    Recheck,
    RoomHand,
    RoomNudge,
    SampleBatch,
    SampleRoom,
    Survey,
    SurveyVisit,
)
from hope_rooms.models.acceptance import CheckItem
from hope_rooms.models.survey import CRITERIA, Level
from hope_rooms.services import allocations
from hope_rooms.services.building import acceptance, approvals, care, design, handing, surveys, works
from hope_rooms.services.consents import record_view
from tests import giving, hoping, pairing, people
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import now, today

_serial = itertools.count(1)
ALL = tuple(CheckItem.values)
DAY = timedelta(days=1)
CLEAN = {"formaldehyde": Decimal("0.05"), "benzene": Decimal("0.01"), "tvoc": Decimal("0.30")}


def officer(city: hoping.City) -> User:
    """One more officer of the first district."""
    return people.officer(city.here.code)


def with_office(user: User, organisation: Organisation, role: str) -> User:
    """The same person in one more office."""
    Membership.objects.create(person=user.person, organisation=organisation, role=role, from_on=today() - DAY)
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return User.objects.get(pk=user.pk)


def two(city: hoping.City) -> list[User]:
    """Two people of the town's league who survey."""
    return [
        people.staff(f"勘示{next(_serial)}", city.town, Membership.Role.TOWN_OFFICER) for _number in range(2)
    ]


def findings(**other: Any) -> surveys.Findings:
    told: dict[str, Any] = {
        "length_m": Decimal("4.00"),
        "width_m": Decimal("2.60"),
        "height_m": Decimal("2.80"),
        **dict.fromkeys(CRITERIA, 2),
        "tenure": "owned",
        "structure": "safe",
        "note": "北屋西间",
    }
    return surveys.Findings(**told | other)


def named(city: hoping.City, room: HopeRoom | None = None, pair: Iterable[User] = ()) -> Survey:
    """Two are named, nobody has come."""
    room = room or hoping.screened(city)
    named_people = [one.person for one in pair or two(city)]
    return surveys.name_surveyors(actor=city.officer_2, room=room, people=named_people)


def places(survey: Survey) -> list[tuple[User, SurveyVisit]]:
    """Who was named, with their place."""
    visits = survey.visits.select_related("hand__person", "survey__room__child").order_by("place")
    return [(visit.hand.person.users.get(), visit) for visit in visits]


def surveyed(city: hoping.City, room: HopeRoom | None = None, **other: Any) -> Survey:
    """Both have come and handed in."""
    survey = named(city, room)
    for user, visit in places(survey):
        surveys.check_in(actor=user, visit=visit)
    user, visit = places(survey)[0]
    return surveys.hand_in(actor=user, visit=visit, findings=findings(**other))


def asked(city: hoping.City, room: HopeRoom, answer: str = "yes") -> None:
    """The child's own view of the room."""
    record_view(
        actor=city.officer_2, child=room.child, purpose="care", answer=answer, manner="talk", on=today()
    )


def proposed(city: hoping.City, room: HopeRoom | None = None) -> HopeRoom:
    survey = surveyed(city, room)
    asked(city, survey.room)
    user, visit = places(survey)[0]
    return surveys.propose(actor=user, visit=visit)


def approved(city: hoping.City) -> HopeRoom:
    room = approvals.approve(actor=city.officer, room=proposed(city), level=Level.DISTRICT)
    return approvals.approve(actor=city.city_staff, room=room, level=Level.CITY)


def wanted(price: int = 380, quantity: int = 1, **other: Any) -> design.Wanted:
    told: dict[str, Any] = {
        "line": "furniture",
        "item": "示范书桌 1.2 米",
        "unit": "张",
        "quantity": Decimal(quantity),
        "price_yuan": Decimal(price),
    }
    return design.Wanted(**told | other)


def designed(city: hoping.City, price: int = 9_000) -> HopeRoom:
    """A plan of two lines."""
    room = design.start_design(actor=city.officer, room=approved(city))
    design.add_line(actor=city.officer, room=room, wanted=wanted(price))
    design.add_line(actor=city.officer, room=room, wanted=wanted(100, 2, line="study", item="示范台灯"))
    return room


def covered(city: hoping.City, room: HopeRoom) -> HopeRoom:
    """Each line that is short gets what it lacks, of one new gift."""
    gift = giving.given(city.finance, city.here)
    for line in funding_of(room).short_lines:
        allocations.allocate(actor=city.finance, gift=gift, room=room, line=line.line, amount=line.short)
    return room


def funded(city: hoping.City) -> HopeRoom:
    """The bill is covered by a gift, line by line."""
    room = covered(city, designed(city))
    return design.mark_funded(actor=city.finance, room=room)


def contract(**other: Any) -> works.Contract:
    told: dict[str, Any] = {
        "contractor": "示范装饰公司",
        "agreement_on": today(),
        "presence": "guardian",
        "starts_on": today(),
    }
    return works.Contract(**told | other)


def building(city: hoping.City) -> HopeRoom:
    return works.start_build(actor=city.officer, room=funded(city), contract=contract())


def installed(room: HopeRoom) -> dict[int, Decimal]:
    """Everything was put in."""
    return {line.pk: line.quantity for line in room.bill.all()}


def done(city: hoping.City) -> HopeRoom:
    room = building(city)
    return works.finish_build(actor=city.officer, room=room, installed=installed(room))


def acceptor(city: hoping.City, level: str) -> User:
    return {"town": city.town_officer, "district": city.officer, "city": city.city_staff}[level]


def accepted(city: hoping.City, *levels: str) -> HopeRoom:
    """Accepted by these levels, in order."""
    room = done(city)
    for level in levels:
        room = accept(city, room, level)
    return room


def accept(city: hoping.City, room: HopeRoom, level: str) -> HopeRoom:
    return acceptance.accept(actor=acceptor(city, level), room=room, level=Level(level), checked=ALL)


def found(severity: str = "major", **other: Any) -> acceptance.Found:
    told: dict[str, Any] = {
        "severity": severity,
        "words": "插座没有接地",
        "owner": "contractor",
        "due_on": today() + 7 * DAY,
    }
    return acceptance.Found(**told | other)


def airing(city: hoping.City) -> HopeRoom:
    return accepted(city, "town", "district", "city")


def report(**other: Any) -> handing.Report:
    told: dict[str, Any] = {"lab": "示范检测公司", "report_no": f"JC-{next(_serial)}", "sampled_on": today()}
    return handing.Report(**told | CLEAN | other)


def named_pair(city: hoping.City, room: HopeRoom) -> Any:
    """Two adults are named for the child."""
    of = pairing.team()
    wish = pairing.pairings.request_pairing(actor=city.officer, child=room.child, post=of.post)
    return pairing.pairings.propose_pair(
        actor=of.leader, pairing=wish, volunteers=pairing.two(), unrelated=True
    )


def coming_pair(city: hoping.City, room: HopeRoom) -> Any:
    """The two adults have begun to come."""
    wish = named_pair(city, room)
    pairing.family_agrees(city, room.child)
    wish = pairing.pairings.record_agreement(actor=city.officer, pairing=wish)
    wish = pairing.pairings.introduce(actor=city.officer, pairing=wish, on=today())
    return pairing.pairings.begin(actor=city.officer, pairing=wish)


def handed_over(city: hoping.City) -> HopeRoom:
    room = airing(city)
    handing.record_air_test(actor=city.officer, room=room, report=report())
    coming_pair(city, room)
    return handing.hand_over(actor=city.officer, room=room, keys_on=today(), inventory_on=today())


def in_care(city: hoping.City) -> HopeRoom:
    return care.begin_care(actor=city.officer, room=handed_over(city))


def samples_of(room: HopeRoom, officer: User) -> dict[type[Model], Model]:
    """A batch that was drawn, and its one line."""
    batch = SampleBatch.objects.create(
        reporting_org=room.child.reporting_org,
        percent=20,
        seed="示",
        seed_hash="示",
        opened_by=officer,
        drawn_by=officer,
        drawn_at=now(),
        listing="number,pool\n1,open\n",
    )
    return {
        SampleBatch: batch,
        SampleRoom: SampleRoom.objects.create(batch=batch, room=room, number=1, rank=1, why="lot"),
    }


def rows_of(room: HopeRoom, officer: User, district: Organisation) -> dict[type[Model], Any]:
    """One row of every table of building, written plainly: the page of each is looked at, not its rules."""
    hand = RoomHand.objects.create(room=room, person=people.applicant().person, level="survey")
    judge = RoomHand.objects.create(room=room, person=officer.person, level="district")
    survey = Survey.objects.create(room=room, named_by=officer)
    common = {"room": room, "hand": judge, "level": "district"}
    return {
        RoomHand: hand,
        Survey: survey,
        SurveyVisit: SurveyVisit.objects.create(survey=survey, hand=hand, place=1),
        Approval: Approval.objects.create(survey=survey, answer="agreed", **common),
        Acceptance: Acceptance.objects.create(passed=False, **common),
        **_works_of(room, officer),
        **samples_of(room, officer),
        **_tests_of(room, officer),
        RoomNudge: RoomNudge.objects.create(
            room=room, kind="overdue", state=room.state, level="town", opened_on=today(), due_on=today()
        ),
    }


def _works_of(room: HopeRoom, officer: User) -> dict[type[Model], Any]:
    told = {"line": "works", "item": "示范刷墙", "unit": "间", "quantity": 1, "price_yuan": 800}
    stop = {"reason": "大雨", "resume_on": today() + DAY, "asked_by": officer}
    return {
        Build: Build.objects.create(room=room, planned_by=officer),
        BillLine: BillLine.objects.create(room=room, **told),
        BuildLog: BuildLog.objects.create(room=room, on=today(), words="刷墙", written_by=officer),
        BuildPause: BuildPause.objects.create(room=room, **stop),
    }


def _tests_of(room: HopeRoom, officer: User) -> dict[type[Model], Any]:
    wrong = {"severity": "minor", "words": "漆面不平", "owner": "contractor", "due_on": today()}
    paper = {"lab": "示范检测公司", "report_no": f"JC-{next(_serial)}", "sampled_on": today()}
    seen = {"months": 3, "on": today(), "is_used": True, "is_whole": True}
    return {
        Defect: Defect.objects.create(room=room, found_in="town_accepted", found_by=officer, **wrong),
        AirTest: AirTest.objects.create(room=room, passed=True, recorded_by=officer, **paper, **CLEAN),
        Recheck: Recheck.objects.create(room=room, by=officer, **seen),
    }
