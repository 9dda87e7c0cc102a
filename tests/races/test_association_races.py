"""One delegate and one judge at 64 devices, 64 delegates at one box: each with the control without the wall."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import connection

from tests import electing
from tests.races.walls import dropped
from tests.racing import CROWD, at_once, outcome
from volunteers import ballot_box
from volunteers.models import BallotRound, PanelScore, Turnout
from volunteers.services import balloting, panel

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@contextmanager
def without(name: str, table: str):
    """Drop a constraint; empty its table before it comes back."""
    with dropped(name):
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {table}")


def left(opened):
    """Names on the turnout, ballots in the box."""
    opened.refresh_from_db()
    return Turnout.objects.filter(round=opened).count(), ballot_box.count_of(bytes(opened.box))


def one_delegate_at_64_devices():
    office = electing.session(present=1, names=2)
    opened = electing.open_round(office)
    return opened, at_once(lambda n: electing.vote(opened, office.delegates[0], n % 2))


def test_one_delegate_at_64_devices_votes_once():
    opened, answers = one_delegate_at_64_devices()

    assert outcome(answers) == {"NoneType": 1, "AlreadyVoted": CROWD - 1}
    assert left(opened) == (1, 1)


@pytest.mark.control
def test_the_control_without_the_constraint_one_delegate_votes_many_times():
    with without("turnout_once_per_round", "volunteers_turnout"):
        opened, _answers = one_delegate_at_64_devices()
        assert left(opened)[0] > 1


def sixty_four_delegates_at_one_box():
    office = electing.session(present=CROWD, names=2)
    opened = electing.open_round(office)
    return opened, at_once(lambda n: electing.vote(opened, office.delegates[n], n % 2))


def test_64_delegates_at_one_box_lose_no_ballot():
    opened, answers = sixty_four_delegates_at_one_box()

    assert outcome(answers) == {"NoneType": CROWD}
    assert left(opened) == (CROWD, CROWD)
    counted = electing.count(opened)
    assert [name.votes for name in counted.names.all()] == [CROWD // 2, CROWD // 2]


@pytest.mark.control
def test_the_control_without_the_lock_ballots_are_lost(monkeypatch):
    monkeypatch.setattr(balloting, "lock_round", lambda number, *_states: BallotRound.objects.get(pk=number))
    opened, _answers = sixty_four_delegates_at_one_box()

    voted, ballots = left(opened)
    assert ballots < voted


def one_judge_at_64_devices():
    season = electing.season(state="review")
    seat, named = electing.member(season), electing.nomination(electing.category(season))
    return at_once(
        lambda n: (
            panel.score(actor=seat.user, member=seat, nomination=named, points=n)
            if n % 2
            else panel.recuse(actor=seat.user, member=seat, nomination=named, why="relative")
        )
    )


def test_one_judge_at_64_devices_scores_or_recuses_once():
    answers = one_judge_at_64_devices()

    assert outcome(answers) == {"PanelScore": 1, "AlreadyScored": CROWD - 1}
    assert PanelScore.objects.count() == 1


@pytest.mark.control
def test_the_control_without_the_constraint_one_judge_scores_after_a_recusal():
    with without("panel_score_once_per_member", "volunteers_panelscore"):
        one_judge_at_64_devices()
        assert PanelScore.objects.given().exists()
        assert PanelScore.objects.filter(points__isnull=True).exists()
