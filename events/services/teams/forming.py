"""组队 (teams): founded, joined of one's own will, left, handed in, withdrawn, until the teams close."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from events.models import Event, Judge, Team, TeamMember, TeamRule
from events.team_errors import (
    CaptainStays,
    InAnotherTeam,
    JudgeInATeam,
    NoTeams,
    NotInTheTeam,
    TeamFull,
    TeamMoved,
    TeamNameTaken,
    TeamsClosed,
    TeamTooSmall,
)
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed, explaining
from zibo_youth.core.moves import along

State = Team.State


def found_team(*, actor: User, event: Event, name: str) -> Team:
    """
    建队 (found a team) and be its captain.

    Raises `NoTeams`, `TeamsClosed`, `TeamNameTaken`, `InAnotherTeam`, `JudgeInATeam`.
    """
    person = _person(actor)
    rule_of(event)
    with (
        explaining(team_name_used_once=TeamNameTaken, team_one_for_a_person_and_event=InAnotherTeam),
        transaction.atomic(),
    ):
        _judges_not(event, person)
        team: Team = Team.objects.create(event=event, name=" ".join(name.split()), captain=person)
        TeamMember.objects.create(team=team, event=event, person=person)
    return team


def join_team(*, actor: User, code: str) -> Team:
    """入队 (join) by the captain's code; pressing is the consent. Raises as `found_team`, and `TeamFull`."""
    person = _person(actor)
    with (
        explaining(team_one_for_a_person_and_event=InAnotherTeam, team_never_has_too_many=TeamFull),
        transaction.atomic(),
    ):
        team = _locked(Team.objects.get(code=code))
        if team.state == State.WITHDRAWN:
            raise TeamMoved(state=team.get_state_display())
        _judges_not(team.event, person)
        TeamMember.objects.create(team=team, event=team.event, person=person)
    return team


@transaction.atomic
def leave_team(*, actor: User, team: Team, person: Person | None = None) -> Team:
    """
    离队 (leave), or let go of by the captain; with too few left the team is forming again.

    Raises `TeamsClosed`, `CaptainStays`, `NotInTheTeam`, `NotAllowed`.
    """
    own = _person(actor)
    who = person or own
    if own.pk not in (who.pk, team.captain_id):
        raise NotAllowed
    team = _locked(team)
    if who.pk == team.captain_id:
        raise CaptainStays
    if not team.members.live().filter(person=who).update(left_at=timezone.now()):
        raise NotInTheTeam
    if team.state == State.ENTERED and team.members.live().count() < rule_of(team.event).members_min:
        _move(team, State.FORMING)
    return team


@transaction.atomic
def enter_team(*, actor: User, team: Team) -> Team:
    """交报名 (hand in), by the captain. Raises `TeamTooSmall`, `TeamMoved`, `TeamsClosed`."""
    _captain(actor, team)
    team = _locked(team)
    least, there = rule_of(team.event).members_min, team.members.live().count()
    if there < least:
        raise TeamTooSmall(least=least, there=there)
    return _move(team, State.ENTERED)


@transaction.atomic
def withdraw_team(*, actor: User, team: Team) -> Team:
    """退出 (withdraw) the whole team; its people are free for another. Raises `TeamMoved`, `TeamsClosed`."""
    _captain(actor, team)
    team = _move(_locked(team), State.WITHDRAWN)
    team.members.live().update(left_at=timezone.now())
    return team


def end_teams_of(people: Iterable[int]) -> None:
    """Who leaves the portal leaves their team; a captain's team goes with them unless it was scored."""
    for member in TeamMember.objects.live().filter(person__in=people).order_by("team_id"):
        with transaction.atomic():
            team = Team.objects.select_for_update(no_key=True).get(pk=member.team_id)
            team.members.filter(pk=member.pk).update(left_at=timezone.now())
            if team.captain_id == member.person_id and not team.scores.exists():
                _move(team, State.WITHDRAWN)
                team.members.live().update(left_at=timezone.now())


def rule_of(event: Event) -> TeamRule:
    """The rule of an event's teams while they may be changed. Raises `NoTeams`, `TeamsClosed`."""
    rule: TeamRule | None = TeamRule.objects.filter(event=event).first()
    if rule is None or event.state != Event.State.PUBLISHED:
        raise NoTeams
    if now() > rule.closes_at:
        raise TeamsClosed(until=moment_words(rule.closes_at), phone=event.contact_phone)
    return rule


def _person(actor: User) -> Person:
    person: Person | None = actor.person
    if person is None:
        raise NotAllowed
    policy.require(actor, "events.register", person)
    return person


def _judges_not(event: Event, person: Person) -> None:
    if Judge.objects.filter(event=event, person=person).exists():
        raise JudgeInATeam


def _captain(actor: User, team: Team) -> None:
    if _person(actor).pk != team.captain_id:
        raise NotAllowed


def _locked(team: Team) -> Team:
    rows = Team.objects.select_for_update(no_key=True, of=("self",)).select_related("event", "captain")
    held: Team = rows.get(pk=team.pk)
    rule_of(held.event)
    return held


def _move(team: Team, to: str) -> Team:
    along(team, to, TeamMoved)
    return team
