"""Patrols for tests: a water with points, a shift at its edge, a team that may go there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model

from tests import people, shifting, volunteering
from volunteers.models import (
    AreaAlert,
    Equipment,
    EquipmentCheck,
    HazardTicket,
    PatrolArea,
    PatrolLog,
    PatrolPoint,
    PatrolShift,
    Requirement,
    RequirementItem,
    Shift,
    Signup,
    Volunteer,
)
from volunteers.services import patrol_logs, patrols
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import now, standing_at, today

_serial = itertools.count(1)
PROOFS = ("water-training", "agreement", "insurance")


def area(organiser: Organisation | None = None, **fields: Any) -> PatrolArea:
    """A reservoir with two points."""
    organiser = organiser or volunteering.organisation()
    number = next(_serial)
    made = PatrolArea.objects.create(
        **{
            "code": f"water-{number}",
            "name": f"第{number}水库",
            "kind": "reservoir",
            "organiser": organiser,
            "reporting_org": organiser.reporting_org,
            "department": "水利局",
            "phone": "0533-0000000",
        }
        | fields
    )
    for position, risk in enumerate(("high", "low"), 1):
        PatrolPoint.objects.create(area=made, code=f"p{position}", place="大坝", risk=risk, position=position)
    return made


def shift(organiser: Organisation, *, starts_at: datetime | None = None, **fields: Any) -> Shift:
    """A shift at the water's edge, in an hour unless said otherwise."""
    of = volunteering.post(volunteering.project(organiser), role="water-patrol")
    starts_at = starts_at or now() + timedelta(hours=1)
    return volunteering.shift(
        of, starts_at=starts_at, sign_off_until=starts_at - timedelta(hours=1), hours=2, **fields
    )


def patrol(of: PatrolArea, **fields: Any) -> PatrolShift:
    """A planned patrol of an area, by the area's organiser."""
    leader = people.leader(of.organiser)
    turn = shift(of.organiser, **fields)
    return patrols.plan_patrol(actor=leader, shift=turn, area=of, points=list(of.points.all()))


def fit(*volunteers: Volunteer) -> None:
    """With every proof that the water's edge asks for."""
    for volunteer in volunteers:
        person = volunteer.person
        person.identity_state, person.verified_at = "verified", now()
        person.save()
    RequirementItem.objects.bulk_create(
        RequirementItem(
            volunteer=volunteer,
            requirement=need,
            from_on=today(),
            until_on=today() + timedelta(300),
            state="passed",
            checked_at=now(),
            checked_by=_checker(),
        )
        for need in Requirement.objects.filter(code__in=PROOFS)
        for volunteer in volunteers
    )


def _checker() -> User:
    return User.objects.filter(person__memberships__role="city_staff").first() or people.city_staff()


def here(of: PatrolShift, count: int) -> list[Signup]:
    """So many who have checked in."""
    return [
        volunteering.signup(of.shift, volunteering.volunteer(), state="checked_in", checked_in_at=now())
        for _each in range(count)
    ]


@dataclass
class Out:
    """A patrol that is out: its team, the log-in of one who does not lead, and a point of the way."""

    patrol: PatrolShift
    team: list[Signup]
    leader: User

    @property
    def signup(self) -> Signup:
        return self.team[1]

    @property
    def user(self) -> User:
        return shifting.user_of(self.signup.volunteer)

    @property
    def point(self) -> PatrolPoint:
        return self.patrol.points.first()


def gone_out(patrol: PatrolShift) -> Out:
    """Three are there, the first leads, and they went out at the start."""
    team, leader = here(patrol, 3), people.leader(patrol.area.organiser)
    patrols.name_leader(actor=leader, patrol=patrol, leader=team[0])
    with standing_at(patrol.shift.starts_at):
        begun = patrols.begin_patrol(actor=leader, patrol=patrol, is_line_only=True, is_phones_charged=True)
    return Out(begun, team, leader)


def come_home(out: Out) -> None:
    """Everybody has checked out, and the team is counted."""
    Signup.objects.filter(shift=out.patrol.shift, state="checked_in").update(
        state="checked_out", checked_out_at=now()
    )
    out.patrol = patrols.end_patrol(actor=out.leader, patrol=out.patrol)


def entry(out: Out) -> PatrolLog:
    """A word in the log."""
    return patrol_logs.write_log(
        actor=out.user, patrol=out.patrol, point=out.point, kind="other", words="水位上涨"
    )


def rows_of(team: Organisation, shift_row: Shift, taken: Signup, officer: User) -> dict[type[Model], Model]:
    """A water of the team with a point, an alert, the patrol that the shift is, and what it wrote down."""
    of = area(team)
    planned = PatrolShift.objects.create(
        shift=shift_row, area=of, team=shift_row.capacity, post=shift_row.post, role=shift_row.post.role
    )
    planned.points.set(of.points.all())
    point = of.points.first()
    log = PatrolLog.objects.create(
        patrol=planned,
        shift=shift_row,
        area=of,
        point=point,
        signup=taken,
        kind="hazard",
        at=now(),
        words="护栏缺口",
    )
    ticket = HazardTicket.objects.create(
        log=log, grade="high", description="护栏缺口", department=of.department, due_on=today()
    )
    ring = Equipment.objects.create(point=point, kind="ring", serial="01")
    return {
        PatrolArea: of,
        PatrolPoint: point,
        PatrolShift: planned,
        AreaAlert: AreaAlert.objects.create(area=of, kind="heat", issued_by=officer),
        PatrolLog: log,
        HazardTicket: ticket,
        Equipment: ring,
        EquipmentCheck: EquipmentCheck.objects.create(
            equipment=ring, log=log, by=shifting.user_of(taken.volunteer), state="ok", at=now()
        ),
    }
