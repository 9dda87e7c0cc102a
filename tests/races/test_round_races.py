"""招募 under load: the last place, one volunteer with many devices, the flow, leaving; and what walls hold."""

import threading
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest

from tests import rounding, volunteering
from tests.races.walls import disabled, dropped
from tests.racing import CROWD, at_once
from volunteers.models import Application, ApplicationTransition, Round
from volunteers.round_errors import AlreadyApplied, ApplicationMoved
from volunteers.services import applications, round_due, round_places, round_taking
from volunteers.services.registration import leave
from zibo_youth.core.calendar import now
from zibo_youth.core.prepared import Prepared

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@contextmanager
def without(name):
    """Drop a wall; put it back when the applications written meanwhile are gone."""
    with dropped(name):
        try:
            yield
        finally:
            Application.objects.all().delete()


def places(of):
    """Every place with how many hold it, and that none lies beyond a quota."""
    held = Counter(of.applications.seated().values_list("pool", "seat"))
    assert all(seat <= of.pools.get(pk=pool).quota for pool, seat in held)
    return held


def press(of, crowd):
    return at_once(lambda n: applications.apply(actor=crowd[n].user, round=of), len(crowd))


def test_of_64_who_press_for_the_last_place_one_has_it_and_63_wait_in_order():
    of = rounding.call(1)
    [pool] = of.pools.counted()
    crowd = rounding.students(pool, CROWD)

    answers = press(of, crowd)

    assert {type(answer) for answer in answers} == {Application}, Counter(map(repr, answers))
    assert Counter(rounding.states(of)) == {"offered": 1, "waitlisted": CROWD - 1}
    assert list(of.applications.values_list("number", "rank")) == [(n, n) for n in range(1, CROWD + 1)]
    assert of.applications.get(state="offered").number == 1


def without_lock(monkeypatch):
    """Numbers come from elsewhere, nobody waits for anybody, and each has looked before the first one writes."""
    numbered = "numbered AS (SELECT %(volunteer)s::int AS number), free AS"
    sql = f"WITH {numbered}{round_taking.TAKE.partition('free AS')[2]}"
    sql = sql.replace("FROM numbered", "FROM (SELECT pg_sleep(1)) AS pause, numbered")
    slow = Prepared("take_slowly", sql, round_taking.TYPES)
    monkeypatch.setattr(round_taking, "TAKE_PLACE", slow)


@pytest.mark.control
def test_the_seat_alone_still_lets_only_one_of_them_in(monkeypatch):
    of = rounding.call(1)
    without_lock(monkeypatch)

    answers = press(of, rounding.students(of.pools.get(), 16))

    assert Counter(type(answer).__name__ for answer in answers) == {"Application": 1, "IntegrityError": 15}
    assert sum(places(of).values()) == 1


@pytest.mark.control
def test_control_without_lock_and_seat_many_hold_the_last_place(monkeypatch):
    """Negative control."""
    of = rounding.call(1)
    without_lock(monkeypatch)

    with without("application_one_volunteer_per_seat"):
        press(of, rounding.students(of.pools.get(), 16))
        assert sum(places(of).values()) > 1


def test_one_volunteer_with_64_devices_applies_once():
    of = rounding.call(shared=5)
    [one] = rounding.students(None, 1)

    answers = press(of, [one] * CROWD)

    assert Counter(map(type, answers)) == {Application: 1, AlreadyApplied: CROWD - 1}
    assert sum(places(of).values()) == 1


@pytest.mark.control
def test_control_without_the_wall_one_volunteer_holds_several_places():
    """Negative control."""
    of = rounding.call(shared=5)
    [one] = rounding.students(None, 1)

    with without("application_once_per_round"):
        press(of, [one] * 8)
        assert sum(places(of).values()) == 5


@pytest.mark.parametrize("attempt", range(3))
def test_an_offer_is_accepted_or_lapses_and_never_both(attempt):
    of = rounding.call(shared=1)
    held, waiting = rounding.apply(of, *rounding.students(None, 2))
    user = volunteering.user_of(held.volunteer)

    def act(number):
        if number % 2:
            return round_due.lapse_offers(at=held.offer_until)
        return applications.accept(actor=user, application=Application.objects.get(pk=held.pk))

    at_once(act, 16)

    held.refresh_from_db()
    waiting.refresh_from_db()
    # The first who lapse it offer it on, and the next look may find that offer's time over too.
    assert (held.state, waiting.state) in {
        ("accepted", "waitlisted"),
        ("accepted", "bench"),
        ("expired", "offered"),
        ("expired", "expired"),
    }
    assert held.transitions.filter(to_state__in=["accepted", "expired"]).count() == 1
    assert sum(places(of).values()) <= 1


def careless_moves(monkeypatch):
    """Nobody holds the round, both have looked before one writes, and whoever writes asks no state."""
    together = threading.Barrier(2)

    def move(actor, application, to, **_said):
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=60)
        seat = [application.pool_id, application.seat, application.cap] if to == "accepted" else [None] * 3
        seated = dict(zip(("pool", "seat", "cap"), seat, strict=True))
        Application.objects.filter(pk=application.pk).update(state=to, **seated)
        ApplicationTransition.objects.create(application=application, from_state="offered", to_state=to)

    for module in (applications, round_due):
        monkeypatch.setattr(module, "lock_round", lambda number: Round.objects.get(pk=number))
        monkeypatch.setattr(module, "move_application", move)


@pytest.mark.control
def test_control_without_lock_and_guards_an_offer_is_accepted_and_lapses(monkeypatch):
    """Negative control."""
    of = rounding.call(shared=1)
    [held] = rounding.apply(of, *rounding.students(None, 1))
    user = volunteering.user_of(held.volunteer)
    careless_moves(monkeypatch)

    def act(number):
        if number:
            return round_due.lapse_offers(at=held.offer_until)
        return applications.accept(actor=user, application=Application.objects.get(pk=held.pk))

    with disabled("volunteers_application", "application_moves_as_allowed"):
        at_once(act, 2)

    assert set(held.transitions.values_list("to_state", flat=True)) == {"offered", "accepted", "expired"}


def test_places_that_flow_and_students_who_come_meanwhile_never_meet():
    of = rounding.call(8, flows_at=now() - timedelta(minutes=1))
    pool = of.pools.get()
    away = volunteering.organisation(kind="university")
    volunteering_pool = of.pools.create(university=away, quota=1)
    strangers = rounding.students(volunteering_pool, 9)
    Round.objects.filter(pk=of.pk).update(flows_at=now() + timedelta(days=1))
    rounding.apply(of, *strangers)
    Round.objects.filter(pk=of.pk).update(flows_at=now() - timedelta(minutes=1))
    students = rounding.students(pool, 32)

    def act(number):
        if number % 2:
            return round_due.deal_due(at=now())
        return applications.apply(actor=students[number // 2].user, round=of)

    answers = at_once(act)

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    held = places(of)
    assert len(held) == 9
    assert set(held.values()) == {1}
    assert of.applications.count() == 41


@pytest.mark.control
def test_control_without_the_rounds_lock_places_are_dealt_twice(monkeypatch):
    """Negative control."""
    of = rounding.call(shared=1)
    rounding.apply(of, *rounding.students(None, 6))
    of.pools.update(quota=3)
    together, free = threading.Barrier(4), round_places._free_seats

    def look_and_wait(held):
        seen = free(held)
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=60)
        return seen

    monkeypatch.setattr(round_due, "lock_round", lambda number: Round.objects.get(pk=number))
    monkeypatch.setattr(round_places, "_free_seats", look_and_wait)

    answers = at_once(lambda n: round_due.deal_due(at=now()), 4)

    assert [answer for answer in answers if isinstance(answer, Exception)]


@pytest.mark.parametrize("attempt", range(3))
def test_whoever_leaves_while_a_place_comes_free_does_not_keep_it(attempt):
    of = rounding.call(shared=1)
    holder, going, staying = rounding.students(None, 3)
    held, _second, _third = rounding.apply(of, holder, going, staying)

    def act(number):
        if number % 2:
            return leave(actor=going.user, volunteer=going)
        return applications.decline(actor=holder.user, application=Application.objects.get(pk=held.pk))

    at_once(act, 8)

    assert rounding.states(of) == ["declined", "withdrawn", "offered"]


@pytest.mark.parametrize("attempt", range(3))
def test_whoever_withdraws_while_a_place_comes_free_neither_keeps_nor_loses_it(attempt):
    of = rounding.call(shared=1)
    holder, going, staying = rounding.students(None, 3)
    held, second, _third = rounding.apply(of, holder, going, staying)

    def act(number):
        one, act = [(second, applications.withdraw), (held, applications.decline)][number % 2]
        user = (going, holder)[number % 2].user
        return act(actor=user, application=Application.objects.get(pk=one.pk))

    at_once(act, 8)

    assert rounding.states(of) == ["declined", "withdrawn", "offered"]
    assert list(places(of).values()) == [1]


@pytest.mark.control
def test_control_without_the_rounds_lock_a_place_is_lost_on_somebody_who_goes(monkeypatch):
    """Negative control: the next has left between the look and the offer, and the place stays where it was."""
    of = rounding.call(shared=1)
    holder, going, staying = rounding.students(None, 3)
    held, second, _third = rounding.apply(of, holder, going, staying)
    looked, gone, free = threading.Event(), threading.Event(), round_places._free_seats

    def look_and_wait(of):
        looked.set()
        gone.wait(timeout=60)
        return free(of)

    def act(number):
        if number:
            return applications.decline(actor=holder.user, application=held)
        looked.wait(timeout=60)
        monkeypatch.setattr(round_places, "_free_seats", free)
        left = applications.withdraw(actor=going.user, application=second)
        gone.set()
        return left

    monkeypatch.setattr(applications, "lock_round", lambda number: Round.objects.get(pk=number))
    monkeypatch.setattr(round_places, "_free_seats", look_and_wait)

    _withdrawn, declined = at_once(act, 2)

    assert isinstance(declined, ApplicationMoved)
    assert rounding.states(of) == ["offered", "withdrawn", "waitlisted"]
