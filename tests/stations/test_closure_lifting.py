"""A closure: shown first, closed within its dates, lifted early, beside everything else that a stay does."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError

from stations import services
from stations.closure_errors import ClosureOver, ClosurePast, ClosureTooShort, StayRehoused
from stations.models import Bed, Closure, Rehousing
from tests import people
from tests.houses import book, house, paper, soon
from tests.stations.closing import approved, fresh, in_house, lies, lift, places, room, shut, torn
from tests.stations.test_queue import wait
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


# --- the closure itself ----------------------------------------------------------------------------


def test_a_preview_tells_all_and_changes_nothing(guest):
    station, near = house("male:1"), house("male:1")
    stay = approved(guest, station, soon(5), 2)
    operator = people.operator(station.operator)
    closure = Closure(station=station, from_on=soon(5), until_on=soon(7), reason="检修")
    notices = Notice.objects.count()

    [told] = services.preview_closure(actor=operator, closure=closure)

    assert (told.held.station, told.to_bed.room.station, told.state) == (near, near, "proposed")
    assert fresh(stay).station == station
    assert places(stay)[0][1] == station
    assert not Closure.objects.exists()
    assert not Rehousing.objects.exists()
    assert Notice.objects.count() == notices


def test_a_closure_begins_today_or_later_and_lasts_a_night(station):
    with pytest.raises(ClosurePast):
        shut(station, -1)
    with pytest.raises(ClosureTooShort):
        shut(station, 1, 0)


def test_nobody_closes_another_district_s_house(station):
    for stranger in (people.officer("zichuan"), people.operator(house().operator), people.applicant()):
        with pytest.raises(NotAllowed):
            shut(station, by=stranger)
        with pytest.raises(NotAllowed):
            services.lift_closure(
                actor=stranger, closure=Closure(station=station, from_on=soon(), until_on=soon(9))
            )


def test_two_closures_of_one_room_list_a_guest_once(guest, station):
    stay = book(guest, station, nights=2)
    [first] = shut(station)
    assert shut(room(station), 6, 1) == []
    assert list(Rehousing.objects.all()) == [first]
    assert (fresh(first).state, torn()) == ("to_arrange", {})
    assert stay.rehousings.count() == 1


def test_when_the_proposed_bed_is_closed_in_turn_a_new_proposal_takes_its_place(guest):
    station = house("male:1 male:1 male:1")
    stay = lies(book(guest, station, nights=2), "101")
    [first] = shut(room(station, "101"))
    [second] = shut(fresh(first).to_bed.room)

    assert (fresh(first).state, second.state) == ("withdrawn", "proposed")
    assert len({first.from_bed, first.to_bed, second.to_bed}) == 3
    assert second.from_bed == first.to_bed
    assert stay.rehousings.open().count() == 1
    assert torn() == {}


def test_the_database_itself_keeps_one_proposal_a_stay_and_closure(guest, station):
    book(guest, station, nights=2)
    [made] = shut(station)
    copy = {f.attname: getattr(made, f.attname) for f in Rehousing._meta.fields if f.name != "id"}
    with pytest.raises(IntegrityError, match=r"rehousing_(once_per_stay_and_closure|open_once_per_stay)"):
        Rehousing.objects.create(**copy)


# --- lifted early ----------------------------------------------------------------------------------


def test_lifted_before_its_first_night_it_is_as_if_it_had_never_been(guest):
    station, _near = house("male:1"), house("male:1")
    stay = approved(guest, station, soon(5), 2)
    [made] = shut(station)
    assert fresh(stay).station != station

    [back] = lift(made)

    assert back == made
    assert (fresh(stay).station, fresh(made).state) == (station, "withdrawn")
    assert places(stay)[0][1:] == (station, "101")
    assert not Closure.objects.exists()
    assert Notice.objects.filter(kind="stations.rehousing_withdrawn", to=guest.person).count() == 1
    assert torn() == {}


def test_lifted_in_its_midst_the_nights_that_are_over_stay_closed(guest):
    station = house("male:1")
    with time_machine.travel(now() - timedelta(days=2)):
        [stay] = [book(guest, station, soon(5), 2)]
        [made] = shut(station, 1, 9)
    assert made.state == "to_arrange"

    lift(made)

    assert Closure.objects.get().until_on == today()
    assert (fresh(made).state, places(stay)[0][1]) == ("withdrawn", station)
    assert torn() == {}


def test_who_has_said_yes_stays_where_the_yes_was_said(guest):
    station, near = house("male:1"), house("male:1")
    stay = approved(guest, station, soon(5), 2)
    [made] = shut(station)
    services.accept_rehousing(actor=guest, rehousing=made)

    assert lift(made) == []
    assert (fresh(stay).station, fresh(made).state, fresh(made).closure) == (near, "accepted", None)


def test_a_bed_that_is_gone_meanwhile_leaves_the_proposal_open(guest):
    station = house("male:1 male:1")
    stay = lies(book(guest, station, nights=2), "101")
    [made] = shut(room(station), 5, 1)
    early = book(people.applicant(), station, soon(6), 1)  # in the old bed, on a night that is open
    services.pin_bed(actor=people.operator(station.operator), stay=early, reason="promised")

    assert lift(made) == []
    assert fresh(made).state == "proposed"
    assert places(stay)[0][2] == "102"
    assert torn() == {}


def test_lifting_one_closure_leaves_the_guests_of_the_other_on_the_list(guest, station):
    stay = book(guest, station, nights=2)
    [made] = shut(station)
    shut(room(station), 5, 1)

    lift(made)

    assert [row.state for row in stay.rehousings.order_by("pk")] == ["withdrawn", "to_arrange"]
    assert torn() == {}


def test_a_guest_whose_last_night_is_over_and_who_has_not_left_stops_nobody(guest):
    station = house("male:1 male:1")
    with time_machine.travel(now() - timedelta(days=3)):
        stay = in_house(guest, station, nights=2)
        [made] = shut(room(station, places(stay)[0][2]), 1, 9)
    assert (made.state, made.held) == ("proposed", stay)

    assert lift(made) == []

    assert (fresh(made).state, len(places(stay))) == ("proposed", 2)
    assert torn() == {}


def test_a_closure_is_lifted_once(guest, station):
    book(guest, station, nights=2)
    [made] = shut(station)
    lift(made)
    with pytest.raises(ClosureOver):
        lift(made)


# --- beside everything else that a stay does -------------------------------------------------------


def test_the_old_desk_cannot_check_in_a_guest_who_has_gone_over(guest, operator):
    station, _near = house("male:1"), house("male:1")
    desk = people.operator(station.operator)
    stay = approved(guest, station, soon(5), 2)
    shut(station)
    with time_machine.travel(now() + timedelta(days=5)), pytest.raises(StayRehoused):
        services.check_in(actor=desk, stay=stay)


def test_the_old_desk_cannot_shorten_or_move_it_either(guest):
    station, _near = house("male:1 male:1"), house("male:2")
    desk = people.operator(station.operator)
    stay = approved(guest, station, soon(5), 3)
    shut(station)
    bed = Bed.objects.filter(room__station=station).last()
    with pytest.raises(StayRehoused):
        services.shorten_stay(actor=desk, stay=stay, departure=soon(6))
    stay.station = station
    with pytest.raises(StayRehoused):
        services.move_bed(actor=desk, stay=stay, bed=bed, reason="house")


def test_moving_the_dates_out_of_the_closure_settles_it(guest):
    station = house("male:1")
    stay = approved(guest, station, soon(5), 2)
    [made] = shut(station)
    assert made.state == "to_arrange"

    services.change_dates(actor=guest, stay=stay, arrival=soon(12), departure=soon(13))

    assert fresh(made).state == "arranged"
    assert torn() == {}


def test_coming_to_the_proposed_bed_is_a_yes(guest):
    station, near = house("male:1"), house("male:1")
    stay = approved(guest, station, soon(5), 2)
    [made] = shut(station)
    with time_machine.travel(now() + timedelta(days=5)):
        services.admit_guest(actor=people.operator(near.operator), stay=fresh(stay), is_seen=True)
    assert fresh(made).state == "arranged"


def test_a_closure_asks_nobody_for_nights_that_are_paper_only(guest, station):
    """Drafts and places in the queue hold no bed, so there is nothing to propose."""
    holder = book(people.applicant(), station, nights=2)
    book(people.applicant(), station, nights=2)
    wait(guest, station)
    assert paper(guest)
    assert len(shut(station)) == 2
    assert holder.rehousings.exists()
