"""A bed that is held while its guest fills in, in a room that closes meanwhile: let go, told, never handed in."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stations import services
from stations.errors import BedTaken
from stations.models import Closure, Rehousing
from stations.services import closures, proposals
from tests import people
from tests.houses import house, soon
from tests.people import signed_in
from tests.stations.closing import fresh, places, shut, torn
from tests.stations.test_queue import draft, wait
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
KIND = "stations.hold_closed"


@pytest.fixture
def station(db):
    return house("male:1 male:1")


@pytest.fixture
def held(guest, station):
    return services.hold_bed(actor=guest, stay=draft(guest, station))


def room_of(stay):
    return stay.nights.first().room


def test_the_hold_is_let_go_and_its_guest_hears_once(guest, held):
    assert shut(room_of(held)) == []

    assert (fresh(held).state, fresh(held).held_until, held.nights.count()) == ("draft", None, 0)
    assert Notice.objects.filter(kind=KIND, to=guest.person).count() == 1
    assert not Rehousing.objects.exists()
    assert torn() == {}


def test_what_is_handed_in_afterwards_gets_another_bed(guest, held):
    closed = room_of(held)
    shut(closed)

    stay = services.submit_stay(actor=guest, stay=fresh(held))

    assert {name for _day, _house, name in places(stay)} == {"101", "102"} - {closed.name}


def test_nothing_is_handed_in_into_a_closed_house(guest, station, held):
    shut(station, nights=9)
    with pytest.raises(BedTaken):
        services.submit_stay(actor=guest, stay=fresh(held))
    assert fresh(held).state == "draft"
    assert torn() == {}


def test_a_hold_elsewhere_or_on_other_days_stays(guest, station, held):
    other = next(each for each in station.rooms.all() if each != room_of(held))
    shut(other)
    shut(room_of(held), first=9)
    assert fresh(held).held_until == held.held_until
    assert not Notice.objects.filter(kind=KIND).exists()


def test_the_last_day_of_a_house_lets_go_too(guest, station, held):
    station.closed_on = soon()
    services.change_station(actor=people.officer(station.reporting_org.code), station=station)
    assert fresh(held).held_until is None


def test_a_look_beforehand_lets_nothing_go(held, station):
    closure = Closure(station=station, from_on=soon(), until_on=soon() + timedelta(days=3), reason="水管检修")
    closures.preview_closure(actor=people.operator(station.operator), closure=closure)
    assert fresh(held).held_until == held.held_until


def test_the_guest_reads_it_and_goes_on_filling_in(guest, held):
    shut(room_of(held))
    page = signed_in(guest).get(reverse("messages")).content.decode()
    assert "保留的床位已放开" in page


@pytest.mark.control
def test_control_without_the_letting_go_a_closed_bed_is_held(held, monkeypatch):
    """Negative control of the figure: a hold in a closed bed is counted."""
    monkeypatch.setattr(proposals, "let_go_of_closed", lambda nights: None)
    shut(room_of(held))
    assert torn() == {"stay_in_a_closed_bed_without_a_proposal": 1}


def test_who_waits_gets_what_the_hold_leaves_of_other_nights(station, guest, held):
    """Only some nights of the hold are closed: the others go to the first in the queue."""
    second = people.applicant()
    services.hold_bed(actor=second, stay=draft(second, station))
    waiting = wait(people.applicant(), station, soon(), 1)
    shut(room_of(held), first=6)
    assert fresh(waiting).state == "offered"
