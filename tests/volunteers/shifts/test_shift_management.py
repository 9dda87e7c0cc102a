"""班次管理: who may, what changes for those who have signed up, and that each of them is told."""

from datetime import timedelta

import pytest

from tests import people, shifting, volunteering
from tests.shifting import clock, plan, sign_up, wait
from volunteers.errors import ReasonMissing, ShiftHasSignups
from volunteers.models import Shift, Signup
from volunteers.services import offers, shift_due, shifts, signups
from volunteers.shift_errors import ProjectNotOpen, ShiftBegun, ShiftNotOpen, ShiftTimesWrong, WrongShiftState
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn():
    return volunteering.shift(starts_at=clock(9), capacity=2)


@pytest.fixture
def leader(turn):
    return people.leader(turn.post.project.organiser)


def told(kind):
    return Notice.objects.filter(kind=f"volunteers.{kind}").count()


def test_leader_district_and_city_open_shifts_and_nobody_else(turn, leader):
    post = turn.post
    wanted = plan(turn, starts_at=clock(14), ends_at=clock(17), sign_off_until=clock(8))
    for actor in (leader, people.officer(), people.city_staff()):
        assert shifts.open_shift(actor=actor, post=post, plan=wanted).state == "open"
    strangers = (people.leader(volunteering.organisation()), people.officer("boshan"), people.applicant())
    for actor in strangers:
        for act in (
            lambda who: shifts.open_shift(actor=who, post=post, plan=wanted),
            lambda who: shifts.change_shift(actor=who, shift=turn, plan=wanted),
            lambda who: shifts.cancel_shift(actor=who, shift=turn, reason="x"),
            lambda who: shifts.suspend_shift(actor=who, shift=turn, reason="x"),
            lambda who: shifts.resume_shift(actor=who, shift=turn),
        ):
            with pytest.raises(NotAllowed):
                act(actor)
    assert Shift.objects.count() == 4


def test_a_shift_lies_ahead_within_its_project_and_is_short(turn, leader):
    project_over = volunteering.post(volunteering.project(turn.post.project.organiser, state="closed"))
    with pytest.raises(ProjectNotOpen):
        shifts.open_shift(actor=leader, post=project_over, plan=plan(turn))
    for wrong in (
        {"starts_at": now() - timedelta(hours=1), "sign_off_until": now() - timedelta(hours=2)},
        {"ends_at": turn.starts_at},
        {"ends_at": turn.starts_at + timedelta(hours=13)},
        {"sign_off_until": turn.starts_at + timedelta(minutes=1)},
        {"starts_at": clock(9, 40), "ends_at": clock(10, 40)},
    ):
        with pytest.raises(ShiftTimesWrong):
            shifts.open_shift(actor=leader, post=turn.post, plan=plan(turn, **wrong))


def test_new_hours_take_everybody_along_who_may_leave_freely_for_a_day(turn, leader):
    signup = sign_up(volunteering.volunteer(), turn)
    wanted = plan(turn, starts_at=clock(10), ends_at=clock(13), sign_off_until=now() - timedelta(hours=1))
    changed = shifts.change_shift(actor=leader, shift=turn, plan=wanted)
    signup.refresh_from_db()
    assert (signup.starts_at, signup.ends_at) == (clock(10), clock(13))
    assert changed.sign_off_until - now() > timedelta(hours=23)
    assert told("shift_changed") == 1
    shifts.change_shift(actor=leader, shift=turn, plan=plan(changed, break_minutes=30))
    assert told("shift_changed") == 1


def test_nobody_is_moved_into_another_shift_over_the_hours_or_out_of_a_seat(turn, leader):
    one, other = volunteering.volunteer(), volunteering.volunteer()
    sign_up(one, turn)
    leaving = sign_up(other, turn)
    sign_up(one, volunteering.shift(starts_at=clock(14), hours=6))
    for wrong in (
        {"starts_at": clock(12), "ends_at": clock(15)},
        {"ends_at": clock(13.5)},
        {"capacity": 1},
    ):
        with pytest.raises(ShiftHasSignups):
            shifts.change_shift(actor=leader, shift=turn, plan=plan(turn, **wrong))
    shifting.sign_off(Signup.objects.get(volunteer=one, shift=turn))
    assert shifts.change_shift(actor=leader, shift=turn, plan=plan(turn, capacity=1)).capacity == 1
    leaving.refresh_from_db()
    assert (leaving.seat, leaving.cap) == (1, 1)


def test_more_room_is_offered_to_those_who_wait(turn, leader):
    for _ in range(2):
        sign_up(volunteering.volunteer(), turn)
    waiting = wait(volunteering.volunteer(), turn)
    shifts.change_shift(actor=leader, shift=turn, plan=plan(turn, capacity=3))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.seat) == ("offered", 3)


def test_called_off_everybody_is_told_why_and_free_again(turn, leader):
    one = volunteering.volunteer()
    rows = [sign_up(one, turn), sign_up(volunteering.volunteer(), turn), wait(volunteering.volunteer(), turn)]
    with pytest.raises(ReasonMissing):
        shifts.cancel_shift(actor=leader, shift=turn, reason=" ")
    shifts.cancel_shift(actor=leader, shift=turn, reason="场地检修")
    assert {Signup.objects.get(pk=row.pk).state for row in rows} == {"released"}
    assert told("shift_cancelled") == 3
    assert sign_up(one, volunteering.shift(starts_at=clock(10))).state == "signed_up"
    with pytest.raises(WrongShiftState):
        shifts.cancel_shift(actor=leader, shift=turn, reason="再取消一次")
    running = volunteering.shift(turn.post, starts_at=now() - timedelta(minutes=5))
    with pytest.raises(ShiftBegun):
        shifts.cancel_shift(actor=leader, shift=running, reason="太晚了")


def test_suspended_places_stay_offers_wait_and_nobody_comes_in(turn, leader):
    holder, one = sign_up(volunteering.volunteer(), turn), sign_up(volunteering.volunteer(), turn)
    offered, second = wait(volunteering.volunteer(), turn), wait(volunteering.volunteer(), turn)
    shifting.sign_off(one)
    shifts.suspend_shifts(actor=leader, shifts=[turn], reason="雷雨预警")
    assert Shift.objects.get(pk=turn.pk).note == "雷雨预警"
    assert told("shift_suspended") == 2
    offered.refresh_from_db()
    with pytest.raises(ShiftNotOpen):
        shifting.accept(offered)
    with standing_at(offered.offer_until + timedelta(hours=1)):
        assert offers.lapse_offers(at=now()) == 0
        shifts.resume_shift(actor=leader, shift=turn)
        assert shifting.accept(offered).state == "signed_up"
    holder.refresh_from_db()
    second.refresh_from_db()
    assert (holder.state, second.state) == ("signed_up", "standby")
    assert told("shift_resumed") == 2
    with pytest.raises(WrongShiftState):
        shifts.resume_shift(actor=leader, shift=turn)


def test_when_a_shift_begins_waiting_ends_and_when_it_is_over_it_closes(turn):
    for _ in range(2):
        sign_up(volunteering.volunteer(), turn)
    waiting = wait(volunteering.volunteer(), turn)
    with standing_at(turn.starts_at - timedelta(seconds=1)):
        assert shift_due.end_waiting(at=now()) == 0
    with standing_at(turn.starts_at):
        assert shift_due.end_waiting(at=now()) == 1
        assert shift_due.close_shifts(at=now()) == 0
    with standing_at(turn.ends_at):
        assert shift_due.close_shifts(at=now()) == 1
    waiting.refresh_from_db()
    assert waiting.state == "released"


def test_reminded_once_in_the_evening_before_and_not_at_night(turn):
    signup = sign_up(volunteering.volunteer(), turn)
    signups.release_signup(
        actor=people.officer(), signup=sign_up(volunteering.volunteer(), turn), reason="不参加"
    )
    evening = at(today() + timedelta(days=2), shift_due.EVENING)
    for when, count in (
        (evening - timedelta(seconds=1), 0),
        (evening + timedelta(hours=5), 0),
        (evening, 1),
        (evening + timedelta(minutes=5), 0),
    ):
        with standing_at(when):
            assert shift_due.remind_shifts(at=when) == count
    assert Notice.objects.get(kind="volunteers.shift_reminder").to == signup.volunteer.person
