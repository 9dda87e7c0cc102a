"""A day of a lounge: opening hours, public holidays and days worked in their stead, closures, what is free."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from stations import services
from stations.lounge_days import boards_of, clock_of, day_kind, slot_of
from stations.lounge_errors import ClosureDates, NotOpenThen, ZoneElsewhere, ZoneHasVisits, ZoneShut
from stations.models import LoungeClosure, LoungeHours, LoungeZone
from tests import lounges, people
from tests.lounges import book, clock, hall, host, lounge, monday, wish, zone
from zibo_youth.core.calendar import at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def test_half_hours_are_counted_from_midnight():
    assert [slot_of(time(hour, minute)) for hour, minute in ((0, 0), (9, 29), (9, 30), (23, 0))] == [
        0,
        18,
        19,
        46,
    ]
    assert [clock_of(slot) for slot in range(47)] == sorted({clock_of(slot) for slot in range(47)})


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 10, 1), 8),  # National Day, a Thursday
        (date(2026, 10, 3), 8),  # a Saturday within the holiday
        (date(2026, 10, 10), 1),  # a Saturday that is worked in its stead
        (date(2026, 10, 12), 1),
        (date(2026, 10, 17), 6),
        (date(2031, 10, 1), 3),  # a year without a notice yet
    ],
)
def test_a_day_goes_by_its_weekday_unless_it_is_a_holiday_or_worked_in_its_stead(day, kind):
    assert day_kind(day) == kind


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2026, 10, 1), True), (date(2026, 10, 10), False), (date(2026, 10, 17), True)]
)
def test_holidays_and_worked_saturdays_decide_who_may_come(time_machine, day, refused):
    time_machine.move_to(at(date(2026, 9, 21), time(9)), tick=False)
    here = lounge()
    here.hours.filter(day__in=[6, 8]).delete()
    room, user = zone(here), people.applicant()
    if refused:
        with pytest.raises(NotOpenThen):
            book(user, room, day)
        return
    assert book(user, room, day).state == "booked"


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(time(9), time(9)), (time(10), time(9)), (time(9, 15), time(10)), (time(9), time(10, 1))],
)
def test_hours_are_whole_half_hours_in_order(opens, closes):
    here = lounge()
    here.hours.all().delete()
    with pytest.raises(IntegrityError, match="lounge_hours_"), transaction.atomic():
        LoungeHours.objects.create(lounge=here, day=1, opens=opens, closes=closes)


# --- what is free --------------------------------------------------------------------------------


def board(of, day=None):
    day = day or monday()
    return boards_of(of.lounge, [day])[of.pk, day]


def test_what_is_free_and_how_long_one_may_stay():
    room = zone(buffer=1)
    book(people.applicant(), room, monday(), 12, 1)
    told = board(room)
    assert [told.offered(slot) for slot in (17, 18, 24, 25, 26, 27, 41, 42)] == [0, 1, 0, 0, 0, 1, 1, 0]
    assert told.lengths_from(20) == [1, 2, 3]  # the fourth half hour would be tidied up in the visit's
    assert told.lengths_from(22) == [1]
    assert told.lengths_from(23) == []
    assert told.lengths_from(40) == [1, 2]


def test_what_the_board_offers_is_what_the_service_books(django_assert_max_num_queries):
    """Every start and length of a day, asked of both: neither promises what the other refuses."""
    whole, room, gym = hall()
    book(people.applicant(), room, monday(), 12, 1)
    book(people.applicant(), gym, monday(), 15, 1, 3)
    for each in (whole, room, gym):
        told = board(each)
        for start in range(16, 44):
            offered = told.lengths_from(start, 2 if each == gym else 1)
            for length in range(1, 5):
                answers = services.answers_to_series(
                    person=people.Person(pk=0),
                    wish=wish(each, monday(), start / 2, length / 2, 2 if each == gym else 1),
                    weeks=2,
                )
                assert (length in offered) == (answers[0][1] is None), (each, start, length)


def test_the_number_of_queries_does_not_grow_with_zones_visits_and_days(django_assert_num_queries):
    here = lounge()
    for _ in range(6):
        each = zone(here, "shared", seats=5)
        book(people.applicant(), each, monday(), 10, 1, 3)
    with django_assert_num_queries(4):
        boards_of(here, [monday(), monday(2), monday(3)])


# --- closures ------------------------------------------------------------------------------------


def close(actor, of, start=10, end=12, day=None, whole=False):
    day = day or monday()
    return services.close_lounge(
        actor=actor,
        lounge=of.lounge,
        zone=None if whole else of,
        from_at=at(day, clock(start)),
        until_at=at(day, clock(end)),
        reason="场地检修",
    )


def test_a_closure_refuses_its_time_and_no_other():
    room = zone()
    close(host(room), room)
    user = people.applicant()
    for start in (9.5, 10, 11.5):
        with pytest.raises(ZoneShut):
            book(user, room, monday(), start, 1)
    assert book(user, room, monday(), 9, 1).state == "booked"
    assert book(user, room, monday(), 12, 1).state == "booked"
    assert book(user, zone(room.lounge), monday(), 10, 1).state == "booked"


def test_a_closure_of_the_lounge_shuts_every_zone_and_one_of_a_part_the_hall():
    whole, room, gym = hall()
    close(host(room), room)
    with pytest.raises(ZoneShut):
        book(people.applicant(), whole, monday(), 10, 1)
    assert book(people.applicant(), gym, monday(), 10, 1).state == "booked"
    close(host(room), room, 14, 15, whole=True)
    with pytest.raises(ZoneShut):
        book(people.applicant(), gym, monday(), 14, 1)


def test_whom_a_closure_hits_is_listed_told_and_offered_another_zone():
    here = lounge()
    room, spare, busy = zone(here), zone(here, kind="arts"), zone(here)
    users = [people.applicant() for _ in range(4)]
    before, hit = book(users[0], room, monday(), 9, 1), book(users[1], room, monday(), 11, 1)
    other = book(users[2], busy, monday(), 11, 1)
    Notice.objects.all().delete()
    span = {"from_at": at(monday(), clock(10)), "until_at": at(monday(), clock(12))}
    assert services.visits_hit(lounge=here, zone=room, **span) == [hit]

    _closure, cancelled = close(host(here), room)

    assert cancelled == [hit]
    hit.refresh_from_db()
    assert (hit.state, hit.proposed_zone) == ("cancelled", spare)
    assert hit.transitions.last().note == "场地检修"
    assert [notice.to for notice in Notice.objects.filter(kind="stations.lounge_closed")] == [users[1].person]
    for untouched in (before, other):
        untouched.refresh_from_db()
        assert untouched.state == "booked"
    assert not hit.slots.exists()
    assert not hit.coupons.exists()


def test_the_same_kind_elsewhere_in_the_district_is_proposed_when_nothing_is_left_here():
    room, far, other_kind = zone(), zone(lounge("huantai")), zone(kind="arts")
    there = zone()
    visit = book(people.applicant(), room, monday(), 10, 1)
    close(host(room), room, whole=True)
    visit.refresh_from_db()
    assert visit.proposed_zone == there
    assert visit.proposed_zone not in (far, other_kind)


def test_whoever_is_there_already_is_not_sent_away(time_machine):
    room = zone()
    visit, desk = book(people.applicant(), room, monday(), 10, 1), host(room)
    time_machine.move_to(lounges.moment(visit), tick=False)
    services.receive_visit(actor=desk, visit=visit)
    assert close(desk, room)[1] == []
    visit.refresh_from_db()
    assert visit.state == "checked_in"


def test_a_closure_that_is_ended_opens_the_zone_again(time_machine):
    room = zone()
    ahead, _hit = close(host(room), room)
    services.end_closure(actor=host(room), closure=ahead)
    assert not LoungeClosure.objects.exists()
    running, _hit = close(host(room), room)
    eleven = at(monday(), clock(11))
    time_machine.move_to(eleven, tick=False)
    services.end_closure(actor=host(room), closure=running)
    assert LoungeClosure.objects.get().until_at == eleven
    assert book(people.applicant(), room, eleven.date(), 11, 1).state == "booked"


def test_a_closure_ends_after_it_begins_and_names_a_zone_of_the_lounge():
    room, elsewhere = zone(), zone()
    with pytest.raises(ClosureDates):
        close(host(room), room, 12, 10)
    with pytest.raises(ClosureDates):
        close(host(room), room, day=monday() - timedelta(days=21))
    with pytest.raises(ZoneElsewhere):
        services.close_lounge(
            actor=host(room),
            lounge=room.lounge,
            zone=elsewhere,
            from_at=at(monday(), clock(10)),
            until_at=at(monday(), clock(11)),
            reason="检修",
        )
    assert not LoungeClosure.objects.exists()


def test_strangers_close_nothing():
    room = zone()
    closure, _hit = close(host(room), room)
    for stranger in (people.applicant(), host(lounge()), people.officer("huantai")):
        with pytest.raises(NotAllowed):
            close(stranger, room)
        with pytest.raises(NotAllowed):
            services.end_closure(actor=stranger, closure=closure)


# --- zones ---------------------------------------------------------------------------------------


def save(each, **changes):
    for name, value in changes.items():
        setattr(each, name, value)
    return services.save_zone(actor=people.officer("zhangdian"), zone=each)


def test_a_zone_gets_more_seats_at_any_time_and_fewer_while_nobody_sits_on_them():
    gym = zone(mode="shared", seats=3)
    visit = book(people.applicant(), gym, monday(), 10, 0.5, 2)
    save(gym, seats=5)
    assert set(visit.slots.values_list("cap", flat=True)) == {5}
    save(gym, seats=2, group_most=2)
    with pytest.raises(ZoneHasVisits):
        save(gym, seats=1, group_most=1)
    assert LoungeZone.objects.get(pk=gym.pk).seats == 2


def test_what_a_booking_takes_does_not_change_under_one():
    whole, room, gym = hall()
    book(people.applicant(), whole, monday(), 10, 0.5)
    with pytest.raises(ZoneHasVisits):
        save(zone(whole.lounge), hall=whole)
    with pytest.raises(ZoneHasVisits):
        save(gym, hall=None)
    book(people.applicant(), room, monday(), 12, 0.5)
    with pytest.raises(ZoneHasVisits):
        save(room, mode="shared")


def test_a_zone_joins_a_hall_that_nobody_has_booked():
    whole, _room, _gym = hall()
    third = save(zone(whole.lounge), hall=whole)
    assert book(people.applicant(), whole, monday(), 10, 0.5).slots.filter(zone=third).count() == 1


def test_a_hall_is_a_hall_of_the_same_lounge():
    whole, room, _gym = hall()
    for wrong in (room, hall()[0]):
        with pytest.raises(ZoneElsewhere):
            save(zone(whole.lounge), hall=wrong)
