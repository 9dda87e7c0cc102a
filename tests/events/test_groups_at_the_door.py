"""A group that an organisation brings, at the door: each seat is a person of its roster; and reviewed events."""

from datetime import timedelta

import pytest

from events.board import balance_of
from events.checkin_errors import CertificateOfAGroup, WalkInReviewed
from events.errors import SeriesCapReached
from events.passes import name_of
from events.services.checkin.certificates import take_certificate
from events.services.checkin.settling import settle_attendance
from events.services.checkin.walk_ins import Arrival, walk_in
from events.sheets import seats_of
from tests import eventing, people, rostering
from zibo_youth.core.calendar import standing_at

pytestmark = pytest.mark.django_db


def group(turn, *names):
    school = rostering.school()
    with standing_at(turn.starts_at - timedelta(hours=20)):
        return rostering.bring(rostering.teacher(school), school, turn, *names)


def running(**fields):
    return eventing.running(120, roster_most=120, **fields)


def test_the_seats_of_a_group_are_the_people_of_its_roster():
    turn = running()
    one = group(turn, *map(rostering.row, ("甲同学", "乙同学", "丙同学")))
    assert [seat.name for seat in seats_of(turn)] == ["甲同学", "乙同学", "丙同学"]
    assert [name_of(one, seat) for seat in (1, 3, 4)] == ["甲同学", "丙同学", ""]


def test_a_seat_after_the_hundredth_has_a_pass():
    turn = running()
    one = group(turn, *rostering.rows(101))
    assert eventing.come(one, 101).seat == 101


def test_whoever_brings_a_group_is_not_counted_and_has_no_certificate():
    turn = running()
    one = group(turn, *rostering.rows(6))
    for seat in range(1, 7):
        eventing.come(one, seat)
    settle_attendance(actor=people.officer(), session=eventing.over(turn))
    shown = sum(cell or 0 for line in balance_of(turn, only_attended=True) for cell in line.cells)
    assert shown == 6
    with pytest.raises(CertificateOfAGroup):
        take_certificate(actor=one.person.users.get(), registration=one)


def test_nobody_is_registered_at_the_door_of_an_event_that_looks_at_people_first():
    turn = eventing.running(needs_review=True)
    with pytest.raises(WalkInReviewed):
        walk_in(
            actor=people.officer(),
            session=turn,
            arrival=Arrival("王小明", "13900000000", eventing.quota_of(turn)),
        )


def test_the_cap_of_a_series_holds_at_the_door():
    made = eventing.event(series_most=1)
    user = people.applicant("陈一帆", mobile="+8613900000077")
    eventing.register(user, made.sessions.get())
    later = eventing.sessions.plan_session(
        actor=people.officer(), event=made, plan=eventing.session_plan(starts_at=eventing.clock(9, 5))
    )
    with standing_at(later.starts_at), pytest.raises(SeriesCapReached):
        walk_in(
            actor=people.officer(),
            session=later,
            arrival=Arrival("陈一帆", "13900000077", eventing.quota_of(later)),
        )
