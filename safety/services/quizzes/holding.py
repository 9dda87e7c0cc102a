"""答题活动 (quizzes): written, published with their pool and a committed seed, extended, called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from safety.models import BankQuestion, QuestionBank, Quiz, QuizAttempt
from safety.quiz_errors import (
    ClosesEarlier,
    KeysToldTooEarly,
    PoolTooSmall,
    QuizHoursWrong,
    QuizMoved,
    QuizOver,
    QuizSettingsWrong,
    QuizTimeOver,
    ReasonMissing,
    TeamSizeWrong,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import draw as lots
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining

from .finishing import finished

MANAGE = "safety.manage_quiz"
State = Quiz.State
WALLS: dict[str, Any] = {
    "quiz_closes_after_it_opens": QuizHoursWrong,
    "quiz_settings_within_reason": QuizSettingsWrong,
    "quiz_keys_told_at_the_end_where_a_later_attempt_counts": KeysToldTooEarly,
    "quiz_of_teams_says_how_many_count": TeamSizeWrong,
}


@dataclass(frozen=True, slots=True)
class QuizPlan:
    """What an office says about a quiz; settings between the rules of Xuchang 2023 and Ningxia 2018."""

    organiser: Organisation
    reporting_org: Organisation
    bank: QuestionBank
    title: str
    summary: str
    opens_at: datetime
    closes_at: datetime
    title_en: str = ""
    summary_en: str = ""
    questions: int = 20
    points: int = 5
    seconds: int = 1200
    mode: str = Quiz.Mode.BEST
    attempts_most: int = 0
    reveal: str = Quiz.Reveal.CLOSED
    team_by: str = Quiz.TeamBy.NONE
    team_size: int = 0

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def write_quiz(*, actor: Actor, plan: QuizPlan) -> Quiz:
    """
    新建答题 (write a quiz), as a draft that nobody but its office sees.

    Raises `NotAllowed`, `QuizHoursWrong`, `QuizSettingsWrong`, `KeysToldTooEarly`, `TeamSizeWrong`.
    """
    quiz = Quiz(**plan.columns())
    policy.require(actor, MANAGE, quiz)
    policy.require(actor, "safety.view_questionbank", plan.bank)
    with explaining(**WALLS), transaction.atomic():
        quiz.save()
        quiz.transitions.create(actor_id=actor.pk, to_state=quiz.state)
    return quiz


def publish_quiz(*, actor: Actor, quiz: Quiz) -> Quiz:
    """
    发布答题 (publish): the questions of the bank as they are now become its pool, and nothing changes after.

    The seed for what is equal to the microsecond is made, and its hash shown from now on. Raises
    `NotAllowed`, `QuizTimeOver`, `PoolTooSmall`, `QuizMoved`.
    """
    policy.require(actor, MANAGE, quiz)
    if quiz.state == State.DRAFT and quiz.is_over(now()):
        raise QuizTimeOver
    pool = list(
        BankQuestion.objects.current().filter(bank=quiz.bank_id).order_by("pk").values_list("pk", flat=True)
    )
    if len(pool) < quiz.questions:
        raise PoolTooSmall(there=len(pool), wanted=quiz.questions)
    seed = lots.new_seed()
    told: dict[str, Any] = {"pool": pool, "tie_seed": seed, "seed_hash": lots.digest(seed)}
    return _moved(actor, quiz, State.PUBLISHED, **told)


def extend_quiz(*, actor: Actor, quiz: Quiz, closes_at: datetime) -> Quiz:
    """
    延长 (extend) what still runs; papers under way keep their deadline.

    Raises `NotAllowed`, `ClosesEarlier`, `QuizMoved`, `QuizOver`.
    """
    policy.require(actor, MANAGE, quiz)
    rows = Quiz.objects.filter(pk=quiz.pk, state=State.PUBLISHED)
    if closes_at <= quiz.closes_at or closes_at <= now():
        raise ClosesEarlier
    with explaining(quiz_never_opens_again=QuizOver), transaction.atomic():
        extended = rows.filter(closes_at__lt=closes_at).update(closes_at=closes_at)
    if not extended:
        quiz.refresh_from_db()
        raise QuizMoved(state=quiz.get_state_display())
    quiz.refresh_from_db()
    return quiz


@transaction.atomic
def cancel_quiz(*, actor: Actor, quiz: Quiz, reason: str) -> Quiz:
    """
    取消答题 (call off): open papers are closed as they are.

    Raises `NotAllowed`, `ReasonMissing`, `QuizMoved`.
    """
    policy.require(actor, MANAGE, quiz)
    if not reason.strip():
        raise ReasonMissing
    moved = _moved(actor, quiz, State.CANCELLED, note=reason.strip())
    for attempt in QuizAttempt.objects.filter(entry__quiz=quiz, state="open").order_by("pk"):
        finished(attempt, at=now())
    return moved


@transaction.atomic
def _moved(actor: Actor, quiz: Quiz, to: str, *, note: str = "", **changes: Any) -> Quiz:
    """Along `Quiz.NEXT`, once. Raises `QuizMoved`."""
    rows = Quiz.objects.filter(pk=quiz.pk, state=quiz.state)
    if to not in quiz.NEXT.get(quiz.state, ()) or not rows.update(state=to, **changes):
        raise QuizMoved(state=Quiz.objects.get(pk=quiz.pk).get_state_display())
    quiz.transitions.create(actor_id=actor.pk, from_state=quiz.state, to_state=to, note=note)
    quiz.refresh_from_db()
    return quiz
