"""注册 (registration): a person becomes a volunteer, says what they can do, leaves and comes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.formats import date_format

from volunteers.errors import (
    AlreadyVolunteer,
    BirthDateUnknown,
    GraduationWithoutUniversity,
    TooYoungToVolunteer,
    VolunteerLeft,
    VolunteerStillServes,
)
from volunteers.models import Signup, Skill, TeamMember, Volunteer
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, Person, User
from zibo_youth.core.calendar import age_on, today
from zibo_youth.core.errors import StateChanged, explaining
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .applications import leave_rounds
from .locks import lock_volunteer
from .signup_moves import move_signup

REGISTER = "volunteers.register_volunteer"
ASK_AGAIN = {"volunteer_graduates_from_a_university": GraduationWithoutUniversity}


def register(
    *,
    actor: User,
    person: Person,
    reporting_org: Organisation,
    university: Organisation | None = None,
    graduates_on: date | None = None,
    skills: Iterable[Skill] = (),
    availability: Iterable[str] = (),
    introduction: str = "",
) -> Volunteer:
    """
    注册志愿者 (register), from 14 years of age; the person's identity is stated before.

    Whoever is not yet 18 serves once a guardian's consent is written down. Raises
    `BirthDateUnknown`, `TooYoungToVolunteer`, `AlreadyVolunteer`, `GraduationWithoutUniversity`.
    """
    policy.require(actor, REGISTER, person)
    check_old_enough(person)
    with (
        explaining(volunteers_volunteer_person_id_key=AlreadyVolunteer, **ASK_AGAIN),
        transaction.atomic(),
    ):
        volunteer = Volunteer.objects.create(
            person=person,
            reporting_org=reporting_org,
            university=university,
            graduates_on=graduates_on,
            availability=list(availability),
            introduction=introduction.strip(),
        )
        volunteer.refresh_from_db()
        volunteer.skills.set(skills)
        notify("volunteers.registered", to=person, about=volunteer)
    return volunteer


def check_old_enough(person: Person) -> None:
    """Raise `BirthDateUnknown`, `TooYoungToVolunteer`; the lowest age is ``VOLUNTEERS["lowest_age"]``."""
    lowest = int(settings.VOLUNTEERS["lowest_age"])
    if person.birth_date is None:
        raise BirthDateUnknown
    if age_on(person.birth_date, today()) < lowest:
        turns = date(person.birth_date.year + lowest, person.birth_date.month, 1)
        raise TooYoungToVolunteer(age=lowest, day=date_format(turns, "YEAR_MONTH_FORMAT"))


def change_registration(*, actor: User, volunteer: Volunteer, **told: Any) -> Volunteer:
    """更新资料 (change): what the volunteer says about themselves; the number stays. Raises as `register`."""
    policy.require(actor, REGISTER, volunteer)
    skills = told.pop("skills")
    told["availability"] = list(told["availability"])
    with explaining(**ASK_AGAIN), transaction.atomic():
        active = Volunteer.objects.filter(pk=volunteer.pk, state=Volunteer.State.ACTIVE)
        if not active.update(**told):
            raise VolunteerLeft
        volunteer.skills.set(skills)
    volunteer.refresh_from_db()
    return volunteer


@transaction.atomic
def leave(*, actor: User, volunteer: Volunteer) -> Volunteer:
    """
    退出 (leave): teams and places on standby end; what was served stays counted.

    Raises `VolunteerStillServes` while somebody counts on the volunteer, `StateChanged`.
    """
    policy.require(actor, REGISTER, volunteer)
    lock_volunteer(volunteer.pk)
    held = Signup.objects.filter(volunteer=volunteer, state__in=["offered", "signed_up", "checked_in"])
    first = held.select_related("shift__post__project").order_by("starts_at").first()
    if first:
        raise VolunteerStillServes(project=first.shift.post.project.local_title)
    leave_rounds([volunteer.pk])
    for waiting in Signup.objects.filter(volunteer=volunteer, state=Signup.State.STANDBY):
        move_signup(actor, waiting, Signup.State.SIGNED_OFF, reason="left")
    TeamMember.objects.filter(volunteer=volunteer, state__in=["asked", "active"]).update(
        state=TeamMember.State.LEFT, left_at=Now()
    )
    return _become(volunteer, Volunteer.State.LEFT, left_at=Now())


@transaction.atomic
def come_back(*, actor: User, volunteer: Volunteer) -> Volunteer:
    """重新注册 (come back) under the same number. Raises `StateChanged`."""
    policy.require(actor, REGISTER, volunteer)
    return _become(volunteer, Volunteer.State.ACTIVE, left_at=None)


def _become(volunteer: Volunteer, state: str, **changes: Any) -> Volunteer:
    reach(volunteer, state, StateChanged, **changes)
    return volunteer
