"""How each invariant of the quizzes is broken, by name: rows that came in while their walls were away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pgtrigger
from django.db import connection

from safety.models import AnswerKey, Quiz, QuizAnswer, QuizAttempt
from tests import people, quizzing


def _finished() -> QuizAttempt:
    return quizzing.whole(people.applicant(), quizzing.quiz(), right=3)


def score_wrong(world: Any) -> None:
    QuizAttempt.objects.filter(pk=_finished().pk).update(score=25)


def counter_wrong(world: Any) -> None:
    attempt = quizzing.start(people.applicant(), quizzing.quiz())
    QuizAttempt.objects.filter(pk=attempt.pk).update(answered=2)


def answered_late(world: Any) -> None:
    attempt = _finished()
    with pgtrigger.ignore():
        QuizAnswer.objects.filter(attempt=attempt, number=1).update(
            answered_at=attempt.deadline + timedelta(seconds=1)
        )


def open_twice(world: Any) -> None:
    attempt = quizzing.start(people.applicant(), quizzing.quiz())
    with connection.cursor() as sql:
        sql.execute("DROP INDEX quiz_attempt_one_open_per_person")
    QuizAttempt.objects.create(
        entry=attempt.entry,
        number=2,
        seed="1" * 64,
        paper=attempt.paper,
        orders=attempt.orders,
        started_at=attempt.started_at,
        deadline=attempt.deadline,
    )


def of_another_pool(world: Any) -> None:
    attempt = _finished()
    with pgtrigger.ignore():
        QuizAttempt.objects.filter(pk=attempt.pk).update(paper=[0, *attempt.paper[1:]])


def key_gone(world: Any) -> None:
    quiz: Quiz = quizzing.quiz()
    AnswerKey.objects.filter(question=quiz.pool[0]).delete()


CONTROLS = {
    "quiz_score_apart_from_its_answers": score_wrong,
    "quiz_attempt_counter_apart_from_its_answers": counter_wrong,
    "quiz_answer_out_of_its_time": answered_late,
    "quiz_person_with_two_open_attempts_or_two_of_a_day": open_twice,
    "quiz_paper_of_other_questions": of_another_pool,
    "quiz_question_without_a_key": key_gone,
}
