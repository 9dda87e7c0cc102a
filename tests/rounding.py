"""Recruitment rounds for tests: a large event, universities, pools, and people who apply through the service."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests import volunteering
from volunteers.models import (
    Application,
    ApplicationTransition,
    InterviewNote,
    Pool,
    Round,
    ServiceProject,
    Volunteer,
)
from volunteers.services import applications, rounds
from zibo_youth.accounts.models import Organisation, Person, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now, today


def event(organiser: Organisation | None = None) -> ServiceProject:
    """A large event whose post is staffed by a round."""
    project = volunteering.project(organiser, kind="large_event")
    volunteering.post(project, staffing="round")
    return project


def draft(project: ServiceProject | None = None, **fields: Any) -> Round:
    """A round that is taking from an hour ago for three days, for work in ten; not opened yet."""
    return Round.objects.create(
        **{
            "project": project or event(),
            "title": "鲁港洽谈会志愿者招募",
            "title_en": "Volunteers for the trade fair",
            "opens_at": now() - timedelta(hours=1),
            "closes_at": now() + timedelta(days=3),
            "serves_from": today() + timedelta(days=10),
        }
        | fields
    )


def pools(of: Round, *quotas: int, shared: int = 0) -> list[Pool]:
    """A pool for each quota, of a new university each; and, last, the open one."""
    made = [
        Pool.objects.create(round=of, university=volunteering.organisation(kind="university"), quota=quota)
        for quota in quotas
    ]
    return made + ([Pool.objects.create(round=of, quota=shared)] if shared else [])


def call(*quotas: int, shared: int = 0, project: ServiceProject | None = None, **fields: Any) -> Round:
    """A round that is open, with these pools."""
    of = draft(project, **fields)
    pools(of, *quotas, shared=shared)
    return rounds.open_round(actor=SYSTEM, round=of)


def students(of: Pool | None, many: int) -> list[Volunteer]:
    """Volunteers who study where this pool's quota is; without one, elsewhere."""
    return volunteering.crowd(many, university=of.university if of else None)


def serving(member: User) -> Volunteer:
    """A member of staff who is a volunteer too, of age."""
    Person.objects.filter(pk=member.person_id).update(birth_date=date(1990, 1, 1))
    member.person.refresh_from_db()
    return volunteering.volunteer(member)


def apply(of: Round, *crowd: Volunteer) -> list[Application]:
    return [applications.apply(actor=volunteering.user_of(one), round=of) for one in crowd]


def accept(application: Application) -> Application:
    return applications.accept(actor=volunteering.user_of(application.volunteer), application=application)


def states(of: Round) -> list[str]:
    """The states of a round's applications in the order of coming."""
    return list(of.applications.order_by("number").values_list("state", flat=True))


def rows_of(one: Volunteer, organiser: Organisation, by: Any) -> dict[type, Any]:
    """One row of every table of the rounds, of this organiser and this volunteer."""
    of = call(shared=3, project=event(organiser))
    [pool] = of.pools.all()
    application = Application.objects.create(
        round=of, volunteer=one, home_pool=pool, number=1, rank=1, state="waitlisted"
    )
    Round.objects.filter(pk=of.pk).update(last_number=1)
    moved = ApplicationTransition.objects.create(application=application, to_state="waitlisted")
    note = InterviewNote.objects.create(application=application, by=by, score=80, recommendation="take")
    return {
        Round: of,
        Pool: pool,
        Application: application,
        ApplicationTransition: moved,
        InterviewNote: note,
    }
