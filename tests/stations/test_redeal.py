"""Beds dealt anew on real rows: who moves, what stays as it was, and that nothing is left half done."""

import itertools
import random
from collections import Counter
from contextlib import suppress
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from stations import services
from stations.allocation import Guest, deal_anew
from stations.errors import BedTaken, ReasonMissing, WrongState
from stations.invariants import NIGHTS, STAYS
from stations.models import Bed, BedMove, Closure, RoomNight, Station, Stay, StayNight
from stations.services import pins, redeal
from stations.services.pool import lock_station
from stations.services.redeal import redeal_for
from tests import people
from tests.houses import book, house
from tests.stations.test_queue import wait
from zibo_youth.core.calendar import at, now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(db):
    """Two beds for men; the days that matter are `day(5)` to `day(8)`."""
    return house("male:2")


def day(number):
    """Counted from the real today, also while a test stands at another moment."""
    return localdate() + timedelta(days=number)


def beds_of(station):
    return list(Bed.objects.filter(room__station=station).order_by("pk"))


def lies(station, bed, arrival, nights, gender=people.MALE, **changes):
    """A stay in a bed of the test's choosing, whatever booking would have chosen."""
    stay = book(people.applicant(gender=gender), station, day(arrival), nights=nights, **changes)
    put(stay, bed)
    return stay


def put(stay, bed):
    numbers = list(stay.nights.order_by("date").values("date", "number", "policy", "cap", "gender", "guest"))
    with transaction.atomic():
        redeal._move({stay.pk: bed.pk}, {bed.pk: redeal.Room(bed.room_id, bed.room.gender_mode, (bed.pk,))})
    assert list(stay.nights.order_by("date").values(*numbers[0])) == numbers


def asks(station, arrival=5, nights=4, gender=people.MALE, **changes):
    """Look for a bed as booking does when it found none."""
    guest = people.applicant(gender=gender).person
    stay = Stay(guest=guest, station=station, **changes)
    with transaction.atomic():
        lock_station(station.pk)
        return redeal_for(stay, arrival=day(arrival), departure=day(arrival + nights))


def rows(station):
    """All that a re-deal may touch, with the primary keys."""
    return [
        sorted(model.objects.filter(room__station=station).values_list()) for model in (StayNight, RoomNight)
    ]


def bed_of(stay):
    (bed,) = set(stay.nights.values_list("bed", flat=True))
    return bed


def assert_sound():
    counted = verify()
    assert {name: counted[name] for name in NIGHTS | STAYS if counted[name]} == {}


@pytest.fixture
def crossed(station):
    """Every night has a bed, and no bed has every night: the first two nights here, the last two there."""
    first, second = beds_of(station)
    return lies(station, first, 5, 2), lies(station, second, 7, 2)


# --- a plan is carried out ---------------------------------------------------------------------


@pytest.fixture
def undealt(monkeypatch):
    """Booking as it is without dealing anew."""
    monkeypatch.setattr("stations.services.taking.redeal_for", lambda *stay, **span: None)


def test_the_later_guest_moves_and_the_asker_finds_one_bed_for_all_nights(station, crossed, undealt):
    early, late = crossed
    with pytest.raises(BedTaken):
        book(people.applicant(), station, day(5), nights=4)

    bed = asks(station)

    assert (bed_of(early), bed_of(late)) == (beds_of(station)[0].pk,) * 2
    assert bed == beds_of(station)[1].pk
    assert bed_of(book(people.applicant(), station, day(5), nights=4)) == bed
    assert_sound()


def test_a_stay_that_moves_keeps_its_dates_numbers_cap_and_policy(station, crossed):
    kept = [
        list(stay.nights.order_by("date").values("date", "number", "cap", "policy", "gender", "guest"))
        for stay in crossed
    ]
    asks(station)
    again = [
        list(stay.nights.order_by("date").values("date", "number", "cap", "policy", "gender", "guest"))
        for stay in crossed
    ]
    assert again == kept


def test_of_a_free_bed_nothing_is_written(station, django_assert_num_queries):
    lies(station, beds_of(station)[0], 5, 2)
    before = rows(station)
    assert asks(station, nights=2) == beds_of(station)[1].pk
    assert rows(station) == before


def test_a_room_is_cleared_for_the_other_gender_and_forgets_the_first():
    station = house("flexible:2 flexible:2")
    here, _beside, there, _beyond = beds_of(station)
    lies(station, here, 5, 4)
    late = lies(station, there, 6, 2)

    bed = asks(station, gender=people.FEMALE)

    assert bed in (there.pk, _beyond.pk)
    assert late.nights.first().room_id == here.room_id
    assert not RoomNight.objects.filter(room=there.room_id).exists()
    assert_sound()


def test_two_stays_change_places_in_one_go(station):
    """Each takes the bed that the other has."""
    one, other = beds_of(station)
    first, second = lies(station, one, 5, 2), lies(station, other, 5, 2)
    room = redeal.Room(one.room_id, "male", (one.pk, other.pk))
    redeal._move({first.pk: other.pk, second.pk: one.pk}, {one.pk: room, other.pk: room})
    assert (bed_of(first), bed_of(second)) == (other.pk, one.pk)
    assert_sound()


@pytest.mark.control
def test_the_control_an_update_of_the_beds_runs_into_the_wall(station):
    """Unique (bed, night) is looked at row by row: why nights are lifted before they are laid."""
    one, other = beds_of(station)
    lies(station, one, 5, 2)
    lies(station, other, 5, 2)
    swapped = f"CASE bed_id WHEN {one.pk} THEN {other.pk} ELSE {one.pk} END"
    with (
        pytest.raises(IntegrityError, match="stay_night_one_guest_per_bed"),
        transaction.atomic(),
        redeal.connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE stations_staynight SET bed_id = {swapped}")


def test_four_statements_look_and_three_move(station, crossed, django_assert_num_queries):
    stay = Stay(guest=people.applicant().person, station=station)
    redeal.is_full(station.pk, day(5), day(9))  # prepared once for each connection
    with django_assert_num_queries(7):
        assert redeal_for(stay, arrival=day(5), departure=day(9))
    with django_assert_num_queries(4):
        assert redeal_for(stay, arrival=day(20), departure=day(22))


def test_where_a_night_is_full_one_statement_says_so(station, crossed, django_assert_num_queries):
    for bed in beds_of(station):
        lies(station, bed, 12, 2)
    stay = Stay(guest=people.applicant().person, station=station)
    redeal.is_full(station.pk, day(5), day(9))
    with django_assert_num_queries(1):
        assert redeal_for(stay, arrival=day(10), departure=day(13)) is None


@pytest.mark.parametrize("closed_room", [None, 0, 1, 4])
def test_what_one_statement_calls_full_the_whole_search_refuses_too(closed_room, undealt):
    """Both genders, every kind of room, a room closed under its guests: the quick no is never wrong."""
    station = house("flexible:2 flexible:2 single:2 female:2 male:1")
    chance, full = random.Random(11), Counter()
    for number, user in enumerate(people.crowd(60, (people.MALE, people.FEMALE))):
        if number == 30 and closed_room is not None:
            room = station.rooms.order_by("pk")[closed_room]
            span = {"from_on": day(7), "until_on": day(10)}
            Closure.objects.create(station=station, room=room, **span)
        asked = {"arrival": day(chance.randint(5, 10)), "nights": chance.randint(1, 3)}
        until = asked["arrival"] + timedelta(days=asked["nights"])
        guest = Guest(user.person.gender, asked["arrival"], until)
        quick = redeal.is_full(station.pk, asked["arrival"], until)
        possible = deal_anew(redeal.house_of(station), guest) is not None
        full[quick, possible] += 1
        with suppress(BedTaken):
            book(user, station, **asked)
    assert full[True, True] == 0
    assert full[True, False] >= 5
    assert full[False, True] >= 5


def test_the_old_nights_stand_in_the_audit(station, crossed):
    _early, late = crossed
    events = StayNight.pgh_event_models["delete"].objects
    before = events.count()
    asks(station)
    gone = events.order_by("-pgh_id")[: events.count() - before]
    assert {(event.stay_id, event.bed_id) for event in gone} == {(late.pk, beds_of(station)[1].pk)}
    assert len(gone) == 2


def test_a_transaction_that_fails_afterwards_leaves_all_as_it_was(station, crossed):
    before = rows(station)
    with transaction.atomic():
        assert asks(station)
        assert rows(station) != before
        transaction.set_rollback(True)
    assert rows(station) == before


def test_who_waits_in_the_queue_is_asked_by_whoever_books_next(station, crossed):
    """Nights were lifted: the mark stays, although no night came free for long."""
    for bed in beds_of(station):
        lies(station, bed, 12, 1)
    wait(people.applicant(), station, day(12), nights=1)
    assert not Station.objects.get(pk=station.pk).queue_unsettled
    asks(station)
    assert Station.objects.get(pk=station.pk).queue_unsettled


@pytest.fixture
def chained(station):
    """
    One waits for nights 5 and 6: `.` is free, capitals are pinned, small letters may move::

        first   A . . C     nights 5, 6, 7, 8
        second  . b b b
    """
    first, second = beds_of(station)
    pin(lies(station, first, 5, 1))
    lies(station, second, 6, 3)
    blocking = lies(station, first, 8, 1)
    pin(blocking)
    waiting = wait(people.applicant(), station, day(5), nights=2)
    assert waiting.state == "waiting"
    return blocking, waiting


def test_a_night_that_comes_free_far_off_makes_room_for_who_waits(chained):
    """Night 8 is not his, but whoever stands in his way can now lie down in the other bed."""
    blocking, waiting = chained
    services.withdraw_stay(actor=blocking.booked_by, stay=blocking)
    assert Stay.objects.get(pk=waiting.pk).state == "offered"


def test_a_pin_taken_back_makes_room_for_who_waits(chained):
    blocking, waiting = chained
    services.unpin_bed(actor=people.operator(blocking.station.operator), stay=blocking)
    assert Stay.objects.get(pk=waiting.pk).state == "offered"


def test_a_newcomer_does_not_overtake_by_dealing_anew(station, chained):
    blocking, _waiting = chained
    services.withdraw_stay(actor=blocking.booked_by, stay=blocking)
    with pytest.raises(BedTaken):
        book(people.applicant(), station, day(5), nights=2)


def test_who_joins_the_queue_leaves_the_mark_for_those_before(station):
    """A bed came free on some other path; whoever books next must still ask the others."""
    for bed in beds_of(station):
        lies(station, bed, 5, 2)
    Station.objects.filter(pk=station.pk).update(queue_unsettled=True)
    wait(people.applicant(), station, day(5), nights=2)
    assert Station.objects.get(pk=station.pk).queue_unsettled


# --- who stays, and what is kept ---------------------------------------------------------------


def crossed_and(change, station):
    """Two stays in each other's way, as in `crossed`, after something has happened to both."""
    first, second = beds_of(station)
    stays = lies(station, first, 5, 2), lies(station, second, 7, 2)
    for stay in stays:
        change(stay)
    return stays


def approve(stay):
    return services.approve_stay(actor=people.operator(stay.station.operator), stay=stay)


def pin(stay):
    services.pin_bed(
        actor=people.operator(stay.station.operator), stay=stay, reason=Stay.PinReason.ACCESSIBILITY
    )


def send_back(stay):
    services.return_stay(
        actor=people.operator(stay.station.operator), stay=stay, reason=Stay.Reason.EVIDENCE_UNCLEAR
    )


@pytest.mark.parametrize(
    "change", [lambda stay: None, approve, send_back], ids=["waiting", "approved", "returned"]
)
def test_a_guest_who_has_not_come_may_be_moved(station, change):
    crossed_and(change, station)
    assert asks(station)


def test_a_pinned_stay_stays(station):
    crossed_and(pin, station)
    before = rows(station)
    assert asks(station) is None
    assert rows(station) == before


def test_a_pin_taken_back_lets_the_bed_change_again(station):
    for stay in crossed_and(pin, station):
        services.unpin_bed(actor=people.operator(station.operator), stay=stay)
    assert asks(station)


@pytest.mark.parametrize("state", ["approved", "checked in"])
def test_from_the_day_of_arrival_on_a_bed_no_longer_changes(station, state):
    """The desk tells the bed on that day; in the house the guest sleeps in it."""
    first, second = beds_of(station)
    guest, beyond = lies(station, second, 7, 2), lies(station, first, 9, 2)
    approve(guest)
    pin(beyond)
    with standing_at(at(day(6), time(9))), transaction.atomic():
        assert asks(station, arrival=8, nights=2) == second.pk
        transaction.set_rollback(True)
    with standing_at(at(day(7), time(9))):
        if state == "checked in":
            services.check_in(actor=people.operator(station.operator), stay=guest)
        assert asks(station, arrival=8, nights=2) is None


def test_who_was_let_in_before_the_day_stays(station):
    early, late = crossed_and(approve, station)
    Stay.objects.filter(pk__in=[early.pk, late.pk]).update(state="checked_in", checked_in_at=now())
    assert asks(station) is None


def test_who_was_moved_by_the_desk_stays(station):
    """The bed was chosen by hand, for a reason that no plan knows."""
    early, late = crossed_and(approve, station)
    for stay in (early, late):
        bed = stay.nights.first().bed
        BedMove.objects.create(
            stay=stay,
            from_bed=next(each for each in beds_of(station) if each != bed),
            to_bed=bed,
            from_on=stay.arrival,
            reason="quiet",
            actor=people.operator(station.operator),
        )
    assert asks(station) is None


def test_a_stay_with_two_beds_stays():
    """The desk has changed the bed for one night; dealt anew, it would lie in one bed and leave the other."""
    station = house("male:3")
    first, second, third = beds_of(station)
    lies(station, first, 5, 2)
    late = lies(station, second, 7, 2)
    pin(lies(station, third, 5, 1))
    StayNight.objects.filter(pk=late.nights.order_by("date").last().pk).update(bed=first)
    before = rows(station)
    assert asks(station) is None
    assert rows(station) == before


@pytest.mark.parametrize("where", ["room", "station"])
def test_a_closure_is_kept(station, crossed, where):
    room = station.rooms.get() if where == "room" else None
    Closure.objects.create(station=station, room=room, from_on=day(8), until_on=day(9), reason="检修")
    assert asks(station) is None


@pytest.mark.parametrize("days", [{"opened_on": 6}, {"closed_on": 8}], ids=["not yet open", "closing"])
def test_nobody_is_dealt_a_bed_before_the_house_opens_or_after_it_closes(station, crossed, days):
    for name, number in days.items():
        setattr(station, name, day(number))
    station.save()
    assert asks(station) is None


def test_wishes_are_kept_of_who_asks_and_of_who_moves():
    station = house("single:1 flexible:1")
    single, shared = beds_of(station)
    wished = lies(station, single, 5, 2, room_wish="single")
    assert asks(station, nights=2, room_wish="single") is None
    assert asks(station, nights=2, room_wish="shared") == shared.pk
    Stay.objects.filter(pk=wished.pk).update(room_wish="any")
    assert asks(station, nights=2, room_wish="single") == single.pk
    assert bed_of(wished) == shared.pk


def test_a_guest_in_the_house_stays_longer_in_the_same_bed_and_others_make_way(station):
    first, second = beds_of(station)
    here, next_one = lies(station, first, 5, 2), lies(station, first, 7, 2)
    approve(here)
    with standing_at(at(day(5), time(15))):
        here = services.check_in(actor=people.operator(station.operator), stay=Stay.objects.get(pk=here.pk))
        assert redeal_for(here, arrival=day(7), departure=day(8), only_bed=first.pk) == first.pk
    assert bed_of(next_one) == second.pk
    assert_sound()


def test_what_is_dealt_can_be_booked_and_nothing_ever_breaks(undealt):
    """The pure rules and the database agree, over many requests of both genders in a house of every kind."""
    station = house("flexible:2 flexible:2 single:2 female:2 male:1")
    chance, dealt = random.Random(7), 0
    users = people.crowd(90, (people.MALE, people.FEMALE))
    for user in users:
        asked = {"arrival": day(chance.randint(5, 14)), "nights": chance.randint(1, 6)}
        asked["room_wish"] = chance.choice(["any", "any", "shared", "single"])
        try:
            book(user, station, **asked)
        except BedTaken:
            stay = Stay(guest=user.person, station=station, room_wish=asked["room_wish"])
            until = asked["arrival"] + timedelta(days=asked["nights"])
            if redeal_for(stay, arrival=asked["arrival"], departure=until):
                book(user, station, **asked)
                dealt += 1
    assert dealt >= 3
    assert all(len({night.bed_id for night in stay.nights.all()}) == 1 for stay in Stay.objects.all())
    assert_sound()


# --- pins --------------------------------------------------------------------------------------


@pytest.fixture
def stay(station):
    return book(people.applicant(), station)


def test_the_operator_pins_a_bed_with_a_reason_and_lets_it_go(stay):
    operator = people.operator(stay.station.operator)
    pinned = services.pin_bed(actor=operator, stay=stay, reason="together")
    assert (pinned.bed_pinned, pinned.get_bed_pinned_for_display()) == (True, "与同行者同住")
    assert not services.unpin_bed(actor=operator, stay=pinned).bed_pinned


@pytest.mark.parametrize("reason", ["", "no such", "x" * 300])
def test_a_pin_needs_one_of_the_reasons(stay, reason):
    with pytest.raises(ReasonMissing):
        services.pin_bed(actor=people.operator(stay.station.operator), stay=stay, reason=reason)
    assert not Stay.objects.get().bed_pinned


def test_a_stay_without_a_bed_is_not_pinned(stay):
    services.withdraw_stay(actor=stay.booked_by, stay=stay)
    with pytest.raises(WrongState, match="已撤回"):
        services.pin_bed(actor=people.operator(stay.station.operator), stay=stay, reason="other")


@pytest.mark.parametrize("act", [lambda **who: services.pin_bed(**who, reason="other"), services.unpin_bed])
def test_only_the_house_s_own_desk_pins_and_never_in_its_own_case(stay, act):
    own = people.operator(stay.station.operator)
    own.person = stay.guest
    own.save()
    for actor in (stay.booked_by, people.operator(house().operator), people.officer("huantai"), own):
        with pytest.raises(NotAllowed):
            act(actor=actor, stay=stay)


def test_a_pin_stands_in_the_audit(stay):
    pin(stay)
    events = Stay.pgh_event_models["update"].objects.filter(pgh_obj=stay.pk)
    assert list(events.values_list("bed_pinned_for", flat=True)) == ["accessibility"]


def test_a_pin_waits_for_a_re_deal_that_is_under_way(stay, monkeypatch):
    """Asked of the lock itself; tests/races/test_redeal_races.py holds it from another session."""
    asked = []
    monkeypatch.setattr(pins, "lock_station", asked.append)
    pin(stay)
    assert asked == [stay.station_id]


def test_every_part_of_a_sound_house_was_looked_at(station, crossed):
    """The control of `assert_sound`: two guests in one bed are counted."""
    with redeal.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE stations_staynight DROP CONSTRAINT stay_night_one_guest_per_bed")
    early, late = crossed
    late.nights.update(bed=beds_of(station)[0])
    for mine, other in itertools.zip_longest(late.nights.order_by("-date"), early.nights.all()):
        StayNight.objects.filter(pk=mine.pk).update(date=other.date)
    with pytest.raises(AssertionError):
        assert_sound()
