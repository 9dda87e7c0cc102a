"""A quiz of a crowd in small, through a real web server; and that its verdict sees what is wrong."""

import os
from urllib.parse import urlsplit, urlunsplit

import pgtrigger
import pytest
from django.db import connection

from bench import quiz_ranking, quiz_start
from safety.models import Quiz, QuizAnswer, QuizAttempt
from zibo_youth.settings import env

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def result():
    """A web server on this test's database."""
    given = urlsplit(env.DATABASE_OWNER_URL or env.DATABASE_URL)
    own = {"DATABASE_URL": urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))}
    return quiz_start.run(players=12, questions=4, late=6, environment=os.environ | own)


def wrong(quiz):
    return {name for name, count in quiz_start.verdict(quiz, 12, 4).items() if count}


def test_twelve_players_lose_no_answer(result):
    [row] = result["rows"]
    names = ("lost", "not handed in", "replayed otherwise", "lost at the end", "late")
    assert {name: row[name] for name in names} == dict.fromkeys(names, 0)
    quiz, ending = Quiz.objects.order_by("pk")
    assert wrong(quiz) == set()
    _the_verdict_sees_each_wrong(quiz, ending)


def _the_verdict_sees_each_wrong(quiz, ending):
    """Negative controls, on the rows of one run: each damage is named."""
    attempt = QuizAttempt.objects.filter(entry__quiz=quiz, score__gt=0).first()
    QuizAttempt.objects.filter(pk=attempt.pk).update(score=attempt.score + 5)
    assert wrong(quiz) == {"replayed otherwise"}
    QuizAttempt.objects.filter(pk=attempt.pk).update(score=attempt.score)
    with pgtrigger.ignore():
        QuizAttempt.objects.filter(pk=attempt.pk).update(state="expired")
        assert wrong(quiz) == {"not handed in"}
        QuizAttempt.objects.filter(pk=attempt.pk).update(state="submitted")
        last = QuizAnswer.objects.filter(attempt__entry__quiz=ending).last()
        QuizAnswer.objects.filter(pk=last.pk).update(answered_at=ending.closes_at.replace(year=2090))
    told = quiz_start.verdict_of_the_end(
        ending, QuizAnswer.objects.filter(attempt__entry__quiz=ending).count() + 1
    )
    assert told == {"lost at the end": 1, "late": 1}


def test_the_board_and_bare_sql_name_the_same_people(monkeypatch):
    given = urlsplit(env.DATABASE_OWNER_URL or env.DATABASE_URL)
    own = urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))
    monkeypatch.setenv("DATABASE_OWNER_URL", own)
    [row] = quiz_ranking.run(people=300, papers=2, turns=1)["rows"]
    assert (row["other people"], row["other number"], row["papers"]) == (0, 0, 600)
