"""
重放试卷 (replay): every stored paper is drawn again from its seed and graded again from its answers.

A read. What comes out differently is named; nothing is mended here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .models import AnswerKey, BankQuestion, Quiz, QuizAttempt
from .quiz_paper import Paper, PoolLine, drawn_paper
from .quiz_score import Key, score_of


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands in the database of one attempt."""

    seed: str
    paper: Paper
    answers: Mapping[int, str]
    score: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A paper whose replay is not what is stored: ``what`` is paper or score."""

    attempt: QuizAttempt
    what: str
    stored: str
    replayed: str


def differences(
    stored: Stored, pool: Sequence[PoolLine], count: int, keys: Mapping[int, Key], points: int
) -> dict[str, tuple[str, str]]:
    """What is different, with both sides of it. Pure."""
    found = {}
    paper = drawn_paper(stored.seed, pool, count)
    if paper != stored.paper:
        found["paper"] = (str(stored.paper), str(paper))
    if stored.score is not None:
        score = score_of(stored.paper.questions, stored.answers, keys, points)
        if score != stored.score:
            found["score"] = (str(stored.score), str(score))
    return found


def replayed(quiz: Quiz) -> Iterator[tuple[QuizAttempt, list[Difference]]]:
    """Every attempt of a quiz with what its replay found."""
    rows = BankQuestion.objects.filter(pk__in=quiz.pool)
    pool = [PoolLine(each.pk, len(each.options), each.kind != "true_false") for each in rows]
    in_force = AnswerKey.objects.in_force().filter(question__in=quiz.pool)
    keys = {key.question_id: Key(key.letters, key.is_void) for key in in_force}
    attempts = QuizAttempt.objects.filter(entry__quiz=quiz).prefetch_related("answers").order_by("pk")
    for attempt in attempts.iterator(chunk_size=1000):
        told = Stored(
            attempt.seed,
            Paper(tuple(attempt.paper), tuple(attempt.orders)),
            {each.question_id: each.chosen for each in attempt.answers.all()},
            attempt.score,
        )
        found = differences(told, pool, quiz.questions, keys, quiz.points)
        yield attempt, [Difference(attempt, what, *both) for what, both in found.items()]
