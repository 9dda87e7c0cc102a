"""What the volunteers' registration and vetting tell people, and when each still holds."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import RequirementItem, Signup, TeamMember, Volunteer

# A text message holds 70 characters; names must leave room for the rest.
NAME_IN_A_TEXT = 14


def project_words(signup: Signup) -> dict[str, Any]:
    """The project, the post and the hours of a signup, as notices and texts name them."""
    shift = signup.shift
    start = timezone.localtime(shift.starts_at)
    return {
        "project": truncatechars(shift.post.project.local_title, NAME_IN_A_TEXT),
        "post": truncatechars(shift.post.local_name, NAME_IN_A_TEXT),
        "day": date_format(start, "MONTH_DAY_FORMAT"),
        "start": f"{start:%H:%M}",
        "end": f"{timezone.localtime(shift.ends_at):%H:%M}",
        "place": shift.place,
        "number": signup.volunteer.volunteer_no,
        "name": signup.volunteer.person.masked_name,
    }


def _item_words(item: RequirementItem) -> dict[str, Any]:
    return {
        "name": truncatechars(str(item.requirement), NAME_IN_A_TEXT),
        "until": date_format(item.until_on, "Y-m-d") if item.until_on else "",
        "state": item.state,
        "reason": item.reason,
    }


def _member_words(member: TeamMember) -> dict[str, Any]:
    return {
        "team": truncatechars(str(member.team), NAME_IN_A_TEXT),
        "state": member.state,
        "reason": member.note,
        "number": member.volunteer.volunteer_no,
        "name": member.volunteer.person.masked_name,
    }


def _registered_words(volunteer: Volunteer) -> dict[str, Any]:
    return {"number": volunteer.volunteer_no}


OF_SIGNUP = ("shift__post__project", "volunteer__person")
OF_ITEM, OF_MEMBER = ("requirement",), ("team", "volunteer__person")


def _own_items(item: RequirementItem) -> str:
    return reverse("volunteer_vetting")


def _own_teams(member: TeamMember) -> str:
    return reverse("volunteer_me")


def _member_desk(member: TeamMember) -> str:
    return reverse("volunteer_members")


def _find_another(signup: Signup) -> str:
    return reverse("volunteer_projects")


def _project(signup: Signup) -> str:
    return str(signup.shift.post.project.get_absolute_url())


KINDS = [
    NoticeKind(
        key="volunteers.registered",
        title=_("志愿者注册成功"),
        channels=(INBOX,),
        holds=lambda volunteer: volunteer.state == Volunteer.State.ACTIVE,
        words=_registered_words,
    ),
    NoticeKind(
        key="volunteers.member_asked",
        title=_("有人申请入队"),
        channels=(INBOX,),
        holds=lambda member: member.state == TeamMember.State.ASKED,
        words=_member_words,
        url=_member_desk,
        related=OF_MEMBER,
    ),
    NoticeKind(
        key="volunteers.member_decided",
        title=_("入队申请有结果"),
        channels=(INBOX,),
        holds=lambda member: member.state != TeamMember.State.ASKED,
        words=_member_words,
        url=_own_teams,
        related=OF_MEMBER,
    ),
    NoticeKind(
        key="volunteers.item_checked",
        title=_("资质核验有结果"),
        channels=(INBOX, SMS),
        holds=lambda item: item.state != RequirementItem.State.SUBMITTED,
        words=_item_words,
        url=_own_items,
        related=OF_ITEM,
    ),
    NoticeKind(
        key="volunteers.item_ends",
        title=_("资质即将到期"),
        channels=(INBOX, SMS),
        holds=lambda item: item.state == RequirementItem.State.PASSED,
        words=_item_words,
        url=_own_items,
        related=OF_ITEM,
    ),
    NoticeKind(
        key="volunteers.slot_released",
        title=_("班次已释放"),
        channels=(INBOX, SMS),
        holds=lambda signup: signup.state == Signup.State.RELEASED,
        words=project_words,
        url=_find_another,
        related=OF_SIGNUP,
    ),
    NoticeKind(
        key="volunteers.slot_lost",
        title=_("有志愿者不能到岗"),
        channels=(INBOX, SMS),
        holds=lambda signup: signup.state == Signup.State.RELEASED,
        words=project_words,
        url=_project,
        related=OF_SIGNUP,
    ),
]


def register_notices() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register(kind)
