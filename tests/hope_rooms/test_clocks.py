"""期限和催办: town, district and city hear of a clock that ran out, each once, whoever runs the job again."""

from datetime import date, time, timedelta

import pytest
from django.conf import settings
from django.db import transaction

from hope_rooms import clocks
from hope_rooms.models import Build, HopeRoom, Recheck, RoomNudge
from hope_rooms.models.room import OVER, RoomState
from hope_rooms.services.building import acceptance, nudges, works
from hope_rooms.services.moves import move_room
from hope_rooms.tasks import nudge_rooms
from tests import building, hoping
from tests.racing import at_once
from zibo_youth.accounts.models import Membership
from zibo_youth.core.calendar import at, today
from zibo_youth.notifications.kinds import kind_of
from zibo_youth.notifications.models import Notice

DAY = timedelta(days=1)
# A Monday, three weeks before the next public holiday.
MONDAY = date(2026, 8, 31)


def since(room, day):
    HopeRoom.objects.filter(pk=room.pk).update(state_since=at(day, time(9)))
    return HopeRoom.objects.with_clocks().get(pk=room.pk)


def told(user, kind="hope_rooms.room_overdue"):
    return Notice.objects.filter(kind=kind, to=user.person).count()


def levels():
    return list(RoomNudge.objects.order_by("pk").values_list("kind", "level"))


def test_working_days_are_counted_where_the_reference_counts_them(city):
    room = since(hoping.nominated(city), MONDAY)
    [due] = clocks.dues(room)
    assert due.due_on == MONDAY + 14 * DAY
    assert clocks.after(MONDAY, 30, "days") == MONDAY + 30 * DAY


def test_every_state_that_waits_for_somebody_has_a_clock():
    without = {RoomState.ON_HOLD, RoomState.APPROVED, RoomState.IN_CARE, *OVER}
    assert set(settings.HOPE_ROOMS["room_clocks"]) | set(clocks.DATED) == set(RoomState.values) - without


def test_town_district_and_city_hear_one_after_another_each_once(city):
    room = since(hoping.nominated(city), MONDAY)
    due = MONDAY + 14 * DAY
    assert [nudges.nudge_rooms(on=due + day * DAY) for day in range(15)] == [
        *(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0),
    ]
    assert levels() == [("overdue", "town"), ("overdue", "district"), ("overdue", "city")]
    assert [told(who) for who in (city.town_officer, city.officer, city.city_staff)] == [1, 1, 1]
    assert told(city.foreign_officer) == told(city.director) == 0
    assert RoomNudge.objects.filter(room=room, due_on=due).count() == 3


def test_run_again_it_tells_nothing_more(city):
    since(hoping.nominated(city), MONDAY)
    day = (MONDAY + 60 * DAY).isoformat()
    assert nudge_rooms(day) == 3
    before = Notice.objects.count()
    assert nudge_rooms(day) == 0
    assert (RoomNudge.objects.count(), Notice.objects.count()) == (3, before)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_tell_each_level_once(city):
    since(hoping.nominated(city), MONDAY)
    answers = at_once(lambda _n: nudges.nudge_rooms(on=MONDAY + 60 * DAY), crowd=8)
    assert sum(answers) == RoomNudge.objects.count() == 3
    assert told(city.town_officer) == 1


def test_a_room_that_comes_into_its_state_anew_is_told_of_anew(city):
    room = since(hoping.nominated(city), MONDAY)
    nudges.nudge_rooms(on=MONDAY + 15 * DAY)
    since(room, MONDAY + 20 * DAY)
    assert nudges.nudge_rooms(on=MONDAY + 60 * DAY) == 3


def test_without_a_town_the_district_hears_at_once_and_without_anybody_no_job_fails(city):
    since(hoping.nominated(city), MONDAY)
    Membership.objects.filter(person=city.town_officer.person).delete()
    nudges.nudge_rooms(on=MONDAY + 15 * DAY)
    assert told(city.officer) == 1
    Membership.objects.all().delete()
    assert nudges.nudge_rooms(on=MONDAY + 60 * DAY) == 2


def test_a_room_that_is_over_or_older_than_the_portal_has_no_clock(city):
    room = since(hoping.nominated(city), MONDAY)
    HopeRoom.objects.update(is_pre_system=True, legacy_no="XW-1", accepted_on=MONDAY)
    assert nudges.nudge_rooms(on=MONDAY + 60 * DAY) == 0
    HopeRoom.objects.update(is_pre_system=False, legacy_no="", accepted_on=None)
    with transaction.atomic():
        move_room(city.officer, room, RoomState.WITHDRAWN)
    assert nudges.nudge_rooms(on=MONDAY + 60 * DAY) == 0


def test_works_without_a_log_for_three_days_are_the_districts_matter(city):
    room = building.building(city)
    assert nudges.nudge_rooms(on=today() + 3 * DAY) == 0
    assert nudges.nudge_rooms(on=today() + 7 * DAY) == 1
    assert levels() == [("no_log", "district")]
    works.write_log(actor=city.officer, room=room, on=today(), words="刷墙")
    assert nudges.nudge_rooms(on=today() + 7 * DAY) == 0


def test_works_that_last_too_long_are_the_citys_matter_ten_days_later(city):
    room = building.building(city)
    due = Build.objects.get(room=room).due_on
    nudges.nudge_rooms(on=due + 10 * DAY)
    assert ("overdue", "city") not in levels()
    nudges.nudge_rooms(on=due + 11 * DAY)
    assert ("overdue", "city") in levels()


def test_what_stands_still_is_due_on_the_day_it_goes_on(city):
    room = building.building(city)
    works.ask_suspension(actor=city.town_officer, room=room, reason="大雨", resume_on=today() + 20 * DAY)
    works.agree_suspension(actor=city.officer, room=room)
    [due] = clocks.dues(HopeRoom.objects.with_clocks().get())
    assert due.due_on == today() + 20 * DAY


def test_what_is_mended_is_due_on_the_first_date_of_its_defects(city):
    found = [building.found(due_on=today() + days * DAY) for days in (9, 4)]
    acceptance.refuse(actor=city.town_officer, room=building.done(city), level="town", found=found)
    [due] = clocks.dues(HopeRoom.objects.with_clocks().get())
    assert due.due_on == today() + 4 * DAY


def test_rechecks_that_nobody_wrote_down_are_told(city):
    room = building.in_care(city)
    assert nudges.nudge_rooms(on=today() + 91 * DAY) == 0
    assert nudges.nudge_rooms(on=today() + 95 * DAY) == 1
    Recheck.objects.create(room=room, months=3, on=today(), is_used=True, is_whole=True, by=city.officer)
    assert nudges.nudge_rooms(on=today() + 300 * DAY) == 0
    assert nudges.nudge_rooms(on=today() + 400 * DAY) == 2


def test_the_notice_tells_the_code_and_nothing_of_the_child(city):
    room = since(hoping.nominated(city), MONDAY)
    nudges.nudge_rooms(on=MONDAY + 15 * DAY)
    kind, nudge = kind_of("hope_rooms.room_overdue"), RoomNudge.objects.get()
    words = kind.text("message", nudge)
    assert words == f"编号 {room.child.code} 的小屋处于“摸排”，应在 {MONDAY + 14 * DAY} 前办完，现已超期。"
    assert kind.holds(nudge)
    assert room.child.code in kind.address(nudge)
