"""
作答 (answering): each answer is one statement, with turn and deadline in it (decision 0085).

It takes the attempt's row, so that of two tabs one is first and the other hears that the question was
answered; it gives back the next question, and never one that is not yet to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from safety.models import BankQuestion, QuizAttempt
from safety.quiz_errors import AnswerLate, AnswerOutOfTurn, AnswerUnknown, AttemptFinished
from safety.quiz_paper import LETTERS, shown_of
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.core.prepared import Prepared

from .finishing import finished

State = QuizAttempt.State
QUESTION_COLUMNS = ["id", "kind", "words", "words_en", "options", "options_en"]
# What was ticked as shown becomes the question's own letters; what the question does not show, or two of
# a single choice, takes no turn.
ANSWER = """
WITH turn AS (
    UPDATE safety_quizattempt AS attempt SET answered = attempt.answered + 1
    FROM safety_quizentry AS entry, safety_bankquestion AS asked
    WHERE attempt.public_id = %(attempt)s AND entry.id = attempt.entry_id AND entry.person_id = %(person)s
        AND attempt.state = 'open' AND attempt.answered = %(number)s - 1 AND attempt.deadline >= %(at)s
        AND asked.id = attempt.paper[%(number)s]
        AND translate(%(shown)s, left('ABCDEF', cardinality(asked.options)), '') = ''
        AND (asked.kind = 'multiple' OR length(%(shown)s) <= 1)
    RETURNING attempt.id, attempt.paper, attempt.orders
), made AS (
    INSERT INTO safety_quizanswer (attempt_id, number, question_id, chosen, answered_at)
    SELECT id, %(number)s, paper[%(number)s], coalesce((
        SELECT string_agg(letter, '' ORDER BY letter)
        FROM unnest(string_to_array(
            translate(%(shown)s, left('ABCDEF', length(orders[%(number)s])), orders[%(number)s]), NULL
        )) AS letter), ''), %(at)s
    FROM turn RETURNING attempt_id
)
SELECT turn.id, cardinality(turn.paper), turn.orders[%(number)s + 1], {columns}
FROM turn JOIN made ON made.attempt_id = turn.id
LEFT JOIN safety_bankquestion AS next ON next.id = turn.paper[%(number)s + 1]
"""
TYPES = {
    "attempt": "uuid",
    "person": "bigint",
    "number": "integer",
    "shown": "text",
    "at": "timestamptz",
}


def prepared(name: str, sql: str) -> Prepared:
    """The statement with the columns of the next question."""
    return Prepared(name, sql.replace("{columns}", ", ".join(f"next.{c}" for c in QUESTION_COLUMNS)), TYPES)


ANSWER_QUESTION = prepared("answer_of_quiz", ANSWER)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that is to be answered now: the how-manieth of how many, its options as they are shown."""

    number: int
    total: int
    order: str
    question: BankQuestion

    @property
    def options(self) -> list[tuple[str, str]]:
        """Letter and words, A first."""
        words = self.question.local_options
        shown = [words[LETTERS.index(letter)] for letter in self.order]
        return list(zip(LETTERS, shown, strict=False))


def asked_of(attempt: QuizAttempt) -> Asked | None:
    """The only question of an open attempt that may be read, or None when all are answered."""
    if not attempt.is_open or attempt.is_answered:
        return None
    question = BankQuestion.objects.get(pk=attempt.paper[attempt.answered])
    return Asked(attempt.answered + 1, len(attempt.paper), attempt.orders[attempt.answered], question)


def answer_by_number(*, actor: User, public_id: UUID, number: int, chosen: str) -> Asked | None:
    """
    As `answer_question`, without the paper in hand: nothing of it is read but by the statement.

    Raises `Http404` for a paper that is not one's own.
    """
    return _answered(actor, public_id, number, chosen)


def answer_question(*, actor: User, attempt: QuizAttempt, number: int, shown: str) -> Asked | None:
    """
    作答 (answer) the question at ``number``; ``shown``: letters as the paper shows them, none to skip it.

    Gives the next question, or None after the last one: then the paper is handed in. Sending the same
    answer again gives the next question again. Raises `AttemptFinished`, `AnswerLate`, `AnswerOutOfTurn`,
    `AnswerUnknown`.
    """
    return _answered(actor, attempt.public_id, number, shown)


def _answered(actor: User, public_id: UUID, number: int, shown: str) -> Asked | None:
    said = "".join(sorted(set(shown)))
    at = now()
    row = ANSWER_QUESTION.one(
        {
            "attempt": public_id,
            "person": actor.person_id,
            "number": number,
            "shown": said,
            "at": at,
        }
    )
    if row is None:
        return _not_taken(own_attempt(actor, public_id), number, said, at)
    pk, total, order, *columns = row
    if number < total:
        question: BankQuestion = BankQuestion.from_db("default", QUESTION_COLUMNS, columns)
        return Asked(number + 1, total, order, question)
    finished(QuizAttempt(pk=pk), at=at)
    return None


def own_attempt(actor: User, public_id: UUID) -> QuizAttempt:
    """A paper of the actor's. Raises `Http404`."""
    rows = QuizAttempt.objects.of_person(actor.person_id)
    found: QuizAttempt = get_object_or_404(rows, public_id=public_id)
    return found


def _not_taken(attempt: QuizAttempt, number: int, said: str, at: datetime) -> Asked | None:
    """Why the statement found nothing to do; what was sent twice is answered as the first time."""
    if _is_a_repeat(attempt, number, said):
        return asked_of(attempt)
    if not attempt.is_open:
        raise AttemptFinished
    if at > attempt.deadline:
        raise AnswerLate
    if number != attempt.answered + 1:
        raise AnswerOutOfTurn(number=number)
    raise AnswerUnknown


def _is_a_repeat(attempt: QuizAttempt, number: int, said: str) -> bool:
    """Whether this very answer stands there."""
    held = attempt.answers.filter(number=number).first()
    return held is not None and shown_of(held.chosen, attempt.orders[number - 1]) == said
