"""Sixty-four at one instant: exactly one wins the last bed, and nobody sleeps a seventh night."""

import pytest

from stations import services
from stations.errors import BedTaken, NotEligible
from stations.models import RoomNight, Stay, StayNight
from tests import people
from tests.houses import book, house, in_one_year, rule, soon
from tests.races.walls import without, without_locks
from tests.racing import CROWD, at_once, outcome
from zibo_youth.accounts import services as accounts
from zibo_youth.accounts.models import IdentityReview

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
]


def guests(genders=(people.MALE,), crowd=CROWD):
    """Young people with their papers in hand: nothing but the booking happens in the race."""
    return people.crowd(crowd, genders)


# --- the last bed ---------------------------------------------------------------------------


def test_the_last_bed_has_exactly_one_winner_and_63_are_told():
    station, crowd = house("male:1"), guests()

    answers = at_once(lambda n: book(crowd[n], station, nights=3))

    assert outcome(answers) == {"Stay": 1, "BedTaken": CROWD - 1}
    assert Stay.objects.count() == 1
    assert StayNight.objects.count() == 3


def test_the_constraint_alone_still_lets_only_one_into_the_bed(monkeypatch):
    """The lock decides who waits; the wall behind it holds without the lock, too."""
    station, crowd = house("male:1"), guests()
    without_locks(monkeypatch)

    answers = at_once(lambda n: book(crowd[n], station, nights=3))

    assert outcome(answers) == {"Stay": 1, "BedTaken": CROWD - 1}
    assert StayNight.objects.count() == 3


@pytest.mark.control
def test_without_lock_and_constraint_many_lie_in_the_last_bed(monkeypatch):
    """Negative control."""
    station, crowd = house("male:1"), guests()
    without_locks(monkeypatch)

    with without("stay_night_one_guest_per_bed"):
        at_once(lambda n: book(crowd[n], station))
        assert StayNight.objects.filter(date=soon()).count() > 1


def test_nobody_is_refused_while_beds_are_left():
    station, crowd = house("male:4 male:4 single:2"), guests()

    answers = at_once(lambda n: book(crowd[n], station))

    assert outcome(answers) == {"Stay": 10, "BedTaken": CROWD - 10}


# --- six free nights ------------------------------------------------------------------------


def test_six_nights_asked_at_twelve_stations_at_once_are_given_once():
    stations, guest = [house("male:2") for _ in range(12)], guests(crowd=1)[0]

    answers = at_once(lambda n: book(guest, stations[n % 12], nights=6))

    assert outcome(answers) == {"Stay": 1, "NotEligible": CROWD - 1}
    assert sorted(guest.person.station_nights.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_64_single_nights_at_twelve_stations_at_once_come_to_six():
    rule(max_stays_per_window=100, horizon_days=600)
    stations, guest = [house("male:2") for _ in range(12)], guests(crowd=1)[0]

    answers = at_once(lambda n: book(guest, stations[n % 12], in_one_year(n % 30), nights=1))

    assert outcome(answers) == {"Stay": 6, "NotEligible": CROWD - 6}
    assert sorted(guest.person.station_nights.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_numbers_alone_still_hold_the_cap(monkeypatch):
    rule(max_stays_per_window=100, horizon_days=600)
    stations, guest = [house("male:8") for _ in range(12)], guests(crowd=1)[0]
    without_locks(monkeypatch)

    at_once(lambda n: book(guest, stations[n % 12], in_one_year(n % 24), nights=1))

    assert 1 <= guest.person.station_nights.count() <= 6


@pytest.mark.control
def test_without_lock_and_numbers_somebody_sleeps_a_seventh_night(monkeypatch):
    """Negative control."""
    rule(max_stays_per_window=100, horizon_days=600)
    stations, guest = [house("male:8") for _ in range(12)], guests(crowd=1)[0]
    without_locks(monkeypatch)

    with without("stay_night_number_used_once"):
        at_once(lambda n: book(guest, stations[n % 12], in_one_year(n % 24), nights=1))
        assert guest.person.station_nights.count() > 6


def test_two_accounts_of_one_person_have_six_nights_together():
    (first,), second = guests(crowd=1), people.newcomer()
    review = IdentityReview.objects.create(user=second, person=first.person)
    accounts.link_review(people.city_staff(), review)
    second = type(second).objects.get(pk=second.pk)
    rule(max_stays_per_window=100, horizon_days=600)
    stations = [house("male:8") for _ in range(12)]

    answers = at_once(lambda n: book([first, second][n % 2], stations[n % 12], in_one_year(n % 24), nights=1))

    assert outcome(answers) == {"Stay": 6, "NotEligible": CROWD - 6}
    assert first.person.station_nights.count() == 6
    assert second.person_id == first.person_id


@pytest.mark.control
def test_two_people_have_six_nights_each():
    """Negative control: it is the shared person that holds two accounts to one allowance."""
    crowd = guests(crowd=2)
    rule(max_stays_per_window=100, horizon_days=600)
    stations = [house("male:8") for _ in range(12)]

    answers = at_once(lambda n: book(crowd[n % 2], stations[n % 12], in_one_year(n // 2 % 24), nights=1))

    assert outcome(answers)["Stay"] == 12


# --- one room, two genders ------------------------------------------------------------------


@pytest.mark.parametrize("beds", [2, 4])
def test_32_men_and_32_women_for_one_room_fill_it_with_one_gender(beds):
    station, crowd = house(f"flexible:{beds}"), guests((people.MALE, people.FEMALE))

    answers = at_once(lambda n: book(crowd[n], station))

    assert outcome(answers) == {"Stay": beds, "BedTaken": CROWD - beds}
    for night in (soon(), soon(6)):
        assert StayNight.objects.filter(date=night).count() == beds
        assert StayNight.objects.filter(date=night).values("gender").distinct().count() == 1


def test_the_room_night_alone_still_keeps_the_genders_apart(monkeypatch):
    station, crowd = house("flexible:32"), guests((people.MALE, people.FEMALE))
    without_locks(monkeypatch)

    answers = at_once(lambda n: book(crowd[n], station, nights=1))

    assert outcome(answers)["Stay"] >= 1
    assert StayNight.objects.values("gender").distinct().count() == 1


@pytest.mark.control
def test_without_lock_and_room_night_men_and_women_share_the_room(monkeypatch):
    """Negative control."""
    station, crowd = house("flexible:32"), guests((people.MALE, people.FEMALE))
    without_locks(monkeypatch)

    with without("stay_night_sleeps_in_own_company"):
        at_once(lambda n: book(crowd[n], station, nights=1))
        assert StayNight.objects.values("gender").distinct().count() == 2


# --- coming and going -----------------------------------------------------------------------


def test_staggered_stays_with_withdrawals_in_between_leave_no_torn_night():
    station, crowd = house("flexible:3 flexible:2 male:2 female:2"), guests((people.MALE, people.FEMALE))

    def come_and_perhaps_go(n):
        for attempt in range(3):
            stay = _try(crowd[n], station, soon(3 + (n * 7 + attempt) % 12), 1 + (n + attempt) % 3)
            if isinstance(stay, Stay) and (n + attempt) % 2:
                services.withdraw_stay(actor=crowd[n], stay=stay)

    answers = at_once(come_and_perhaps_go)

    assert answers == [None] * CROWD
    for stay in Stay.objects.all():
        held = stay.length if stay.state == "submitted" else 0
        assert stay.nights.count() == held
    slept = set(StayNight.objects.values_list("room_id", "date"))
    assert set(RoomNight.objects.values_list("room_id", "date")) == slept
    assert StayNight.objects.exists()


def _try(guest, station, arrival, nights):
    try:
        return book(guest, station, arrival, nights=nights)
    except (BedTaken, NotEligible) as refusal:
        return refusal


def test_who_waits_for_a_bed_that_is_given_up_gets_it():
    """A withdrawal and a booking of the same bed: once the bed was let go, somebody has it, never nobody."""
    station, crowd = house("male:1"), guests(crowd=16)
    holder = book(crowd[0], station)

    def act(n):
        if n == 0:
            return services.withdraw_stay(actor=crowd[0], stay=holder)
        while isinstance(answer := _try(crowd[n], station, soon(), 2), BedTaken):
            if Stay.objects.filter(state="withdrawn").exists():
                return _try(crowd[n], station, soon(), 2)
        return answer

    answers = at_once(act, crowd=16)

    assert sum(isinstance(answer, Stay) for answer in answers) == 2
    assert StayNight.objects.count() == 2
    assert Stay.objects.filter(state="submitted").count() == 1


def test_of_64_reviewers_one_approves():
    station, guest = house("male:1"), guests(crowd=1)[0]
    stay, officers = book(guest, station), [people.officer() for _ in range(CROWD)]

    answers = at_once(lambda n: services.approve_stay(actor=officers[n], stay=Stay.objects.get(pk=stay.pk)))

    assert outcome(answers) == {"Stay": 1, "WrongState": CROWD - 1}
    assert stay.transitions.filter(to_state="approved").count() == 1
