"""Beds dealt anew on real rows: what is written, what stays as it was, and that nothing is left half done."""

import itertools
import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from stations import services
from stations.allocation import Guest, deal_anew
from stations.errors import BedTaken
from stations.models import Closure, RoomNight, Station, Stay, StayNight
from stations.services import redeal
from stations.services.redeal import redeal_for
from tests import people
from tests.houses import book, house
from tests.stations.redeal.dealing import asks, assert_sound, bed_of, beds_of, day, lies, pin, rows
from tests.stations.test_queue import wait

pytestmark = pytest.mark.django_db


# --- a plan is carried out -------------------------------------------------------------------------


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


# --- pins ------------------------------------------------------------------------------------------


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
