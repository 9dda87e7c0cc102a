"""评选资格 (standing for an award): what is missing, each obstacle in words. No writes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from volunteers.models import AwardCategory, ServiceProject, Volunteer
from volunteers.models.awards import AwardKind
from volunteers.models.election import hours_of
from zibo_youth.accounts.models import Organisation

from .standing import belongs

Subject = Volunteer | Organisation | ServiceProject


def kind_of(subject: Subject) -> AwardKind:
    """Which kind of category this is for."""
    if isinstance(subject, Volunteer):
        return AwardKind.INDIVIDUAL
    return AwardKind.COLLECTIVE if isinstance(subject, Organisation) else AwardKind.PROJECT


def obstacles(category: AwardCategory, volunteer: Volunteer, minutes: int) -> list[str]:
    """Why this volunteer, with so many final minutes, is not considered; nothing when they are."""
    found = []
    if volunteer.state != Volunteer.State.ACTIVE:
        found.append(_("不是在册志愿者"))
    if minutes < 60 * category.min_hours:
        found.append(
            _("已生效服务时长 %(hours)s 小时，须满 %(least)s 小时")
            % {"hours": hours_of(minutes), "least": category.min_hours}
        )
    return found


def not_of(subject: Subject, by: Organisation | None) -> list[str]:
    """Why an organisation may not recommend this; a volunteer alone recommends oneself."""
    if isinstance(subject, Volunteer):
        return [_("不是推荐单位的志愿者")] if by and not belongs(subject, by) else []
    if isinstance(subject, Organisation):
        own = (subject.pk, (subject.reporting_org or subject).pk)
        return [] if by and by.pk in own else [_("不是推荐单位自己或所辖的集体")]
    own = (subject.organiser_id, subject.reporting_org_id)
    return [] if by and by.pk in own else [_("不是推荐单位的项目")]
