"""A quiz on a telephone: taken, the network cut in the middle, resumed, and read at the desk afterwards."""

from __future__ import annotations

import pytest

from safety.models import BankQuestion, QuizAttempt
from tests import people, quizzing
from tests.browser.test_room_walk import Desks, looked_at

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"


def answers(phone, attempt, number):
    """Tick what is right as this paper shows it, and save."""
    for letter in quizzing.right_one(attempt, number):
        phone.page.check(f"#c{letter}")
    phone.press(BUTTON)


def network_is_cut(phone, attempt, number):
    """The answer does not leave the telephone: nothing is saved of it, and nothing of the others is lost."""
    seen = len(phone.watch.troubles)
    phone.context.set_offline(True)
    for letter in quizzing.right_one(attempt, number):
        phone.page.check(f"#c{letter}")
    phone.page.locator(BUTTON).click(no_wait_after=True)
    phone.page.wait_for_timeout(800)
    phone.context.set_offline(False)
    del phone.watch.troubles[seen:]
    assert attempt.answers.count() == number - 1


def begins(phone, quiz):
    """From the list over the cover to the press that sets the clock running."""
    phone.go("quizzes")
    looked_at(phone, "quizzes")
    phone.press(f"main a[href='{phone.address('quiz', quiz.public_id)}']")
    looked_at(phone, "quiz-cover")
    phone.press("main a.button-primary")
    looked_at(phone, "quiz-start")
    phone.press(BUTTON)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_quiz_is_taken_on_a_telephone_with_the_network_cut_in_the_middle(visit, language):
    quiz, player = quizzing.quiz(), people.applicant("示甲")
    desks = Desks(visit, language)
    phone = desks.of(player, phone=True)
    begins(phone, quiz)
    attempt = QuizAttempt.objects.get(entry__quiz=quiz)
    looked_at(phone, "quiz-question")
    answers(phone, attempt, 1)
    answers(phone, attempt, 2)
    network_is_cut(phone, attempt, 3)
    phone.go("quiz_attempt", attempt.public_id)
    looked_at(phone, "quiz-resumed")
    for number in (3, 4, 5):
        answers(phone, attempt, number)
    assert phone.is_at("quiz_result", attempt.public_id)
    looked_at(phone, "quiz-result")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score) == ("submitted", 25)
    for name, args in (("quiz_board", [quiz.public_id]), ("my_quizzes", [])):
        phone.go(name, *args)
        looked_at(phone, name.replace("_", "-"))
    _reads_it(desks.of(people.officer()), quiz, attempt)


def _reads_it(desk, quiz, attempt):
    """The desk's pages, and a key that is corrected there."""
    for name, args in (
        ("quiz_desk", []),
        ("quiz_new", []),
        ("managed_quiz", [quiz.public_id]),
        ("managed_quiz_attempt", [attempt.public_id]),
        ("quiz_banks", []),
        ("quiz_bank", [quiz.bank_id]),
        ("quiz_bank_import", [quiz.bank_id]),
        ("quiz_question", [BankQuestion.objects.get(pk=attempt.paper[0]).pk]),
    ):
        desk.go(name, *args)
        looked_at(desk, name.replace("_", "-"))
    desk.page.check("#id_is_void")
    desk.fill(reason="题目有歧义")
    desk.press(BUTTON)
    looked_at(desk, "quiz-corrected")
