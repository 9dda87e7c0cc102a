"""Booking a lounge: which half hours, which seats, how many a week, and what refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from stations import services
from stations.lounge_errors import (
    AlreadyBegun,
    GroupTooLarge,
    HallWithoutZones,
    LengthOutOfRange,
    LoungeSuspended,
    NothingFree,
    NotOpenThen,
    SeatsShort,
    SeriesClashes,
    SeriesLength,
    SlotTaken,
    TooFarAhead,
    TwoPlacesAtOnce,
    ZoneShut,
)
from stations.models import LoungeCoupon, LoungeSeries, LoungeSlot, LoungeVisit, Suspension
from tests import lounges, people
from tests.lounges import book, hall, lounge, monday, wish, zone
from zibo_youth.core.calendar import at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return people.applicant("陈一帆")


@pytest.fixture
def other():
    return people.applicant("孙二川")


def slots(visit):
    return sorted(visit.slots.values_list("zone", "slot", "seat"))


# --- one visit --------------------------------------------------------------------------------


def test_a_visit_takes_its_half_hours_and_as_many_coupons(user):
    room = zone()
    visit = book(user, room, monday(), 10, 1.5)

    assert slots(visit) == [(room.pk, slot, 1) for slot in (20, 21, 22)]
    assert list(visit.coupons.values_list("slot", "number")) == [(20, 1), (21, 2), (22, 3)]
    assert visit.state == "booked"
    assert visit.kept_until == at(visit.date, visit.start) + timedelta(minutes=15)
    assert visit.reference.startswith("HK")
    assert Notice.objects.get(to=user.person, kind="stations.lounge_booked").about_pk == str(visit.pk)


def test_the_next_visit_begins_where_the_first_ends_and_not_before(user, other):
    room = zone()
    book(user, room, monday(), 10, 1)

    with pytest.raises(SlotTaken):
        book(other, room, monday(), 10.5, 1)
    assert book(other, room, monday(), 11, 1).state == "booked"


def test_a_refused_visit_leaves_nothing_behind(user, other):
    room = zone()
    book(user, room, monday(), 10, 1)
    before = LoungeSlot.objects.count()
    with pytest.raises(SlotTaken):
        book(other, room, monday(), 9.5, 1)
    assert LoungeSlot.objects.count() == before
    assert LoungeVisit.objects.filter(person=other.person).count() == 0
    assert LoungeCoupon.objects.filter(person=other.person).count() == 0


def test_a_buffer_is_held_too_after_a_visit_and_before_the_next(user, other):
    room = zone(buffer=1)
    assert [slot for _zone, slot, _seat in slots(book(user, room, monday(), 10, 1))] == [20, 21, 22]
    with pytest.raises(SlotTaken):
        book(other, room, monday(), 11, 1)
    with pytest.raises(SlotTaken):  # its own buffer would lie on the first visit
        book(other, room, monday(), 9, 1)
    assert book(other, room, monday(), 11.5, 1).state == "booked"


def test_the_buffer_of_the_last_visit_may_lie_after_closing(user):
    room = zone(buffer=2)
    assert len(slots(book(user, room, monday(), 20, 1))) == 4


def test_a_shared_zone_gives_each_its_seat_until_none_is_left(user, other):
    gym = zone(mode="shared", seats=3)
    assert slots(book(user, gym, monday(), 10, 0.5, 2)) == [(gym.pk, 20, 1), (gym.pk, 20, 2)]
    with pytest.raises(SeatsShort, match="只剩 1 个位置"):
        book(other, gym, monday(), 10, 0.5, 2)
    assert slots(book(other, gym, monday(), 10, 0.5)) == [(gym.pk, 20, 3)]
    with pytest.raises(SlotTaken):
        book(people.applicant(), gym, monday(), 10, 0.5)


def test_a_seat_that_came_free_is_given_again(user, other):
    gym = zone(mode="shared", seats=2)
    first = book(user, gym, monday(), 10, 0.5)
    book(other, gym, monday(), 10, 0.5)
    services.cancel_visit(actor=user, visit=first)
    assert slots(book(people.applicant(), gym, monday(), 10, 0.5)) == [(gym.pk, 20, 1)]


# --- halls -------------------------------------------------------------------------------------


def test_a_hall_takes_every_zone_and_every_seat_of_it(user, other):
    whole, room, gym = hall()
    visit = book(user, whole, monday(), 10, 0.5, 20)
    assert slots(visit) == sorted([(room.pk, 20, 1), *((gym.pk, 20, seat) for seat in range(1, 5))])
    for part in (room, gym):
        with pytest.raises(SlotTaken):
            book(other, part, monday(), 10, 0.5)


def test_one_seat_in_one_zone_blocks_the_hall(user, other):
    whole, room, gym = hall()
    book(user, gym, monday(), 10, 0.5)
    with pytest.raises(SlotTaken):
        book(other, whole, monday(), 10, 0.5)
    assert book(other, whole, monday(), 11, 0.5).state == "booked"
    assert book(people.applicant(), room, monday(), 10, 0.5).state == "booked"


def test_a_hall_without_zones_cannot_be_booked(user):
    with pytest.raises(HallWithoutZones):
        book(user, zone(mode="hall"))


# --- what refuses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ((8.5, 1), NotOpenThen),
        ((20.5, 1), NotOpenThen),
        ((10, 2.5), LengthOutOfRange),
        ((10, 1, 9), GroupTooLarge),
        ((10, 1, 0), GroupTooLarge),
    ],
)
def test_hours_lengths_and_groups_are_the_zones(user, asked, refusal):
    with pytest.raises(refusal):
        book(user, zone(), monday(), *asked)


def test_a_day_beyond_the_horizon_is_too_far(user):
    room = zone(horizon_days=10)
    book(user, room, today() + timedelta(days=10))
    with pytest.raises(TooFarAhead):
        book(user, room, today() + timedelta(days=11))


def test_the_running_half_hour_may_be_booked_and_the_one_before_not(user, time_machine):
    time_machine.move_to(at(monday(), lounges.clock(10)) + timedelta(minutes=20), tick=False)
    room = zone()
    with pytest.raises(AlreadyBegun):
        book(user, room, today(), 9.5, 1)
    visit = book(user, room, today(), 10, 1)
    assert visit.kept_until == at(today(), lounges.clock(10)) + timedelta(minutes=35)
    with pytest.raises(AlreadyBegun):
        book(user, room, today() - timedelta(days=1), 12, 1)


@pytest.mark.parametrize("where", ["zone", "lounge"])
def test_what_takes_no_bookings_is_shut(user, where):
    room = zone()
    thing = room if where == "zone" else room.lounge
    thing.is_active = False
    thing.save()
    with pytest.raises(ZoneShut):
        book(user, room)


def test_a_suspension_keeps_out_of_lounges_as_of_stations(user):
    Suspension.objects.create(
        person=user.person, from_on=today(), until_on=today() + timedelta(30), reason="两次未到"
    )
    with pytest.raises(LoungeSuspended):
        book(user, zone())


def test_nobody_books_for_somebody_else(user, other):
    room = zone()
    for actor in (other, lounges.host(room), people.city_staff()):
        with pytest.raises(NotAllowed):
            services.book_visit(actor=actor, person=user.person, wish=wish(room))


def test_nobody_is_in_two_places_at_once(user):
    book(user, zone(), monday(), 10, 1)
    with pytest.raises(TwoPlacesAtOnce):
        book(user, zone(), monday(), 10.5, 1)


def test_the_database_itself_refuses_a_second_visit_and_a_seat_too_many(user):
    gym = zone(mode="shared", seats=2)
    visit = book(user, gym, monday(), 10, 0.5)
    row = {"visit": visit, "zone": gym, "date": visit.date, "slot": 20}
    with pytest.raises(IntegrityError, match="lounge_slot_one_visit_per_seat"), transaction.atomic():
        LoungeSlot.objects.create(**row, seat=1, cap=2)
    with pytest.raises(IntegrityError, match="lounge_slot_seat_exists"), transaction.atomic():
        LoungeSlot.objects.create(**row, seat=3, cap=2)
    with pytest.raises(IntegrityError, match="lounge_slot_cap_is_the_zones"), transaction.atomic():
        LoungeSlot.objects.create(**row, seat=3, cap=3)


# --- series ------------------------------------------------------------------------------------


def series(user, room, weeks=4, only_free=False, **asked):
    return services.book_series(
        actor=user, person=user.person, wish=wish(room, **asked), weeks=weeks, only_free=only_free
    )


def test_a_series_tells_every_clash_before_anything_is_saved(user, other):
    room = zone()
    book(other, room, monday(2), 10, 1)
    book(user, zone(), monday(3), 10, 1)
    told = services.answers_to_series(person=user.person, wish=wish(room), weeks=4)

    assert [day for day, _refused in told] == [monday(week) for week in (1, 2, 3, 4)]
    assert [type(refused).__name__ for _day, refused in told] == [
        *("NoneType", "SlotTaken", "TwoPlacesAtOnce", "NoneType")
    ]
    assert LoungeVisit.objects.filter(zone=room, person=user.person).count() == 0


def test_a_series_is_saved_whole_or_not_at_all_unless_the_free_ones_are_asked_for(user, other):
    room = zone()
    book(other, room, monday(2), 10, 1)

    with pytest.raises(SeriesClashes, match=f"{monday(2):%Y-%m-%d}"):
        series(user, room)
    assert LoungeSeries.objects.count() == 0
    assert LoungeVisit.objects.filter(person=user.person).count() == 0

    made, _answers = series(user, room, only_free=True)
    assert sorted(made.visits.values_list("date", flat=True)) == [monday(week) for week in (1, 3, 4)]
    assert Notice.objects.filter(to=user.person).count() == 1


def test_a_series_of_which_nothing_is_free_is_none(user, other):
    room = zone()
    for week in (1, 2):
        book(other, room, monday(week), 10, 1)
    with pytest.raises(NothingFree):
        series(user, room, weeks=2, only_free=True)
    assert LoungeSeries.objects.count() == 0


@pytest.mark.parametrize("weeks", [1, 13, -1])
def test_a_series_lasts_some_weeks(user, weeks):
    with pytest.raises(SeriesLength):
        series(user, zone(), weeks=weeks)


def test_a_series_is_cancelled_with_one_message(user):
    room = zone()
    made, _answers = series(user, room)
    Notice.objects.all().delete()

    assert services.cancel_series(actor=user, series=made) == 4

    assert Notice.objects.values_list("kind", flat=True).get() == "stations.lounge_series_cancelled"
    assert LoungeSlot.objects.count() == LoungeCoupon.objects.count() == 0


def test_nobody_cancels_the_series_of_another(user, other):
    made, _answers = series(user, zone())
    with pytest.raises(NotAllowed):
        services.cancel_series(actor=other, series=made)


def test_open_days_of_a_lounge_are_its_own(user):
    here = lounge()
    here.hours.filter(day=1).delete()
    with pytest.raises(NotOpenThen):
        book(user, zone(here), monday())
    assert book(user, zone(here), monday() + timedelta(days=1)).state == "booked"
