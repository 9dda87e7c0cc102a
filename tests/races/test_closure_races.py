"""A closure against everybody who touches the same beds at that instant: one proposal each, no orphan."""

import threading
from collections import Counter
from datetime import timedelta

import pgtrigger
import pytest
import time_machine
from django.db import IntegrityError, connection

from stations import services
from stations.closure_errors import RehousingSettled, StayRehoused
from stations.errors import BedTaken
from stations.invariants import NIGHTS, STAYS
from stations.models import Closure, Rehousing, Station, Stay
from stations.services import closures, drafts, places, proposals, rehousings
from tests import people
from tests.houses import book, house, paper_of, soon
from tests.racing import CROWD, at_once
from tests.stations.closing import approved, lies, room, shut
from tests.stations.test_queue import draft
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import Busy
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ORPHAN = "stay_in_a_closed_bed_without_a_proposal"


def torn():
    counted = verify()
    return {name: counted[name] for name in NIGHTS | STAYS if counted[name]}


def in_its_midst(monkeypatch, act):
    """
    Let ``act`` happen while a closure has begun to propose, in a session that does not wait long.

    Returns what that session hears; the closure goes on afterwards.
    """
    heard = []

    def other():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            heard.append(act())
        except Exception as refusal:
            heard.append(refusal)
        finally:
            connection.close()

    relodge = proposals.relodge

    def relodge_late(*asked):
        if not heard and threading.current_thread() is threading.main_thread():
            session = threading.Thread(target=other)
            session.start()
            session.join()
        return relodge(*asked)

    monkeypatch.setattr(proposals, "relodge", relodge_late)
    return heard


def without_locks(monkeypatch, *names):
    for module in (closures, places, proposals):
        for name in set(names) & set(vars(module)):
            monkeypatch.setattr(module, name, lambda ids: None)


def for_good(station, by=None):
    """The other way to close a house: the district writes its last day."""
    stored = Station.objects.get(pk=station.pk)
    stored.closed_on = soon()
    officer = by or people.officer(stored.reporting_org.code)
    return services.change_station(actor=officer, station=stored)


BOTH_WAYS = pytest.mark.parametrize("close", [shut, for_good])


# --- against a booking ---------------------------------------------------------------------------


@pytest.fixture
def half_full(db):
    """A house of two beds, one of them taken."""
    station = house("male:2")
    book(people.applicant(), station)
    return station


def booked_meanwhile(monkeypatch, station, close):
    user = people.applicant()
    paper_of(user)
    heard = in_its_midst(monkeypatch, lambda: book(user, station))
    close(station)
    return heard


@BOTH_WAYS
def test_nobody_books_into_a_house_that_is_being_closed(half_full, monkeypatch, close):
    [answer] = booked_meanwhile(monkeypatch, half_full, close)
    assert type(answer) is Busy
    assert torn() == {}


@pytest.mark.control
def test_without_the_lock_of_the_house_a_booking_becomes_an_orphan(half_full, monkeypatch):
    """Negative control; who closes for good writes the row of the house, and holds it by that too."""
    without_locks(monkeypatch, "lock_stations")
    [answer] = booked_meanwhile(monkeypatch, half_full, shut)
    assert type(answer) is Stay
    assert torn() == {ORPHAN: 1}


def test_64_who_book_while_a_house_closes_are_moved_or_refused():
    station, near = house("male:12"), house("male:6")
    crowd = people.crowd(CROWD)
    desk = people.operator(station.operator)

    def one(number):
        if number == 20:
            return len(shut(station, by=desk))
        return book(crowd[number], station)

    answers = at_once(one)

    proposals = answers[20]
    made = Counter(type(answer).__name__ for answer in answers)
    assert set(made) <= {"int", "Stay", BedTaken.__name__}, answers
    assert made["Stay"] == proposals == Rehousing.objects.count()
    assert Stay.objects.filter(station=near).count() == min(proposals, 6)
    assert torn() == {}


# --- against a check-in ------------------------------------------------------------------------------


@pytest.fixture
def tonight(db):
    """A guest who is expected tonight, in a house whose neighbour has room."""
    station = house("male:1")
    house("male:1")
    with time_machine.travel(now() - timedelta(days=4)):
        stay = approved(people.applicant(), station, today() + timedelta(days=4), 1)
    return Stay.objects.get(pk=stay.pk)


def checked_in_meanwhile(monkeypatch, stay):
    desk = people.operator(stay.station.operator)
    heard = in_its_midst(monkeypatch, lambda: services.check_in(actor=desk, stay=stay))
    [made] = shut(stay.station, 0, 2)
    return heard, made


def test_nobody_checks_in_into_a_bed_that_is_being_closed(tonight, monkeypatch):
    [answer], made = checked_in_meanwhile(monkeypatch, tonight)
    assert isinstance(answer, Exception)
    assert Stay.objects.get(pk=tonight.pk).state == "approved"
    assert made.state == "proposed"
    assert torn() == {}


@pytest.mark.control
def test_without_the_lock_of_the_stay_a_guest_is_in_one_house_and_the_bed_in_another(tonight, monkeypatch):
    """Negative control: the closure still takes the guest for one to come."""
    without_locks(monkeypatch, "lock_stays")
    [answer], made = checked_in_meanwhile(monkeypatch, tonight)
    assert type(answer) is Stay
    stay = Stay.objects.get(pk=tonight.pk)
    assert (stay.state, stay.station) == ("checked_in", made.held.station)
    assert stay.station != tonight.station


def test_many_desks_and_a_closure_at_once_agree_on_where_the_guest_is(tonight):
    desk = people.operator(tonight.station.operator)
    seen = [Stay.objects.select_related("guest", "station").get(pk=tonight.pk) for _ in range(8)]

    def one(number):
        if number == 4:
            return shut(tonight.station, 0, 2, by=desk)
        return services.check_in(actor=desk, stay=seen[number])

    answers = at_once(one, 8)

    [made] = answers[4]
    won = [answer for answer in answers if isinstance(answer, Stay)]
    stay = Stay.objects.get(pk=tonight.pk)
    assert len(won) == (stay.state == "checked_in")
    if not won:
        assert any(isinstance(answer, StayRehoused) for answer in answers)
    assert made.held_id == stay.pk
    assert torn() == {}


# --- against another closure -------------------------------------------------------------------------


@pytest.fixture
def three_rooms(db):
    station = house("male:1 male:1 male:1")
    lies(book(people.applicant(), station), "101")
    return station


def closed_twice(monkeypatch, station):
    heard = in_its_midst(monkeypatch, lambda: shut(room(station)))
    shut(room(station))
    return heard


def test_two_closures_of_one_room_come_one_after_the_other(three_rooms, monkeypatch):
    [answer] = closed_twice(monkeypatch, three_rooms)
    assert type(answer) is Busy
    assert Rehousing.objects.count() == 1
    assert torn() == {}


@pytest.mark.control
def test_without_the_lock_of_the_house_a_second_proposal_runs_into_the_wall(three_rooms, monkeypatch):
    """Negative control: the guest has been moved meanwhile, and the database itself refuses to do it twice."""
    without_locks(monkeypatch, "lock_stations", "lock_stays")
    with pytest.raises(IntegrityError, match="rehousing_open_once_per_stay"):
        closed_twice(monkeypatch, three_rooms)


def test_many_closures_of_one_room_make_one_proposal(three_rooms):
    desk = people.operator(three_rooms.operator)
    answers = at_once(lambda number: len(shut(room(three_rooms), by=desk)), 8)
    assert sorted(answers) == [0] * 7 + [1]
    assert Closure.objects.count() == 8
    assert torn() == {}


@BOTH_WAYS
def test_two_houses_that_close_into_each_other_do_not_lock_each_other_out(close):
    """Each looks for room in the other: whoever is second finds it closed."""
    first, second = house("male:2"), house("male:2")
    for station in (first, second):
        book(people.applicant(), station)
    desks = [people.operator(station.operator) for station in (first, second)]
    if close is for_good:
        desks = [people.officer("zhangdian")] * 2

    answers = at_once(lambda number: len(close((first, second)[number], by=desks[number])), 2)

    assert sorted(answers) == [1, 2]
    assert Rehousing.objects.filter(state="to_arrange").count() == 2
    assert torn() == {}


# --- an answer against the clock ---------------------------------------------------------------------


@pytest.fixture
def proposed(db):
    station = house("male:1")
    house("male:1")
    book(people.applicant(), station)
    [made] = shut(station)
    Rehousing.objects.update(answer_by=now())
    return made


def test_a_yes_and_the_deadline_at_one_instant_end_in_a_yes(proposed):
    guest = proposed.stay.booked_by

    def one(number):
        if number % 2:
            return services.lapse_rehousings(at=now())
        return services.accept_rehousing(actor=guest, rehousing=Rehousing.objects.get(pk=proposed.pk))

    answers = at_once(one, 32)

    assert Rehousing.objects.get(pk=proposed.pk).state == "accepted"
    assert sum(isinstance(answer, Rehousing) for answer in answers) == 1
    assert sum(isinstance(answer, RehousingSettled) for answer in answers) == 15
    assert sum(answer for answer in answers if isinstance(answer, int)) <= 1


@pytest.mark.control
def test_without_the_old_state_in_the_update_the_deadline_takes_a_yes_back(proposed, monkeypatch):
    """Negative control: the move looks at nothing, and the database's own wall is away."""
    services.accept_rehousing(actor=proposed.stay.booked_by, rehousing=proposed)

    def lapse(rehousing, at):
        return Rehousing.objects.filter(pk=rehousing.pk).update(state="lapsed", decided_at=None)

    monkeypatch.setattr(rehousings, "_lapse", lapse)
    with pgtrigger.ignore("stations.Rehousing:rehousing_moves_as_allowed"):
        rehousings._lapse(proposed, now())
    assert Rehousing.objects.get(pk=proposed.pk).state == "lapsed"


# --- against a bed that is held while its guest fills in -------------------------------------------------


def holding_meanwhile(monkeypatch, station, stay, guest):
    """The guest's draft is read and its row locked; then the house closes; then the hold goes on."""
    has_read, is_closed = threading.Event(), threading.Event()
    lock_station = drafts.lock_station

    def late(number):
        has_read.set()
        is_closed.wait(20)
        return lock_station(number)

    monkeypatch.setattr(drafts, "lock_station", late)
    heard = []

    def hold():
        heard.append(services.hold_bed(actor=guest, stay=stay))
        connection.close()

    session = threading.Thread(target=hold)
    session.start()
    has_read.wait(20)
    shut(room(station))
    is_closed.set()
    session.join()
    return heard[0]


@pytest.fixture
def two_rooms(db):
    return house("male:1 male:1")


def test_a_hold_that_is_asked_for_again_while_its_room_closes_gets_another_bed(two_rooms, monkeypatch):
    guest = people.applicant()
    stay = services.hold_bed(actor=guest, stay=draft(guest, two_rooms))
    assert stay.nights.first().room.name == "101"
    again = holding_meanwhile(monkeypatch, two_rooms, stay, guest)
    assert {night.room.name for night in again.nights.select_related("room")} == {"102"}
    assert again.held_until is not None
    assert torn() == {}


@pytest.mark.control
def test_without_the_second_look_the_page_promises_a_bed_that_is_not_held(two_rooms, monkeypatch):
    """Negative control: what was read before the station's lock is believed."""
    guest = people.applicant()
    stay = services.hold_bed(actor=guest, stay=draft(guest, two_rooms))
    refresh = Stay.refresh_from_db

    def once(self, using=None, fields=None, **options):
        if fields != ["held_until"]:
            refresh(self, using, fields, **options)

    monkeypatch.setattr(Stay, "refresh_from_db", once)
    again = holding_meanwhile(monkeypatch, two_rooms, stay, guest)
    assert (again.held_until is not None, again.nights.count()) == (True, 0)


def test_32_who_hold_or_hand_in_while_their_house_closes_leave_no_closed_bed_taken():
    station, crowd = house("male:16"), people.crowd(32)
    desk = people.operator(station.operator)
    stays = [draft(guest, station) for guest in crowd]
    for guest, stay in list(zip(crowd, stays, strict=True))[:16]:
        services.hold_bed(actor=guest, stay=stay)

    def one(number):
        if number == 9:
            return len(shut(station, by=desk))
        act = services.hold_bed if number % 2 else services.submit_stay
        return act(actor=crowd[number], stay=Stay.objects.get(pk=stays[number].pk))

    at_once(one, 32)

    assert not Stay.objects.holding().exists()
    assert torn() == {}
