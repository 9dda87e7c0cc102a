"""候选人资格 (standing for an office): who may stand, each obstacle in words. Pure answers."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from volunteers.models import Volunteer
from volunteers.models.election import hours_of
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import age_on


def belongs(volunteer: Volunteer, organisation: Organisation) -> bool:
    """Whether the volunteer serves in its team, studies there, or is registered in the district."""
    if organisation.pk in (volunteer.reporting_org_id, volunteer.university_id):
        return True
    if organisation.kind == Organisation.Kind.CITY:
        return True
    return bool(volunteer.teams.active().filter(team=organisation).exists())


def obstacles(volunteer: Volunteer, minutes: int, day: date) -> list[str]:
    """Why this volunteer may not stand on this day; nothing when they may."""
    rules = settings.VOLUNTEERS
    born = volunteer.person.birth_date
    found = []
    if volunteer.state != Volunteer.State.ACTIVE:
        found.append(_("不是在册志愿者"))
    if born is None or age_on(born, day) < rules["candidate_age"]:
        found.append(_("未满 %(age)s 周岁") % {"age": rules["candidate_age"]})
    if minutes < 60 * rules["candidate_hours"]:
        found.append(
            _("已生效服务时长 %(hours)s 小时，须满 %(least)s 小时")
            % {"hours": hours_of(minutes), "least": rules["candidate_hours"]}
        )
    return found
