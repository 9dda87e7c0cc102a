"""Changes of a stay: other dates, longer, shorter, a late guest let in; what fails leaves all as it was."""

from datetime import time, timedelta

import pytest

from stations import services
from stations.allowance import allowance_of
from stations.errors import (
    BedTaken,
    NotEligible,
    NothingChanges,
    NotLonger,
    NotShorter,
    PinnedBedTaken,
    TooLateToChange,
    TooLateToReinstate,
)
from stations.facts import policy_on
from stations.models import Stay, Strike
from stations.services import changes
from stations.views.story import timeline
from tests import people
from tests.houses import book, house, rule, soon
from tests.stations.closing import in_house as in_house_since_today
from tests.stations.closing import shut
from tests.stations.test_queue import fresh, wait
from zibo_youth.core.calendar import at, standing_at

pytestmark = pytest.mark.django_db


def nights_of(stay):
    return [(night.date, night.bed_id, night.number) for night in stay.nights.order_by("date")]


@pytest.fixture
def station(db):
    return house("male:1")


def in_house(guest, station, operator, nights=2):
    stay = services.approve_stay(actor=operator, stay=book(guest, station, nights=nights))
    with standing_at(at(stay.arrival, time(15))):
        return services.check_in(actor=operator, stay=stay)


# --- other dates ----------------------------------------------------------------------------


def test_moving_to_full_dates_keeps_the_old_bed_and_nights(guest, station):
    """Scenario 14."""
    stay = book(guest, station)
    book(people.applicant(), station, soon(10))
    before = nights_of(stay)

    with pytest.raises(BedTaken) as refused:
        services.change_dates(actor=guest, stay=stay, arrival=soon(10), departure=soon(12))

    assert refused.value.nights == [soon(10), soon(11)]
    assert nights_of(fresh(stay)) == before
    assert fresh(stay).arrival == soon()


def test_a_night_of_ones_own_is_never_named_as_the_full_one(guest, station):
    stay = book(guest, station)
    book(people.applicant(), station, soon(7))
    with pytest.raises(BedTaken) as refused:
        services.change_dates(actor=guest, stay=stay, arrival=soon(6), departure=soon(8))
    assert refused.value.nights == [soon(7)]


def test_the_cap_is_counted_net_of_the_old_nights(guest, station):
    """Scenario 14: six nights moved are six nights, not twelve."""
    stay = book(guest, station, nights=6)

    services.change_dates(actor=guest, stay=stay, arrival=soon(8), departure=soon(14))

    assert sorted(guest.person.station_nights.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert fresh(stay).transitions.last().reason == "dates_changed"


def test_moving_by_one_night_may_overlap_the_old_nights(guest, station):
    stay = book(guest, station)
    services.change_dates(actor=guest, stay=stay, arrival=soon(6), departure=soon(8))
    assert [night for night, _bed, _number in nights_of(fresh(stay))] == [soon(6), soon(7)]


def test_a_move_is_no_further_use_of_the_year(guest, station):
    rule(max_stays_per_window=1)
    stay = book(guest, station)
    services.change_dates(actor=guest, stay=stay, arrival=soon(8), departure=soon(10))
    assert fresh(stay).arrival == soon(8)


def test_nights_given_up_go_to_the_queue(guest, station):
    stay = book(guest, station)
    waiting = wait(people.applicant(), station)
    services.change_dates(actor=guest, stay=stay, arrival=soon(10), departure=soon(12))
    assert fresh(waiting).state == "offered"


def test_dates_must_change_and_before_the_day(guest, station, operator):
    stay = services.approve_stay(actor=operator, stay=book(guest, station))
    with pytest.raises(NothingChanges):
        services.change_dates(actor=guest, stay=stay, arrival=stay.arrival, departure=stay.departure)
    with standing_at(at(stay.arrival, time(9))), pytest.raises(TooLateToChange):
        services.change_dates(actor=guest, stay=stay, arrival=soon(10), departure=soon(12))


# --- longer ---------------------------------------------------------------------------------


def test_a_stay_is_extended_on_its_own_bed_inside_the_cap(guest, station, operator):
    stay = in_house(guest, station, operator)
    with standing_at(at(stay.arrival, time(20))):
        services.extend_stay(actor=guest, stay=stay, departure=stay.departure + timedelta(days=2))
    assert [number for _night, _bed, number in nights_of(fresh(stay))] == [1, 2, 3, 4]
    assert len({bed for _night, bed, _number in nights_of(fresh(stay))}) == 1


def test_not_beyond_the_cap(guest, station, operator):
    stay = in_house(guest, station, operator, nights=5)
    with standing_at(at(stay.arrival, time(20))), pytest.raises(NotEligible):
        services.extend_stay(actor=guest, stay=stay, departure=stay.departure + timedelta(days=2))
    assert fresh(stay).nights.count() == 5


def test_not_onto_the_bed_of_the_next_guest(guest, station, operator):
    stay = in_house(guest, station, operator)
    book(people.applicant(), station, stay.departure)
    with standing_at(at(stay.arrival, time(20))), pytest.raises(BedTaken) as refused:
        services.extend_stay(actor=guest, stay=stay, departure=stay.departure + timedelta(days=1))
    assert refused.value.nights == [stay.departure]
    assert fresh(stay).departure == stay.departure


def test_only_longer_and_before_the_last_night_is_over(guest, station, operator):
    stay = in_house(guest, station, operator)
    with pytest.raises(NotLonger):
        services.extend_stay(actor=guest, stay=stay, departure=stay.departure)
    with standing_at(at(stay.departure, time(9))), pytest.raises(TooLateToChange):
        services.extend_stay(actor=guest, stay=stay, departure=stay.departure + timedelta(days=1))


# --- shorter --------------------------------------------------------------------------------


def test_shortening_gives_the_nights_back_to_bed_and_person_at_once(guest, station):
    stay = book(guest, station, nights=4)
    waiting = wait(people.applicant(), station, soon(7), nights=2)

    services.shorten_stay(actor=guest, stay=stay, departure=soon(7))

    assert guest.person.station_nights.count() == 2
    assert fresh(waiting).state == "offered"


def test_an_early_departure_gives_back_what_was_not_slept(guest, station, operator):
    stay = in_house(guest, station, operator, nights=4)
    with standing_at(at(stay.arrival + timedelta(days=2), time(9))):
        services.shorten_stay(actor=guest, stay=stay, departure=stay.arrival + timedelta(days=2))
    assert guest.person.station_nights.count() == 2


def test_what_was_slept_is_not_given_back(guest, station, operator):
    stay = in_house(guest, station, operator, nights=4)
    with standing_at(at(stay.arrival + timedelta(days=2), time(9))), pytest.raises(NotShorter):
        services.shorten_stay(actor=guest, stay=stay, departure=stay.arrival + timedelta(days=1))


# --- no-show and back -----------------------------------------------------------------------


def missed(guest, station, operator):
    stay = services.approve_stay(actor=operator, stay=book(guest, station, nights=3))
    with standing_at(at(stay.arrival + timedelta(days=1), time(0, 5))):
        assert services.mark_no_shows(at=at(stay.arrival + timedelta(days=1), time(0, 5))) == 1
    Stay.objects.filter(pk=stay.pk).update(ended_at=at(stay.arrival + timedelta(days=1), time(0, 5)))
    return fresh(stay)


def test_at_the_policy_s_hour_the_later_nights_go_to_the_queue_once(guest, station, operator):
    """Scenario 16."""
    stay = services.approve_stay(actor=operator, stay=book(guest, station, nights=3))
    waiting = wait(people.applicant(), station, soon(6), nights=2)
    hour = at(stay.arrival + timedelta(days=1), time(0))

    with standing_at(hour):
        assert services.mark_no_shows(at=hour - timedelta(seconds=1)) == 0
        assert services.mark_no_shows(at=hour) == 1
        assert services.mark_no_shows(at=hour) == 0

    assert fresh(waiting).state == "offered"
    assert fresh(stay).nights.count() == 1
    assert Strike.objects.count() == 1


def test_a_late_guest_is_let_in_while_a_bed_is_left(guest, station, operator):
    """Scenario 16."""
    stay = missed(guest, station, operator)

    with standing_at(at(stay.arrival + timedelta(days=1), time(8))):
        services.reinstate_stay(actor=operator, stay=stay)
        again = services.check_in(actor=operator, stay=fresh(stay))

    assert again.state == "checked_in"
    assert again.nights.count() == 3
    strike = Strike.objects.get()
    assert (strike.state, strike.decision) == ("lifted", "来宾晚到，预约已恢复")
    assert "晚到，恢复预约" in [step["label"] for step in timeline(fresh(stay))]


def test_not_when_the_bed_is_gone(guest, station, operator):
    stay = missed(guest, station, operator)
    with standing_at(at(stay.arrival - timedelta(days=3), time(8))):
        book(people.applicant(), station, stay.arrival + timedelta(days=1))
    with standing_at(at(stay.arrival + timedelta(days=1), time(8))), pytest.raises(BedTaken):
        services.reinstate_stay(actor=operator, stay=stay)
    assert fresh(stay).state == "no_show"
    assert Strike.objects.get().state == "standing"


def test_not_a_day_later(guest, station, operator):
    stay = missed(guest, station, operator)
    with standing_at(at(stay.arrival + timedelta(days=2), time(0, 1))), pytest.raises(TooLateToReinstate):
        services.reinstate_stay(actor=operator, stay=stay)


# --- pinned beds ----------------------------------------------------------------------------


def pin(stay, operator):
    return services.pin_bed(actor=operator, stay=stay, reason="accessibility")


@pytest.fixture
def two_beds(db):
    return house("male:2")


def a_pinned_stay_on_the_second_bed(guest, station):
    """Best fit alone would give the first one."""
    operator = people.operator(station.operator)
    first = book(people.applicant(), station)
    stay = pin(book(guest, station), operator)
    services.withdraw_stay(actor=first.booked_by, stay=first)
    return stay, operator, bed_of(stay)


def bed_of(stay):
    [bed] = set(stay.nights.values_list("bed", flat=True))
    return bed


def test_a_pinned_bed_stays_when_the_dates_move(guest, two_beds):
    stay, _operator, bed = a_pinned_stay_on_the_second_bed(guest, two_beds)

    services.change_dates(actor=guest, stay=stay, arrival=soon(10), departure=soon(12))

    assert bed_of(stay) == bed
    assert fresh(stay).bed_pinned


@pytest.mark.control
def test_control_without_the_pin_the_dates_may_move_to_another_bed(guest, two_beds):
    stay, operator, bed = a_pinned_stay_on_the_second_bed(guest, two_beds)
    services.unpin_bed(actor=operator, stay=stay)

    services.change_dates(actor=guest, stay=stay, arrival=soon(10), departure=soon(12))

    assert bed_of(stay) != bed


def test_where_the_pinned_bed_is_taken_the_dates_stay(guest, two_beds):
    stay, operator, bed = a_pinned_stay_on_the_second_bed(guest, two_beds)
    blockers = [pin(book(people.applicant(), two_beds, soon(10)), operator) for _ in range(2)]
    [other] = [one for one in blockers if bed_of(one) != bed]
    services.withdraw_stay(actor=other.booked_by, stay=other)  # the other bed is free, and will not do
    before = nights_of(stay)

    with pytest.raises(PinnedBedTaken, match="这张床不空") as refused:
        services.change_dates(actor=guest, stay=stay, arrival=soon(10), departure=soon(12))

    assert refused.value.nights == [soon(10), soon(11)]
    assert nights_of(fresh(stay)) == before


def test_who_is_in_the_way_of_a_pinned_bed_and_may_move_makes_room(guest, two_beds):
    stay, _operator, bed = a_pinned_stay_on_the_second_bed(guest, two_beds)
    others = [book(people.applicant(), two_beds, soon(10)) for _ in range(2)]
    [free] = [one for one in others if bed_of(one) != bed]
    services.withdraw_stay(actor=free.booked_by, stay=free)

    services.change_dates(actor=guest, stay=stay, arrival=soon(10), departure=soon(12))

    assert bed_of(stay) == bed


def late_with_a_pin(guest, station):
    operator = people.operator(station.operator)
    stay = pin(services.approve_stay(actor=operator, stay=book(guest, station, nights=3)), operator)
    bed, morning = bed_of(stay), at(stay.arrival + timedelta(days=1), time(12))
    with standing_at(morning):
        services.mark_no_show(actor=operator, stay=stay)
    Stay.objects.filter(pk=stay.pk).update(ended_at=morning)
    return stay, operator, bed, morning


def test_a_late_guest_has_the_pinned_bed_again(guest, two_beds):
    stay, operator, bed, morning = late_with_a_pin(guest, two_beds)

    with standing_at(morning):
        services.reinstate_stay(actor=operator, stay=stay)

    assert bed_of(stay) == bed
    assert fresh(stay).bed_pinned


def test_a_late_guest_whose_pinned_bed_is_gone_sleeps_in_another_and_it_is_pinned_no_more(guest, two_beds):
    rule(lead_days=0)
    stay, operator, bed, morning = late_with_a_pin(guest, two_beds)

    with standing_at(morning):
        others = [
            pin(book(people.applicant(), two_beds, stay.arrival + timedelta(days=1)), operator) for _ in "ab"
        ]
        [elsewhere] = [one for one in others if bed_of(one) != bed]
        services.withdraw_stay(actor=elsewhere.booked_by, stay=elsewhere)
        services.reinstate_stay(actor=operator, stay=stay)

    assert stay.nights.order_by("date").last().bed_id != bed
    assert not fresh(stay).bed_pinned


def test_a_bed_that_overruled_the_wish_may_be_kept_longer(guest):
    """The desk put the guest into a single room; the wish for a shared one no longer stands in the way."""
    station = house("male:1 single:1")
    operator = people.operator(station.operator)
    stay = services.approve_stay(actor=operator, stay=book(guest, station, room_wish="shared"))
    single = station.rooms.get(gender_mode="single").beds.get()
    services.move_bed(actor=operator, stay=stay, bed=single, reason="house")
    with standing_at(at(stay.arrival, time(15))):
        services.check_in(actor=operator, stay=stay)
        services.extend_stay(actor=guest, stay=stay, departure=stay.departure + timedelta(days=1))

    assert bed_of(stay) == single.pk
    assert stay.nights.count() == 3


# --- the rest of a stay that a closure has moved to another house ---------------------------------


@pytest.fixture
def rest(guest):
    """Asleep in one house tonight, expected in the next one from tomorrow on."""
    station, near = house("male:1"), house("male:1")
    stay = in_house_since_today(guest, station, 3)
    [made] = shut(station, 1, 9)
    assert made.held.station == near != stay.station
    return made.held


def made_besides(stay):
    return sum(changes._facts(stay, soon(0), soon(4)).stays_made.values())


def test_a_stay_that_changes_is_counted_net_of_itself_and_a_rest_was_never_counted(guest, rest):
    """The use of the year is the first stay; taking one off for its rest took off one too many."""
    assert made_besides(rest) == 1
    other = book(guest, house(), soon(8), nights=1)
    assert (made_besides(rest), made_besides(other)) == (2, 1)
    assert made_besides(rest.held_for.get().stay) == 1


def test_the_guest_reads_the_same_count_as_the_rules_do(guest, rest):
    assert allowance_of(guest.person, rest.arrival.year, policy_on(rest.arrival)).stays_used == 1


def test_the_rest_moves_though_no_use_of_the_year_is_left(guest, rest):
    rule(effective_from=soon(2), max_stays_per_window=0, lead_days=0)
    with pytest.raises(NotEligible):
        book(guest, house(), soon(8), nights=1)
    moved = services.change_dates(actor=guest, stay=rest, arrival=soon(2), departure=soon(4))
    assert (moved.arrival, moved.length) == (soon(2), 2)


@pytest.mark.control
def test_the_control_as_any_other_stay_the_rest_would_be_a_use(guest, rest, monkeypatch):
    monkeypatch.setattr(changes, "continues", lambda stay: False)
    rule(effective_from=soon(2), max_stays_per_window=0, lead_days=0)
    with pytest.raises(NotEligible) as refused:
        services.change_dates(actor=guest, stay=rest, arrival=soon(2), departure=soon(4))
    assert refused.value.code == "stays_reached"
