"""A quiz as a table: publish, extend, call off, open again, correct a key, by state of it, by everybody."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, InternalError, transaction

from safety import quiz_errors as errors
from safety.models import BankQuestion, Quiz, QuizAttempt
from safety.models.quizzes.quiz import QUIZ_NEXT
from safety.services.quizzes import finishing, holding, regrading, starting
from tests import guarding, people, posting, quizzing, tabling
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
Q = Quiz.State
DAY = timedelta(days=1)
PLAYERS = []  # of the running test: whoever answered before


def running():
    """With a paper that is handed in and one that is open."""
    of = quizzing.quiz()
    quizzing.whole(PLAYERS[0], of)
    quizzing.start(PLAYERS[1], of)
    return of


def over():
    """It ran, somebody handed in, and its time is up."""
    with standing_at(now() - 4 * DAY):
        of = quizzing.quiz(opens_at=now() - DAY, closes_at=now() + DAY)
        quizzing.whole(PLAYERS[0], of)
    return of


def called_off(of):
    return holding.cancel_quiz(actor=people.officer(), quiz=of, reason="停办。")


def asked_twice():
    """The city asks questions of the district's bank in a quiz of its own."""
    of, by = running(), people.city_staff()
    city = Organisation.objects.get(code="city")
    plan = replace(quizzing.plan(bank=of.bank), organiser=city, reporting_org=city)
    holding.publish_quiz(actor=by, quiz=holding.write_quiz(actor=by, plan=plan))
    return of


# A state of the quiz, and where the clock stands: the columns.
CASES = {
    "draft": quizzing.draft,
    "draft, its time over": lambda: quizzing.draft(opens_at=now() - 3 * DAY, closes_at=now() - DAY),
    "draft, too few questions": lambda: quizzing.draft(bank=quizzing.bank(questions=3)),
    "not begun": lambda: quizzing.quiz(opens_at=now() + DAY, closes_at=now() + 2 * DAY),
    "running": running,
    "over": over,
    "running, asked by the city too": asked_twice,
    "called off": lambda: called_off(quizzing.quiz()),
    "called off, over": lambda: called_off(over()),
}
COLUMNS = list(CASES)


def extend(to):
    return lambda by, of: holding.extend_quiz(actor=by, quiz=of, closes_at=to(of))


def question_of(of):
    return BankQuestion.objects.filter(bank=of.bank_id).order_by("pk").first()


def correct(by, of):
    regrading.correct_key(actor=by, question=question_of(of), is_void=True, reason="题目有误。")


def annul(by, of):
    done = QuizAttempt.objects.filter(entry__quiz=of, state="submitted").first()
    if done is None:
        # Nobody has handed in: an attempt that is not finished, or of nobody's.
        done = open_paper(of)
    finishing.annul_attempt(actor=by, attempt=done, reason="代答。")


def open_paper(of):
    found = QuizAttempt.objects.filter(entry__quiz=of).first()
    return found or QuizAttempt(entry=of.entries.model(quiz=of, person=PLAYERS[0].person))


EVENTS = {
    "publish_quiz": lambda by, of: holding.publish_quiz(actor=by, quiz=of),
    "extend_quiz: later": extend(lambda of: max(of.closes_at, now()) + DAY),
    "extend_quiz: earlier": extend(lambda of: of.closes_at - timedelta(minutes=1)),
    "cancel_quiz": lambda by, of: holding.cancel_quiz(actor=by, quiz=of, reason="停办。"),
    "cancel_quiz: without a word": lambda by, of: holding.cancel_quiz(actor=by, quiz=of, reason=" "),
    "correct_key": correct,
    "annul_attempt": annul,
    "start_attempt": lambda by, of: starting.start_attempt(actor=by, quiz=of),
}
OFFICE = ("officer", "city")
HUMANS = (
    *("safety officer", "officer", "officer elsewhere", "city", "city before", "reviewer", "bureau"),
    *("administrator", "applicant"),
)
MOVED, SHUT, EARLY, WORDS = errors.QuizMoved, errors.QuizNotOpen, errors.ClosesEarlier, errors.ReasonMissing
OVER, FEW, NONE = errors.QuizOver, errors.PoolTooSmall, errors.AttemptNotFinished
LATE, X = errors.QuizTimeOver, NotAllowed
D, P, C = Q
NOW = (D, D, D, P, P, P, P, C, C)
TABLE = {
    #                                        draft  d. over d. few  not begun running over   twice  off    off, over
    "publish_quiz":                (OFFICE, (P,     LATE,   FEW,    MOVED,    MOVED,  MOVED, MOVED, MOVED, MOVED)),
    # Whatever is over is never open again, and what was called off neither.
    "extend_quiz: later":          (OFFICE, (MOVED, MOVED,  MOVED,  P,        P,      OVER,  P,     MOVED, MOVED)),
    "extend_quiz: earlier":        (OFFICE, (EARLY,) * 9),
    "cancel_quiz":                 (OFFICE, (C,     C,      C,      C,        C,      C,     C,     MOVED, MOVED)),
    "cancel_quiz: without a word": (OFFICE, (WORDS,) * 9),
    # An office corrects what its own quizzes ask alone; the city corrects for everybody.
    "correct_key": [
        (("city",),                         NOW),
        (("officer",),                      (*NOW[:6], X, *NOW[7:])),
    ],
    "annul_attempt":               (OFFICE, (NONE,  NONE,   NONE,   NONE,     P,      P,     P,     NONE,  C)),
    "start_attempt":               (HUMANS, (SHUT,  SHUT,   SHUT,   SHUT,     P,      SHUT,  P,     SHUT,  SHUT)),
}  # fmt: skip


def everybody():
    return {
        "safety officer": guarding.safety_officer(guarding.enterprise()),
        "officer": people.officer(),
        "officer elsewhere": people.officer("linzi"),
        "city": people.city_staff(),
        "city before": tabling.retired(people.city_staff("前市")),
        "reviewer": posting.reviewer_user(),
        "bureau": guarding.emergency_officer(),
        "administrator": people.administrator(),
        "applicant": people.applicant(),
        "nobody": AnonymousUser(),
    }


def found_wrong(case):
    PLAYERS[:] = [people.applicant(), people.applicant()]
    of = CASES[case]()
    fresh = partial(Quiz.objects.get, pk=of.pk)
    return tabling.disagreements(TABLE, EVENTS, COLUMNS.index(case), everybody(), fresh)


@pytest.mark.parametrize("case", COLUMNS)
def test_in_each_state_of_a_quiz_each_event_is_answered_as_the_table_says(case):
    assert found_wrong(case) == {}


def test_the_table_names_every_state_and_every_event():
    assert tabling.holes(TABLE, COLUMNS, HUMANS) == []
    assert list(TABLE) == list(EVENTS)
    assert set(NOW) == set(Q)
    services = tabling.verbs(holding, regrading, finishing, starting)
    # A quiz is written from nothing; a paper is its player's (test_quizzes, tests/races).
    assert tabling.verbs_of(TABLE) == services - {"write_quiz", "submit_attempt"}
    moves = {
        (str(was), str(cell))
        for row in TABLE.values()
        for _may, cells in tabling.rows_of(row)
        for was, cell in zip(NOW, cells, strict=True)
        if isinstance(cell, Q) and cell != was
    }
    assert moves == {(start, end) for start, ends in QUIZ_NEXT.items() for end in ends}


@pytest.mark.parametrize("case", COLUMNS)
def test_the_database_itself_knows_no_other_move_and_opens_nothing_again(case):
    PLAYERS[:] = [people.applicant(), people.applicant()]
    of = CASES[case]()
    for to in Q:
        if to != of.state and to not in QUIZ_NEXT.get(of.state, ()):
            with pytest.raises(InternalError), transaction.atomic():
                Quiz.objects.filter(pk=of.pk).update(state=to)
    if of.state != Q.DRAFT and of.is_over(now()):
        with pytest.raises(IntegrityError, match="quiz_never_opens_again"), transaction.atomic():
            Quiz.objects.filter(pk=of.pk).update(closes_at=now() + DAY)


def test_the_control_an_office_that_is_not_asked_about_the_city_s_quiz_is_found_by_the_table(monkeypatch):
    """Negative control: the right to the bank alone is asked for."""
    real = policy.require

    def but_for_quizzes(actor, action, *of):
        if action != regrading.OF_QUIZZES:
            real(actor, action, *of)

    PLAYERS[:] = [people.applicant(), people.applicant()]
    of, by = asked_twice(), {"officer": people.officer()}
    monkeypatch.setattr(regrading.policy, "require", but_for_quizzes)
    fresh, at = partial(Quiz.objects.get, pk=of.pk), COLUMNS.index("running, asked by the city too")
    found = tabling.disagreements(TABLE, {"correct_key": correct}, at, by, fresh)
    assert found == {"correct_key": [("officer", P, NotAllowed)]}
