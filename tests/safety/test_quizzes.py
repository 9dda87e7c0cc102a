"""Quizzes by their services: publishing, starting, and for whom one answers."""

from datetime import timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from safety.models import BankQuestion, QuizAttempt, QuizEntry
from safety.quiz_errors import (
    AttemptsUsedUp,
    ClosesEarlier,
    DayUsed,
    KeysToldTooEarly,
    PoolTooSmall,
    QuizHoursWrong,
    QuizMoved,
    QuizNotOpen,
    QuizOver,
    QuizSettingsWrong,
    ReasonMissing,
    TeamMissing,
    TeamSizeWrong,
    TeamUnknown,
)
from safety.services.quizzes import holding
from tests import guarding, people, quizzing
from tests.people import signed_in
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.draw import digest
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def player():
    return people.applicant()


# --- publishing ----------------------------------------------------------------------------------


def test_publishing_freezes_the_pool_and_commits_to_a_seed():
    quiz = quizzing.quiz()
    current = BankQuestion.objects.current().filter(bank=quiz.bank).order_by("pk")
    assert quiz.pool == [each.pk for each in current]
    assert quiz.seed_hash == digest(quiz.tie_seed)


@pytest.mark.parametrize("field", ["points", "seconds", "questions", "mode", "pool", "tie_seed", "bank"])
def test_what_results_rest_on_stays_once_published(field):
    quiz = quizzing.quiz()
    other = {"mode": "daily", "pool": [1], "tie_seed": "x", "bank": quizzing.bank()}.get(field, 11)
    with pytest.raises(Exception, match="Cannot update rows"), transaction.atomic():
        type(quiz).objects.filter(pk=quiz.pk).update(**{field: other})


def test_a_bank_with_fewer_questions_than_a_paper_is_no_quiz():
    draft = quizzing.draft(bank=quizzing.bank(questions=4))
    with pytest.raises(PoolTooSmall) as refusal:
        holding.publish_quiz(actor=people.officer(), quiz=draft)
    assert str(refusal.value) == "题库现有 4 道题，少于每卷 5 题，请先导入题目"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"closes_at": now() - timedelta(days=2)}, QuizHoursWrong),
        ({"questions": 0}, QuizSettingsWrong),
        ({"points": 101}, QuizSettingsWrong),
        ({"seconds": 9}, QuizSettingsWrong),
        ({"team_by": "organisation"}, TeamSizeWrong),
        ({"team_size": 3}, TeamSizeWrong),
    ],
)
def test_settings_that_make_no_quiz_are_refused(fields, error):
    with pytest.raises(error):
        quizzing.draft(**fields)


def test_only_its_office_writes_a_quiz(player):
    for user in (player, people.officer(of="linzi"), people.administrator()):
        with pytest.raises(NotAllowed):
            holding.write_quiz(actor=user, plan=quizzing.plan())
    holding.write_quiz(actor=people.city_staff(), plan=quizzing.plan())


def test_a_quiz_is_extended_and_never_closes_earlier():
    quiz, by = quizzing.quiz(), people.officer()
    with pytest.raises(ClosesEarlier):
        holding.extend_quiz(actor=by, quiz=quiz, closes_at=quiz.closes_at - timedelta(hours=1))
    later = holding.extend_quiz(actor=by, quiz=quiz, closes_at=quiz.closes_at + timedelta(days=3))
    with pytest.raises(Exception, match="Cannot update rows"), transaction.atomic():
        type(quiz).objects.filter(pk=quiz.pk).update(closes_at=later.closes_at - timedelta(seconds=1))


def test_a_quiz_that_is_over_never_opens_again():
    """Its keys and its seed are public."""
    quiz, by = quizzing.quiz(), people.officer()
    later = quiz.closes_at + timedelta(days=3)
    with pgtrigger.ignore("safety.Quiz:quiz_never_closes_earlier"):
        type(quiz).objects.filter(pk=quiz.pk).update(closes_at=now() - timedelta(seconds=1))
    quiz.refresh_from_db()
    with pytest.raises(QuizOver):
        holding.extend_quiz(actor=by, quiz=quiz, closes_at=later)
    page = signed_in(by).get(reverse("managed_quiz", args=[quiz.public_id])).content.decode()
    assert 'value="extend"' not in page


@pytest.mark.parametrize(
    ("fields", "is_told_at_once"),
    [
        ({"mode": "best"}, False),
        ({"mode": "daily"}, False),
        ({"mode": "best", "attempts_most": 2}, False),
        ({"mode": "best", "attempts_most": 1}, True),
        ({"mode": "first"}, True),
    ],
)
def test_keys_are_told_at_once_only_where_no_later_attempt_counts(fields, is_told_at_once):
    """Whoever handed a paper in blank would read the keys, and answer again."""
    assert quizzing.quiz(**fields).reveal == "closed"
    if is_told_at_once:
        assert quizzing.quiz(reveal="submitted", **fields).reveal == "submitted"
    else:
        with pytest.raises(KeysToldTooEarly):
            quizzing.quiz(reveal="submitted", **fields)


def test_a_quiz_that_is_called_off_closes_what_is_open(player):
    quiz, by = quizzing.quiz(), people.officer()
    attempt = quizzing.start(player, quiz)
    quizzing.answer(attempt, 1)
    with pytest.raises(ReasonMissing):
        holding.cancel_quiz(actor=by, quiz=quiz, reason=" ")
    holding.cancel_quiz(actor=by, quiz=quiz, reason="题库有误")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score) == ("submitted", 5)
    with pytest.raises(QuizMoved):
        holding.cancel_quiz(actor=by, quiz=quiz, reason="再一次")
    quiz.refresh_from_db()
    with pytest.raises(QuizNotOpen):
        quizzing.start(player, quiz)


# --- starting ------------------------------------------------------------------------------------


def test_a_paper_is_frozen_with_its_seed_and_the_server_s_deadline(player):
    quiz = quizzing.quiz()
    attempt = quizzing.start(player, quiz)
    assert len(attempt.paper) == len(attempt.orders) == 5
    assert set(attempt.paper) <= set(quiz.pool)
    assert attempt.deadline - attempt.started_at == timedelta(minutes=10)
    for field, other in (("paper", attempt.paper[::-1]), ("seed", "0" * 64), ("deadline", now())):
        with pytest.raises(Exception, match="Cannot update rows"), transaction.atomic():
            QuizAttempt.objects.filter(pk=attempt.pk).update(**{field: other})


def test_whoever_presses_again_goes_on_with_the_same_paper(player):
    quiz = quizzing.quiz()
    assert quizzing.start(player, quiz) == quizzing.start(player, quiz)


def test_the_deadline_is_never_after_the_quiz_closes(player):
    quiz = quizzing.quiz(closes_at=now() + timedelta(minutes=2))
    assert quizzing.start(player, quiz).deadline == quiz.closes_at


@pytest.mark.parametrize("hours", [-25, 25])
def test_before_it_opens_and_after_it_closes_nobody_starts(player, hours):
    quiz = quizzing.quiz()
    with standing_at(now() + timedelta(hours=hours)), pytest.raises(QuizNotOpen):
        quizzing.start(player, quiz)


def test_the_wall_behind_it_knows_the_hours_too(player):
    quiz = quizzing.quiz()
    attempt = quizzing.whole(player, quiz)
    late = quiz.closes_at + timedelta(minutes=1)
    with pytest.raises(IntegrityError, match="quiz_attempt_while_the_quiz_is_open"):
        QuizAttempt.objects.create(
            entry=attempt.entry,
            number=2,
            seed="1" * 64,
            paper=attempt.paper,
            orders=attempt.orders,
            started_at=late,
            deadline=late + timedelta(minutes=1),
        )


def test_as_many_attempts_as_the_quiz_gives_and_no_more(player):
    quiz = quizzing.quiz(attempts_most=2)
    quizzing.whole(player, quiz)
    quizzing.whole(player, quiz)
    with pytest.raises(AttemptsUsedUp) as refusal:
        quizzing.start(player, quiz)
    assert str(refusal.value) == "每人最多作答 2 次，您已用完"


def test_a_daily_quiz_gives_one_attempt_a_day_of_shanghai(player):
    quiz = quizzing.quiz(mode="daily", closes_at=now() + timedelta(days=3))
    first = quizzing.whole(player, quiz)
    assert first.day == timezone.localdate(first.started_at)
    with pytest.raises(DayUsed):
        quizzing.start(player, quiz)
    with standing_at(now() + timedelta(days=1)):
        assert quizzing.start(player, quiz).day == first.day + timedelta(days=1)


def test_one_second_before_midnight_and_one_after_are_two_days(player):
    midnight = (timezone.localtime(now()) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    quiz = quizzing.quiz(mode="daily", closes_at=midnight + timedelta(days=2))
    with standing_at(midnight - timedelta(seconds=1)):
        first = quizzing.start(player, quiz)
        quizzing.submit(first)
    with standing_at(midnight + timedelta(seconds=1)):
        second = quizzing.start(player, quiz)
    assert (second.day - first.day).days == 1


def test_a_paper_that_the_clock_has_overtaken_is_closed_by_the_next_start(player):
    quiz = quizzing.quiz()
    first = quizzing.start(player, quiz)
    quizzing.answer(first, 1)
    with standing_at(quizzing.overtaken(first)):
        second = quizzing.start(player, quiz)
    first.refresh_from_db()
    assert (first.state, first.finished_at, first.score) == ("expired", first.deadline, 5)
    assert second.number == 2


def test_nobody_begins_without_end(player):
    quiz = quizzing.quiz()
    for _ in range(20):
        quizzing.submit(quizzing.start(player, quiz))
    with pytest.raises(TooOften):
        quizzing.start(player, quiz)


# --- teams ---------------------------------------------------------------------------------------


def test_a_contest_of_companies_asks_for_whom_one_answers(player):
    quiz = quizzing.quiz(team_by="organisation", team_size=2)
    company = guarding.enterprise().organisation
    with pytest.raises(TeamMissing):
        quizzing.start(player, quiz)
    with pytest.raises(TeamUnknown):
        quizzing.start(player, quiz, team=Organisation.objects.get(code="zhangdian"))
    entry = quizzing.start(player, quiz, team=company).entry
    assert (entry.organisation, entry.district) == (company, company.reporting_org)


def test_a_contest_of_districts_takes_a_reporting_unit(player):
    quiz = quizzing.quiz(team_by="district", team_size=2)
    with pytest.raises(TeamUnknown):
        quizzing.start(player, quiz, team=guarding.enterprise().organisation)
    linzi = Organisation.objects.get(code="linzi")
    entry = quizzing.start(player, quiz, team=linzi).entry
    assert (entry.organisation, entry.district) == (None, linzi)


def test_whoever_has_entered_stays_in_the_team(player):
    quiz = quizzing.quiz(team_by="district", team_size=2)
    entry = quizzing.start(player, quiz, team=Organisation.objects.get(code="linzi")).entry
    with pytest.raises(Exception, match="Cannot update rows"), transaction.atomic():
        QuizEntry.objects.filter(pk=entry.pk).update(district=Organisation.objects.get(code="boshan"))
