"""比赛 (contests): judges and rounds by the office, scores by judges, told and corrected in the open."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from events.contests import missing_in, places_of, teams_in
from events.models import ContestRound, Event, Judge, Score, Team, TeamMember, TeamRule
from events.team_errors import (
    CorrectionReasonMissing,
    JudgeInATeam,
    JudgeThere,
    JudgeUnknown,
    NobodyCompetes,
    NotInTheRound,
    RoundBefore,
    RoundGoesOn,
    RoundNotOpen,
    ScoreGiven,
    ScoreGone,
    ScoresMissing,
    ScoreWrong,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed, explaining
from zibo_youth.notifications.outbox import notify

MANAGE = "events.manage_event"
CENT = Decimal("0.01")
State = ContestRound.State


@transaction.atomic
def set_team_rule(*, actor: Actor, event: Event, least: int, most: int, closes_at: datetime) -> TeamRule:
    """定队伍规则 (rule of teams): set, or set anew; teams that there are keep their people."""
    policy.require(actor, MANAGE, event)
    told = {"members_min": least, "members_max": most, "closes_at": closes_at}
    made, _new = TeamRule.objects.update_or_create(event=event, defaults=told)
    return made


def name_judge(*, actor: Actor, event: Event, mobile: str) -> Judge:
    """指定评委 (name a judge) by their number. Raises `JudgeUnknown`, `JudgeThere`, `JudgeInATeam`."""
    policy.require(actor, MANAGE, event)
    person = Person.objects.filter(users__mobile=mobile, users__is_active=True).first()
    if person is None or not person.has_identity:
        raise JudgeUnknown
    with explaining(judge_named_once_for_an_event=JudgeThere), transaction.atomic():
        if TeamMember.objects.live().filter(event=event, person=person).exists():
            raise JudgeInATeam
        made: Judge = Judge.objects.create(event=event, person=person)
    return made


@transaction.atomic
def add_round(
    *, actor: Actor, event: Event, name: str, advance: int = 0, drop_high: int = 0, drop_low: int = 0
) -> ContestRound:
    """加一轮 (add a round), after those there are."""
    policy.require(actor, MANAGE, event)
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    made: ContestRound = ContestRound.objects.create(
        event=event,
        number=event.rounds.count() + 1,
        name=name,
        advance=advance,
        drop_high=drop_high,
        drop_low=drop_low,
    )
    return made


def give_score(*, actor: User, part: ContestRound, team: Team, value: Decimal) -> Score:
    """
    评分 (score), by a judge of the event for a team of the round, once.

    Raises `NotAllowed`, `RoundNotOpen`, `RoundBefore`, `NotInTheRound`, `ScoreWrong`, `ScoreGiven`.
    """
    judge = Judge.objects.filter(event=part.event_id, person=policy.human_of(actor)).first()
    if judge is None:
        raise NotAllowed
    with (
        explaining(
            score_given_once_by_a_judge=ScoreGiven,
            score_only_while_the_round_is_open=RoundNotOpen,
            score_between_0_and_100=ScoreWrong,
        ),
        transaction.atomic(),
    ):
        part = _locked(part)
        _in_the_round(part, team)
        made: Score = Score.objects.create(round=part, team=team, judge=judge, value=_exact(value))
    return made


@transaction.atomic
def publish_round(*, actor: Actor, part: ContestRound) -> ContestRound:
    """
    公布 (publish) the standings of a round, to everybody at one instant; captains are told.

    Raises `NobodyCompetes`, `ScoresMissing`, `RoundNotOpen`.
    """
    policy.require(actor, MANAGE, part.event)
    part = _locked(part)
    teams = teams_in(part)
    if not teams or not Judge.objects.filter(event=part.event_id).exists():
        raise NobodyCompetes
    missing = missing_in(part)
    if missing:
        raise ScoresMissing(missing=missing)
    opened = ContestRound.objects.filter(pk=part.pk, state=State.OPEN)
    if not opened.update(state=State.PUBLISHED, published_at=now()):
        raise RoundNotOpen
    part.refresh_from_db()
    for place in places_of(part):
        notify("events.round_published", to=place.team.captain, about=place.team, dedup=str(part.pk))
    return part


def correct_score(*, actor: Actor, score: Score, value: Decimal, reason: str) -> Score:
    """
    更正评分 (correct): the old one is reversed with a reason that everybody reads, another takes its place.

    Raises `CorrectionReasonMissing`, `ScoreWrong`, `ScoreGone`, `RoundGoesOn`.
    """
    policy.require(actor, MANAGE, score.round.event)
    if not reason.strip():
        raise CorrectionReasonMissing
    with explaining(score_between_0_and_100=ScoreWrong), transaction.atomic():
        part = _locked(score.round)
        after = Score.objects.filter(round__event=part.event_id, round__number__gt=part.number)
        if after.exists():
            raise RoundGoesOn
        standing = Score.objects.standing().filter(pk=score.pk)
        if not standing.update(reversed_at=timezone.now(), reason=reason.strip()):
            raise ScoreGone
        made: Score = Score.objects.create(
            round=part, team=score.team, judge=score.judge, value=_exact(value), corrects=score
        )
    return made


def _exact(value: Decimal) -> Decimal:
    """In hundredths, as it was said; more digits are a mistake and are not rounded away."""
    if not value.is_finite() or abs(value) > 1000 or value != value.quantize(CENT):
        raise ScoreWrong
    return value


def _locked(part: ContestRound) -> ContestRound:
    rows = ContestRound.objects.select_for_update(no_key=True, of=("self",)).select_related("event")
    held: ContestRound = rows.get(pk=part.pk)
    return held


def _in_the_round(part: ContestRound, team: Team) -> None:
    before = ContestRound.objects.filter(event=part.event_id, number=part.number - 1).first()
    if before is not None and before.state != State.PUBLISHED:
        raise RoundBefore
    if team.pk not in {each.pk for each in teams_in(part)}:
        raise NotInTheRound
