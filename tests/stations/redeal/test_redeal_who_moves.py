"""Beds dealt anew: who may be moved, who stays, and what is kept."""

import random
from datetime import time, timedelta

import pytest
from django.db import transaction

from stations import services
from stations.errors import BedTaken
from stations.models import BedMove, Closure, Stay, StayNight
from stations.services.redeal import redeal_for
from tests import people
from tests.houses import book, house
from tests.stations.redeal.dealing import asks, assert_sound, bed_of, beds_of, day, lies, pin, rows
from zibo_youth.core.calendar import at, now, standing_at

pytestmark = pytest.mark.django_db


# --- who stays, and what is kept -------------------------------------------------------------------


def crossed_and(change, station):
    """Two stays in each other's way, as in `crossed`, after something has happened to both."""
    first, second = beds_of(station)
    stays = lies(station, first, 5, 2), lies(station, second, 7, 2)
    for stay in stays:
        change(stay)
    return stays


def approve(stay):
    return services.approve_stay(actor=people.operator(stay.station.operator), stay=stay)


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
