"""Keys of quizzes that are corrected: every paper graded anew, old scores kept, every stored paper replayed."""

import pytest
from django.core.management import call_command
from django.db import transaction

from safety.models import AnswerKey, BankQuestion, QuizAttempt, Regrade
from safety.quiz_errors import (
    KeyReasonMissing,
    KeySame,
    KeyWrong,
)
from safety.quiz_replay import replayed
from safety.services.quizzes import holding, regrading
from tests import people, quizzing
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def player():
    return people.applicant()


# --- keys that are corrected ---------------------------------------------------------------------


def test_a_corrected_key_grades_every_paper_anew_and_keeps_the_old_score(player):
    quiz = quizzing.quiz(bank=quizzing.bank(questions=5))
    attempt, other = quizzing.whole(player, quiz), quizzing.whole(people.applicant("王二"), quiz, right=0)
    question = BankQuestion.objects.get(bank=quiz.bank, code="Q001")
    told = quizzing.correct(question, "A")
    assert (told.graded, told.changed, told.key.number) == (2, 2, 2)
    attempt.refresh_from_db()
    other.refresh_from_db()
    assert (attempt.score, other.score) == (20, 5)
    kept = Regrade.objects.filter(key=told.key).order_by("old_score").values_list("old_score", "new_score")
    assert list(kept) == [(0, 5), (25, 20)]
    assert Notice.objects.filter(kind="safety.quiz_regraded").count() == 2
    assert not any(verify().values())
    assert not [each for _attempt, found in replayed(quiz) for each in found]


def test_a_bank_regrades_no_quiz_of_another_office(player):
    """The city may use a district's bank for another district's quiz."""
    bank = quizzing.bank(questions=5)
    plan = quizzing.plan("linzi", bank=bank)
    city = people.city_staff()
    quiz = holding.publish_quiz(actor=city, quiz=holding.write_quiz(actor=city, plan=plan))
    attempt = quizzing.whole(player, quiz)
    question = BankQuestion.objects.get(bank=bank, code="Q001")
    told = {"question": question, "letters": "A", "reason": "答案有误"}
    with pytest.raises(NotAllowed):
        regrading.correct_key(actor=people.officer(), **told)
    attempt.refresh_from_db()
    assert (attempt.score, question.keys.count()) == (25, 1)
    regrading.correct_key(actor=city, **told)


def test_a_void_question_is_right_for_everybody_answered_or_not(player):
    quiz = quizzing.quiz(bank=quizzing.bank(questions=5))
    attempt = quizzing.submit(quizzing.start(player, quiz))
    quizzing.correct(BankQuestion.objects.get(bank=quiz.bank, code="Q002"), is_void=True)
    attempt.refresh_from_db()
    assert attempt.score == 5


def test_an_open_paper_is_graded_by_the_key_of_the_moment_of_handing_in(player):
    quiz = quizzing.quiz(bank=quizzing.bank(questions=5))
    attempt = quizzing.start(player, quiz)
    quizzing.correct(BankQuestion.objects.get(pk=attempt.paper[0]), is_void=True)
    assert quizzing.submit(attempt).score == 5
    assert not Regrade.objects.exists()


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"letters": "AB"}, KeyWrong),
        ({"letters": "F"}, KeyWrong),
        ({"letters": ""}, KeyWrong),
        ({"letters": "A", "is_void": True}, KeyWrong),
        ({"letters": "B"}, KeySame),
        ({"letters": "A", "reason": " "}, KeyReasonMissing),
    ],
)
def test_a_key_that_does_not_fit_is_refused(told, error):
    question = BankQuestion.objects.get(bank=quizzing.bank(), code="Q001")
    with pytest.raises(error):
        quizzing.correct(question, **told)
    assert question.keys.count() == 1


def test_a_key_and_a_question_are_never_rewritten():
    question = BankQuestion.objects.get(bank=quizzing.bank(), code="Q001")
    with pytest.raises(Exception, match="Cannot update rows"), transaction.atomic():
        AnswerKey.objects.filter(question=question).update(letters="C")
    with pytest.raises(Exception, match="Cannot update rows"), transaction.atomic():
        BankQuestion.objects.filter(pk=question.pk).update(words="别的问题")


# --- replay --------------------------------------------------------------------------------------


def test_every_stored_paper_is_drawn_and_graded_again_as_it_stands(player, capsys):
    quiz = quizzing.quiz()
    for number, user in enumerate([player, *people.crowd(5)]):
        quizzing.whole(user, quiz, right=number)
    call_command("replay_papers")
    assert "6 papers, 0 differences" in capsys.readouterr().out


def test_the_replay_finds_a_score_that_somebody_wrote(player):
    attempt = quizzing.whole(player, quizzing.quiz(), right=2)
    QuizAttempt.objects.filter(pk=attempt.pk).update(score=25)
    [(_attempt, [found])] = replayed(attempt.entry.quiz)
    assert (found.what, found.stored, found.replayed) == ("score", "25", "10")
    assert verify()["quiz_score_apart_from_its_answers"] == 1
    with pytest.raises(SystemExit):
        call_command("replay_papers")
