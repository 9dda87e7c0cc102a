"""Booking: every night of a stay or none, the best bed for it, and the walls of the database behind it."""

from datetime import date

import pytest

from stations import services
from stations.errors import BedTaken, DatesOutOfRange, GenderUnknown, NotEligible
from stations.models import Bed, Closure, RoomNight, Stay, StayNight
from tests import people
from tests.houses import book, house, rule, soon
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person
from zibo_youth.core.templatetags.portal import cn_days
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def woman(**details):
    return people.applicant(gender=people.FEMALE, **details)


def beds_of(stay):
    return set(stay.nights.values_list("bed__label", flat=True))


# --- every night or none --------------------------------------------------------------------


def test_a_stay_takes_each_night_from_arrival_up_to_departure(guest, station):
    stay = book(guest, station, soon(5), nights=3)

    assert list(stay.nights.values_list("date", "number")) == [(soon(5), 1), (soon(6), 2), (soon(7), 3)]
    assert stay.nights.values("bed").distinct().count() == 1
    assert (stay.state, stay.reference[:2]) == ("submitted", "YZ")
    assert Notice.objects.filter(to=guest.person, kind="stations.stay_submitted").count() == 1
    assert stay.transitions.get().to_state == "submitted"


def test_one_taken_night_in_the_middle_refuses_the_whole_stay(guest):
    station = house("male:1")
    book(people.applicant(), station, soon(6), nights=1)

    with pytest.raises(BedTaken) as refused:
        book(guest, station, soon(5), nights=3)

    assert refused.value.nights == [soon(6)]
    assert str(refused.value) == f"{cn_days([soon(6)])}没有空床了，请换一个日期或驿站"
    assert not guest.person.station_nights.exists()
    assert not guest.person.stays.exists()
    assert not Notice.objects.filter(to=guest.person).exists()


def test_who_leaves_in_the_morning_makes_room_for_the_evening(guest):
    station = house("male:1")
    book(people.applicant(), station, soon(5), nights=2)

    assert book(guest, station, soon(7), nights=2).state == "submitted"
    assert book(people.applicant(), station, soon(4), nights=1).state == "submitted"


def test_two_free_halves_in_two_beds_are_no_stay(guest):
    """Nobody changes beds in the middle of the night."""
    station = house("male:2")
    for label, day in (("1", 5), ("2", 6)):
        stay = book(people.applicant(), station, soon(day), nights=1)
        StayNight.objects.filter(stay=stay).update(bed=Bed.objects.get(room__station=station, label=label))
        # Else they would be dealt other beds.
        Stay.objects.filter(pk=stay.pk).update(bed_pinned_for="promised")

    with pytest.raises(BedTaken) as refused:
        book(guest, station, soon(5), nights=2)
    # Each night has a bed, so none is named.
    assert refused.value.nights == []
    assert str(refused.value) == "没有空床能连住这几晚，请换一个日期、少住几晚或换一家驿站"


def test_a_stay_over_new_year_uses_two_years_allowances(guest, station, time_machine):
    time_machine.move_to("2026-12-20 10:00:00 +0800")
    rule(horizon_days=60, max_stays_per_window=9)
    book(guest, station, date(2026, 12, 24), nights=5)

    stay = book(guest, station, date(2026, 12, 31), nights=4)

    found = stay.nights.values_list("date__year", "allowance_year", "number")
    assert sorted(found) == [(2026, 2026, 6), (2027, 2027, 1), (2027, 2027, 2), (2027, 2027, 3)]
    with pytest.raises(NotEligible, match="您已使用 6 晚"):
        book(guest, station, date(2026, 12, 23), nights=1)


def test_the_year_of_least_nights_left_is_the_one_that_refuses(guest, station, time_machine):
    time_machine.move_to("2026-12-20 10:00:00 +0800")
    book(guest, station, date(2026, 12, 23), nights=6)
    with pytest.raises(NotEligible) as refused:
        book(guest, station, date(2026, 12, 31), nights=2)
    assert str(refused.value) == "本年度免费入住 6 晚，您已使用 6 晚，本次最多还能申请 0 晚"


def test_a_given_back_number_is_used_again(guest, station):
    first = book(guest, station, soon(5), nights=2)
    book(guest, station, soon(9), nights=3)
    services.withdraw_stay(actor=guest, stay=first)
    third = book(guest, station, soon(14), nights=3)
    assert list(third.nights.values_list("number", flat=True)) == [1, 2, 6]


@pytest.mark.parametrize("nights", [0, -1, 61])
def test_a_stay_has_a_night_and_not_sixty_one(guest, station, nights):
    with pytest.raises(DatesOutOfRange, match="离店日期须晚于入住日期"):
        book(guest, station, nights=nights)


def test_who_told_nothing_about_themselves_is_asked_first(station):
    newcomer = people.newcomer()
    with pytest.raises(IdentityMissing):
        book(newcomer, station, evidence=[])


def test_an_unknown_gender_gets_no_bed(guest, station):
    Person.objects.filter(pk=guest.person_id).update(gender=0)
    guest.person.refresh_from_db()
    with pytest.raises(GenderUnknown) as refused:
        book(guest, station)
    assert str(refused.value) == "请先在个人资料中填写性别，以便安排房间"


def test_a_stay_remembers_the_policy_that_admitted_it(guest, station):
    admitted = book(guest, station).policy
    rule(max_free_nights=3)
    assert Stay.objects.get(guest=guest.person).policy == admitted
    assert set(guest.person.station_nights.values_list("cap", flat=True)) == {6}


# --- which bed ------------------------------------------------------------------------------


def test_a_short_stay_fills_a_gap_so_that_a_long_one_stays_possible():
    station = house("male:2")
    book(people.applicant(), station, soon(5), nights=2)
    book(people.applicant(), station, soon(9), nights=2)  # the same bed: a gap of two nights in it

    filler = book(people.applicant(), station, soon(7), nights=2)

    assert beds_of(filler) == {"1"}
    assert beds_of(book(people.applicant(), station, soon(4), nights=6)) == {"2"}


def test_a_room_of_the_own_gender_comes_before_an_untouched_one():
    station = house("flexible:2 male:2")
    assert book(people.applicant(), station).nights.first().room.gender_mode == "male"


def test_company_comes_before_an_empty_room():
    station = house("flexible:2 flexible:2")
    first = book(people.applicant(), station)
    assert book(people.applicant(), station).nights.first().room_id == first.nights.first().room_id


def test_a_single_room_is_kept_for_who_wishes_it(guest):
    station = house("single:1 male:1")
    assert book(people.applicant(), station).nights.first().room.gender_mode == "male"
    assert book(guest, station, room_wish="single").nights.first().room.gender_mode == "single"


def test_who_wishes_company_gets_no_single_room(guest):
    with pytest.raises(BedTaken):
        book(guest, house("single:1"), room_wish="shared")


# --- men and women --------------------------------------------------------------------------


def test_a_flexible_room_takes_the_gender_of_its_first_guest(guest):
    station = house("flexible:2")
    book(woman(), station)
    with pytest.raises(BedTaken):
        book(guest, station)
    assert book(woman(), station).state == "submitted"


def test_it_lets_go_when_the_last_one_cancels(guest):
    station = house("flexible:2")
    first, second = woman(), woman()
    stays = [book(first, station), book(second, station)]
    services.withdraw_stay(actor=first, stay=stays[0])
    with pytest.raises(BedTaken):
        book(guest, station)
    services.withdraw_stay(actor=second, stay=stays[1])
    assert not RoomNight.objects.exists()
    assert book(guest, station).state == "submitted"


def test_a_room_may_sleep_women_tonight_and_men_tomorrow(guest):
    station = house("flexible:2")
    book(woman(), station, soon(5), nights=1)
    assert book(guest, station, soon(6), nights=1).state == "submitted"


@pytest.mark.parametrize(("room", "gender"), [("male:1", people.FEMALE), ("female:1", people.MALE)])
def test_a_room_of_one_gender_takes_no_other(room, gender):
    with pytest.raises(BedTaken):
        book(people.applicant(gender=gender), house(room))


# --- closures -------------------------------------------------------------------------------


def closed(station, start, end, room=None):
    return Closure.objects.create(station=station, room=room, from_on=start, until_on=end, reason="检修")


def test_a_closed_station_takes_nobody_and_opens_on_the_day_it_says(guest, station):
    closed(station, soon(6), soon(8))
    with pytest.raises(BedTaken):
        book(guest, station, soon(5), nights=2)
    with pytest.raises(BedTaken):
        book(guest, station, soon(7), nights=2)
    assert book(guest, station, soon(8), nights=2).state == "submitted"
    assert book(guest, station, soon(5), nights=1).state == "submitted"


def test_a_closed_room_sends_the_guest_to_the_next(guest):
    station = house("male:1 male:1")
    first = station.rooms.order_by("name").first()
    closed(station, soon(5), soon(6), room=first)
    assert book(guest, station, soon(5), nights=2).nights.first().room.name == "102"
