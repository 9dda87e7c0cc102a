"""Who attended and who was absent: settled from the scans, by the clock or the desk, as often as one likes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from events.checkin_errors import SessionDoorShut, SessionNotOverYet
from events.models import Attendance, Registration, Session
from events.presence import day_at, days_of, hours_of, planned_minutes
from events.services import registrations
from events.services.checkin import settling
from events.tasks import settle_attendances
from tests import eventing, people
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn():
    return eventing.running(most_together=3)


def settle(turn, by=None):
    return settling.settle_attendance(actor=by or people.officer(), session=turn)


def at_the_end(turn, minutes=1):
    return standing_at(turn.ends_at + timedelta(minutes=minutes))


def test_who_came_in_attended_and_who_never_did_was_absent(turn):
    came, stayed_away = (eventing.register_before(user, turn) for user in people.crowd(2))
    eventing.come(came)
    with at_the_end(turn):
        assert settle(turn) == 1
    assert list(Registration.objects.attended()) == [came]
    assert list(Registration.objects.absent()) == [stayed_away]


def test_before_it_is_settled_nobody_is_either(turn):
    eventing.come(eventing.register_before(people.applicant(), turn))
    assert not Registration.objects.attended().exists()
    assert not Registration.objects.absent().exists()


def test_of_a_party_each_seat_is_counted_and_one_is_enough_for_the_registration(turn):
    party = eventing.register_before(people.applicant(), turn, seats=3)
    eventing.come(party, 2)
    with at_the_end(turn):
        settle(turn)
    assert list(party.attendances.values_list("attended", flat=True)) == [False, True, False]
    assert Registration.objects.attended().get() == party


def test_minutes_are_those_within_the_hours_and_whoever_was_not_seen_to_leave_stayed(turn):
    first, second = (eventing.register_before(user, turn) for user in people.crowd(2))
    with standing_at(turn.starts_at - timedelta(minutes=20)):
        eventing.come(first)
        eventing.come(second)
    with standing_at(turn.starts_at + timedelta(minutes=30)):
        eventing.go(first)
    with standing_at(turn.starts_at + timedelta(minutes=60)):
        eventing.come(first)
    with standing_at(turn.starts_at + timedelta(minutes=90)):
        eventing.go(first)
    with at_the_end(turn):
        settle(turn)
    told = Attendance.objects.values_list("registration", "minutes", "left_at")
    assert {(of, minutes, left is None) for of, minutes, left in told} == {
        (first.pk, 60, False),
        (second.pk, 120, True),
    }


def test_twice_is_the_same_and_writes_nothing(turn):
    eventing.come(eventing.register_before(people.applicant(), turn))
    with at_the_end(turn):
        settle(turn)
        before = list(Attendance.objects.values())
        settle(turn)
    assert list(Attendance.objects.values()) == before


def test_the_clock_settles_where_the_door_was_used_and_once(turn):
    eventing.come(eventing.register_before(people.applicant(), turn))
    unused = eventing.running()
    eventing.register_before(people.applicant(), unused)
    with at_the_end(turn, 60 * 13):
        assert settle_attendances() == 1
        assert settle_attendances() == 0
    assert not Attendance.objects.of_session(unused.pk).exists()


def test_the_clock_waits_for_some_hours(turn):
    eventing.come(eventing.register_before(people.applicant(), turn))
    with at_the_end(turn, 60):
        assert settle_attendances() == 0


def test_what_is_taken_back_afterwards_is_settled_again(turn):
    one = eventing.register_before(people.applicant(), turn)
    came = eventing.come(one)
    with at_the_end(turn):
        settle(turn)
        eventing.take_back(came)
    assert Registration.objects.absent().get() == one


def test_whose_place_is_gone_is_neither(turn):
    one = eventing.register_before(people.applicant(), turn)
    registrations.release_registration(actor=people.officer(), registration=one, reason="名额调整")
    with at_the_end(turn):
        settle(turn)
    assert not Attendance.objects.exists()


def test_not_before_the_end_nor_of_what_was_called_off_nor_by_others(turn):
    with pytest.raises(SessionNotOverYet):
        settle(turn)
    with pytest.raises(NotAllowed):
        settle(turn, people.officer(of="linzi"))
    Session.objects.filter(pk=turn.pk).update(state="cancelled", note="停电")
    with at_the_end(turn), pytest.raises(SessionDoorShut):
        settle(turn)


@pytest.mark.parametrize(
    ("told", "wall"),
    [
        ({"attended": True}, "attendance_of_who_came_says_when"),
        ({"attended": False, "minutes": 5}, "attendance_of_who_came_says_when"),
    ],
)
def test_the_database_itself_refuses(turn, told, wall):
    one = eventing.register_before(people.applicant(), turn)
    with pytest.raises(IntegrityError, match=wall):
        Attendance.objects.create(registration=one, **told)


# --- days and hours ------------------------------------------------------------------------------


def plain(start, end):
    return Session(starts_at=start, ends_at=end)


def test_a_night_is_the_evening_s():
    turn = plain(eventing.clock(22, 0), eventing.clock(1, 1))
    assert days_of(turn) == [today()]
    assert day_at(turn, eventing.clock(0.5, 1)) == today()
    assert planned_minutes(turn) == 180


def test_days_are_scanned_one_by_one_and_have_their_hours():
    turn = plain(eventing.clock(9, 0), eventing.clock(17, 2))
    assert len(days_of(turn)) == 3
    assert hours_of(turn, today()) == (eventing.clock(9, 0), eventing.clock(17, 0))
    assert planned_minutes(turn) == 3 * 8 * 60
    assert day_at(turn, eventing.clock(8, 1)) == today() + timedelta(days=1)


def test_nights_one_after_another():
    turn = plain(eventing.clock(20, 0), eventing.clock(1, 3))
    assert len(days_of(turn)) == 3
    assert day_at(turn, eventing.clock(0.5, 2)) == today() + timedelta(days=1)
    assert hours_of(turn, today()) == (eventing.clock(20, 0), eventing.clock(1, 1))


def test_about_midnight_the_door_belongs_to_the_day_it_opens_for():
    turn = plain(eventing.clock(0.5, 1), eventing.clock(3, 1))
    assert day_at(turn, eventing.clock(23.75, 0)) == today() + timedelta(days=1)
