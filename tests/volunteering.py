"""
Volunteers for tests: a team with a leader, somebody who serves, a project with a post and shifts.

Rows that no service of the test's subject makes are written plainly here, in one place.
"""

from __future__ import annotations

import itertools
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Model

from tests import crowding, electing, patrolling, people, shifting
from volunteers.models import (
    Brand,
    Exemption,
    GuardianConsent,
    Post,
    Requirement,
    RequirementItem,
    Scan,
    ServiceProject,
    ServiceRole,
    Shift,
    Signup,
    SignupTransition,
    Skill,
    TeamMember,
    Volunteer,
    VolunteerDocument,
)
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, now, today

_serial = itertools.count(1)

# Rows that belong to nobody, and that every member of staff may read.
SHARED = (Brand, Requirement, ServiceRole, Skill)


def organisation(code: str = "zhangdian", kind: str = "team", name: str = "") -> Organisation:
    """An organisation that runs volunteers and reports to this district; a university by ``kind``."""
    number = next(_serial)
    district = Organisation.objects.get(code=code)
    return Organisation.objects.create(
        code=f"{kind}-{number}",
        name=name or f"第{number}志愿服务队",
        kind=kind,
        reporting_org=district,
        area=district.area,
    )


def volunteer(user: User | None = None, *, code: str = "zhangdian", **fields: Any) -> Volunteer:
    """A registered volunteer; without ``user`` somebody new. ``.person.users.get()`` is the log-in."""
    user = user or people.applicant(name=f"志愿者{next(_serial)}")
    return Volunteer.objects.create(
        person=user.person, reporting_org=Organisation.objects.get(code=code), **fields
    )


def crowd(size: int, **fields: Any) -> list[Volunteer]:
    """Many volunteers in a few statements; ``volunteer.user`` is each one's log-in."""
    users = people.crowd(size)
    district = Organisation.objects.get(code=fields.pop("code", "zhangdian"))
    made = Volunteer.objects.bulk_create(
        Volunteer(person=user.person, reporting_org=district, **fields) for user in users
    )
    for one, user in zip(made, users, strict=True):
        one.user = user
    return made


def user_of(one: Volunteer) -> User:
    """The log-in of a volunteer."""
    return one.person.users.get()


def project(organiser: Organisation | None = None, **fields: Any) -> ServiceProject:
    """A published project of an organisation, a month long."""
    number = next(_serial)
    organiser = organiser or organisation()
    return ServiceProject.objects.create(
        **{
            "code": f"project-{number}",
            "title": f"第{number}号志愿服务",
            "organiser": organiser,
            "reporting_org": organiser.reporting_org,
            "summary": "到社区陪老人聊天、做家务。",
            "risks": "步行较多，注意防暑。",
            "place": "张店区文化广场",
            "contact_phone": "0533-0000000",
            "starts_on": today() - timedelta(5),
            "ends_on": today() + timedelta(25),
            "state": ServiceProject.State.PUBLISHED,
        }
        | fields
    )


def post(of: ServiceProject | None = None, role: str = "general", **fields: Any) -> Post:
    """A post of a project for a role of the city's list."""
    return Post.objects.create(
        **{
            "project": of or project(),
            "name": f"岗位{next(_serial)}",
            "role": ServiceRole.objects.get(code=role),
            "duties": "按负责人安排服务。",
        }
        | fields
    )


def shift(
    of: Post | None = None,
    *,
    starts_at: datetime | None = None,
    hours: float = 3,
    capacity: int = 5,
    **fields: Any,
) -> Shift:
    """A shift tomorrow at 9, three hours long, unless said otherwise."""
    starts_at = starts_at or at(today() + timedelta(1), time(9))
    return Shift.objects.create(
        **{
            "post": of or post(),
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=hours),
            "capacity": capacity,
            "place": "文化广场东门",
            "sign_off_until": starts_at - timedelta(hours=12),
        }
        | fields
    )


def signup(of: Shift, who: Volunteer, **fields: Any) -> Signup:
    """A seat taken, written plainly: what services do is tested through services."""
    seat = 1 + Signup.objects.filter(shift=of, seat__isnull=False).count()
    return Signup.objects.create(
        **{
            "shift": of,
            "volunteer": who,
            "starts_at": of.starts_at,
            "ends_at": of.ends_at,
            "seat": seat,
            "cap": of.capacity,
        }
        | fields
    )


def item(who: Volunteer, code: str, **fields: Any) -> RequirementItem:
    """A proof that was checked and holds for a year from today."""
    given: dict[str, Any] = {
        "volunteer": who,
        "requirement": Requirement.objects.get(code=code),
        "from_on": today(),
        "until_on": today() + timedelta(365),
        "state": RequirementItem.State.PASSED,
        "checked_at": now(),
    }
    if "checked_by" not in fields:
        given["checked_by"] = people.city_staff()
    return RequirementItem.objects.create(**given | fields)


def rows_of(guest: User, officer: User, leader: User, team: Organisation) -> dict[type[Model], Model]:
    """One row of every table of the volunteers, of this district and of nobody else."""
    one = volunteer(guest, code=officer.person.memberships.get().organisation.code)
    member = TeamMember.objects.create(
        volunteer=one, team=team, state="active", decided_at=now(), decided_by=leader
    )
    catalogue = {model: model.objects.first() for model in SHARED}
    shifts = _shift_rows(one, team)
    return (
        {Volunteer: one, TeamMember: member}
        | catalogue
        | _vetting_rows(one, officer)
        | shifts
        | shifting.rows_of(one)
        | _round_rows(one, team, officer)
        | _hour_rows(one, team, officer)
        | electing.rows_of(one, leader, team)
        | patrolling.rows_of(team, shifts[Shift], shifts[Signup], officer)
        | crowding.rows_of(team, leader)
    )


def _vetting_rows(one: Volunteer, officer: User) -> dict[type[Model], Model]:
    document = VolunteerDocument.objects.create(
        volunteer=one,
        uploaded_by=user_of(one),
        file="volunteers/paper.png",
        original_name="协议.png",
        content_type="image/png",
        size=1000,
    )
    consent = GuardianConsent.objects.create(
        volunteer=one,
        guardian_name="家长",
        guardian_mobile="13900000000",
        relation="母亲",
        from_on=today(),
        until_on=today() + timedelta(100),
        recorded_by=officer,
    )
    exemption = Exemption.objects.create(
        volunteer=one,
        requirement=Requirement.objects.get(code="induction"),
        reason="往年已参加",
        from_on=today(),
        until_on=today() + timedelta(30),
        granted_by=officer,
    )
    return {
        VolunteerDocument: document,
        GuardianConsent: consent,
        RequirementItem: item(one, "insurance", document=document, checked_by=officer),
        Exemption: exemption,
    }


def _shift_rows(one: Volunteer, team: Organisation) -> dict[type[Model], Any]:
    of = post(project(team), role="water-patrol")
    turn = shift(of)
    taken = signup(turn, one)
    moved = SignupTransition.objects.create(signup=taken, actor=user_of(one), to_state="signed_up")
    seen = Scan.objects.create(signup=taken, kind="absent", way="roll", at=turn.starts_at, by=user_of(one))
    return {
        ServiceProject: of.project,
        Post: of,
        Shift: turn,
        Signup: taken,
        SignupTransition: moved,
        Scan: seen,
    }


def _round_rows(one: Volunteer, team: Organisation, officer: User) -> dict[type[Model], Model]:
    from tests import rounding

    return rounding.rows_of(one, team, officer)


def _hour_rows(one: Volunteer, team: Organisation, officer: User) -> dict[type[Model], Model]:
    from tests import hours

    return hours.rows_of(one, team, officer)
