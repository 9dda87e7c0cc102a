"""Reviewers at one instant: a case is in one hand, and one answer is handed in."""

import pytest

from stations import services
from stations.models import Stay
from stations.services import cases, moves
from tests import people
from tests.houses import book, house, paper_of, rule
from tests.racing import CROWD, at_once, outcome
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def fresh(stay):
    return Stay.objects.select_related("guest", "station").get(pk=stay.pk)


@pytest.fixture
def station(db):
    return house("male:2")


@pytest.fixture
def reviewers(station):
    return [people.operator(station.operator, f"审核{n}") for n in range(CROWD)]


def test_of_64_who_take_a_case_one_has_it(station, reviewers):
    stay = book(people.applicant(), station)

    answers = at_once(lambda n: services.take_case(actor=reviewers[n], stay=fresh(stay)))

    assert outcome(answers) == {"Stay": 1, "CaseTaken": CROWD - 1}
    [taken] = stay.transitions.filter(reason="case_taken")
    assert fresh(stay).reviewer == taken.actor


@pytest.mark.control
def test_the_control_without_the_look_under_the_lock_everybody_takes_it(station, reviewers, monkeypatch):
    stay = book(people.applicant(), station)
    monkeypatch.setattr(cases, "refuse_anothers", lambda *_args: None)

    answers = at_once(lambda n: services.take_case(actor=reviewers[n], stay=fresh(stay)))

    assert outcome(answers)["Stay"] > 1


def test_taking_and_deciding_at_one_instant_is_one_of_both(station, reviewers):
    stay = book(people.applicant(), station)

    def act(n):
        decide = services.take_case if n % 2 else services.approve_stay
        return decide(actor=reviewers[n], stay=fresh(stay))

    answers = at_once(act)

    after = fresh(stay)
    decided = [move.actor for move in stay.transitions.filter(to_state="approved", from_state="submitted")]
    assert len(decided) == (after.state == "approved")
    assert after.reviewer is None or decided in ([], [after.reviewer])
    assert set(outcome(answers)) <= {"Stay", "CaseTaken", "WrongState"}


def test_64_answers_at_one_instant_are_one(station):
    guest = people.applicant()
    stay, papers = book(guest, station), [paper_of(guest) for _ in range(CROWD)]
    services.return_stay(actor=people.operator(station.operator), stay=stay, reason="evidence_unclear")

    answers = at_once(lambda n: services.resubmit_stay(actor=guest, stay=fresh(stay), evidence=[papers[n]]))

    assert outcome(answers) == {"Stay": 1, "StateChanged": CROWD - 1}
    assert fresh(stay).evidence.count() == 1


def by_two(station, reviewers):
    """A request under a policy of two reviewers, and 64 presses of two people."""
    rule(two_reviewers=True)
    stay = book(people.applicant(), station)
    answers = at_once(lambda n: services.approve_stay(actor=reviewers[n % 2], stay=fresh(stay)))
    firsts = [move.actor for move in stay.transitions.filter(reason="first_approved")]
    seconds = [move.actor for move in stay.transitions.filter(to_state="approved")]
    return stay, answers, firsts, seconds


def test_of_64_approvals_of_two_people_one_is_the_first_and_one_the_second(station, reviewers):
    stay, answers, firsts, seconds = by_two(station, reviewers)

    assert (len(firsts), len(seconds)) == (1, 1)
    assert {*firsts, *seconds} == set(reviewers[:2])
    assert set(outcome(answers)) <= {"Stay", "SecondReviewerNeeded", "WrongState"}
    assert outcome(answers)["Stay"] == 2
    assert Notice.objects.filter(kind="stations.stay_approved", to=stay.guest).count() == 1


@pytest.mark.control
def test_the_control_without_the_locks_more_than_one_is_the_first(station, reviewers, monkeypatch):
    monkeypatch.setattr(moves, "lock_station", lambda _station: None)
    monkeypatch.setattr(moves, "refuse_anothers", lambda *_args: None)

    _stay, _answers, firsts, _seconds = by_two(station, reviewers)

    assert len(firsts) > 1
