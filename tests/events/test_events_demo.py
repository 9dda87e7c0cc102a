"""The demonstration of the events: the article's days, and each way of registering to be seen."""

from datetime import date, time

import pytest
from django.db import connection

from events import demo
from events.board import board_of
from events.feedback_figures import feedback_of
from events.match_sight import figures_of
from events.models import (
    Attendance,
    AttendanceCertificate,
    MatchProfile,
    MatchRound,
    Registration,
    Session,
)
from tests.once import for_a_module
from tests.stations import article
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.core.calendar import at
from zibo_youth.core.invariants import verify

# Offices are held since before the article's spring, as `make demo` gives them.
LONG_AGO = at(date(2020, 11, 1), time(9))
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the demonstration, not to one test."""


@pytest.fixture(autouse=True)
def as_the_portal():
    """The demonstration is loaded once, as the portal's own role."""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Once for all tests of this file; the offices of the house come with the stations' part."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")), connection.cursor() as cursor:
        for account in accounts_of("stations"):
            if account.role in ("city_staff", "district_officer"):
                log_in(account, LONG_AGO)
        cursor.execute("SET ROLE zibo_app")
        demo.load(lambda words: None)
        cursor.execute("RESET ROLE")
        yield


@pytest.mark.parametrize("number", article.REPRODUCED_BY_EVENTS)
def test_a_figure_of_the_article_is_told_by_sessions_that_were_held(loaded, number):
    said, wanted = article.REPRODUCED_BY_EVENTS[number]
    assert said() == wanted


def test_a_session_is_full_with_its_queue_and_the_first_of_it_is_asked(loaded):
    turn = Session.objects.get(event__kind="study_tour")
    states = Registration.objects.filter(session=turn).order_by("pk").values_list("state", flat=True)
    assert (turn.taken, turn.capacity) == (12, 12)
    assert list(states)[12:] == ["offered", "waiting", "waiting", "waiting"]


def test_one_evening_is_under_way_and_one_has_its_result(loaded):
    states = MatchRound.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["planned", "released"]
    assert MatchProfile.objects.to_review().count() == 2
    running, over = MatchRound.objects.order_by("pk")
    assert (figures_of(running).chose, len(running.seating)) == (None, 6)
    assert (figures_of(over).chose, figures_of(over).pairs) == (3, 1)


def test_no_invariant_is_broken(loaded):
    assert {name: broken for name, broken in verify().items() if broken} == {}


def test_it_is_never_loaded_into_a_house_that_is_lived_in(loaded):
    assert demo.is_loaded()


def test_a_session_runs_with_some_inside_some_gone_and_some_expected(loaded):
    turn = Session.objects.get(event__title_en="Reading together")
    board = board_of(turn)
    assert (board.expected, board.inside, board.gone, board.missing) == (13, 7, 2, 4)


def test_last_week_some_attended_some_did_not_and_what_followed_is_there(loaded):
    turn = Session.objects.get(event__title_en="Forum: the business of a craft")
    rows = Attendance.objects.of_session(turn.pk)
    assert (rows.attended().count(), rows.absent().count()) == (12, 2)
    assert AttendanceCertificate.objects.standing().count() == 7
    assert feedback_of(turn).is_told
