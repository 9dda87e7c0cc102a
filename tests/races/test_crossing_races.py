"""
Two acts that undo each other, at 64 ways: one of them happened, the other is told so, and nothing lies between.

Each control takes away what decides between the two and shows what then happens.
"""

from __future__ import annotations

import threading
from collections import Counter
from datetime import time, timedelta

import pytest

from stations import services
from stations.errors import BedTaken, WrongState
from stations.invariants import NIGHTS, STAYS
from stations.models import Stay, StayNight, StayTransition, Strike
from stations.services import booking, moves, waiting
from stations.services.pool import release_nights
from tests import people
from tests.houses import book, house, rule, soon
from tests.races.test_queue_races import without_mark
from tests.races.walls import all_look_first, careless_move
from tests.racing import CROWD, at_once, outcome
from tests.stations.test_queue import wait
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import at, standing_at
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def everything_agrees():
    counted = verify()
    return not {name: counted[name] for name in NIGHTS | STAYS if counted[name]}


def read(stay):
    joined = "guest", "station__operator", "station__reporting_org", "policy"
    return Stay.objects.select_related(*joined).get(pk=stay.pk)


# --- cancel against promote -------------------------------------------------------------------

BEDS = 8


def beds_given_up_and_places_left():
    """
    Eight give their bed up, eight of sixteen who wait leave the queue, 48 newcomers press.

    Half of the newcomers press at once, the others when the first bed is free.
    """
    station, crowd = house(f"male:{BEDS}"), people.crowd(3 * BEDS + 48)
    holders = [book(user, station) for user in crowd[:BEDS]]
    queue = [wait(user, station) for user in crowd[BEDS : 3 * BEDS]]
    newcomers, is_free = crowd[3 * BEDS :], threading.Event()

    def act(n):
        if n < BEDS:
            given_up = services.withdraw_stay(actor=holders[n].booked_by, stay=holders[n])
            is_free.set()
            return given_up
        if n < 2 * BEDS:
            return leave(queue[2 * (n - BEDS)])
        if n % 2:
            is_free.wait(20)
        return book(newcomers[n - 2 * BEDS], station)

    return queue, act


def leave(stay):
    """Who was offered the bed at this very moment is told so, and lets that go as well."""
    try:
        return services.withdraw_stay(actor=stay.booked_by, stay=read(stay))
    except WrongState:
        return services.withdraw_stay(actor=stay.booked_by, stay=read(stay))


def test_64_who_give_up_leave_the_queue_or_come_anew_leave_the_beds_to_who_waited():
    queue, act = beds_given_up_and_places_left()

    answers = at_once(act)
    services.settle_queues()  # who was busy at that moment is asked again

    assert {answer.state for answer in answers if isinstance(answer, Stay)} == {"withdrawn"}
    assert {type(answer).__name__ for answer in answers[2 * BEDS :]} <= {"BedTaken", "QueueBusy"}
    states = [Stay.objects.get(pk=stay.pk).state for stay in queue]
    assert states == ["withdrawn", "offered"] * BEDS
    assert StayNight.objects.count() == 2 * BEDS
    assert everything_agrees()


@pytest.mark.control
def test_control_with_the_queue_asked_later_newcomers_have_the_beds(monkeypatch):
    _queue, act = beds_given_up_and_places_left()
    monkeypatch.setattr(moves, "give_back", lambda nights, station: release_nights(nights))

    with without_mark():
        answers = at_once(act)

    assert any(isinstance(answer, Stay) for answer in answers[2 * BEDS :])


# --- two no-show jobs -------------------------------------------------------------------------


def two_jobs_and_64_sessions():
    """Every session runs the job, and found the same evening missed."""
    station, user = house("male:1"), people.applicant()
    operator = people.operator(station.operator)
    stay = services.approve_stay(actor=operator, stay=book(user, station, nights=3))
    hour = at(stay.arrival + timedelta(days=1), time(12))

    def act(_n):
        with standing_at(hour):
            return services.mark_no_show(actor=SYSTEM, stay=read(stay))

    return stay, act


def test_64_jobs_that_found_one_missed_evening_move_it_once():
    stay, act = two_jobs_and_64_sessions()

    answers = at_once(act)

    assert outcome(answers) == {"Stay": 1, "WrongState": CROWD - 1}
    assert stay.transitions.filter(to_state="no_show").count() == 1
    assert Strike.objects.count() == 1
    assert [night.date for night in stay.nights.all()] == [stay.arrival]


@pytest.mark.control
def test_control_without_the_filter_on_the_old_state_one_evening_is_missed_many_times(monkeypatch):
    stay, act = two_jobs_and_64_sessions()
    careless_move(monkeypatch)

    at_once(act)

    assert stay.transitions.filter(to_state="no_show").count() > 1


# --- an offer taken and lapsed ----------------------------------------------------------------


def offer_at_its_last_minute():
    """One bed is offered; half of 64 sessions take it, half let it lapse."""
    station = house("male:1")
    holder = book(people.applicant(), station)
    first, second = (wait(people.applicant(), station) for _ in range(2))
    services.withdraw_stay(actor=holder.booked_by, stay=holder)
    first.refresh_from_db()

    def act(n):
        if n % 2:
            return services.accept_offer(actor=first.booked_by, stay=read(first))
        return waiting.lapse_offer(stay=read(first), at=first.offer_until)

    return first, second, act


def left_the_offer(stay):
    return StayTransition.objects.filter(stay=stay, from_state="offered")


def test_64_who_take_an_offer_or_let_it_lapse_move_it_once():
    first, second, act = offer_at_its_last_minute()

    answers = at_once(act)

    ends = Stay.objects.get(pk=first.pk).state, Stay.objects.get(pk=second.pk).state
    assert ends in {("submitted", "waiting"), ("expired", "offered")}
    assert left_the_offer(first).count() == 1
    assert outcome(answers)["OfferOver"] >= CROWD // 2 - 1
    assert sum(answer is True or isinstance(answer, Stay) for answer in answers) == 1
    assert everything_agrees()


@pytest.mark.control
def test_control_without_lock_and_filter_an_offer_is_taken_and_lapses(monkeypatch):
    """Everybody has seen the offer open; then it is taken, and then it lapses all the same."""
    first, second, act = offer_at_its_last_minute()
    is_taken, is_seen = threading.Event(), threading.Event()

    def end_after_all(actor, stay, to):
        is_seen.set()
        is_taken.wait(20)
        return moves.end_stay(actor, stay, to)

    monkeypatch.setattr(waiting, "lock_person", lambda _person: None)
    monkeypatch.setattr(waiting, "lock_guest_and_station", lambda *_ids: is_seen.wait(20))
    monkeypatch.setattr(waiting, "end_stay", end_after_all)
    careless_move(monkeypatch)

    def both(n):
        answer = act(n)
        if n % 2:
            is_taken.set()
        return answer

    at_once(both, crowd=2)

    assert left_the_offer(first).count() == 2
    assert Stay.objects.get(pk=first.pk).state == "expired"
    assert Stay.objects.get(pk=second.pk).state == "offered"


# --- a re-deal against a booking --------------------------------------------------------------

ROOMS = 16


def gaps_and_64_who_want_them():
    """
    Sixteen beds in pairs, each pair with two short stays: four nights in one bed are free after a re-deal alone.

    32 want those four nights, 32 want two that are free as the house lies.
    """
    rule(max_free_nights=6)
    station = house(" ".join(["male:2"] * (ROOMS // 2)))
    crowd = people.crowd(ROOMS + CROWD)
    for user in crowd[:ROOMS]:
        book(user, station, soon(5 if user.pk % 2 else 7), nights=2)
    newcomers = crowd[ROOMS:]
    return station, lambda n: book(newcomers[n], station, soon(5), nights=4 if n % 2 else 2)


def test_64_bookings_with_and_without_a_re_deal_fill_the_house_to_the_last_night():
    station, act = gaps_and_64_who_want_them()

    answers = at_once(act)

    assert set(outcome(answers)) == {"Stay", "BedTaken"}
    nights = Counter(StayNight.objects.filter(date__range=(soon(5), soon(6))).values_list("date", flat=True))
    assert nights == {soon(5): ROOMS, soon(6): ROOMS}
    assert everything_agrees()
    with pytest.raises(BedTaken):
        book(people.applicant(), station, soon(5), nights=1)


@pytest.mark.control
def test_control_without_the_lock_a_re_deal_and_a_booking_run_into_each_other(monkeypatch):
    """The constraints keep the beds; but somebody is refused, or crashes, although there was a plan."""
    _station, act = gaps_and_64_who_want_them()
    monkeypatch.setattr(booking, "lock_guest_and_station", lambda *_ids: False)
    all_look_first(monkeypatch, booking, "facts_of_stay", CROWD)

    answers = at_once(act)

    nights = StayNight.objects.filter(date__range=(soon(5), soon(6))).count()
    assert set(outcome(answers)) - {"Stay", "BedTaken"} or nights < 2 * ROOMS
