"""
One person at many stations in one second: what no constraint can count, the lock of the person's row holds.

Each control takes that lock away in the racing sessions and lets all of them look
before the first writes: the guarantee is then broken, so it is the lock that gave it.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from django.db import connection, transaction

from stations import services
from stations.errors import NotEligible
from stations.models import Stay, StayNight, Strike, Suspension
from stations.services import booking, moves, strikes, waiting
from tests import people
from tests.houses import book, house, in_one_year, paper, rule, soon
from tests.races.walls import all_look_first, without, without_lock_of_the_guest
from tests.racing import CROWD, at_once, outcome
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import at, standing_at
from zibo_youth.core.errors import Busy

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
HOUSES = 12


def reasons(answers):
    return {str(answer.code) for answer in answers if isinstance(answer, NotEligible)}


# --- two nights at each of twelve stations ----------------------------------------------------


def two_nights_at_each(guest):
    stations = [house("male:2") for _ in range(HOUSES)]
    return lambda n: book(guest, stations[n % HOUSES], in_one_year(2 * n), nights=2)


@pytest.fixture
def guest(db):
    rule(max_stays_per_window=100, horizon_days=600)
    return people.crowd(1)[0]


@pytest.mark.parametrize("crowd", [HOUSES, CROWD])
def test_of_two_nights_asked_many_times_at_twelve_stations_exactly_three_are_given(guest, crowd):
    answers = at_once(two_nights_at_each(guest), crowd=crowd)

    assert outcome(answers) == {"Stay": 3, "NotEligible": crowd - 3}
    assert reasons(answers) == {"cap_reached"}
    assert sorted(guest.person.station_nights.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.control
def test_control_without_the_lock_somebody_is_refused_nights_that_are_left(guest, monkeypatch):
    """The numbers hold the cap, and nothing else is fair: all twelve reach for the same number."""
    act = two_nights_at_each(guest)
    without_lock_of_the_guest(monkeypatch, booking)
    all_look_first(monkeypatch, booking, "facts_of_stay", HOUSES)

    answers = at_once(act, crowd=HOUSES)

    assert outcome(answers)["Stay"] < 3


@pytest.mark.control
def test_control_without_lock_and_numbers_twelve_times_two_nights_are_given(guest, monkeypatch):
    act = two_nights_at_each(guest)
    without_lock_of_the_guest(monkeypatch, booking)
    all_look_first(monkeypatch, booking, "facts_of_stay", HOUSES)

    with without("stay_night_number_used_once"):
        at_once(act, crowd=HOUSES)
        assert StayNight.objects.filter(guest=guest.person).count() == 2 * HOUSES


# --- how often a year -------------------------------------------------------------------------


def single_nights(user):
    stations = [house("male:2") for _ in range(HOUSES)]
    return lambda n: book(user, stations[n % HOUSES], in_one_year(n), nights=1)


def test_64_requests_at_twelve_stations_are_as_many_stays_as_a_year_allows():
    rule(max_stays_per_window=2, horizon_days=600)

    answers = at_once(single_nights(people.crowd(1)[0]))

    assert outcome(answers) == {"Stay": 2, "NotEligible": CROWD - 2}
    assert reasons(answers) == {"stays_reached"}


@pytest.mark.control
def test_control_without_the_lock_a_year_has_more_stays_than_it_allows(monkeypatch):
    rule(max_stays_per_window=2, horizon_days=600)
    act = single_nights(people.crowd(1)[0])
    without_lock_of_the_guest(monkeypatch, booking)
    all_look_first(monkeypatch, booking, "facts_of_stay", HOUSES)

    with without("stay_night_number_used_once"):
        at_once(act, crowd=HOUSES)
        assert Stay.objects.filter(state="submitted").count() > 2
        Stay.objects.all().delete()


# --- how many queues --------------------------------------------------------------------------


def queues_everywhere(user):
    """Houses without a bed: whoever asks there waits."""
    stations, file = [house("") for _ in range(HOUSES)], paper(user)

    def act(n):
        arrival = soon(3 + 2 * (n // HOUSES))
        return services.book_or_wait(
            actor=user,
            guest=user.person,
            station=stations[n % HOUSES],
            arrival=arrival,
            departure=arrival + timedelta(days=1),
            purpose="job_seeking",
            declared_non_native=True,
            evidence=[file],
        )

    return act


def test_64_requests_stand_in_as_many_queues_as_one_person_may():
    rule(max_waiting=2)

    answers = at_once(queues_everywhere(people.crowd(1)[0]))

    assert outcome(answers) == {"Stay": 2, "TooManyWaiting": CROWD - 2}
    assert Stay.objects.queued().count() == 2


@pytest.mark.control
def test_control_without_the_lock_one_person_stands_in_every_queue(monkeypatch):
    rule(max_waiting=2)
    act = queues_everywhere(people.crowd(1)[0])
    without_lock_of_the_guest(monkeypatch, booking)
    all_look_first(monkeypatch, waiting, "_may_wait", HOUSES)

    at_once(act, crowd=HOUSES)

    assert Stay.objects.queued().count() > 2


# --- strikes ----------------------------------------------------------------------------------

EVENINGS = 6


def six_missed_evenings():
    """One person, six houses, six evenings; the sixth strike suspends, and all are noted in one second."""
    rule(max_stays_per_window=100, no_show_limit=EVENINGS, horizon_days=600)
    user, missed = people.crowd(1)[0], []
    for evening in range(EVENINGS):
        station = house("male:1")
        stay = book(user, station, in_one_year(evening), nights=1)
        missed.append(services.approve_stay(actor=people.operator(station.operator), stay=stay))
    hour = at(in_one_year(EVENINGS), time(12))

    def act(n):
        with standing_at(hour):
            stay = Stay.objects.select_related(
                "guest", "station__operator", "station__reporting_org", "policy"
            ).get(pk=missed[n % EVENINGS].pk)
            return services.mark_no_show(actor=SYSTEM, stay=stay)

    return act


def test_64_jobs_note_six_evenings_once_each_and_suspend_once():
    answers = at_once(six_missed_evenings())

    assert outcome(answers) == {"Stay": EVENINGS, "WrongState": CROWD - EVENINGS}
    assert Strike.objects.count() == EVENINGS
    assert Suspension.objects.count() == 1


@pytest.mark.control
def test_control_without_the_lock_each_strike_counts_itself_and_nobody_is_suspended(monkeypatch):
    act = six_missed_evenings()
    without_lock_of_the_guest(monkeypatch, moves)
    all_look_first(monkeypatch, strikes, "count_of", EVENINGS)

    at_once(act, crowd=EVENINGS)

    assert Strike.objects.count() == EVENINGS
    assert not Suspension.objects.exists()


# --- a strike while a booking runs ------------------------------------------------------------


@contextmanager
def strike_in_the_making(stay, hour):
    """Another session has noted the evening that suspends, and has not committed yet."""
    is_noted, may_commit = threading.Event(), threading.Event()

    def note():
        try:
            with standing_at(hour), transaction.atomic():
                services.mark_no_show(actor=SYSTEM, stay=Stay.objects.get(pk=stay.pk))
                is_noted.set()
                may_commit.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as sessions:
        session = sessions.submit(note)
        assert is_noted.wait(10)
        try:
            yield
        finally:
            may_commit.set()
            session.result()


@pytest.fixture
def missed():
    """Who did not come, when that is noted, and a house elsewhere where the same person books meanwhile."""
    rule(max_stays_per_window=100, no_show_limit=1)
    user, station = people.crowd(1)[0], house("male:1")
    stay = services.approve_stay(
        actor=people.operator(station.operator), stay=book(user, station, soon(3), nights=1)
    )
    yield user, stay, house("male:1"), at(soon(4), time(12))
    connection.close()  # and with it the short patience


def book_elsewhere(missed):
    user, _stay, elsewhere, hour = missed
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    with standing_at(hour):
        return book(user, elsewhere, soon(12), nights=1)


def test_nobody_books_past_a_strike_that_is_being_noted(missed):
    _user, stay, _elsewhere, hour = missed
    with strike_in_the_making(stay, hour), pytest.raises(Busy):
        book_elsewhere(missed)

    with pytest.raises(NotEligible) as refusal:
        book_elsewhere(missed)

    assert str(refusal.value.code) == "suspended"
    assert Stay.objects.filter(state="submitted").count() == 0


@pytest.mark.control
def test_control_without_the_lock_a_suspended_person_has_just_booked(missed, monkeypatch):
    without_lock_of_the_guest(monkeypatch, booking)
    _user, stay, _elsewhere, hour = missed

    with strike_in_the_making(stay, hour):
        assert book_elsewhere(missed).state == "submitted"

    assert Suspension.objects.count() == 1
