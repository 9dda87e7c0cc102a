"""Quizzes at one instant: two tabs, the deadline, two starts, midnight, a key corrected meanwhile; and their walls."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from safety.models import BankQuestion, QuizAnswer, QuizAttempt, Regrade
from safety.quiz_replay import replayed
from safety.services.quizzes import answering, finishing, starting
from safety.services.quizzes.answering import answer_question
from tests import people, quizzing
from tests.races import walls
from tests.racing import at_once, outcome, until_waited_for
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.invariants import verify
from zibo_youth.core.prepared import Prepared
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 16


def cleared():
    for model in (Regrade, QuizAnswer, QuizAttempt):
        model.objects.all().delete()


@pytest.fixture
def without():
    yield from walls.taking_away(cleared)


def broken():
    """The invariants of the quizzes: files and people of a crowd are not looked at."""
    return {name: many for name, many in verify().items() if many and name.startswith("quiz_")}


# --- two tabs of one paper -----------------------------------------------------------------------


def tabs(attempt, user, crowd=CROWD):
    """Everybody answers the first question, in one of two ways."""
    said = [quizzing.right_one(attempt, 1), quizzing.wrong_one(attempt, 1)]
    return at_once(lambda n: answer_question(actor=user, attempt=attempt, number=1, shown=said[n % 2]), crowd)


def test_of_16_tabs_one_answers_and_the_others_hear_what_stands_there():
    user = people.applicant()
    attempt = quizzing.start(user, quizzing.quiz())
    answers = outcome(tabs(attempt, user))
    assert answers == {"Asked": CROWD // 2, "AnswerOutOfTurn": CROWD // 2}
    assert attempt.answers.count() == 1
    assert not broken()


@pytest.mark.control
def test_without_the_turn_and_the_wall_a_question_is_answered_many_times(monkeypatch, without):
    """Negative control: nobody looks whose turn it is."""
    user = people.applicant()
    attempt = quizzing.start(user, quizzing.quiz())
    blind = answering.ANSWER.replace("AND attempt.answered = %(number)s - 1", "")
    monkeypatch.setattr(answering, "ANSWER_QUESTION", answering.prepared("answer_out_of_turn", blind))
    without("quiz_answer_once_per_question")
    tabs(attempt, user, crowd=4)
    assert attempt.answers.count() == 4
    assert broken()["quiz_attempt_counter_apart_from_its_answers"] == 1


# --- the deadline --------------------------------------------------------------------------------


def at_the_deadline(seconds=1.5):
    """16 players answer one question after the other until the server says no, while the clock closes papers."""
    quiz = quizzing.quiz(questions=30, seconds=600, closes_at=now() + timedelta(seconds=seconds))
    crowd = people.crowd(CROWD)
    attempts = [quizzing.start(user, quiz) for user in crowd]
    told = []

    def act(n):
        if n == CROWD:
            while now() < quiz.closes_at + timedelta(seconds=0.3):
                finishing.close_overdue_attempts(at=now())
            return 0
        saved = 0
        while now() < quiz.closes_at + timedelta(seconds=0.3) and saved < 29:
            before = now()
            answer_question(actor=crowd[n], attempt=attempts[n], number=saved + 1, shown="")
            saved += 1
            told.append((n, before))
            threading.Event().wait(0.05)
        return saved

    answers = at_once(act, CROWD + 1)
    return quiz, attempts, answers, told


def test_what_the_server_said_was_saved_is_saved_and_nothing_is_later_than_the_deadline():
    quiz, attempts, answers, told = at_the_deadline()
    for n, attempt in enumerate(attempts):
        assert attempt.answers.count() == sum(who == n for who, _before in told)
    assert not QuizAnswer.objects.filter(answered_at__gt=quiz.closes_at).exists()
    refused = outcome(answers)
    assert refused["AnswerLate"] + refused["AttemptFinished"] == CROWD
    finishing.close_overdue_attempts(at=now())
    assert not QuizAttempt.objects.filter(state="open").exists()
    assert not broken()


@pytest.mark.control
def test_without_the_deadline_in_the_statement_the_wall_still_refuses(monkeypatch):
    """Half of a negative control: the statement looks away, and the trigger does not."""
    timeless(monkeypatch)
    quiz, _attempts, answers, _told = at_the_deadline()
    assert not QuizAnswer.objects.filter(answered_at__gt=quiz.closes_at).exists()
    assert "IntegrityError" in outcome(answers)


@pytest.mark.control
def test_without_both_late_answers_are_counted(monkeypatch, without):
    """Negative control: it is these two that keep the deadline."""
    timeless(monkeypatch)
    monkeypatch.setattr(finishing, "close_overdue_attempts", lambda *, at: 0)
    without(triggers=("safety_quizanswer", "quiz_answer_in_time"))
    quiz, _attempts, _answers, _told = at_the_deadline()
    assert QuizAnswer.objects.filter(answered_at__gt=quiz.closes_at).exists()
    assert broken()["quiz_answer_out_of_its_time"]


def timeless(monkeypatch):
    blind = answering.ANSWER.replace("AND attempt.deadline >= %(at)s", "")
    monkeypatch.setattr(answering, "ANSWER_QUESTION", answering.prepared("answer_at_any_time", blind))


def answered_while_handed_in():
    """An answer is saved and not yet committed when another tab hands the paper in."""
    user, quiz = people.applicant(), quizzing.quiz()
    attempt, saved = quizzing.start(user, quiz), threading.Event()
    right = quizzing.right_one(attempt, 1)

    def answer():
        with transaction.atomic():
            answer_question(actor=user, attempt=attempt, number=1, shown=right)
            saved.set()
            until_waited_for()

    def hand_in():
        saved.wait(60)
        return quizzing.submit(attempt)

    acts = (answer, hand_in)
    at_once(lambda n: acts[n](), 2)
    attempt.refresh_from_db()
    return quiz, attempt


def test_an_answer_that_is_saved_while_the_paper_is_handed_in_is_scored():
    quiz, attempt = answered_while_handed_in()
    assert (attempt.state, attempt.score, attempt.answers.count()) == ("submitted", 5, 1)
    assert not [each for _attempt, found in replayed(quiz) for each in found]


@pytest.mark.control
def test_a_paper_that_is_held_by_the_statement_that_reads_it_loses_the_answer(monkeypatch):
    """Negative control: the statement that waits for the row keeps the answers of before."""
    held = " FOR NO KEY UPDATE OF attempt"
    facts = finishing.prepared("held_too_late", finishing.LOCK.replace(held, ""), finishing.READ + held)
    monkeypatch.setattr(finishing, "FACTS", facts)
    quiz, attempt = answered_while_handed_in()
    assert (attempt.score, attempt.answers.count()) == (0, 1)
    assert [each for _attempt, found in replayed(quiz) for each in found]


# --- two starts ----------------------------------------------------------------------------------


def test_16_starts_of_one_person_are_one_paper():
    user, quiz = people.applicant(), quizzing.quiz()
    answers = at_once(lambda n: quizzing.start(user, quiz), CROWD)
    assert set(outcome(answers)) <= {"QuizAttempt", "AttemptOpen"}
    assert QuizAttempt.objects.count() == 1


@pytest.mark.control
def test_without_the_walls_one_person_has_many_papers_open(monkeypatch, without):
    """Negative control: it is the walls that refuse the second one, and nobody's look."""
    user, quiz = people.applicant(), quizzing.quiz()
    quizzing.submit(quizzing.start(user, quiz))  # the entry is there
    start, together = starting.new_seed, threading.Barrier(4)

    def seed():
        together.wait(timeout=30)
        return start()

    monkeypatch.setattr(starting, "new_seed", seed)
    without("quiz_attempt_one_open_per_person", "quiz_attempt_number_used_once")
    at_once(lambda n: quizzing.start(user, quiz), 4)
    assert QuizAttempt.objects.filter(state="open").count() == 4
    assert broken()["quiz_person_with_two_open_attempts_or_two_of_a_day"]


# --- midnight ------------------------------------------------------------------------------------


def around_midnight(user):
    """The day's attempt is used; half press a second before midnight and half a second after."""
    midnight = (timezone.localtime(now()) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    quiz = quizzing.quiz(mode="daily", closes_at=midnight + timedelta(days=1))
    first = quizzing.start(user, quiz)
    quizzing.submit(first)

    def act(n):
        with standing_at(midnight + timedelta(seconds=1 if n % 2 else -1)):
            return quizzing.start(user, quiz)

    return first, at_once(act, CROWD)


def test_at_midnight_the_new_day_gives_one_paper_and_the_old_one_none():
    first, answers = around_midnight(people.applicant())
    assert outcome(answers)["DayUsed"] >= 1
    second = QuizAttempt.objects.exclude(pk=first.pk).get()
    assert second.day == first.day + timedelta(days=1)
    assert not broken()


@pytest.mark.control
def test_without_the_wall_of_days_a_day_is_used_twice(without):
    """Negative control: nobody but the wall knows that the day is used."""
    user = people.applicant()
    quiz = quizzing.quiz(mode="daily")
    quizzing.submit(quizzing.start(user, quiz))
    without("quiz_attempt_one_a_day")
    quizzing.start(user, quiz)
    assert QuizAttempt.objects.count() == 2
    assert broken()["quiz_person_with_two_open_attempts_or_two_of_a_day"]


# --- a key is corrected while somebody hands in --------------------------------------------------


def handed_in_while_corrected(monkeypatch, patience):
    """One hands in and has read the old key; before it writes, somebody corrects the key."""
    user, quiz = people.applicant(), quizzing.quiz(bank=quizzing.bank(questions=5))
    attempt = quizzing.start(user, quiz)
    question = BankQuestion.objects.get(pk=attempt.paper[0])
    by_name = people.officer(of="zhangdian")
    has_read, is_corrected = threading.Event(), threading.Event()
    plain = finishing.scored

    def slowly(*facts):
        score = plain(*facts)
        has_read.set()
        is_corrected.wait(patience)
        return score

    monkeypatch.setattr(finishing, "scored", slowly)

    def act(n):
        if n == 0:
            return finishing.submit_attempt(actor=user, attempt=attempt)
        has_read.wait(30)
        told = quizzing.regrading.correct_key(
            actor=by_name, question=question, is_void=True, reason="题目有误"
        )
        is_corrected.set()
        return told

    answers = at_once(act, 2)
    assert outcome(answers) == {"QuizAttempt": 1, "Corrected": 1}
    return [each for _attempt, found in replayed(quiz) for each in found]


def test_a_correction_waits_for_whoever_hands_in_and_grades_them_anew(monkeypatch):
    assert handed_in_while_corrected(monkeypatch, patience=1.5) == []
    assert Regrade.objects.get().new_score == 5
    assert not broken()


@pytest.mark.control
def test_without_the_lock_of_the_quiz_a_paper_keeps_the_score_of_the_old_key(monkeypatch):
    """Negative control: the correction overtakes the one that has read."""
    free = Prepared("facts_without_a_lock", finishing.READ, {"attempt": "bigint"})
    monkeypatch.setattr(finishing, "FACTS", free)
    [found] = handed_in_while_corrected(monkeypatch, patience=20)
    assert (found.what, found.stored, found.replayed) == ("score", "0", "5")


# --- handing in ----------------------------------------------------------------------------------


def test_answers_and_handing_in_at_one_instant_agree():
    user = people.applicant()
    attempt = quizzing.start(user, quizzing.quiz())

    def act(n):
        if n % 2:
            return finishing.submit_attempt(actor=user, attempt=QuizAttempt.objects.get(pk=attempt.pk))
        return answer_question(actor=user, attempt=attempt, number=n // 2 + 1, shown="")

    at_once(act, 10)
    assert not broken()
    attempt.refresh_from_db()
    assert attempt.state == "submitted"


def test_the_clock_that_runs_16_times_at_once_closes_and_tells_once():
    attempt = quizzing.start(people.applicant(), quizzing.quiz())
    late = quizzing.overtaken(attempt)
    answers = at_once(lambda n: finishing.close_overdue_attempts(at=late), CROWD)
    assert sum(answers) >= 1
    assert Notice.objects.filter(kind="safety.quiz_expired").count() == 1
    assert not broken()
