"""
开始答题 (starting): a paper is drawn by a seed of its own and frozen, and the server's clock runs.

Whoever presses again while an attempt is open is given that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from safety.models import BankQuestion, Enterprise, Quiz, QuizAttempt, QuizEntry
from safety.quiz_errors import (
    AttemptOpen,
    AttemptsUsedUp,
    DayUsed,
    QuizNotOpen,
    TeamMissing,
    TeamUnknown,
)
from safety.quiz_paper import PoolLine, drawn_paper
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.models import Organisation, Person, User
from zibo_youth.core.calendar import now
from zibo_youth.core.draw import new_seed
from zibo_youth.core.errors import NotAllowed, explaining

from .finishing import TAKE, finished

State = QuizAttempt.State


@dataclass(frozen=True, slots=True)
class Answering:
    """For whom somebody answers: a company under supervision, a district, or themselves alone."""

    organisation: Organisation | None = None
    district: Organisation | None = None


ALONE = Answering()


def answering_for(quiz: Quiz, team: Organisation | None, *, on: datetime) -> Answering:
    """
    The team that was chosen, checked: a company brings its district with it.

    Raises `TeamMissing` where teams compete and none was chosen, `TeamUnknown`.
    """
    if team is None:
        if quiz.team_by != Quiz.TeamBy.NONE:
            raise TeamMissing
        return ALONE
    if quiz.team_by == Quiz.TeamBy.DISTRICT:
        if not team.is_reporting:
            raise TeamUnknown
        return Answering(district=team)
    supervised = Enterprise.objects.supervised(timezone.localdate(on))
    if not supervised.filter(organisation=team).exists():
        raise TeamUnknown
    return Answering(team, team.reporting_org)


def start_attempt(
    *, actor: User, quiz: Quiz, team: Organisation | None = None, device: str = ""
) -> QuizAttempt:
    """
    开始答题 (start), or go on with the attempt that is open.

    The first start says for whom somebody answers; later ones keep to it. Raises `NotAllowed`,
    `QuizNotOpen`, `TeamMissing`, `TeamUnknown`, `AttemptsUsedUp`, `DayUsed`, `TooOften`, and
    `AttemptOpen` when another start of the same person won in this instant.
    """
    policy.require(actor, TAKE)
    person = actor.person
    if person is None:
        raise NotAllowed
    at = now()
    if not quiz.is_running(at):
        raise QuizNotOpen
    entry = QuizEntry.objects.filter(quiz=quiz, person=person).first()
    held = _open_one(entry, at) if entry else None
    if held is not None:
        return held
    limits.allow_quiz_start(actor.pk)
    with (
        explaining(
            quiz_entry_once_per_person=AttemptOpen,
            quiz_attempt_one_open_per_person=AttemptOpen,
            quiz_attempt_number_used_once=AttemptOpen,
            quiz_attempt_one_a_day=DayUsed,
            quiz_attempt_within_its_number=AttemptsUsedUp(most=quiz.attempts_most),
            quiz_attempt_while_the_quiz_is_open=QuizNotOpen,
        ),
        transaction.atomic(),
    ):
        entry = entry or _entered(quiz, person, team, at)
        return _begun(quiz, entry, at, device)


def _open_one(entry: QuizEntry, at: datetime) -> QuizAttempt | None:
    """What is open and in time; what the clock has overtaken is closed on the way."""
    held: QuizAttempt | None = QuizAttempt.objects.filter(entry=entry, state=State.OPEN).first()
    if held is None:
        return None
    if held.deadline >= at:
        return held
    finished(held, at=at)
    return None


def _entered(quiz: Quiz, person: Person, team: Organisation | None, at: datetime) -> QuizEntry:
    whose = answering_for(quiz, team, on=at)
    made: QuizEntry = QuizEntry.objects.create(
        quiz=quiz, person=person, organisation=whose.organisation, district=whose.district
    )
    return made


def pool_of(quiz: Quiz) -> list[PoolLine]:
    """The questions that may be drawn, as they are drawn from."""
    rows = BankQuestion.objects.filter(pk__in=quiz.pool).values_list("pk", "options__len", "kind")
    return [PoolLine(pk, many, kind != BankQuestion.Kind.TRUE_FALSE) for pk, many, kind in rows]


def _begun(quiz: Quiz, entry: QuizEntry, at: datetime, device: str) -> QuizAttempt:
    seed = new_seed()
    paper = drawn_paper(seed, pool_of(quiz), quiz.questions)
    before = QuizAttempt.objects.filter(entry=entry).count()
    is_daily = quiz.mode == Quiz.Mode.DAILY
    made: QuizAttempt = QuizAttempt.objects.create(
        entry=entry,
        number=before + 1,
        day=timezone.localdate(at) if is_daily else None,
        seed=seed,
        paper=list(paper.questions),
        orders=list(paper.orders),
        device=device,
        started_at=at,
        deadline=min(at + quiz.limit, quiz.closes_at),
    )
    return made
