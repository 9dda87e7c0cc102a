"""
A congress for tests: units with delegates, an office with candidates, a session, rounds of ballot.

Rows that no service of the test's subject makes are written plainly here, in one place.
"""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.db.models import Model

from tests import people, volunteering
from volunteers import ballot_box
from volunteers.models import (
    AssociationOffice,
    AwardCategory,
    AwardNomination,
    AwardSeason,
    BallotRound,
    Candidate,
    Congress,
    Delegate,
    ElectoralUnit,
    Objection,
    PanelMember,
    PanelScore,
    RoundCandidate,
    TeamMember,
    Turnout,
    Volunteer,
)
from volunteers.services import balloting
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import now, today

_serial = itertools.count(1)
FIRST, SECOND = "第一位监票人的口令甲乙丙", "another long passphrase"


def congress(**fields: Any) -> Congress:
    """A congress in session; the notice is over."""
    number = next(_serial)
    return Congress.objects.create(
        **{
            "code": f"congress-{number}",
            "title": f"青年志愿者协会第{number}次会员代表大会",
            "title_en": f"Congress {number} of the association",
            "held_on": today(),
            "place": "市民中心",
            "state": Congress.State.SESSION,
            "notice_until": today() - timedelta(1),
        }
        | fields
    )


def unit(of: Congress, organisation: Organisation | None = None, quota: int = 10) -> ElectoralUnit:
    return ElectoralUnit.objects.create(
        congress=of, organisation=organisation or volunteering.organisation(), quota=quota
    )


def delegates(of: ElectoralUnit, size: int, *, present: int | None = None) -> list[Delegate]:
    """Delegates of a unit, the first ``present`` of them on the roll; ``.user`` is each one's log-in."""
    crowd = volunteering.crowd(size)
    present = size if present is None else present
    made = Delegate.objects.bulk_create(
        Delegate(
            congress=of.congress,
            unit=of,
            volunteer=one,
            number=number,
            cap=of.quota,
            present_at=now() if number <= present else None,
        )
        for number, one in enumerate(crowd, start=1)
    )
    for delegate, one in zip(made, crowd, strict=True):
        delegate.user = one.user
    return made


def joined(crowd: list[Volunteer], team: Organisation) -> list[Volunteer]:
    """The same people, as members of the team."""
    by = people.leader(team)
    TeamMember.objects.bulk_create(
        TeamMember(volunteer=one, team=team, state="active", decided_at=now(), decided_by=by) for one in crowd
    )
    return crowd


def office(of: Congress, seats: int = 1, **fields: Any) -> AssociationOffice:
    number = next(_serial)
    return AssociationOffice.objects.create(
        **{
            "congress": of,
            "name": f"职务{number}",
            "name_en": f"Office {number}",
            "seats": seats,
            "max_candidates": 50,
        }
        | fields
    )


def candidates(of: AssociationOffice, by: ElectoralUnit, size: int, **fields: Any) -> list[Candidate]:
    return Candidate.objects.bulk_create(
        Candidate(
            **{
                "congress": of.congress,
                "office": of,
                "unit": by,
                "volunteer": one,
                "statement": "多年参加志愿服务。",
                "minutes": 6000,
                "state": Candidate.State.STANDING,
            }
            | fields
        )
        for one in volunteering.crowd(size)
    )


def session(present: int = 3, *, absent: int = 0, names: int = 3, seats: int = 1) -> AssociationOffice:
    """An office about to be voted on: ``office.delegates`` are those of its congress."""
    held = congress()
    by = unit(held, quota=present + absent)
    made = delegates(by, present + absent, present=present)
    found = office(held, seats)
    found.named = candidates(found, by, names)
    found.delegates = made
    return found


def open_round(of: AssociationOffice, city: User | None = None) -> BallotRound:
    return balloting.open_round(actor=city or people.city_staff(), office=of, first=FIRST, second=SECOND)


def vote(in_round: BallotRound, delegate: Delegate, *choices: int) -> None:
    balloting.cast_ballot(actor=delegate.user, delegate=delegate, ballot_round=in_round, choices=choices)


def count(counted: BallotRound, city: User | None = None) -> BallotRound:
    city = city or people.city_staff()
    balloting.close_round(actor=city, ballot_round=counted)
    return balloting.count_round(actor=city, ballot_round=counted, first=FIRST, second=SECOND)


# --- one row of every table, of one district --------------------------------------------------


def rows_of(one: Volunteer, leader: User, team: Organisation) -> dict[type[Model], Model]:
    """One row of every table of election and awards that belongs to this district, or to the city."""
    held = congress()
    by = unit(held, team)
    delegate = Delegate.objects.create(
        congress=held, unit=by, volunteer=one, number=1, cap=by.quota, present_at=now()
    )
    post = office(held)
    named = Candidate.objects.create(
        congress=held,
        office=post,
        unit=by,
        volunteer=one,
        statement="多年服务",
        minutes=600,
        state="standing",
    )
    opened = _round(held, post)
    name = RoundCandidate.objects.create(round=opened, office=post, candidate=named, position=0)
    voted = Turnout.objects.create(round=opened, congress=held, delegate=delegate)
    return {
        Congress: held,
        ElectoralUnit: by,
        Delegate: delegate,
        AssociationOffice: post,
        Candidate: named,
        BallotRound: opened,
        RoundCandidate: name,
        Turnout: voted,
        Objection: Objection.objects.create(candidate=named, by=one.person, text="请核实服务时长"),
    } | award_rows(one, leader, team)


def _round(held: Congress, post: AssociationOffice) -> BallotRound:
    return BallotRound.objects.create(
        congress=held,
        office=post,
        number=1,
        seats=1,
        delegates=1,
        present=1,
        quorum_parts=2,
        quorum_of=3,
        salt=ballot_box.new_salt(),
        public_key=bytes(32),
    )


# --- awards -----------------------------------------------------------------------------------


def season(**fields: Any) -> AwardSeason:
    number = next(_serial)
    return AwardSeason.objects.create(
        **{
            "code": f"season-{number}",
            "year": today().year,
            "title": f"第{number}次先进集体和个人评选",
            "title_en": f"Awards {number}",
            "recommend_until": today() + timedelta(10),
            "state": AwardSeason.State.RECOMMENDING,
        }
        | fields
    )


def category(of: AwardSeason, kind: str = "individual", quota: int = 1, **fields: Any) -> AwardCategory:
    number = next(_serial)
    return AwardCategory.objects.create(
        **{
            "season": of,
            "kind": kind,
            "name": f"奖项{number}",
            "name_en": f"Category {number}",
            "quota": quota,
        }
        | fields
    )


def nomination(of: AwardCategory, one: Volunteer | None = None, **fields: Any) -> AwardNomination:
    one = one or volunteering.volunteer()
    return AwardNomination.objects.create(
        **{
            "season": of.season,
            "category": of,
            "kind": of.kind,
            "volunteer": one,
            "reporting_org": one.reporting_org,
            "by": one.person,
            "citation": "长期陪伴老人。",
            "minutes": 6000,
            "state": AwardNomination.State.ACCEPTED,
        }
        | fields
    )


def member(of: AwardSeason, user: User | None = None) -> PanelMember:
    """A panel member; ``.user`` is the log-in."""
    user = user or people.applicant(name=f"评委{next(_serial)}")
    made = PanelMember.objects.create(season=of, person=user.person)
    made.user = user
    return made


def award_rows(one: Volunteer, leader: User, team: Organisation) -> dict[type[Model], Model]:
    year = season(state=AwardSeason.State.REVIEW)
    prize = category(year)
    named = nomination(prize, one, recommender=team, by=leader.person)
    judge = member(year, volunteering.user_of(one))
    recused = PanelScore.objects.create(season=year, member=judge, nomination=named, recusal="self")
    return {
        AwardSeason: year,
        AwardCategory: prize,
        AwardNomination: named,
        PanelMember: judge,
        PanelScore: recused,
    }
