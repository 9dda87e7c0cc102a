"""Events at one instant: the last place, quotas, promotion against a newcomer, groups; and what holds them."""

import threading

import pytest
from django.db import connection, transaction

from events.models import Quota, Registration, RegistrationTransition
from events.querysets import RegistrationQuerySet
from events.services import events, places, registrations, sessions, taking
from tests import eventing, people
from tests.races import walls
from tests.races.walls import all_look_first
from tests.racing import CROWD, at_once, outcome, until_waited_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
State = Registration.State
WALL = "registration_once_per_session"


def cleared():
    RegistrationTransition.objects.all().delete()
    Registration.objects.all().delete()


@pytest.fixture
def without():
    yield from walls.taking_away(cleared)


def unlocked_take():
    """Without the lock, and slow enough that all have begun before the first one ends."""
    slow = taking.TAKE.replace("WITH standing", "WITH pause AS MATERIALIZED (SELECT pg_sleep(0.5)), standing")
    slow = slow.replace("events_quota AS part\n", "events_quota AS part, pause\n")
    return taking.prepared("take_places_unlocked", slow, lock=None)


def unlocked(monkeypatch):
    """Nobody waits for anybody, and all have looked before the first one writes."""
    monkeypatch.setattr(taking, "TAKE_PLACES", unlocked_take())
    all_look_first(monkeypatch, registrations, "refuse_early", CROWD)


def held(session):
    return sum(
        session.registrations.filter(state__in=["offered", "registered"]).values_list("seats", flat=True)
    )


# --- the last place ------------------------------------------------------------------------------


def test_of_64_one_has_the_last_place_and_63_hear_that_it_is_full():
    crowd, turn = people.crowd(CROWD), eventing.session(1)
    answers = at_once(lambda n: eventing.register(crowd[n], turn))
    assert outcome(answers) == {"Registration": 1, "SessionFull": CROWD - 1}


def test_without_locks_the_counter_alone_lets_one_in(monkeypatch):
    crowd, turn = people.crowd(CROWD), eventing.session(1)
    unlocked(monkeypatch)
    at_once(lambda n: eventing.register(crowd[n], turn))
    assert held(turn) == 1


@pytest.mark.control
def test_without_counter_and_locks_one_place_is_given_many_times(monkeypatch, without):
    """Negative control: it is these two that keep the last place of one."""
    crowd, turn = people.crowd(CROWD), eventing.session(1)
    unlocked(monkeypatch)
    without("session_never_overfull", "quota_never_overfull")
    at_once(lambda n: eventing.register(crowd[n], turn))
    assert held(turn) > 1


# --- a part of the places ------------------------------------------------------------------------


def test_of_64_at_two_halves_each_half_is_filled_exactly():
    crowd = people.crowd(CROWD, genders=(people.FEMALE, people.MALE))
    turn = eventing.session(4, quotas=eventing.WOMEN_AND_MEN)
    parts = ("女生", "男生")
    answers = at_once(lambda n: eventing.register(crowd[n], turn, parts[n % 2]))
    assert outcome(answers) == {"Registration": 4, "SessionFull": CROWD - 4}
    assert list(turn.quotas.values_list("taken", flat=True)) == [2, 2]


@pytest.mark.control
def test_without_the_counters_trigger_a_quota_is_given_many_times(monkeypatch, without):
    """Negative control: nobody else counts."""
    crowd, turn = people.crowd(CROWD), eventing.session(1)
    unlocked(monkeypatch)
    without(triggers=("events_registration", "registration_counts_its_places"))
    at_once(lambda n: eventing.register(crowd[n], turn))
    assert held(turn) > 1


# --- the queue -----------------------------------------------------------------------------------


def _one_leaves_and_newcomers_come(turn, leaving, crowd):
    def act(number):
        if number == 0:
            return eventing.cancel(leaving)
        return eventing.register(crowd[number], turn)

    return at_once(act)


def test_a_newcomer_never_has_the_place_that_somebody_waits_for():
    """booking.md §8, 17."""
    crowd, turn = people.crowd(CROWD + 1), eventing.session(1)
    leaving = eventing.register(crowd[0], turn)
    waiting = eventing.wait(crowd[CROWD], turn)
    _one_leaves_and_newcomers_come(turn, leaving, crowd)
    waiting.refresh_from_db()
    assert (waiting.state, held(turn)) == ("offered", 1)


@pytest.mark.control
def test_without_the_queue_s_wall_and_its_look_a_newcomer_overtakes(monkeypatch, without):
    """Negative control: nobody looks whether somebody waits, and whoever frees a place gives it to nobody."""
    crowd, turn = people.crowd(3), eventing.session(1)
    leaving = eventing.register(crowd[0], turn)
    waiting = eventing.wait(crowd[1], turn)
    monkeypatch.setattr(registrations, "settle", lambda session, **also: [])
    blind = taking.TAKE.replace("{in_the_queue}", "false")
    monkeypatch.setattr(
        taking, "TAKE_PLACES", taking.prepared("take_places_without_a_look", blind, lock=taking.LOCK_SESSION)
    )
    without(triggers=("events_registration", "registration_newcomer_never_overtakes"))
    eventing.cancel(leaving)
    newcomer = eventing.register(crowd[2], turn)
    waiting.refresh_from_db()
    assert (newcomer.state, waiting.state) == ("registered", "waiting")


def test_64_who_leave_at_one_instant_ask_64_who_wait():
    crowd, turn = people.crowd(2 * CROWD), eventing.session(CROWD)
    here = [eventing.register(user, turn) for user in crowd[:CROWD]]
    for user in crowd[CROWD:]:
        eventing.wait(user, turn)
    answers = at_once(lambda n: eventing.cancel(here[n]))
    assert outcome(answers) == {"Registration": CROWD}
    assert Registration.objects.filter(session=turn, state=State.OFFERED).count() == CROWD
    turn.refresh_from_db()
    assert turn.taken == CROWD


# --- one person ----------------------------------------------------------------------------------


def test_64_presses_of_one_person_are_one_registration():
    user, turn = people.applicant(), eventing.session(CROWD)
    answers = at_once(lambda n: eventing.register(user, turn))
    assert outcome(answers) == {"Registration": 1, "AlreadyRegistered": CROWD - 1}


@pytest.mark.control
def test_without_the_wall_one_person_registers_twice():
    """Negative control: the lock of the session orders them, the wall refuses the second."""
    user, turn = people.applicant(), eventing.session(CROWD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [WALL])
        (definition,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {WALL}")
    try:
        answers = at_once(lambda n: eventing.register(user, turn), crowd=4)
        assert outcome(answers) == {"Registration": 4}
    finally:
        RegistrationTransition.objects.all().delete()
        Registration.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(definition)


# --- an offer ------------------------------------------------------------------------------------


def test_an_offer_taken_and_lapsed_at_one_instant_is_one_of_the_two():
    (first, second), turn = people.crowd(2), eventing.session(1)
    leaving = eventing.register(first, turn)
    waiting = eventing.wait(second, turn)
    eventing.cancel(leaving)
    waiting.refresh_from_db()
    at = waiting.offer_until
    both = threading.Barrier(2)

    def act(number):
        both.wait(timeout=30)
        if number:
            return registrations.lapse_offers(at=at)
        return registrations.accept_offer(actor=second, registration=waiting)

    at_once(act, crowd=2)
    waiting.refresh_from_db()
    turn.refresh_from_db()
    assert (waiting.state, turn.taken) in [("registered", 1), ("lapsed", 0)]
    assert waiting.transitions.filter(from_state="offered").count() == 1


def test_raising_the_capacity_while_64_wait_gives_no_place_twice():
    crowd, turn = people.crowd(CROWD), eventing.session(1)
    eventing.register(crowd[0], turn)
    for user in crowd[1:]:
        eventing.wait(user, turn)
    quota, by = turn.quotas.get(), people.officer()

    def act(number):
        plan = eventing.plan_of(turn, capacity=10)
        return sessions.change_session(actor=by, session=turn, plan=plan)

    at_once(act, crowd=8)
    assert held(turn) == 10
    assert Quota.objects.get(pk=quota.pk).taken == 10
    assert places.State.WAITING in turn.registrations.values_list("state", flat=True)


# --- two sessions of one event -------------------------------------------------------------------


def leaving_while_called_off(monkeypatch):
    """Somebody at both sessions leaves the portal while the event is called off; the first one begins later."""
    made = eventing.event(session={"starts_at": eventing.clock(19, 9)})
    sessions.plan_session(actor=people.officer(), event=made, plan=eventing.session_plan())
    user, first_held, lock = people.applicant(), threading.Event(), sessions.lock_session
    for turn in made.sessions.all():
        eventing.register(user, turn)

    def lock_and_be_waited_for(number):
        locked = lock(number)
        if not first_held.is_set():
            first_held.set()
            until_waited_for()
        return locked

    monkeypatch.setattr(sessions, "lock_session", lock_and_be_waited_for)

    def act(number):
        if number:
            first_held.wait(timeout=30)
            with transaction.atomic():
                return registrations.end_registrations_of([user.person_id])
        return events.cancel_event(actor=people.officer(), event=made, reason="场馆停电")

    return outcome(at_once(act, crowd=2))


def test_whoever_leaves_and_whoever_calls_off_lock_the_sessions_in_one_order(monkeypatch):
    assert leaving_while_called_off(monkeypatch) == {"Event": 1, "NoneType": 1}
    assert set(Registration.objects.values_list("state", flat=True)) == {"released"}


@pytest.mark.control
def test_the_control_in_the_order_of_their_hours_they_cross(monkeypatch):
    """Negative control: ``order_by("session")`` is the session's own order, by its start."""
    by_number = RegistrationQuerySet.order_by

    def by_hour(rows, *names):
        return by_number(rows, *("session" if name == "session_id" else name for name in names))

    monkeypatch.setattr(RegistrationQuerySet, "order_by", by_hour)
    assert leaving_while_called_off(monkeypatch)["OperationalError"] == 1
