"""Pins: a bed that no re-dealing changes, with a reason."""

import pytest

from stations import services
from stations.errors import ReasonMissing, WrongState
from stations.models import Stay
from stations.services import pins
from tests import people
from tests.houses import book, house
from tests.stations.redeal.dealing import pin
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


# --- pins ------------------------------------------------------------------------------------------


@pytest.fixture
def stay(station):
    return book(people.applicant(), station)


def test_the_operator_pins_a_bed_with_a_reason_and_lets_it_go(stay):
    operator = people.operator(stay.station.operator)
    pinned = services.pin_bed(actor=operator, stay=stay, reason="together")
    assert (pinned.bed_pinned, pinned.get_bed_pinned_for_display()) == (True, "与同行者同住")
    assert not services.unpin_bed(actor=operator, stay=pinned).bed_pinned


@pytest.mark.parametrize("reason", ["", "no such", "x" * 300])
def test_a_pin_needs_one_of_the_reasons(stay, reason):
    with pytest.raises(ReasonMissing):
        services.pin_bed(actor=people.operator(stay.station.operator), stay=stay, reason=reason)
    assert not Stay.objects.get().bed_pinned


def test_a_stay_without_a_bed_is_not_pinned(stay):
    services.withdraw_stay(actor=stay.booked_by, stay=stay)
    with pytest.raises(WrongState, match="已撤回"):
        services.pin_bed(actor=people.operator(stay.station.operator), stay=stay, reason="other")


@pytest.mark.parametrize("act", [lambda **who: services.pin_bed(**who, reason="other"), services.unpin_bed])
def test_only_the_house_s_own_desk_pins_and_never_in_its_own_case(stay, act):
    own = people.operator(stay.station.operator)
    own.person = stay.guest
    own.save()
    for actor in (stay.booked_by, people.operator(house().operator), people.officer("huantai"), own):
        with pytest.raises(NotAllowed):
            act(actor=actor, stay=stay)


def test_a_pin_stands_in_the_audit(stay):
    pin(stay)
    events = Stay.pgh_event_models["update"].objects.filter(pgh_obj=stay.pk)
    assert list(events.values_list("bed_pinned_for", flat=True)) == ["accessibility"]


def test_a_pin_waits_for_a_re_deal_that_is_under_way(stay, monkeypatch):
    """Asked of the lock itself; tests/races/test_redeal_races.py holds it from another session."""
    asked = []
    monkeypatch.setattr(pins, "lock_station", asked.append)
    pin(stay)
    assert asked == [stay.station_id]
