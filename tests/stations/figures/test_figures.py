"""运营数据: each figure counted again from the rows, another way."""

from collections import Counter
from datetime import date, time, timedelta

import pytest

from stations import figures
from stations.models import Bed, Closure, Room, Stay, StayNight
from tests import people
from tests.houses import book, house, rule
from tests.stations.figures.spans import DAY, handed_in, span
from zibo_youth.core.calendar import (
    after_workdays,
    at,
    before_workdays,
    is_workday,
    now,
    today,
    workdays_between,
)
from zibo_youth.core.ratios import Ratio

pytestmark = pytest.mark.django_db


# --- each figure, counted again --------------------------------------------------------------------


def recounted(station_ids, night):
    """One night, bed by bed, in Python: no statement of the module that is tested."""
    offered = taken = slept = stranded = 0
    for bed in Bed.objects.filter(room__station__in=station_ids).select_related("room__station"):
        place = bed.room.station
        closed = [
            c
            for c in Closure.objects.filter(station=place)
            if (c.room_id is None or c.room_id == bed.room_id) and c.from_on <= night < c.until_on
        ]
        in_service = place.is_open_on(night) and not closed
        sleeper = StayNight.objects.filter(bed=bed, date=night).select_related("stay").first()
        offered += in_service
        taken += sleeper is not None
        slept += sleeper is not None and sleeper.stay.checked_in_at is not None and night <= today()
        stranded += sleeper is not None and not in_service
    return figures.Night(night, offered, taken, slept, stranded)


@pytest.mark.parametrize("which", ["one", "all", "none"])
def test_beds_by_night_are_what_a_walk_through_the_house_finds(lived_in, station, other, far, which):
    ids = {"one": [station.pk], "all": [station.pk, other.pk, far.pk], "none": []}[which]
    start, end = span()

    counted = figures.occupancy(ids, start, end, today())

    assert [night.date for night in counted] == [start + n * DAY for n in range(14)]
    assert counted == [recounted(ids, night.date) for night in counted]
    if which == "all":
        assert max(night.taken for night in counted) >= 3
        assert any(night.stranded for night in counted)
        assert any(night.slept for night in counted)
        assert len({night.offered for night in counted}) >= 3


def test_a_bed_out_of_service_is_not_offered_and_no_part_of_the_share(station):
    [night] = figures.occupancy([station.pk], today(), today() + DAY, today())
    assert (night.offered, night.share) == (7, Ratio(0, 7))

    room = Room.objects.get(station=station, gender_mode="male")
    Closure.objects.create(station=station, room=room, from_on=today(), until_on=today() + DAY, reason="维修")
    [night] = figures.occupancy([station.pk], today(), today() + DAY, today())
    assert night.offered == 4

    Closure.objects.create(station=station, from_on=today(), until_on=today() + DAY, reason="全站")
    [night] = figures.occupancy([station.pk], today(), today() + DAY, today())
    assert (night.offered, str(night.share)) == (0, "–")


def test_a_taken_bed_that_was_closed_afterwards_is_told_apart(station):
    rule(lead_days=0)
    book(people.applicant(), station, today(), nights=1)
    Closure.objects.create(station=station, from_on=today(), until_on=today() + DAY, reason="停水")

    [night] = figures.occupancy([station.pk], today(), today() + DAY, today())

    assert (night.offered, night.taken, night.stranded, night.share) == (0, 1, 1, Ratio(0, 0))


def test_nights_by_gender_and_purpose_are_the_rows_in_piles(lived_in, station, other):
    start, end = span()
    ids = [station.pk, other.pk]

    counted = figures.nights_by_purpose(ids, start, end)

    piles = Counter(
        (night.stay.purpose, night.guest.gender)
        for night in StayNight.objects.select_related("stay", "guest")
        if night.stay.station_id in ids and start <= night.date < end
    )
    assert [line.purpose for line in counted] == Stay.Purpose.values
    for line in counted:
        assert (line.men, line.women) == (piles[line.purpose, 1], piles[line.purpose, 2])
    assert sum(line.total for line in counted) == sum(piles.values()) > 0
    assert all(line.total for line in counted)


# --- ages of reviews -------------------------------------------------------------------------------


FRIDAY = date(2026, 6, 5)  # a plain week: no holiday, no shifted day


def hours_of_work(start, end):
    """Hour by hour: how many of them lie on working days."""
    count, moment = 0, start
    while moment < end:
        count += is_workday(moment.astimezone(start.tzinfo).date())
        moment += timedelta(hours=1)
    return count


@pytest.mark.parametrize("hours", [0, 1, 5, 24, 30, 48, 72, 200])
@pytest.mark.parametrize(
    "start", [at(FRIDAY, time(17, 0)), at(FRIDAY + DAY, time(9, 0)), at(FRIDAY + 3 * DAY, time(0, 0))]
)
def test_the_way_back_over_working_days_is_the_way_there(start, hours):
    end = after_workdays(start, hours) if hours else start
    back = before_workdays(end, hours)

    assert hours_of_work(back, end) == hours
    assert back >= start
    if hours:
        assert hours_of_work(back + timedelta(hours=1), end) < hours, "no later instant does"


def test_full_working_days_do_not_grow_over_a_weekend():
    friday = at(FRIDAY, time(12, 0))
    ages = [workdays_between(friday, friday + timedelta(days=n)) for n in range(6)]
    assert ages == [0, 0, 0, 1, 2, 3]
    assert workdays_between(friday, friday) == 0
    assert workdays_between(friday, friday - DAY) == 0


def test_reviews_by_age_are_each_request_asked_for_its_age(other):
    moment, big = now(), house("male:5")
    moments = [before_workdays(moment, hours) for hours in (1, 23, 24, 25, 47, 48, 71, 72, 100)]
    handed_in(other, moments[:4])
    handed_in(big, moments[4:])

    counted = figures.review_ages(Stay.objects.all(), moment)

    rows = list(Stay.objects.waiting())
    ages = Counter(min(workdays_between(stay.submitted_at, moment), 3) for stay in rows)
    late = Counter(
        min(workdays_between(stay.submitted_at, moment), 3) for stay in rows if stay.review_due_at < moment
    )
    assert [line.waiting for line in counted] == [ages[n] for n in range(4)] == [2, 3, 2, 2]
    assert [line.overdue for line in counted] == [late[n] for n in range(4)]
    for line in counted:
        assert line.age.of(Stay.objects.all(), moment).count() == line.waiting


def test_the_oldest_request_comes_first(station):
    moment = now()
    stays = handed_in(station, [before_workdays(moment, hours) for hours in (2, 60, 30)])

    oldest = figures.oldest_waiting(Stay.objects.all(), moment, most=2)

    assert [one.stay for one in oldest] == [stays[1], stays[2]]
    assert [(one.workdays, one.is_overdue) for one in oldest] == [(2, True), (1, True)]
