"""服务队 (teams): a volunteer asks, the leader decides, either may end it."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from volunteers.errors import AlreadyInTeam, MemberMoved, ReasonMissing, VolunteerLeft
from volunteers.models import TeamMember, Volunteer
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .locks import lock_volunteer

State = TeamMember.State
JOIN, DECIDE = "volunteers.join_team", "volunteers.decide_member"


def ask_to_join(*, actor: User, volunteer: Volunteer, team: Organisation) -> TeamMember:
    """申请入队 (ask): its leaders are told. Raises `VolunteerLeft`, `AlreadyInTeam`."""
    policy.require(actor, JOIN, volunteer)
    with explaining(team_member_once_at_a_time=AlreadyInTeam), transaction.atomic():
        if lock_volunteer(volunteer.pk).state != Volunteer.State.ACTIVE:
            raise VolunteerLeft
        asked = TeamMember.objects.create(volunteer=volunteer, team=team)
        for leader in staff_of(team, Membership.Role.VOLUNTEER_LEADER):
            notify("volunteers.member_asked", to=leader, about=asked)
    return asked


@transaction.atomic
def admit_member(*, actor: User, member: TeamMember) -> TeamMember:
    """同意入队 (admit), never oneself. Raises `MemberMoved`."""
    policy.require_for_another(actor, DECIDE, member, member.volunteer.person_id)
    return _decide(actor, member, State.ACTIVE, "")


@transaction.atomic
def refuse_member(*, actor: User, member: TeamMember, reason: str) -> TeamMember:
    """不同意入队 (refuse), with a reason that the volunteer reads. Raises `ReasonMissing`, `MemberMoved`."""
    policy.require_for_another(actor, DECIDE, member, member.volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    return _decide(actor, member, State.REFUSED, reason.strip())


def _decide(actor: User, member: TeamMember, state: str, note: str) -> TeamMember:
    asked = TeamMember.objects.filter(pk=member.pk, state=State.ASKED)
    if not asked.update(state=state, decided_at=Now(), decided_by=actor, note=note):
        raise MemberMoved(state=TeamMember.objects.get(pk=member.pk).get_state_display())
    member.refresh_from_db()
    notify("volunteers.member_decided", to=member.volunteer.person, about=member)
    return member


@transaction.atomic
def leave_team(*, actor: User, member: TeamMember) -> TeamMember:
    """离队 (leave a team): the volunteer's own act. Raises `MemberMoved`."""
    policy.require(actor, JOIN, member)
    return _end(member, note="")


@transaction.atomic
def remove_member(*, actor: User, member: TeamMember, reason: str) -> TeamMember:
    """移出服务队 (remove), with a reason. Raises `ReasonMissing`, `MemberMoved`."""
    policy.require_for_another(actor, DECIDE, member, member.volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    ended = _end(member, note=reason.strip())
    notify("volunteers.member_decided", to=ended.volunteer.person, about=ended, dedup="removed")
    return ended


def _end(member: TeamMember, *, note: str) -> TeamMember:
    standing = TeamMember.objects.filter(pk=member.pk, state__in=[State.ASKED, State.ACTIVE])
    if not standing.update(state=State.LEFT, left_at=Now(), note=note):
        raise MemberMoved(state=TeamMember.objects.get(pk=member.pk).get_state_display())
    member.refresh_from_db()
    return member
