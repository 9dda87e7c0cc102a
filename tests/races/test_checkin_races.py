"""The door of a session at one instant: two devices, the last place, taking back against leaving."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection

from events.checkin_errors import AlreadyIn
from events.models import EntryScan, Registration, Session
from events.presence import day_at
from events.services import registrations
from events.services.checkin import scanning, walk_ins
from events.services.checkin.walk_ins import Arrival, walk_in
from tests import eventing, people
from tests.races.walls import all_look_first
from tests.racing import CROWD, at_once, outcome
from zibo_youth.core.calendar import now

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
STEP = "entry_scan_step_is_taken_once"
DEVICES = 16


@pytest.fixture
def one():
    return eventing.register_before(people.applicant(), eventing.running())


@pytest.fixture
def desk():
    return people.officer()


@contextmanager
def without_the_step():
    """The walls of the chain away; the rows written meanwhile go before they come back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [STEP])
        (definition,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {STEP}")
        cursor.execute("ALTER TABLE events_entryscan DISABLE TRIGGER USER")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM events_entryscan")
            cursor.execute("ALTER TABLE events_entryscan ENABLE TRIGGER USER")
            cursor.execute(definition)


def unlocked(monkeypatch, crowd):
    """Nobody waits for anybody, and all have looked before the first one writes."""
    rows = Registration.objects.select_related("session__event", "person")
    monkeypatch.setattr(scanning, "lock_registration", lambda pk: rows.get(pk=pk))
    all_look_first(monkeypatch, scanning, "refusals", crowd)


def scans(one, desk, crowd, kind="in"):
    ticket, turn = eventing.ticket(one), one.session
    return at_once(lambda n: scanning.scan(actor=desk, session=turn, ticket=ticket, kind=kind), crowd=crowd)


# --- one pass, two devices -----------------------------------------------------------------------


def test_of_devices_that_scan_one_pass_one_says_welcome_and_the_others_since_when(one, desk):
    """booking.md §8, 22."""
    answers = scans(one, desk, DEVICES)
    assert outcome(answers) == {"EntryScan": 1, "AlreadyIn": DEVICES - 1}
    told = next(str(each) for each in answers if isinstance(each, AlreadyIn))
    assert desk.display_name in told


def test_without_the_lock_the_wall_alone_lets_one_in(one, desk, monkeypatch):
    unlocked(monkeypatch, DEVICES)
    answers = scans(one, desk, DEVICES)
    assert outcome(answers) == {"EntryScan": 1, "ScanOvertaken": DEVICES - 1}


@pytest.mark.control
def test_without_the_wall_and_the_lock_one_pass_is_welcomed_many_times(one, desk, monkeypatch):
    """Negative control: it is these two that let a pass in once."""
    unlocked(monkeypatch, DEVICES)
    with without_the_step():
        assert outcome(scans(one, desk, DEVICES))["EntryScan"] > 1


def test_one_press_sent_many_times_is_one_row_and_one_answer(one, desk):
    ticket, turn = eventing.ticket(one), one.session
    answers = at_once(
        lambda n: scanning.scan(actor=desk, session=turn, ticket=ticket, kind="in", key="press"),
        crowd=DEVICES,
    )
    assert outcome(answers) == {"EntryScan": DEVICES}
    assert len({scan.pk for scan in answers}) == 1


# --- taking back against leaving -----------------------------------------------------------------


def undone_while_leaving(one, desk):
    came, both = eventing.come(one, by=desk), threading.Barrier(2)

    def act(number):
        both.wait(timeout=30)
        if number:
            return scanning.undo_scan(actor=desk, scan=came, reason="扫错了人")
        ticket = eventing.ticket(one)
        return scanning.scan(actor=desk, session=one.session, ticket=ticket, kind="out")

    return at_once(act, crowd=2)


@pytest.mark.parametrize("turn", range(4))
def test_an_undo_and_a_leaving_at_one_instant_are_one_of_the_two(one, desk, turn):
    answers = undone_while_leaving(one, desk)
    assert outcome(answers)["EntryScan"] == 1
    assert EntryScan.objects.filter(step=2).count() == 1
    assert not EntryScan.objects.filter(step=3).exists()


@pytest.mark.control
def test_without_the_wall_and_the_lock_both_are_written(one, desk, monkeypatch):
    """Negative control: somebody who never came has left."""
    came = eventing.come(one, by=desk)
    rows = Registration.objects.select_related("session__event", "person")
    monkeypatch.setattr(scanning, "lock_registration", lambda pk: rows.get(pk=pk))
    seen, chain_of = threading.Barrier(2), scanning.chain_of

    def look_and_wait(*asked):
        found = chain_of(*asked)
        seen.wait(timeout=30)
        return found

    monkeypatch.setattr(scanning, "chain_of", look_and_wait)

    def act(number):
        if number:
            return scanning.undo_scan(actor=desk, scan=came, reason="扫错了人")
        ticket = eventing.ticket(one)
        return scanning.scan(actor=desk, session=one.session, ticket=ticket, kind="out")

    with without_the_step():
        assert outcome(at_once(act, crowd=2)) == {"EntryScan": 2}


# --- a place that goes while it is scanned -------------------------------------------------------


def test_a_place_that_is_released_while_it_is_scanned_is_in_before_or_not_at_all(desk):
    turn = eventing.running()
    here = [eventing.register_before(user, turn) for user in people.crowd(8)[:4]]
    tickets = [eventing.ticket(each) for each in here]

    def act(number):
        each = here[number // 2]
        if number % 2:
            return registrations.release_registration(actor=desk, registration=each, reason="名额调整")
        return scanning.scan(actor=desk, session=turn, ticket=tickets[number // 2], kind="in")

    answers = at_once(act, crowd=8)
    assert outcome(answers)["Registration"] == 4
    for each in here:
        scan = EntryScan.objects.filter(registration=each).first()
        assert scan is None or scan.recorded_at <= each.transitions.last().at
    with pytest.raises(scanning.PassNotGood):
        scanning.scan(actor=desk, session=turn, ticket=tickets[0], kind="in")


# --- the last place ------------------------------------------------------------------------------


def arrivals(turn, desk, crowd):
    quota = turn.quotas.get()
    return at_once(
        lambda n: walk_in(actor=desk, session=turn, arrival=Arrival(f"来宾{n}", f"139{n:08d}", quota)),
        crowd=crowd,
    )


def test_of_64_who_walk_in_one_has_the_last_place(desk):
    turn = eventing.running(1)
    assert outcome(arrivals(turn, desk, CROWD)) == {"EntryScan": 1, "WalkInFull": CROWD - 1}
    turn.refresh_from_db()
    assert turn.taken == 1


def open_until_the_end(capacity):
    """Registration and door at one time: the session is near."""
    start = now() + eventing.timedelta(minutes=30)
    return eventing.session(capacity, starts_at=start, closes_at=start, cancel_until=now())


@pytest.mark.parametrize("turn", range(3))
def test_a_walk_in_and_a_registration_at_one_instant_are_one_place(desk, turn):
    session, user = open_until_the_end(1), people.applicant()
    quota = session.quotas.get()

    def act(number):
        if number:
            return eventing.register(user, session)
        return walk_in(actor=desk, session=session, arrival=Arrival("来宾", "13900000001", quota))

    answers = outcome(at_once(act, crowd=2))
    assert answers in ({"EntryScan": 1, "SessionFull": 1}, {"Registration": 1, "WalkInFull": 1})
    session.refresh_from_db()
    assert session.taken == 1


@pytest.mark.parametrize("turn", range(3))
def test_a_place_that_comes_free_is_offered_and_no_walk_in_has_it(desk, turn):
    session, (first, second) = open_until_the_end(1), people.crowd(2)
    Session.objects.filter(pk=session.pk).update(cancel_until=session.starts_at)
    leaving, waiting = eventing.register(first, session), eventing.wait(second, session)
    quota = session.quotas.get()

    def act(number):
        if number:
            return eventing.cancel(leaving)
        return walk_in(actor=desk, session=session, arrival=Arrival("来宾", "13900000001", quota))

    answers = at_once(act, crowd=2)
    assert type(answers[0]).__name__ in ("WalkInFull", "WalkInWaits")
    waiting.refresh_from_db()
    assert waiting.state == "offered"


@pytest.mark.control
def test_without_counter_and_lock_the_last_place_is_given_to_many(desk, monkeypatch):
    """Negative control: the door has no count of its own."""
    turn = eventing.running(1)
    rows = Session.objects.select_related("event")
    monkeypatch.setattr(walk_ins, "lock_session", lambda pk: rows.get(pk=pk))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_registration DISABLE TRIGGER USER")
    try:
        arrivals(turn, desk, 4)
        assert turn.registrations.filter(state="registered").count() > 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE events_registration ENABLE TRIGGER USER")


def test_the_day_of_a_scan_is_the_session_s(one, desk):
    scans(one, desk, 2)
    assert EntryScan.objects.get().day == day_at(one.session, now())
