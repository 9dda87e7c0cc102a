"""A bed that is closed, and a bed that is in two houses: at the desk and on a telephone, with and without JavaScript."""

from __future__ import annotations

import pytest

from stations.models import Station, Stay
from tests import people
from tests.browser.city import papers_behind_rows
from tests.browser.survey import axe
from tests.houses import book, house, soon
from tests.stations.closing import approved
from tests.stations.test_queue import draft
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def sound(visitor):
    """What axe has to say; it is a script itself."""
    return not visitor.script or axe(visitor.page) == []


@SCRIPTS
def test_a_room_is_closed_and_the_guest_takes_the_new_bed(visit, city, script):
    station = house("male:1 male:1")
    guest = people.applicant("沈知远")
    stay = approved(guest, station, soon(5), 2)
    papers_behind_rows()
    desk = visit(user=people.operator(station.operator), phone=False, script=script)

    desk.go("desk")
    desk.press("main a[href*='/desk/closures/']")
    desk.press("main a[href*='/closures/new/']")
    room = stay.nights.first().room
    desk.fill(room=str(room.pk), from_on=soon(5).isoformat(), until_on=soon(9).isoformat(), reason="水管检修")
    desk.press("main form .button-primary")
    assert stay.reference in desk.main("#preview-title ~ .desk-list").inner_text()
    assert sound(desk)
    assert not stay.rehousings.exists()
    desk.press("main button[name=confirmed]")
    assert desk.is_at("desk_closures")
    assert stay.reference in desk.main("#asked").inner_text()
    assert sound(desk)

    mine = visit(user=guest, script=script)
    mine.go("stay", stay.reference)
    mine.press("main .notice a")
    assert sound(mine)
    mine.press("main button[value=accept]")
    assert stay.rehousings.get().state == "accepted"


@pytest.fixture
def every_other_house_closed(city):
    """One bed for all nights elsewhere would come first. The city is everybody's: it opens again."""
    others = list(Station.objects.filter(closed_on=None).values_list("pk", flat=True))
    Station.objects.filter(pk__in=others).update(closed_on=today())
    yield
    Station.objects.filter(pk__in=others).update(closed_on=None)


@SCRIPTS
def test_two_nights_here_and_one_nearby_are_booked_by_one_press(visit, every_other_house_closed, script):
    station, near = house("male:1"), house("male:1")
    book(people.applicant(), station, soon(7), 1)
    book(people.applicant(), near, soon(5), 2)
    guest = people.applicant("沈知远")
    draft(guest, station, soon(5), 3)
    papers_behind_rows()
    mine = visit(user=guest, script=script)

    mine.go("stay_check")
    assert near.name in mine.main("#split ~ ol").inner_text()
    assert sound(mine)
    mine.fill(house_rules="on", lodging_consent="on")
    mine.press("main button[name=split]")

    assert mine.is_at("my_stays")
    stays = Stay.objects.filter(guest=guest.person).order_by("arrival")
    assert [(stay.station, stay.state, stay.length) for stay in stays] == [
        (station, "submitted", 2),
        (near, "submitted", 1),
    ]
