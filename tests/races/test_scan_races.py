"""The door at one instant: many devices with one code, and a proof that ends while somebody scans."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.racing import CROWD, at_once, outcome
from tests.scanning import key, turn
from volunteers.door import IN
from volunteers.models import Scan, Shift, Signup, SignupTransition
from volunteers.services import door_scans, lapses, rolls, shifts
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def beginning():
    """A shift that begins in half an hour: its door is open now."""
    return turn(starts_at=now() + timedelta(minutes=30))


def scanned(of, opens):
    signup = Signup.objects.whole().get(pk=of.signup.pk)
    return door_scans.pass_door(actor=of.user, signup=signup, key=opens)


def test_of_64_devices_with_one_code_one_row_is_written_and_all_hear_the_same():
    of = beginning()
    opens = key(of.shift, now(), IN)
    answers = at_once(lambda _n: scanned(of, opens))

    assert outcome(answers) == {"Signup": CROWD}
    assert len({answer.checked_in_at for answer in answers}) == 1
    assert Scan.objects.count() == SignupTransition.objects.count() == 1


def nobody_waits(monkeypatch, of):
    """No lock, and everybody has looked before the first one writes."""
    looked, check = threading.Barrier(CROWD), door_scans.check_door
    monkeypatch.setattr(door_scans, "lock_volunteer", lambda _number: of.signup.volunteer)
    monkeypatch.setattr(door_scans, "lock_shift", lambda _number: of.shift)

    def check_together(*asked):
        looked.wait(timeout=60)
        return check(*asked)

    monkeypatch.setattr(door_scans, "check_door", check_together)


@pytest.mark.control
def test_without_the_lock_the_wall_still_lets_one_row_through(monkeypatch):
    of = beginning()
    opens = key(of.shift, now(), IN)
    nobody_waits(monkeypatch, of)
    answers = at_once(lambda _n: scanned(of, opens))

    assert outcome(answers) == {"Signup": 1, "MarkStands": CROWD - 1}
    assert Scan.objects.count() == 1


@pytest.mark.control
def test_without_lock_wall_and_move_there_are_many_rows(monkeypatch):
    of = beginning()
    opens = key(of.shift, now(), IN)
    nobody_waits(monkeypatch, of)
    monkeypatch.setattr(door_scans, "move_with", lambda _actor, signup, _scan: signup)
    with without_index("scan_counts_once", "volunteers_scan"):
        at_once(lambda _n: scanned(of, opens))
        assert Scan.objects.count() > 1


@contextmanager
def without_index(name, table):
    """Drop a unique index; put it back when the rows written meanwhile are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef(%s::regclass)", [name])
        (definition,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table}")
            cursor.execute(definition)


def test_a_release_and_a_check_in_at_one_instant_leave_one_of_both():
    """Half scan, half release: the place is taken by one of them, and the rows agree with it."""
    turns = [beginning() for _n in range(8)]
    opens = [key(of.shift, now(), IN) for of in turns]

    def act(number):
        of = turns[number % 8]
        if number < 32:
            return scanned(of, opens[number % 8])
        return released(of)

    at_once(act)
    for of in turns:
        signup = Signup.objects.get(pk=of.signup.pk)
        rows = Scan.objects.filter(signup=signup).count()
        moves = SignupTransition.objects.filter(signup=signup).count()
        assert (signup.state, rows, moves) in (("checked_in", 1, 1), ("released", 0, 1))


def released(of):
    with transaction.atomic():
        door_scans.lock_volunteer(of.signup.volunteer_id)
        return lapses.release(of.leader, Signup.objects.whole().get(pk=of.signup.pk), reason="lapsed")


WAITED_FOR = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"


def is_waited_for():
    """Whether somebody waits for a lock that this connection holds."""
    with connection.cursor() as cursor:
        cursor.execute(WAITED_FOR)
        return cursor.fetchone()[0]


def suspend_between(monkeypatch, module, shift, come):
    """
    Somebody comes and the shift is suspended, after its state was looked at and before they are written down.

    Whoever writes goes on when the suspension has committed, or when it waits for them.
    Returns who was first.
    """
    looked, suspended, order = threading.Event(), threading.Event(), []
    write = module.write_scan

    def write_late(*told, **more):
        looked.set()
        while not (suspended.is_set() or is_waited_for()):
            time.sleep(0.01)
        order.append("came")
        return write(*told, **more)

    def suspend():
        looked.wait(timeout=60)
        shifts.suspend_shift(actor=SYSTEM, shift=shift, reason="雷暴预警")
        order.append("suspended")
        suspended.set()

    monkeypatch.setattr(module, "write_scan", write_late)
    assert not [
        answer
        for answer in at_once(lambda number: (come, suspend)[number](), 2)
        if isinstance(answer, Exception)
    ]
    return order


def by_the_door(monkeypatch):
    of = beginning()
    opens = key(of.shift, now(), IN)
    return suspend_between(monkeypatch, door_scans, of.shift, lambda: scanned(of, opens))


def by_the_roll(monkeypatch):
    of = beginning()
    return suspend_between(
        monkeypatch, rolls, of.shift, lambda: rolls.mark(actor=of.leader, signup=of.fresh(), kind=IN)
    )


@pytest.mark.parametrize("come", [by_the_door, by_the_roll])
def test_nobody_comes_to_a_shift_after_it_was_suspended(monkeypatch, come):
    assert come(monkeypatch) == ["came", "suspended"]


@pytest.mark.control
@pytest.mark.parametrize(("come", "module"), [(by_the_door, door_scans), (by_the_roll, rolls)])
def test_without_the_lock_of_the_shift_somebody_comes_afterwards(monkeypatch, come, module):
    rows = Shift.objects.select_related("post__project", "post__role")
    monkeypatch.setattr(module, "lock_shift", lambda number: rows.get(pk=number))
    assert come(monkeypatch) == ["suspended", "came"]
