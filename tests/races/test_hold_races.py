"""Races of beds that are held while a form is filled in, each with its control."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from stations import services
from stations.models import Stay, StayNight
from stations.services import drafts, holds, taking
from tests import people
from tests.houses import house
from tests.races.walls import without
from tests.racing import at_once
from tests.stations.test_queue import draft, wait
from zibo_youth.core.invariants import verify
from zibo_youth.core.prepared import Prepared

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD, ROUNDS = 32, 6
OWN = ("live_stay_without_all_its_nights", "lapsed_stay_still_holding_nights", "bed_night_with_two_guests")


def broken():
    found = verify()
    return {name: found[name] for name in OWN if found[name]}


def choose_at_once(station, crowd):
    stays = [draft(guest, station) for guest in crowd]
    return at_once(lambda n: services.hold_bed(actor=crowd[n], stay=stays[n]), len(crowd))


def test_of_many_who_choose_the_last_bed_one_holds_it():
    station, crowd = house("male:1"), people.crowd(CROWD)

    answers = choose_at_once(station, crowd)

    assert Counter(type(answer).__name__ for answer in answers) == {"Stay": 1, "BedTaken": CROWD - 1}
    assert Stay.objects.holding().count() == 1
    assert StayNight.objects.count() == 2
    assert broken() == {}


@pytest.mark.control
def test_without_lock_and_wall_the_last_bed_is_held_by_several(monkeypatch):
    """
    Negative control: everybody has looked before the first one commits, and no wall stands.

    They begin together and look at once; whoever writes a room's night first holds the others up until the
    commit, so none of them may wait for the others to have written.
    """
    station, crowd = house("male:1"), people.crowd(4)
    together, look = threading.Barrier(4), drafts.write_nights
    holding = (
        f"WITH {taking.CHOOSE_BED}, {taking._update('held_until = %(held_until)s')}, {taking.TAKE_NIGHTS}"
    )
    slowly = Prepared("hold_slowly", f"{holding}, pg_sleep(1)", taking.TYPES)

    def begin_together(_statement, **asked):
        together.wait(timeout=60)
        return look(slowly, **asked)

    monkeypatch.setattr(drafts, "write_nights", begin_together)
    monkeypatch.setattr(drafts, "lock_station", lambda _station: False)
    with without("stay_night_one_guest_per_bed"):
        choose_at_once(station, crowd)
        assert broken()["bed_night_with_two_guests"]


def test_one_person_in_many_windows_holds_one_bed():
    stations, [guest] = [house("male:1") for _ in range(4)], people.crowd(1)

    def act(n):
        return services.hold_bed(actor=guest, stay=draft(guest, stations[n % 4]))

    at_once(act, 16)

    assert Stay.objects.holding().count() <= 1
    assert StayNight.objects.count() in (0, 2)
    assert broken() == {}


def test_what_is_handed_in_as_its_time_runs_out_is_a_request_or_a_draft_and_never_half(monkeypatch):
    """The bed is the guest's, or the first one's in the queue; and it is one's."""
    for _round in range(ROUNDS):
        station, [guest, other] = house("male:1"), people.crowd(2)
        stay = services.hold_bed(actor=guest, stay=draft(guest, station))
        first = wait(other, station)

        def act(n, stay=stay, guest=guest):
            if n == 0:
                return services.lapse_holds(at=stay.held_until)
            return services.submit_stay(actor=guest, stay=Stay.objects.get(pk=stay.pk))

        at_once(act, 2)

        states = {Stay.objects.get(pk=one.pk).state for one in (stay, first)}
        assert states in ({"submitted", "waiting"}, {"draft", "offered"})
        assert StayNight.objects.filter(room__station=station).count() == 2
        assert broken() == {}


@pytest.mark.control
def test_without_the_guests_lock_a_lapse_takes_the_bed_of_who_has_just_handed_in(monkeypatch):
    """Negative control: the lapse has looked, then the guest hands in, then the lapse goes on."""
    station, [guest] = house("male:1"), people.crowd(1)
    stay = services.hold_bed(actor=guest, stay=draft(guest, station))
    has_looked, is_handed_in, let_go = threading.Event(), threading.Event(), holds.let_go

    def slowly(draft):
        has_looked.set()
        is_handed_in.wait(10)
        let_go(draft)

    monkeypatch.setattr(holds, "let_go", slowly)
    monkeypatch.setattr(holds, "lock_person", lambda _person: None)

    def act(n):
        if n == 0:
            return services.lapse_holds(at=stay.held_until)
        has_looked.wait(10)
        services.submit_stay(actor=guest, stay=Stay.objects.get(pk=stay.pk))
        return is_handed_in.set()

    at_once(act, 2)

    assert Stay.objects.get(pk=stay.pk).state == "submitted"
    assert broken()["live_stay_without_all_its_nights"] == 1
