"""The board in one statement beside the ranking in plain Python, over papers with many ties."""

from datetime import timedelta
from random import Random

import pgtrigger
import pytest

from safety.facts import facts_of
from safety.models import QuizAttempt, QuizEntry
from safety.quiz_board import board_of, teams_of_quiz
from safety.quiz_ranking import Result, ranked, teams_of
from safety.quiz_take_up import take_up_by_district, take_up_of
from safety.services.quizzes import finishing
from tests import guarding, people, quizzing
from zibo_youth.accounts.models import Organisation, Person
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


def papers(quiz, rng, *, persons=30, teams=()):
    """Finished papers with few scores, times and moments, so that much is equal; some open, some annulled."""
    crowd = Person.objects.bulk_create(
        Person(full_name=f"访客{n}", mobile=people.mobile_number(), id_index=f"quiz-{rng.random()}")
        for n in range(persons)
    )
    column = "organisation" if quiz.team_by == "organisation" else "district"
    entries = QuizEntry.objects.bulk_create(
        QuizEntry(quiz=quiz, person=each, **({column: rng.choice([None, *teams])} if teams else {}))
        for each in crowd
    )
    rows = [
        _paper(quiz, entry, number, rng) for entry in entries for number in range(1, rng.randint(1, 4) + 1)
    ]
    with pgtrigger.ignore():
        QuizAttempt.objects.bulk_create(rows)


def _paper(quiz, entry, number, rng):
    started = quiz.opens_at + timedelta(minutes=rng.randint(0, 2))
    state = rng.choice(["submitted", "submitted", "expired", "annulled"])
    return QuizAttempt(
        entry=entry,
        number=number,
        seed="1" * 64,
        paper=quiz.pool[: quiz.questions],
        orders=["AB"] * quiz.questions,
        started_at=started,
        deadline=started + quiz.limit,
        finished_at=started + timedelta(minutes=rng.randint(1, 2)),
        score=5 * rng.randint(0, 2),
        state=state,
        annul_reason="代答" if state == "annulled" else "",
        annulled_at=started if state == "annulled" else None,
    )


def results_of(quiz):
    """What the pure function is told."""
    team = {"organisation": "entry__organisation_id", "district": "entry__district_id"}.get(quiz.team_by)
    rows = QuizAttempt.objects.filter(entry__quiz=quiz, state__in=["submitted", "expired"])
    return [
        Result(*row[:5], team=row[5] if team else None)
        for row in rows.values_list("entry", "number", "score", "took", "finished_at", team or "entry")
    ]


@pytest.mark.parametrize("mode", ["best", "first", "daily"])
@pytest.mark.parametrize("chance", range(6))
def test_the_board_is_the_ranking_of_the_stored_facts(mode, chance):
    quiz = quizzing.quiz(mode=mode)
    papers(quiz, Random(chance))
    wanted = ranked(results_of(quiz), mode, quiz.tie_seed)
    board = board_of(quiz, most=10)
    assert [(line.rank, line.entry, line.score) for line in board.lines] == [
        (rank, each.entry, each.score) for rank, each in enumerate(wanted[:10], 1)
    ]
    assert board.everybody == len(wanted)


@pytest.mark.parametrize("chance", range(4))
def test_one_s_own_line_has_the_rank_of_the_whole_board(chance):
    quiz = quizzing.quiz()
    papers(quiz, Random(chance))
    wanted = ranked(results_of(quiz), "best", quiz.tie_seed)
    for rank, each in enumerate(wanted, 1):
        person = QuizEntry.objects.get(pk=each.entry).person_id
        board = board_of(quiz, own=person, most=3)
        own = board.own or next(line for line in board.lines if line.is_own)
        assert (own.rank, own.entry) == (rank, each.entry)


@pytest.mark.parametrize("by", ["organisation", "district"])
@pytest.mark.parametrize("chance", range(3))
def test_teams_are_put_together_as_the_pure_function_does(by, chance):
    quiz = quizzing.quiz(team_by=by, team_size=2)
    teams = [guarding.enterprise().organisation for _ in range(3)]
    if by == "district":
        teams = list(Organisation.objects.reporting().order_by("pk")[:3])
    papers(quiz, Random(chance), teams=teams)
    wanted = teams_of(results_of(quiz), "best", 2, quiz.tie_seed)
    assert [line.together for line in teams_of_quiz(quiz)] == wanted
    assert [line.rank for line in teams_of_quiz(quiz)] == list(range(1, len(wanted) + 1))


def test_an_annulled_result_leaves_the_board_and_its_first_makes_no_second_the_first():
    quiz = quizzing.quiz(mode="first")
    player = people.applicant()
    first = quizzing.whole(player, quiz)
    quizzing.whole(player, quiz, right=2)
    assert [line.score for line in board_of(quiz).lines] == [25]
    finishing.annul_attempt(actor=people.officer(), attempt=first, reason="代答")
    assert board_of(quiz).lines == []


# --- take-up -------------------------------------------------------------------------------------


def test_take_up_counts_people_of_a_company_once():
    enterprise = guarding.enterprise(young_workers=40)
    quiz = quizzing.quiz(team_by="organisation", team_size=1)
    for user in people.crowd(3):
        for _twice in range(2):
            quizzing.submit(quizzing.start(user, quiz, team=enterprise.organisation))
    measured = take_up_of(enterprise, today(), today())
    assert (measured.value, measured.of, measured.percent) == (3, 40, 7)
    assert take_up_by_district(first=today(), last=today()) == {enterprise.organisation.reporting_org_id: 3}
    assert take_up_of(enterprise, today() - timedelta(days=9), today() - timedelta(days=1)).value == 0


def test_take_up_stands_among_the_facts_of_an_enterprise():
    told = {str(fact.label): fact.measured for fact in facts_of(guarding.enterprise(), today(), today())}
    assert told["参加安全答题"].value == 0
