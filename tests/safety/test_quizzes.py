"""Quizzes by their services: banks from sheets, starting, answering, handing in."""

from datetime import timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from safety.models import BankQuestion, QuizAnswer, QuizAttempt, QuizEntry
from safety.quiz_errors import (
    AnswerLate,
    AnswerOutOfTurn,
    AnswerUnknown,
    AttemptFinished,
    AttemptNotFinished,
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
from safety.services.quizzes import answering, finishing, holding
from tests import guarding, people, quizzing
from tests.people import signed_in
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.draw import digest
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice

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
