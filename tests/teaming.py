"""Teams and contests for tests: an event that takes teams, its people, judges and scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Model

from events.models import ContestRound, Event, Judge, Score, SegmentMessage, Team, TeamMember, TeamRule
from events.services.teams import contests, forming
from tests import eventing, people
from zibo_youth.accounts.models import User


def event(*, least: int = 1, most: int = 3, of: str = "zhangdian", **fields: Any) -> Event:
    """A published event with a rule of teams, open for two days."""
    made = eventing.event(of=of, kind=Event.Kind.CONTEST, **fields)
    contests.set_team_rule(
        actor=people.officer(of=of), event=made, least=least, most=most, closes_at=eventing.clock(12, 2)
    )
    return made


def team(event: Event, captain: User, name: str = "", *members: User) -> Team:
    """Founded, joined and handed in."""
    made = forming.found_team(actor=captain, event=event, name=name or f"队{captain.pk}")
    for each in members:
        forming.join_team(actor=each, code=made.code)
    return forming.enter_team(actor=captain, team=made)


def judge(event: Event) -> User:
    user = people.applicant("评委")
    contests.name_judge(actor=people.city_staff(), event=event, mobile=user.mobile)
    return user


def part(event: Event, **fields: Any) -> ContestRound:
    return contests.add_round(actor=people.city_staff(), event=event, name="初赛", **fields)


def score(by: User, round_: ContestRound, team: Team, value: str) -> Score:
    return contests.give_score(actor=by, part=round_, team=team, value=Decimal(value))


def rows_of(user: User, made: Event) -> dict[type[Model], Model]:
    """One of each, at an event that there is."""
    rule = TeamRule.objects.create(event=made, members_max=3, closes_at=eventing.clock(12, 2))
    own = Team.objects.create(event=made, name="示例队", captain=user.person)
    member = TeamMember.objects.create(team=own, event=made, person=user.person)
    one = Judge.objects.create(event=made, person=user.person)
    first = ContestRound.objects.create(event=made, number=1, name="初赛")
    given = Score.objects.create(round=first, team=own, judge=one, value=Decimal("90.50"))
    told = SegmentMessage.objects.create(
        session=made.sessions.get(),
        segment="registered",
        words="带身份证",
        key=str(own.pk),
        people=1,
        sent_by=user,
    )
    return {
        TeamRule: rule,
        Team: own,
        TeamMember: member,
        Judge: one,
        ContestRound: first,
        Score: given,
        SegmentMessage: told,
    }
