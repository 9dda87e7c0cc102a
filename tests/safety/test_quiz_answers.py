"""Answering by the services: one question after another, the clock of the server, handing in."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import translation

from safety.models import QuizAnswer
from safety.quiz_errors import (
    AnswerLate,
    AnswerOutOfTurn,
    AnswerUnknown,
    AttemptFinished,
    AttemptNotFinished,
    ReasonMissing,
)
from safety.services.quizzes import answering, finishing
from tests import people, quizzing
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def player():
    return people.applicant()


# --- answering -----------------------------------------------------------------------------------


def test_each_answer_is_saved_by_itself_and_gives_the_next_question_only(player):
    attempt = quizzing.start(player, quizzing.quiz())
    first = answering.asked_of(attempt)
    assert (first.number, first.total, first.question.pk) == (1, 5, attempt.paper[0])
    second = quizzing.answer(attempt, 1)
    assert (second.number, second.question.pk, second.order) == (2, attempt.paper[1], attempt.orders[1])
    [stored] = QuizAnswer.objects.filter(attempt=attempt)
    assert stored.chosen == quizzing.letters_of(stored.question.kind)


def test_options_are_shown_in_the_order_of_the_paper_and_in_both_languages(player):
    asked = answering.asked_of(quizzing.start(player, quizzing.quiz()))
    words = dict(zip("ABCDEF", asked.question.options, strict=False))
    assert [said for _letter, said in asked.options] == [words[letter] for letter in asked.order]
    with translation.override("en"):
        english = dict(zip("ABCDEF", asked.question.options_en, strict=False))
        assert [said for _letter, said in asked.options] == [english[letter] for letter in asked.order]


def test_the_last_answer_hands_the_paper_in(player):
    attempt = quizzing.whole(player, quizzing.quiz(), right=3)
    assert (attempt.state, attempt.score, attempt.answered) == ("submitted", 15, 5)
    assert attempt.took == attempt.finished_at - attempt.started_at
    assert not any(verify().values())


def test_the_same_answer_again_gives_the_same_next_question(player):
    attempt = quizzing.start(player, quizzing.quiz())
    assert quizzing.answer(attempt, 1) == quizzing.answer(attempt, 1)
    assert attempt.answers.count() == 1


def test_another_answer_to_the_same_question_changes_nothing(player):
    attempt = quizzing.start(player, quizzing.quiz())
    quizzing.answer(attempt, 1)
    with pytest.raises(AnswerOutOfTurn):
        quizzing.answer(attempt, 1, right=False)
    with pytest.raises(AnswerOutOfTurn):
        quizzing.answer(attempt, 3)


@pytest.mark.parametrize("shown", ["F", "Z", "AB", "甲", "A%"])
def test_letters_that_a_question_does_not_show_are_refused(player, shown):
    attempt = quizzing.start(player, quizzing.quiz(bank=quizzing.bank(questions=2), questions=2))
    with pytest.raises(AnswerUnknown):
        answering.answer_question(actor=player, attempt=attempt, number=1, shown=shown)
    assert not attempt.answers.exists()


def test_a_question_may_be_left_out(player):
    attempt = quizzing.start(player, quizzing.quiz())
    answering.answer_question(actor=player, attempt=attempt, number=1, shown="")
    assert attempt.answers.get().chosen == ""
    assert quizzing.submit(attempt).score == 0


def test_a_late_answer_is_refused_and_what_was_saved_counts(player):
    attempt = quizzing.start(player, quizzing.quiz())
    quizzing.answer(attempt, 1)
    with standing_at(quizzing.overtaken(attempt, timedelta(microseconds=1))), pytest.raises(AnswerLate):
        quizzing.answer(attempt, 2)
    with standing_at(quizzing.overtaken(attempt)):
        assert quizzing.submit(attempt).state == "expired"
    assert (attempt.score, attempt.took) == (5, timedelta(minutes=10))


def test_the_very_last_instant_is_in_time(player):
    attempt = quizzing.start(player, quizzing.quiz())
    with standing_at(attempt.deadline):
        quizzing.answer(attempt, 1)
    assert attempt.answers.count() == 1


def test_the_database_itself_refuses_a_late_answer(player):
    attempt = quizzing.start(player, quizzing.quiz())
    late = attempt.deadline + timedelta(microseconds=1)
    told = {"attempt": attempt, "number": 1, "question_id": attempt.paper[0], "chosen": "A"}
    with pytest.raises(IntegrityError, match="quiz_answer_before_the_deadline"), transaction.atomic():
        QuizAnswer.objects.create(**told, answered_at=late)
    quizzing.submit(attempt)
    with pytest.raises(IntegrityError, match="quiz_answer_before_the_deadline"), transaction.atomic():
        QuizAnswer.objects.create(**told, answered_at=attempt.started_at)


def test_the_database_itself_refuses_an_answer_to_another_question(player):
    attempt = quizzing.start(player, quizzing.quiz())
    with pytest.raises(IntegrityError, match="quiz_answer_of_its_paper"):
        QuizAnswer.objects.create(
            attempt=attempt, number=1, question_id=attempt.paper[1], chosen="A", answered_at=now()
        )


def test_nobody_answers_for_somebody_else(player):
    attempt = quizzing.start(player, quizzing.quiz())
    with pytest.raises(Http404):
        answering.answer_question(actor=people.applicant(), attempt=attempt, number=1, shown="A")
    with pytest.raises(NotAllowed):
        finishing.submit_attempt(actor=people.applicant(), attempt=attempt)
    assert not attempt.answers.exists()


# --- handing in ----------------------------------------------------------------------------------


def test_handing_in_twice_is_handing_in_once(player):
    attempt = quizzing.start(player, quizzing.quiz())
    quizzing.answer(attempt, 1)
    first = quizzing.submit(attempt).finished_at
    with standing_at(now() + timedelta(minutes=1)):
        again = quizzing.submit(attempt)
    assert (again.finished_at, again.score, again.state) == (first, 5, "submitted")
    with pytest.raises(AttemptFinished):
        quizzing.answer(attempt, 2)


def test_the_clock_closes_what_was_left_and_tells_once(player):
    attempt = quizzing.start(player, quizzing.quiz())
    quizzing.answer(attempt, 1)
    assert finishing.close_overdue_attempts(at=attempt.deadline) == 0
    assert finishing.close_overdue_attempts(at=quizzing.overtaken(attempt)) == 1
    assert finishing.close_overdue_attempts(at=quizzing.overtaken(attempt)) == 0
    attempt.refresh_from_db()
    assert (attempt.state, attempt.finished_at, attempt.score) == ("expired", attempt.deadline, 5)
    assert Notice.objects.filter(kind="safety.quiz_expired", to=player.person).count() == 1


def test_a_result_is_annulled_with_a_reason_and_stays_on_record(player):
    attempt, by = quizzing.whole(player, quizzing.quiz()), people.officer()
    with pytest.raises(ReasonMissing):
        finishing.annul_attempt(actor=by, attempt=attempt, reason="")
    with pytest.raises(NotAllowed):
        finishing.annul_attempt(actor=people.officer(of="linzi"), attempt=attempt, reason="代答")
    annulled = finishing.annul_attempt(actor=by, attempt=attempt, reason="代答")
    assert (annulled.state, annulled.score, annulled.annulled_by) == ("annulled", 25, by)
    assert Notice.objects.filter(kind="safety.quiz_annulled", to=player.person).count() == 1
    with pytest.raises(AttemptNotFinished):
        finishing.annul_attempt(actor=by, attempt=attempt, reason="再一次")
