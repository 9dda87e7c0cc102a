"""Closures: everybody in a closed bed gets exactly one proposal, its nights are held at once, nobody is forgotten."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from stations import services
from stations.errors import BedTaken
from stations.facts import Request, facts_of
from stations.models import Rehousing, Stay, StayNight
from tests import people
from tests.houses import book, house, soon
from tests.stations.closing import (
    approved,
    forget_empty_rooms_of,
    fresh,
    in_house,
    in_house_until,
    lies,
    places,
    room,
    shut,
    torn,
)
from tests.stations.test_queue import wait
from zibo_youth.core.calendar import now, today

pytestmark = pytest.mark.django_db


# --- one proposal each, no orphan ------------------------------------------------------------------


def test_a_station_with_nine_guests_gives_nine_proposals_and_no_orphan():
    station = house(
        "male:3 female:3 flexible:2 single:1", latitude=Decimal("36.80"), longitude=Decimal("118.0")
    )
    house("male:2 female:2", latitude=Decimal("36.81"), longitude=Decimal("118.0"))
    house("male:2 female:2", latitude=Decimal("36.90"), longitude=Decimal("118.0"))
    stays = [
        book(people.applicant(gender=gender), station, soon(5 + number % 2), 2)
        for number, gender in enumerate([1, 1, 1, 2, 2, 2, 1, 1, 2])
    ]
    numbers = dict(StayNight.objects.values_list("guest", "number"))

    made = shut(station, 4, 5)

    assert sorted(row.stay_id for row in made) == sorted(stay.pk for stay in stays)
    states = [row.state for row in made]
    assert (states.count("proposed"), states.count("to_arrange")) == (8, 1)
    assert torn() == {}
    assert dict(StayNight.objects.values_list("guest", "number")) == numbers
    assert StayNight.objects.filter(room__station=station).count() == 2  # of the one without a bed
    assert Rehousing.objects.open().count() == 9


def test_the_control_a_lost_proposal_is_counted_as_an_orphan(guest, station):
    stay = book(guest, station, nights=2)
    [made] = shut(station)
    assert made.state == "to_arrange"
    assert torn() == {}

    Rehousing.objects.filter(stay=stay).delete()

    assert torn() == {"stay_in_a_closed_bed_without_a_proposal": 1}


def test_the_same_house_comes_first_and_the_whole_stay_gets_one_bed(guest):
    station = house("male:1 male:1")
    house("male:4")
    stay = lies(book(guest, station, soon(4), 3), "101")

    [made] = shut(room(station), 5, 9)

    assert places(stay) == [(4, station, "102"), (5, station, "102"), (6, station, "102")]
    assert (made.state, made.from_on, made.held) == ("proposed", soon(4), stay)
    assert made.from_bed.room.name == "101"
    assert made.to_bed.room.name == "102"
    assert torn() == {}


def test_other_guests_who_have_not_come_make_room_for_the_displaced(guest):
    """Two beds with a gap each: only dealing anew gives three nights in a row."""
    station = house("male:1 male:1 male:1")
    stay = lies(book(guest, station, soon(5), 3), "101")
    early = lies(book(people.applicant(), station, soon(4), 2), "102")
    late = lies(book(people.applicant(), station, soon(7), 2), "103")

    [made] = shut(room(station), 5, 3)

    assert made.state == "proposed"
    assert {place[1] for place in places(stay)} == {station}
    assert places(early)[0][2] == places(late)[0][2]
    assert torn() == {}


def test_a_change_of_beds_on_the_night_is_better_than_another_house(guest):
    """No bed is free for the whole stay; from the closed night on there is one."""
    station = house("male:1 male:1")
    house("male:4")
    stay = lies(book(guest, station, soon(4), 3), "101")
    other = in_house_until(station, "102", soon(5))

    [made] = shut(room(station), 5, 9)

    assert [place[2] for place in places(stay)] == ["101", "102", "102"]
    assert (made.from_on, made.held) == (soon(5), stay)
    assert fresh(other).state == "approved"
    assert torn() == {}


def test_the_nearest_house_with_room_comes_next(guest):
    """Full ones are passed over; the same district counts only where the way is equal."""
    here = {"latitude": Decimal("36.80"), "longitude": Decimal("118.05")}
    station = house("male:1", **here)
    full = house("male:1", of="zhangdian", latitude=Decimal("36.81"), longitude=Decimal("118.05"))
    far = house("male:1", of="zhangdian", latitude=Decimal("36.95"), longitude=Decimal("118.05"))
    near = house("male:1", of="zichuan", latitude=Decimal("36.83"), longitude=Decimal("118.05"))
    book(people.applicant(), full, soon(5), 2)
    stay = approved(guest, station, soon(5), 2)
    code = stay.check_in_code

    [made] = shut(station)

    stay.refresh_from_db()
    assert stay.station == near != far
    assert (made.state, made.held, made.station) == ("proposed", stay, station)
    assert made.is_elsewhere
    assert len(stay.check_in_code) == 6
    assert code
    assert places(stay) == [(5, near, "101"), (6, near, "101")]
    assert torn() == {}


def test_a_bed_that_is_held_is_not_given_to_anybody_else(guest):
    station, near = house("male:1"), house("male:1")
    book(guest, station, soon(5), 2)
    shut(station)
    with pytest.raises(BedTaken):
        book(people.applicant(), near, soon(5), 2)


def test_no_woman_is_laid_among_men_and_no_man_into_a_women_s_room(guest):
    station, near = house("female:1"), house("male:2 flexible:2")
    lies(book(people.applicant(), near, soon(5), 2), "102")
    stay = book(people.applicant("林小满", people.FEMALE), station, soon(5), 2)

    [made] = shut(station)

    assert made.state == "to_arrange"
    assert places(stay)[0][1] == station
    assert torn() == {}


def test_a_wish_is_kept_while_it_can_be(guest):
    station = house("single:1 male:1 single:1")
    lies(book(guest, station, soon(5), 2, room_wish="single"), "101")
    shut(room(station, "103"), 5, 1)
    [made] = shut(room(station, "101"), 6, 1)
    assert made.to_bed.room.name == "102"  # no single room is left, so any bed is better than none


# --- guests in the house ---------------------------------------------------------------------------


def test_a_guest_in_the_house_keeps_what_was_slept_and_moves_on_the_night(guest):
    station = house("male:1 male:1")
    stay = lies(in_house(guest, station, 3), "101")

    [made] = shut(room(station), 1, 5)

    assert [place[2] for place in places(stay)] == ["101", "102", "102"]
    assert (made.from_on, made.held, fresh(stay).state) == (today() + timedelta(days=1), stay, "checked_in")
    assert torn() == {}


def test_the_rest_of_a_stay_in_another_house_is_a_stay_of_its_own_and_no_second_use(guest):
    station, near = house("male:1"), house("male:1")
    stay = in_house(guest, station, 3)

    [made] = shut(station, 1, 5)

    stay.refresh_from_db()
    rest = made.held
    assert (stay.state, stay.station, stay.departure) == ("checked_in", station, today() + timedelta(days=1))
    assert (rest.state, rest.station, rest.guest_id) == ("approved", near, stay.guest_id)
    assert [place[0] for place in places(rest)] == [1, 2]
    assert list(rest.nights.values_list("number", flat=True)) == [2, 3]
    assert list(rest.evidence.all()) == list(stay.evidence.all())
    assert torn() == {}
    request = Request(soon(20), soon(21), "job_seeking", declared_non_native=True, has_evidence=True)
    facts = facts_of(guest=guest.person, station=near, request=request, today=today())
    assert sum(facts.stays_made.values()) == 1
    assert sum(map(len, facts.used_numbers.values())) == 3


def test_who_checked_in_today_goes_over_as_a_whole(guest):
    station, near = house("male:1"), house("male:1")
    stay = in_house(guest, station, 2)

    [made] = shut(station, 0, 5)

    stay.refresh_from_db()
    assert (stay.state, stay.station, made.held) == ("checked_in", near, stay)
    assert [place[:2] for place in places(stay)] == [(0, near), (1, near)]
    assert torn() == {}


def test_who_is_late_is_helped_in_the_own_house_or_by_telephone(guest):
    station = house("male:1")
    house("male:1")
    with time_machine.travel(now() - timedelta(days=5)):
        stay = approved(guest, station, today() + timedelta(days=4), 3)

    [made] = shut(station, 0, 3)

    assert (made.state, fresh(stay).station) == ("to_arrange", station)
    assert torn() == {}


# --- who comes first -------------------------------------------------------------------------------


def test_the_displaced_come_before_everybody_who_waits(guest):
    """One bed came free and the queue has not been asked: who lost a bed through us has it, the queue waits on."""
    station = house("male:1 male:1")
    stay = lies(book(guest, station, soon(5), 2), "101")
    other = book(people.applicant(), station, soon(5), 2)
    waiting = wait(people.applicant(), station)
    StayNight.objects.filter(stay=other).delete()
    Stay.objects.filter(pk=other.pk).update(state="withdrawn", ended_at=now())
    forget_empty_rooms_of(station)

    [made] = shut(room(station, "101"), 5, 2)

    assert made.state == "proposed"
    assert places(stay)[0][2] == "102"
    assert fresh(waiting).state == "waiting"


def test_the_control_the_bed_was_free_for_who_waits(guest):
    station = house("male:1 male:1")
    lies(book(guest, station, soon(5), 2), "101")
    other = book(people.applicant(), station, soon(5), 2)
    waiting = wait(people.applicant(), station)

    services.withdraw_stay(actor=other.booked_by, stay=other)

    assert fresh(waiting).state == "offered"


def test_a_bed_that_the_move_leaves_goes_to_the_queue(guest):
    """The closed room is open on the first night: who waits for that night gets it."""
    station = house("male:1 male:1")
    stay = lies(book(guest, station, soon(5), 2), "101")
    other = book(people.applicant(), station, soon(5), 1)
    waiting = wait(people.applicant(), station, soon(5), 1)
    services.pin_bed(actor=people.operator(station.operator), stay=other, reason="promised")

    shut(room(station, "101"), 6, 1)

    assert [place[2] for place in places(stay)] == ["101", "102"]
    assert fresh(waiting).state == "waiting"
    assert torn() == {}
