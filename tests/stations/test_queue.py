"""The queue for a bed: first come, first served, settled where the bed comes free, offers taken once."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stations import services
from stations.errors import AlreadyWaiting, BedTaken, NotEligible, OfferOver, TooManyWaiting
from stations.models import Bed, Closure, Station, Stay, StayNight
from stations.services.suspensions import suspend
from tests import people
from tests.houses import book, house, paper, rule, soon
from zibo_youth.core.calendar import at, now, standing_at, today

pytestmark = pytest.mark.django_db


def draft(guest, station, arrival=None, nights=2):
    arrival = arrival or soon()
    return services.save_draft(
        actor=guest,
        guest=guest.person,
        station=station,
        arrival=arrival,
        departure=arrival + timedelta(days=nights),
        purpose="job_seeking",
        purpose_detail="机械厂面试",
        declared_non_native=True,
        contact_mobile=guest.mobile,
        evidence=[paper(guest)],
    )


def wait(guest, station, arrival=None, nights=2):
    return services.join_queue(actor=guest, stay=draft(guest, station, arrival, nights))


def fresh(stay):
    return Stay.objects.get(pk=stay.pk)


@pytest.fixture
def station(db):
    return house("male:1")


@pytest.fixture
def holder(station):
    """Who has the only bed."""
    return book(people.applicant(), station)


def test_who_finds_no_bed_waits_and_uses_nothing(guest, station, holder):
    stay = services.submit_or_wait(actor=guest, stay=draft(guest, station))

    assert stay.state == "waiting"
    assert not stay.nights.exists()
    assert guest.person.station_nights.count() == 0


def test_who_finds_a_bed_does_not_wait(guest, station):
    assert services.submit_or_wait(actor=guest, stay=draft(guest, station)).state == "submitted"


def asks_or_waits(user, station):
    return services.book_or_wait(
        actor=user,
        guest=user.person,
        station=station,
        arrival=soon(),
        departure=soon(7),
        purpose="job_seeking",
        purpose_detail="机械厂面试",
        declared_non_native=True,
        evidence=[paper(user)],
    )


def locks_taken(queries):
    return sum("lock_guest_and_station" in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize("hand_in", ["draft", "at once"])
def test_who_finds_no_bed_waits_under_the_same_lock(guest, station, holder, hand_in, monkeypatch):
    """Nothing can come free between the look and the queue, so nobody is asked again."""
    monkeypatch.setattr("stations.services.waiting.settle", None)
    book(people.applicant(), house("male:1"))  # the statements are prepared
    written = draft(guest, station) if hand_in == "draft" else None
    with CaptureQueriesContext(connection) as queries:
        stay = (
            services.submit_or_wait(actor=guest, stay=written) if written else asks_or_waits(guest, station)
        )

    assert locks_taken(queries) == 1
    assert (stay.state, fresh(stay).state) == ("waiting", "waiting")
    assert fresh(stay).queued_at == stay.queued_at
    assert fresh(stay).review_due_at is None
    assert list(fresh(stay).evidence.all()) == [paper(guest)]


@pytest.mark.parametrize("hand_in", ["draft", "at once"])
def test_who_meets_a_wall_after_the_look_is_looked_at_anew(guest, station, hand_in, monkeypatch):
    """The wall undid the look and let go of the lock: whoever then joins the queue is asked at once."""

    def wall(*_args, **_values):
        raise BedTaken

    monkeypatch.setattr("stations.services.booking.write_nights", wall)
    if hand_in == "draft":
        stay = services.submit_or_wait(actor=guest, stay=draft(guest, station))
    else:
        stay = asks_or_waits(guest, station)

    assert fresh(stay).state == "offered"


@pytest.mark.parametrize("hand_in", ["draft", "at once"])
def test_whoever_waits_already_or_too_often_is_refused_as_ever(guest, station, holder, hand_in):
    def again():
        if hand_in == "draft":
            return services.submit_or_wait(actor=guest, stay=draft(guest, station))
        return asks_or_waits(guest, station)

    again()
    with pytest.raises(AlreadyWaiting):
        again()
    rule(max_waiting=1)
    other = house("male:1")
    book(people.applicant(), other)
    with pytest.raises(TooManyWaiting):
        asks_or_waits(guest, other)
    assert Stay.objects.filter(guest=guest.person, state="waiting").count() == 1


def test_a_bed_given_up_is_kept_for_the_first_in_the_queue(station, holder):
    first, second = (wait(people.applicant(), station) for _ in range(2))

    services.withdraw_stay(actor=holder.booked_by, stay=holder)

    assert (fresh(first).state, fresh(second).state) == ("offered", "waiting")
    assert fresh(first).nights.count() == 2
    assert not Station.objects.get(pk=station.pk).queue_unsettled


def test_an_offer_is_kept_for_the_policy_s_hours(station, holder):
    first = wait(people.applicant(), station)
    services.withdraw_stay(actor=holder.booked_by, stay=holder)
    assert abs(fresh(first).offer_until - now() - timedelta(hours=12)) < timedelta(minutes=1)


def test_a_newcomer_finds_the_freed_bed_taken_by_the_queue(guest, station, holder):
    wait(people.applicant(), station)
    services.withdraw_stay(actor=holder.booked_by, stay=holder)
    with pytest.raises(BedTaken):
        book(guest, station)


def test_a_woman_is_not_served_before_a_man_in_a_room_of_men(station, holder):
    woman = wait(people.applicant(gender=people.FEMALE), station)
    man = wait(people.applicant(), station)

    services.withdraw_stay(actor=holder.booked_by, stay=holder)

    assert (fresh(woman).state, fresh(man).state) == ("waiting", "offered")


def test_who_waits_and_leaves_frees_nothing(station, holder):
    """Scenario 19: nobody is promoted by it."""
    first, second = (wait(people.applicant(), station) for _ in range(2))
    services.withdraw_stay(actor=first.booked_by, stay=first)
    assert (fresh(first).state, fresh(second).state) == ("withdrawn", "waiting")


def test_three_new_beds_serve_exactly_three(station, holder):
    """Scenario 19: capacity is raised by any path, here past every service."""
    queue = [wait(people.applicant(), station) for _ in range(5)]
    Bed.objects.bulk_create(Bed(room=station.rooms.get(), label=f"新{n}") for n in range(3))
    assert Station.objects.get(pk=station.pk).queue_unsettled

    services.settle_queues()

    assert [fresh(stay).state for stay in queue] == ["offered"] * 3 + ["waiting"] * 2


def test_the_queue_goes_before_whoever_books_next_after_a_bed_came_free_unseen(guest, station, holder):
    """Nights deleted in a shell: the trigger marks the station, booking asks the queue first."""
    first = wait(people.applicant(), station)
    StayNight.objects.filter(stay=holder).delete()

    with pytest.raises(BedTaken):
        book(guest, station)

    services.settle_queues()
    assert fresh(first).state == "offered"


@pytest.mark.control
def test_without_the_mark_the_newcomer_overtakes(guest, station, holder):
    """Negative control."""
    first = wait(people.applicant(), station)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stations_staynight DISABLE TRIGGER queue_is_asked_after_nights")
    StayNight.objects.filter(stay=holder).delete()
    assert book(guest, station).state == "submitted"
    assert fresh(first).state == "waiting"


def test_a_closure_taken_back_serves_the_queue(station):
    closure = Closure.objects.create(
        station=station, room=station.rooms.get(), from_on=soon(), until_on=soon(9), reason="检修"
    )
    first = wait(people.applicant(), station)
    assert first.state == "waiting"
    closure.delete()
    services.settle_queues()
    assert fresh(first).state == "offered"


def test_who_may_not_book_may_not_wait(guest, station, holder):
    suspend(
        actor=people.city_staff(),
        person=guest.person,
        from_on=today(),
        until_on=soon(30),
        reason="两次未入住",
    )
    with pytest.raises(NotEligible):
        wait(guest, station)


def test_who_may_not_have_the_bed_now_is_passed_over_and_keeps_the_place(station, holder):
    first, second = (wait(people.applicant(), station) for _ in range(2))
    elsewhere = book(first.booked_by, house("male:1"))

    services.withdraw_stay(actor=holder.booked_by, stay=holder)

    assert (fresh(first).state, fresh(second).state) == ("waiting", "offered")
    services.withdraw_stay(actor=first.booked_by, stay=elsewhere)
    services.withdraw_stay(actor=second.booked_by, stay=fresh(second))
    assert fresh(first).state == "offered"


def test_three_places_in_queues_at_a_time(guest, station, holder):
    rule(max_waiting=2)
    for days in (5, 6):
        others = house("male:1")
        book(people.applicant(), others, soon(days))
        wait(guest, others, soon(days))
    with pytest.raises(TooManyWaiting):
        wait(guest, station)


def test_nobody_waits_twice_for_the_same_nights(guest, station, holder):
    wait(guest, station)
    with pytest.raises(AlreadyWaiting):
        wait(guest, station)


def test_an_accepted_offer_waits_for_its_review(station, holder):
    first = wait(people.applicant(), station)
    services.withdraw_stay(actor=holder.booked_by, stay=holder)

    stay = services.accept_offer(actor=first.booked_by, stay=fresh(first))

    assert stay.state == "submitted"
    assert stay.review_due_at
    assert stay.nights.count() == 2


def test_an_offer_nobody_takes_goes_to_the_next_once(station, holder):
    first, second, third = (wait(people.applicant(), station) for _ in range(3))
    services.withdraw_stay(actor=holder.booked_by, stay=holder)
    over = fresh(first).offer_until

    assert services.lapse_offers(at=over) == 1
    assert services.lapse_offers(at=over) == 0

    assert [fresh(stay).state for stay in (first, second, third)] == ["expired", "offered", "waiting"]


@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, False), (1, False)])
def test_the_last_moment_to_accept_is_before_the_hour(station, holder, seconds, taken):
    first = wait(people.applicant(), station)
    services.withdraw_stay(actor=holder.booked_by, stay=holder)
    stay = fresh(first)
    with standing_at(stay.offer_until + timedelta(seconds=seconds)):
        if taken:
            assert services.accept_offer(actor=first.booked_by, stay=stay).state == "submitted"
        else:
            with pytest.raises(OfferOver):
                services.accept_offer(actor=first.booked_by, stay=stay)


def test_who_waited_in_vain_is_let_go_after_the_first_night(station, holder):
    first = wait(people.applicant(), station)
    with standing_at(at(first.arrival + timedelta(days=1), time(9))):
        services.expire_stays(at=now())
    assert fresh(first).state == "expired"


def test_the_place_in_the_queue_counts_those_who_want_the_same(station, holder):
    first = wait(people.applicant(), station)
    wait(people.applicant(gender=people.FEMALE), station)
    wait(people.applicant(), station, soon(20))
    last = wait(people.applicant(), station)
    assert services.place_in_queue(first) == 1
    assert services.place_in_queue(last) == 2


# --- beds dealt anew ------------------------------------------------------------------------


@pytest.fixture
def checkered():
    """Two beds, each taken on other nights: every night has room, no bed has all of them."""
    station = house("male:2")
    first, second = people.applicant(), people.applicant()
    early, late = book(first, station, soon(5), nights=2), book(second, station, soon(7), nights=2)
    beds = list(station.rooms.get().beds.order_by("label"))
    for stay, bed in ((early, beds[0]), (late, beds[1])):
        StayNight.objects.filter(stay=stay).update(bed=bed)
    return station, early, late


def test_guests_to_come_are_dealt_other_beds_when_that_makes_room(guest, checkered):
    station, early, late = checkered

    stay = book(guest, station, soon(5), nights=4)

    assert stay.nights.count() == 4
    assert len(set(stay.nights.values_list("bed", flat=True))) == 1
    assert [fresh(one).nights.count() for one in (early, late)] == [2, 2]


@pytest.mark.control
def test_without_dealing_anew_the_same_guest_finds_no_bed(guest, checkered, monkeypatch):
    """Negative control."""
    monkeypatch.setattr("stations.services.taking.redeal_for", lambda *stay, **span: None)
    with pytest.raises(BedTaken):
        book(guest, checkered[0], soon(5), nights=4)


def test_who_is_in_the_house_stays_longer_when_who_comes_next_can_move(guest, operator):
    station = house("male:2")
    desk = people.operator(station.operator)
    stay = services.approve_stay(actor=desk, stay=book(guest, station))
    bed = stay.nights.first().bed_id
    with standing_at(at(stay.arrival, time(15))):
        services.check_in(actor=desk, stay=stay)
    following = book(people.applicant(), station, stay.departure, nights=2)
    StayNight.objects.filter(stay=following).update(bed=bed)

    with standing_at(at(stay.arrival, time(16))):
        services.extend_stay(actor=guest, stay=stay, departure=stay.departure + timedelta(days=1))

    assert set(fresh(stay).nights.values_list("bed", flat=True)) == {bed}
    assert bed not in set(fresh(following).nights.values_list("bed", flat=True))
