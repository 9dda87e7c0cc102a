"""What notices of the quizzes are about: a paper, with the longest names and numbers that it can hold."""

from __future__ import annotations

from functools import partial
from typing import Any

from safety.models import QuizAttempt
from stations.models import Stay
from tests import people, quizzing
from zibo_youth.core.calendar import now

STATES: dict[str, dict[str, Any]] = {
    "quiz_expired": {"state": "expired"},
    "quiz_regraded": {"state": "submitted"},
    "quiz_annulled": {"state": "annulled", "annul_reason": "代" * 200, "annulled_at": now()},
}


def _of_a_paper(fields: dict[str, Any], _stay: Stay) -> QuizAttempt:
    attempt = quizzing.whole(people.applicant(), quizzing.quiz(), right=0)
    quiz = attempt.entry.quiz
    quizzing.correct(quiz.bank.questions.get(pk=attempt.paper[0]), is_void=True)
    quiz.title, quiz.title_en = "答" * 60, "Quiz " * 24
    attempt.score = 10_000
    for name, value in fields.items():
        setattr(attempt, name, value)
    return attempt


MAKERS: dict[str, Any] = {f"safety.{name}": partial(_of_a_paper, fields) for name, fields in STATES.items()}
