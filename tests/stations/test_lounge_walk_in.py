"""Somebody comes to a lounge without a booking: registered, given what is free, in; under the same walls."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stations import services
from stations.lounge_errors import (
    GroupTooLarge,
    LoungeSuspended,
    SlotTaken,
    TwoPlacesAtOnce,
    WeeklyHoursUsedUp,
)
from stations.lounge_rules import Wish
from stations.lounge_use import use_of
from stations.models import LoungeVisit, LoungeZone, Suspension
from tests import people
from tests.lounges import book, clock, holds, host, lounge, moment, monday, zone
from tests.people import signed_in
from zibo_youth.accounts.models import ConsentRecord, Person
from zibo_youth.accounts.services import Stated
from zibo_youth.core.calendar import at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(time_machine):
    """Ten past ten on a Monday."""
    time_machine.move_to(at(monday(), clock(10)).replace(minute=10), tick=False)
    return zone()


@pytest.fixture
def desk(room):
    return host(room)


def walk_in(desk, of, hours=1, group=1, start=10, guest=None):
    """The document of somebody who is known, or of somebody new."""
    wish = Wish(of, today(), clock(start), clock(start + hours), group, is_at_desk=True)
    known = guest.person if guest else None
    document = Stated(
        full_name=known.full_name if known else "林小满",
        id_type="id_card",
        id_number=known.id_number if known else people.id_number(),
        mobile="+8615400000001",
    )
    return services.receive_walk_in(actor=desk, guest=document, wish=wish)


def test_somebody_new_is_registered_and_in_by_one_act(room, desk):
    visit = walk_in(desk, room)

    person = Person.objects.get(full_name="林小满")
    assert (visit.person, visit.state, holds(visit)) == (person, "checked_in", (2, 2))
    assert list(visit.transitions.values_list("to_state", flat=True)) == ["booked", "checked_in"]
    assert set(ConsentRecord.objects.filter(person=person).values_list("channel", flat=True)) == {"desk"}
    with pytest.raises(SlotTaken):
        walk_in(desk, room)


def test_whoever_comes_takes_over_a_place_that_was_released(room, desk, time_machine):
    visit = book(people.applicant(), room, today(), 10.5, 1)
    with pytest.raises(SlotTaken):
        walk_in(desk, room, start=10.5)
    time_machine.move_to(moment(visit, 15), tick=False)
    services.release_visit(actor=desk, visit=visit)
    assert walk_in(desk, room, start=10.5).state == "checked_in"


def test_a_refusal_leaves_nobody_behind(room, desk):
    walk_in(desk, room)
    before = Person.objects.count()
    for wrong, refused in (
        ({"start": 12, "hours": 0.5, "group": 9}, GroupTooLarge),
        ({"start": 10}, SlotTaken),
    ):
        with pytest.raises(refused):
            walk_in(desk, room, **wrong)
    assert Person.objects.count() == before
    assert LoungeVisit.objects.count() == 1


def test_the_week_one_place_at_a_time_and_a_suspension_hold_here_too(room, desk):
    guest = people.applicant()
    other = zone(room.lounge, longest=12)
    book(guest, other, today() + timedelta(days=1), 10, 6)
    with pytest.raises(WeeklyHoursUsedUp):
        walk_in(desk, room, guest=guest)
    busy = people.applicant()
    book(busy, other, today(), 10.5, 1)
    with pytest.raises(TwoPlacesAtOnce):
        walk_in(desk, room, guest=busy)
    banned = people.applicant()
    Suspension.objects.create(
        person=banned.person, from_on=today(), until_on=today() + timedelta(days=3), reason="失约"
    )
    with pytest.raises(LoungeSuspended):
        walk_in(desk, room, guest=banned)


def test_a_zone_that_asks_first_is_answered_for_by_the_desk(room, desk):
    asks = zone(room.lounge, answer_hours=24)
    assert walk_in(desk, asks).state == "checked_in"


def test_only_the_staff_of_the_lounge_register(room, desk):
    for stranger in (people.applicant(), host(lounge("huantai")), people.officer("huantai")):
        with pytest.raises(NotAllowed):
            walk_in(stranger, room)
    assert walk_in(people.officer("zhangdian"), room).state == "checked_in"


def asked(room, **changes):
    document = {"full_name": "林小满", "id_type": "id_card", "id_number": people.id_number()}
    said = {"mobile": "15400000001", "zone": room.pk, "length": 2, "group_size": 1}
    return document | said | {"is_seen": "on", "consent": "on"} | changes


def test_the_page_says_what_is_free_registers_and_leads_to_the_visit(room, desk):
    client, where = signed_in(desk), reverse("lounge_walk_in", args=[room.lounge.code])
    assert "最长 120 分钟" in client.get(where).content.decode()
    assert client.post(where, asked(room, is_seen="")).status_code == 200
    assert not LoungeVisit.objects.exists()

    answer = client.post(where, asked(room))

    visit = LoungeVisit.objects.get()
    assert answer.url == reverse("lounge_desk_visit", args=[visit.reference])
    assert (visit.state, visit.start, visit.end) == ("checked_in", clock(10), clock(11))
    assert "现在没有空着的功能区" in client.get(where).content.decode()
    assert "已被预约" in client.post(where, asked(room)).content.decode()


def test_attended_hours_count_the_walk_in_and_booked_hours_leave_out_what_was_never_confirmed(room, desk):
    walk_in(desk, room)
    asks = zone(room.lounge, answer_hours=24)
    book(people.applicant(), asks, today() + timedelta(days=1), 10, 1)
    refused = book(people.applicant(), asks, today() + timedelta(days=1), 12, 1)
    services.refuse_visit(actor=desk, visit=refused, reason="活动")
    found = use_of(room.lounge, today(), today() + timedelta(days=1))
    assert [(use.booked, use.attended) for use in found] == [(1, 1), (0, 0)]


def test_the_desk_writes_what_the_visit_is_for_and_asks_nobody_first(room, desk):
    LoungeZone.objects.filter(pk=room.pk).update(answer_hours=24, asks_about=["team"])
    client, where = signed_in(desk), reverse("lounge_walk_in", args=[room.lounge.code])

    assert "团队活动" in client.get(where).content.decode()
    client.post(where, asked(room, purpose="team"))

    assert LoungeVisit.objects.values_list("state", "purpose").get() == ("checked_in", "team")
