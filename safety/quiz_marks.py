"""
阅卷 (marks): a finished paper as whoever answered it, or the office, reads it.

What was chosen and what is right in the letters that the paper showed, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .models import AnswerKey, BankQuestion, Quiz, QuizAttempt
from .quiz_paper import LETTERS, shown_of
from .quiz_score import Key, is_right


@dataclass(frozen=True, slots=True)
class Mark:
    """One question of a paper with what became of it."""

    number: int
    question: BankQuestion
    options: list[tuple[str, str]]
    chosen: str
    right: str
    is_right: bool
    is_void: bool
    is_answered: bool


def marks_of(attempt: QuizAttempt) -> list[Mark]:
    """Every question in the order of the paper, by the keys in force."""
    questions = BankQuestion.objects.in_bulk(attempt.paper)
    keys = {key.question_id: key for key in AnswerKey.objects.in_force().filter(question__in=attempt.paper)}
    answers = {each.number: each.chosen for each in attempt.answers.all()}
    found = []
    for number, (pk, order) in enumerate(zip(attempt.paper, attempt.orders, strict=True), 1):
        key, said, question = keys[pk], answers.get(number), questions[pk]
        words = question.local_options
        found.append(
            Mark(
                number,
                question,
                [(shown, words[LETTERS.index(own)]) for shown, own in zip(LETTERS, order, strict=False)],
                shown_of(said or "", order),
                shown_of(key.letters, order),
                is_right(said, Key(key.letters, key.is_void)),
                key.is_void,
                bool(said),
            )
        )
    return found


def may_read_keys(quiz: Quiz, at: datetime) -> bool:
    """Whether keys and explanations are told yet."""
    return quiz.reveal == Quiz.Reveal.SUBMITTED or quiz.is_over(at)
