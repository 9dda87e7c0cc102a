"""Nights beyond the cap: approvals at once, against bookings, taken back beside them, and one grant against many."""

from collections import Counter

import pytest

from stations.models import ExtraNights, StayNight
from stations.services import booking
from stations.services import extra_nights as service
from stations.services.extra_nights import grant_extra_nights, revoke_extra_nights
from tests import people
from tests.houses import book, house, in_one_year, rule
from tests.races.walls import all_look_first, without, without_lock_of_the_guest
from tests.racing import CROWD, at_once
from tests.stations.test_extra_nights import asked, granted, torn
from zibo_youth.core.errors import StateChanged

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
HOUSES = 12


@pytest.fixture
def full(db):
    """Somebody whose six nights are used, and the house where."""
    rule(max_stays_per_window=100, horizon_days=600)
    station, [guest] = house("male:2"), people.crowd(1)
    book(guest, station, in_one_year(0), nights=6)
    return guest, station


def officers(station, crowd):
    return [people.officer(station.reporting_org.code) for _ in range(crowd)]


def single_nights(guest):
    stations = [house("male:2") for _ in range(HOUSES)]
    return lambda n: book(guest, stations[n % HOUSES], in_one_year(10 + n), nights=1)


def nights_of(guest):
    return sorted(StayNight.objects.filter(guest=guest.person).values_list("number", flat=True))


def grants_of(extra, board):
    def grant(n):
        mine = ExtraNights.objects.get(pk=extra.pk)
        return grant_extra_nights(actor=board[n], extranights=mine, reason="情况属实")

    return Counter(type(answer) for answer in at_once(grant, len(board)))


def test_of_32_officers_one_grants_and_31_hear_that_it_is_decided(full):
    guest, station = full
    extra = asked(people.operator(station.operator), guest, station)
    assert grants_of(extra, officers(station, 32)) == {ExtraNights: 1, StateChanged: 31}


@pytest.mark.control
def test_control_where_the_old_state_is_not_asked_every_officer_has_granted(full, monkeypatch):
    guest, station = full
    extra = asked(people.operator(station.operator), guest, station)
    monkeypatch.setattr(type(ExtraNights.objects.all()), "to_decide", lambda rows: rows)
    assert grants_of(extra, officers(station, 8)) == {ExtraNights: 8}


def test_of_64_requests_after_two_nights_were_granted_two_are_given(full):
    guest, station = full
    granted(people.operator(station.operator), officers(station, 1)[0], guest, station)

    answers = at_once(single_nights(guest))

    assert Counter(type(answer).__name__ for answer in answers) == {"Stay": 2, "NotEligible": CROWD - 2}
    assert nights_of(guest) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert torn() == {}


def test_who_books_while_it_is_granted_is_refused_or_served_and_no_night_is_too_many(full):
    guest, station = full
    extra, [officer] = asked(people.operator(station.operator), guest, station), officers(station, 1)
    ask = single_nights(guest)

    def one(number):
        if number == 9:
            return grant_extra_nights(actor=officer, extranights=extra, reason="情况属实")
        return ask(number)

    answers = at_once(one, 32)

    made = Counter(type(answer).__name__ for answer in answers)
    assert set(made) <= {"ExtraNights", "Stay", "NotEligible"}, made
    assert made["ExtraNights"] == 1
    assert nights_of(guest) == list(range(1, 7 + made["Stay"]))
    assert made["Stay"] <= 2
    assert torn() == {}


@pytest.mark.control
def test_control_without_lock_and_numbers_two_granted_nights_are_given_twelve_times(full, monkeypatch):
    guest, station = full
    granted(people.operator(station.operator), officers(station, 1)[0], guest, station)
    act = single_nights(guest)
    without_lock_of_the_guest(monkeypatch, booking)
    all_look_first(monkeypatch, booking, "facts_of_stay", HOUSES)

    with without("stay_night_number_used_once"):
        at_once(act, HOUSES)
        assert StayNight.objects.filter(guest=guest.person).count() == 6 + HOUSES
        assert torn()


def taken_back_beside(guest, station, crowd=CROWD):
    """Two nights are granted; in one instant many book a night and one officer takes the grant back."""
    officer = officers(station, 1)[0]
    extra = granted(people.operator(station.operator), officer, guest, station)
    ask = single_nights(guest)

    def one(number):
        if number == crowd // 2:
            return revoke_extra_nights(actor=officer, extranights=extra, reason="面试取消")
        return ask(number)

    return extra, Counter(type(answer).__name__ for answer in at_once(one, crowd))


def test_of_63_bookings_and_one_who_takes_back_nobody_has_a_night_that_was_taken_back(full):
    guest, station = full
    extra, made = taken_back_beside(guest, station)

    extra.refresh_from_db()
    assert set(made) <= {"ExtraNights", "ExtraNightsAllUsed", "Stay", "NotEligible"}, made
    assert (extra.state == "revoked") == (made["ExtraNights"] == 1)
    assert made["Stay"] == extra.granted_nights <= 2
    assert nights_of(guest) == list(range(1, 7 + extra.granted_nights))
    assert torn() == {}


def late_booking(guest, station, monkeypatch):
    """A booking comes in after the nights were counted, as if nobody held the guest's lock."""
    officer = officers(station, 1)[0]
    extra = granted(people.operator(station.operator), officer, guest, station)
    count, ask = service._nights_that_stand, single_nights(guest)

    def counted_too_early(counted):
        kept = count(counted)
        [stay] = at_once(lambda _n: ask(0), 1)
        assert stay.nights.get().number == 7
        return kept

    monkeypatch.setattr(service, "lock_person", lambda _guest: None)
    monkeypatch.setattr(service, "_nights_that_stand", counted_too_early)
    return officer, extra


def test_without_the_lock_the_nights_on_a_grant_follow_it_or_the_wall_refuses(full, monkeypatch):
    guest, station = full
    officer, extra = late_booking(guest, station, monkeypatch)
    with pytest.raises(StateChanged):
        revoke_extra_nights(actor=officer, extranights=extra, reason="面试取消")
    assert torn() == {}


@pytest.mark.control
def test_control_without_lock_and_checks_a_booked_night_rests_on_nothing(full, monkeypatch):
    guest, station = full
    officer, extra = late_booking(guest, station, monkeypatch)
    walls = ("stay_night_within_free_nights", "stay_night_beyond_the_cap_names_its_grant")
    with without(*walls):
        revoke_extra_nights(actor=officer, extranights=extra, reason="面试取消")
        assert torn()
