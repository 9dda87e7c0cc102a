"""Pairs for tests: a team with its post, adults who are fit for children, pairings as far as a test needs them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Model

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.models import (
    AccessGrant,
    Child,
    ChildAnswer,
    ChildVisit,
    ChildVisitTransition,
    CounsellingNote,
    Counsellor,
    Escalation,
    Pairing,
    PairingPause,
    PairingTransition,
    PairMember,
)
from hope_rooms.services import grants, pairings, visits
from hope_rooms.services.consents import record_view
from tests import hoping, people, volunteering
from volunteers.models import Post, Shift, Signup, Volunteer
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, now, today

_serial = itertools.count(1)
PROOFS = ("identity", "record-check", "child-training", "agreement", "insurance")
HOUR = timedelta(hours=1)


@dataclass
class Team:
    """A team of the first district, its leader, and its post with children."""

    organisation: Organisation
    leader: User
    post: Post


def team(code: str = "zhangdian") -> Team:
    of = volunteering.organisation(code)
    project = volunteering.project(of, ends_on=today() + timedelta(400))
    return Team(of, people.leader(of), volunteering.post(project, role="child-company"))


def adult(gender: int = people.FEMALE, age: int = 24, *, fit: bool = True, **fields: Any) -> Volunteer:
    """A volunteer who meets what company of children asks for."""
    user = people.applicant(name=f"示陪{next(_serial)}", gender=gender, age=age)
    one = volunteering.volunteer(user, **fields)
    checker = people.officer()
    for code in PROOFS if fit else ():
        volunteering.item(one, code, checked_by=checker)
    return one


def two() -> list[Volunteer]:
    return [adult(people.FEMALE), adult(people.MALE)]


def login(one: Volunteer) -> User:
    return volunteering.user_of(one)


def family_agrees(city: hoping.City, child: Child) -> None:
    """Guardian and child say yes to visits."""
    hoping.agree(city, child, "visits")
    record_view(actor=city.officer, child=child, purpose="visits", answer="yes", manner="talk", on=today())


def requested(city: hoping.City, of: Team) -> Pairing:
    child = hoping.nominated(city).child
    return pairings.request_pairing(actor=city.officer, child=child, post=of.post)


def proposed(city: hoping.City, of: Team, pair: list[Volunteer]) -> Pairing:
    pairing = requested(city, of)
    return pairings.propose_pair(actor=of.leader, pairing=pairing, volunteers=pair, unrelated=True)


def active(city: hoping.City, of: Team, pair: list[Volunteer]) -> Pairing:
    """Two adults and a child whose visits are counted from today."""
    pairing = proposed(city, of, pair)
    family_agrees(city, pairing.child)
    pairing = pairings.record_agreement(actor=city.officer, pairing=pairing)
    pairing = pairings.introduce(actor=of.leader, pairing=pairing, on=today())
    return pairings.begin(actor=of.leader, pairing=pairing)


def wish(starts_at: datetime | None = None, hours: float = 2, **other: Any) -> visits.Wish:
    """Tomorrow at two in the afternoon, unless said otherwise."""
    starts_at = starts_at or at(today() + timedelta(1), time(14))
    return visits.Wish("companionship", starts_at, starts_at + hours * HOUR, **other)


def planned(pairing: Pairing, pair: list[Volunteer], starts_at: datetime | None = None) -> ChildVisit:
    """A visit on which both have agreed."""
    visit = visits.ask_visit(actor=login(pair[0]), pairing=pairing, wish=wish(starts_at))
    return visits.accept_visit(actor=login(pair[1]), visit=visit)


def there(visit: ChildVisit, one: Volunteer, came: datetime, left: datetime | None = None) -> Signup:
    """Somebody came, and perhaps left; written plainly: the door is tested with the volunteers."""
    signup = Signup.objects.get(shift=visit.shift, volunteer=one)
    Signup.objects.filter(pk=signup.pk).update(state="checked_in", checked_in_at=came)
    if left:
        Signup.objects.filter(pk=signup.pk).update(state="checked_out", checked_out_at=left)
    signup.refresh_from_db()
    return signup


def both_there(visit: ChildVisit, pair: list[Volunteer]) -> None:
    """From the beginning to the end, together."""
    for one in pair:
        there(visit, one, visit.starts_at, visit.ends_at)


def shift_at(post: Post, starts: datetime) -> Shift:
    """A shift of two that was, written plainly."""
    return Shift.objects.create(
        post=post,
        starts_at=starts,
        ends_at=starts + 2 * HOUR,
        capacity=2,
        place="家中",
        sign_off_until=starts - HOUR,
    )


def made(pairing: Pairing, by: User, ago: int = 1, state: str = "reported") -> ChildVisit:
    """A visit that was made so many days ago, written plainly: how it comes to it is tested elsewhere."""
    starts = now() - timedelta(days=ago)
    visit: ChildVisit = ChildVisit.objects.create(
        pairing=pairing,
        kind="companionship",
        starts_at=starts,
        ends_at=starts + 2 * HOUR,
        state=state,
        asked_by=by,
        shift=shift_at(pairing.post, starts),
        report_sealed="sealed",
        reported_by=by,
        reported_at=now(),
    )
    return visit


def counted(city: hoping.City, many: int, *, is_at_home: bool = True) -> Pairing:
    """So many visits of one pair that count, today; written plainly: what makes one count is tested as a flow."""
    of = team()
    pairing = active(city, of, two())
    starts = at(today(), time(8))
    shifts = Shift.objects.bulk_create(
        Shift(
            post=of.post,
            starts_at=starts,
            ends_at=starts + HOUR,
            capacity=2,
            place="家中",
            sign_off_until=starts - HOUR,
        )
        for _number in range(many)
    )
    ChildVisit.objects.bulk_create(
        ChildVisit(
            pairing=pairing,
            kind="companionship",
            is_at_home=is_at_home,
            starts_at=starts,
            ends_at=starts + HOUR,
            shift=shift,
            state="counted",
            counted_on=today(),
            report_sealed="sealed",
            asked_by=of.leader,
            reported_by=of.leader,
            reported_at=starts + HOUR,
            reviewed_by=city.officer,
        )
        for shift in shifts
    )
    return pairing


def _note(child: Child, visit: ChildVisit, officer: User) -> CounsellingNote:
    """One that nobody opens, written by who stands in for the counsellor."""
    counselling_grant(child, officer.person)
    row = CounsellingNote(child=child, visit=visit, sealed="sealed", written_by=officer)
    CounsellingNote.objects.bulk_create([row])
    return row


def counselling_grant(child: Child, person: Any) -> AccessGrant:
    """The grant that a naming gives."""
    what = {"purpose": Purpose.COUNSELLING, "data_class": DataClass.PERSON, "part": Part.PERSON}
    return grants.give(child, person, "counsellor", span=grants.Span(now()), **what)


def rows_of(child: Child, officer: User) -> dict[type[Model], Model]:
    """One row of every table of pairings and visits, of this child's district."""
    of = team(child.reporting_org.code)
    pairing = pairings.request_pairing(actor=officer, child=child, post=of.post)
    one = volunteering.volunteer(code=child.reporting_org.code)
    member = PairMember.objects.create(pairing=pairing, volunteer=one, seat=1)
    starts = at(today() + timedelta(2), time(9))
    visit = ChildVisit.objects.create(
        pairing=pairing, kind="tutoring", starts_at=starts, ends_at=starts + HOUR, asked_by=officer
    )
    counsellor = Counsellor.objects.create(
        child=child, volunteer=one, qualification="示范证书 1 号", named_by=officer
    )
    return {
        ChildAnswer: ChildAnswer.objects.create(visit=visit, face=4),
        Counsellor: counsellor,
        CounsellingNote: _note(child, visit, officer),
        Pairing: pairing,
        PairMember: member,
        PairingTransition: pairing.transitions.get(),
        PairingPause: PairingPause.objects.create(
            pairing=pairing, reason="暑假回老家", until_on=today() + timedelta(9), asked_by=officer
        ),
        Escalation: Escalation.objects.create(
            pairing=pairing, opened_on=today(), due_on=today(), step=0, level=1, receiver="pair"
        ),
        ChildVisit: visit,
        ChildVisitTransition: ChildVisitTransition.objects.create(
            visit=visit, actor=officer, to_state="asked"
        ),
    }
