"""The demonstration of the quizzes: every paper replays, boards have lines, a correction and an annulment show."""

from datetime import date, time

import pytest

from safety import demo
from safety.models import Quiz, QuizAttempt, Regrade
from safety.quiz_board import board_of, teams_of_quiz
from safety.quiz_replay import replayed
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.core.calendar import at
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_the_story_of_the_quizzes_holds_together():
    for account in accounts_of("stations"):
        if account.role in ("city_staff", "district_officer"):
            log_in(account, at(date(2020, 11, 1), time(9)))
    demo.load(lambda words: None)
    over, running, to_come = Quiz.objects.order_by("opens_at")
    assert not [each for quiz in (over, running) for _a, found in replayed(quiz) for each in found]
    assert (over.mode, running.team_by, to_come.reveal) == ("daily", "organisation", "closed")
    assert board_of(running).everybody == 18
    assert len(teams_of_quiz(running)) == 4
    assert Regrade.objects.exists()
    assert QuizAttempt.objects.filter(state="annulled").count() == 1
    assert not any(many for name, many in verify().items() if name.startswith("quiz_"))
