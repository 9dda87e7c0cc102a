"""
交卷 (handing in): an attempt is scored once, by its answers in time and the keys in force.

The quiz's row is shared with everybody who hands in and refused to whoever corrects a key (`regrading`):
so a correction sees every result that the old key gave, and what comes after it sees the new one. The paper
is held before its answers are read, by a statement of its own: an answer saved meanwhile is scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from safety.models import QuizAttempt
from safety.quiz_errors import AttemptNotFinished, ReasonMissing
from safety.quiz_score import Key, score_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.prepared import Prepared
from zibo_youth.notifications.outbox import notify

TAKE = "safety.take_quiz"
State = QuizAttempt.State
MOST = 500

LOCK = """
SELECT quiz.id FROM safety_quiz AS quiz JOIN safety_quizentry AS entry ON entry.quiz_id = quiz.id
JOIN safety_quizattempt AS attempt ON attempt.entry_id = entry.id
WHERE attempt.id = %(attempt)s FOR SHARE OF quiz FOR NO KEY UPDATE OF attempt
"""
# What the score follows from: points, paper, answers by question, keys in force by question.
READ = """
SELECT attempt.state, attempt.deadline, quiz.points, attempt.paper,
    (SELECT array_agg(answer.question_id) FROM safety_quizanswer AS answer
        WHERE answer.attempt_id = attempt.id),
    (SELECT array_agg(answer.chosen) FROM safety_quizanswer AS answer
        WHERE answer.attempt_id = attempt.id),
    (SELECT array_agg(key.letters ORDER BY asked.place) FROM unnest(attempt.paper)
        WITH ORDINALITY AS asked(question, place)
        CROSS JOIN LATERAL (SELECT CASE WHEN one.is_void THEN '*' ELSE one.letters END AS letters
            FROM safety_answerkey AS one WHERE one.question_id = asked.question
            ORDER BY one.number DESC LIMIT 1) AS key)
FROM safety_quizattempt AS attempt
JOIN safety_quizentry AS entry ON entry.id = attempt.entry_id
JOIN safety_quiz AS quiz ON quiz.id = entry.quiz_id
WHERE attempt.id = %(attempt)s
"""


def prepared(name: str, lock: str, read: str) -> Prepared:
    """Both go out at once, and the second sees what was committed while the first waited."""
    types = {"attempt": "bigint"}
    return Prepared(f"facts_{name}", read, types, after=Prepared(f"lock_{name}", lock, types))


FACTS = prepared("of_handing_in", LOCK, READ)


def key_of(letters: str) -> Key:
    """As the statement says it: a star for a question that is void."""
    return Key(is_void=True) if letters == "*" else Key(letters)


def scored(
    points: int,
    paper: Sequence[int],
    questions: Sequence[int] | None,
    chosen: Sequence[str] | None,
    letters: Sequence[str],
) -> int:
    """The score by the columns of `FACTS`."""
    answers = dict(zip(questions or (), chosen or (), strict=True))
    keys = {number: key_of(each) for number, each in zip(paper, letters, strict=True)}
    return score_of(paper, answers, keys, points)


def submit_attempt(*, actor: Actor, attempt: QuizAttempt) -> QuizAttempt:
    """
    交卷 (hand in): what was not answered is wrong. A second press finds it handed in, and changes nothing.

    Raises `NotAllowed`.
    """
    policy.require(actor, TAKE, attempt.entry)
    return finished(attempt, at=now())


def finished(attempt: QuizAttempt, *, at: datetime) -> QuizAttempt:
    """Handed in at this moment, or by the clock if its time was up before; whoever came first is it."""
    with transaction.atomic():
        state, deadline, *facts = FACTS.one({"attempt": attempt.pk}) or ()
        if state == State.OPEN:
            is_late = at > deadline
            QuizAttempt.objects.filter(pk=attempt.pk, state=State.OPEN).update(
                state=State.EXPIRED if is_late else State.SUBMITTED,
                finished_at=min(at, deadline),
                score=scored(*facts),
            )
    attempt.refresh_from_db(fields=["state", "finished_at", "score", "answered", "took"])
    return attempt


def close_overdue_attempts(*, at: datetime) -> int:
    """
    到时自动交卷 (closed by the clock): what was answered in time counts. Safe to run twice.

    Whoever had left the page is told of the result.
    """
    numbers = list(
        QuizAttempt.objects.overdue(at).order_by("deadline", "pk").values_list("pk", flat=True)[:MOST]
    )
    return sum(_close(number, at) for number in numbers)


@transaction.atomic
def _close(number: int, at: datetime) -> bool:
    attempt = QuizAttempt.objects.select_related("entry__person").get(pk=number)
    was_open = attempt.is_open
    attempt = finished(attempt, at=at)
    if not was_open or attempt.state != State.EXPIRED:
        return False
    notify("safety.quiz_expired", to=attempt.entry.person, about=attempt)
    return True


def annul_attempt(*, actor: Actor, attempt: QuizAttempt, reason: str) -> QuizAttempt:
    """
    取消成绩 (annul) a result, with a reason that the person reads; the attempt stays on record.

    Raises `NotAllowed`, `ReasonMissing`, `AttemptNotFinished`.
    """
    policy.require(actor, "safety.manage_quiz", attempt.entry.quiz)
    if not reason.strip():
        raise ReasonMissing
    changes: dict[str, Any] = {
        "state": State.ANNULLED,
        "annulled_at": now(),
        "annulled_by": actor.pk,
        "annul_reason": reason.strip(),
    }
    with transaction.atomic():
        rows = QuizAttempt.objects.filter(pk=attempt.pk, state__in=[State.SUBMITTED, State.EXPIRED])
        if not rows.update(**changes):
            raise AttemptNotFinished
        notify("safety.quiz_annulled", to=attempt.entry.person, about=attempt)
    attempt.refresh_from_db()
    return attempt
