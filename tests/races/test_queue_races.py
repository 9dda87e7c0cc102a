"""Races of the queue: the first who waits has the freed bed, whoever presses meanwhile; each with its control."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from django.db import connection, transaction

from stations import services
from stations.errors import BedTaken, NotEligible, QueueBusy
from stations.models import Station, Stay, StayNight, StayTransition, Strike
from stations.services import moves
from stations.services.pool import release_nights
from stations.services.waiting import lapse_offer
from tests import people
from tests.houses import book, house, soon
from tests.racing import CROWD, at_once
from tests.stations.test_queue import wait
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import at, standing_at
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def press(guest, station, until):
    """Ask for the bed again and again until it was given up, and once more after."""
    while True:
        is_over = Stay.objects.filter(pk=until.pk, state="withdrawn").exists()
        try:
            return book(guest, station)
        except (BedTaken, QueueBusy, NotEligible) as refusal:
            if is_over:
                return refusal


def storm(station, holder, crowd):
    """One gives the bed up, all the others press for it."""

    def act(n):
        if n == 0:
            return services.withdraw_stay(actor=holder.booked_by, stay=holder)
        return press(crowd[n], station, holder)

    return at_once(act, crowd=len(crowd))


# --- the first in the queue ------------------------------------------------------------------


def test_a_freed_bed_goes_to_who_waited_and_to_none_of_63_newcomers():
    station, crowd = house("male:1"), people.crowd(CROWD)
    holder = book(crowd[0], station)
    first = wait(people.applicant(), station)

    answers = storm(station, holder, crowd)

    assert Counter(type(answer).__name__ for answer in answers) == {"Stay": 1, "BedTaken": CROWD - 1}
    assert Stay.objects.get(pk=first.pk).state == "offered"
    assert StayNight.objects.count() == 2


@pytest.mark.control
def test_promoted_after_the_commit_the_first_is_overtaken(monkeypatch):
    """Negative control: the queue asked in a second transaction, and no mark on the station."""
    station, crowd = house("male:1"), people.crowd(16)
    holder = book(crowd[0], station)
    first = wait(people.applicant(), station)
    monkeypatch.setattr(moves, "give_back", lambda nights, station: release_nights(nights))

    with without_mark():
        storm(station, holder, crowd)
        services.settle_queues()

    assert Stay.objects.get(pk=first.pk).state == "waiting"


@contextmanager
def without_mark():
    """Nights come free, and the station does not know."""
    switch = "ALTER TABLE stations_staynight {} TRIGGER queue_is_asked_after_nights"
    with connection.cursor() as cursor:
        cursor.execute(switch.format("DISABLE"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(switch.format("ENABLE"))


# --- somebody who cannot be asked ------------------------------------------------------------


@contextmanager
def held(person_id):
    """Another session works on this person's row."""
    is_held, may_go = threading.Event(), threading.Event()

    def keep():
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=person_id)
            is_held.set()
            may_go.wait(30)
        connection.close()

    keeper = threading.Thread(target=keep)
    keeper.start()
    assert is_held.wait(10)
    yield
    may_go.set()
    keeper.join()


def test_who_is_busy_is_not_passed_over():
    station = house("male:1")
    holder = book(people.applicant(), station)
    first, second = (wait(people.applicant(), station) for _ in range(2))
    newcomer = people.applicant()

    with held(first.guest_id):
        services.withdraw_stay(actor=holder.booked_by, stay=holder)
        assert Station.objects.get(pk=station.pk).queue_unsettled
        with pytest.raises(QueueBusy):
            book(newcomer, station)
        assert Stay.objects.get(pk=second.pk).state == "waiting"

    with pytest.raises(BedTaken):
        book(newcomer, station)
    services.settle_queues()
    assert Stay.objects.get(pk=first.pk).state == "offered"
    assert not Station.objects.get(pk=station.pk).queue_unsettled


@pytest.mark.control
def test_without_the_mark_a_newcomer_passes_who_is_busy():
    """Negative control."""
    station = house("male:1")
    holder = book(people.applicant(), station)
    first = wait(people.applicant(), station)
    with held(first.guest_id):
        services.withdraw_stay(actor=holder.booked_by, stay=holder)
        Station.objects.update(queue_unsettled=False)
        assert book(people.applicant(), station).state == "submitted"


def test_two_houses_that_serve_the_same_two_people_do_not_block_each_other():
    for _round in range(6):
        houses = [house("male:1"), house("male:1")]
        holders = [book(people.applicant(), one) for one in houses]
        both = people.applicant(), people.applicant()
        for one, order in zip(houses, (both, both[::-1]), strict=True):
            for guest in order:
                wait(guest, one)

        answers = at_once(
            lambda n, holders=holders: services.withdraw_stay(actor=holders[n].booked_by, stay=holders[n]),
            crowd=2,
        )

        assert [answer.state for answer in answers] == ["withdrawn", "withdrawn"]
        services.settle_queues()
        offered = Stay.objects.filter(station__in=houses, state="offered")
        assert sorted(offered.values_list("guest", flat=True)) == sorted(guest.person_id for guest in both)


# --- offers ----------------------------------------------------------------------------------


def offer():
    station = house("male:1")
    holder = book(people.applicant(), station)
    first, second = (wait(people.applicant(), station) for _ in range(2))
    services.withdraw_stay(actor=holder.booked_by, stay=holder)
    first.refresh_from_db()
    return first, second


def test_an_offer_taken_at_the_moment_it_lapses_is_one_or_the_other():
    for _round in range(4):
        first, second = offer()

        def act(n, first=first):
            mine = Stay.objects.select_related("guest", "station", "policy").get(pk=first.pk)
            if n % 2:
                return services.accept_offer(actor=first.booked_by, stay=mine)
            return lapse_offer(stay=mine, at=first.offer_until)

        at_once(act, crowd=16)

        ends = Stay.objects.get(pk=first.pk).state, Stay.objects.get(pk=second.pk).state
        assert ends in {("submitted", "waiting"), ("expired", "offered")}
        moves_of_it = StayTransition.objects.filter(stay=first, from_state="offered")
        assert moves_of_it.count() == 1


def test_64_clicks_take_an_offer_once():
    first, _second = offer()

    answers = at_once(
        lambda n: services.accept_offer(actor=first.booked_by, stay=Stay.objects.get(pk=first.pk))
    )

    assert Counter(type(answer).__name__ for answer in answers) == {"Stay": 1, "OfferOver": CROWD - 1}


# --- no-shows --------------------------------------------------------------------------------


def missed():
    station = house("male:1")
    operator, guest = people.operator(station.operator), people.applicant()
    stay = services.approve_stay(actor=operator, stay=book(guest, station, nights=3))
    first = wait(people.applicant(), station, soon(6))
    return stay, first, at(stay.arrival + timedelta(days=1), time(0, 1))


def test_64_jobs_record_a_no_show_once():
    stay, first, hour = missed()

    def act(_n):
        with standing_at(hour):
            return services.mark_no_shows(at=hour)

    assert sum(at_once(act)) == 1
    assert Strike.objects.count() == 1
    assert stay.transitions.filter(to_state="no_show").count() == 1
    assert Notice.objects.filter(kind="stations.stay_no_show").count() == 1
    assert Stay.objects.get(pk=first.pk).state == "offered"


@pytest.mark.control
def test_without_the_key_of_the_occasion_one_evening_is_many_strikes():
    """Negative control."""
    stay, _first, _hour = missed()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stations_strike DROP CONSTRAINT stations_strike_occasion_key")
    station = stay.station
    kept = {
        "person": stay.guest,
        "kind": "no_show",
        "occasion": f"stay-{stay.pk}",
        "happened_on": stay.arrival,
    }
    try:
        for _ in range(2):
            Strike.objects.create(operator=station.operator, reporting_org=station.reporting_org, **kept)
        assert Strike.objects.count() == 2
    finally:
        Strike.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE stations_strike ADD CONSTRAINT stations_strike_occasion_key UNIQUE (occasion)"
            )


# --- changed dates ---------------------------------------------------------------------------


def test_dates_moved_while_others_book_them_keep_the_old_bed_or_have_the_new():
    station, crowd = house("male:1"), people.crowd(CROWD)
    stay = book(crowd[0], station)

    def act(n):
        if n == 0:
            mine = Stay.objects.select_related("guest", "station").get(pk=stay.pk)
            return services.change_dates(actor=crowd[0], stay=mine, arrival=soon(12), departure=soon(14))
        return book(crowd[n], station, soon(12))

    answers = Counter(type(answer).__name__ for answer in at_once(act))

    assert answers["Stay"] == 1
    assert answers["BedTaken"] == CROWD - 1
    nights = StayNight.objects.filter(stay=stay).values_list("date", flat=True)
    assert sorted(nights) in ([soon(5), soon(6)], [soon(12), soon(13)])
    assert StayNight.objects.filter(date=soon(12)).count() == 1
