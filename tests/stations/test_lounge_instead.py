"""A closure proposes another zone to each visit that it takes; one press books it, once, and nobody is forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stations import services
from stations.lounge_errors import ReplacedAlready, SlotTaken
from stations.models import LoungeVisit
from tests import people
from tests.lounges import book, holds, host, lounge, moment, monday, zone
from tests.people import signed_in
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return lounge()


@pytest.fixture
def user():
    return people.applicant("陈一帆")


def closed(*visits):
    """Close the zone of these visits over all of them; each as it is after it."""
    [zone_] = {visit.zone for visit in visits}
    services.close_lounge(
        actor=host(zone_),
        lounge=zone_.lounge,
        zone=zone_,
        from_at=min(moment(visit) for visit in visits),
        until_at=max(visit.ends_at for visit in visits),
        reason="检修",
    )
    for visit in visits:
        visit.refresh_from_db()
    return visits


def instead(user, visit, zone_):
    return services.book_instead(actor=user, visit=visit, zone=zone_)


def test_one_press_books_the_proposed_zone_for_the_same_time_and_people(here, user):
    room, spare = zone(here), zone(here)
    [visit] = closed(book(user, room, monday(), 10, 1.5, 5))
    page = signed_in(user)
    assert "改约到这里" in page.get(visit.get_absolute_url()).content.decode()

    answer = page.post(reverse("lounge_visit_instead", args=[visit.reference]), {"zone": spare.pk})

    taken = LoungeVisit.objects.get(replaces=visit)
    assert answer.url == taken.get_absolute_url()
    assert (taken.zone, taken.date, taken.start, taken.end) == (spare, visit.date, visit.start, visit.end)
    assert (taken.group_size, taken.state, holds(taken), holds(visit)) == (5, "booked", (3, 3), (0, 0))
    told = page.get(visit.get_absolute_url()).content.decode()
    assert "已改约" in told
    assert "改约到这里" not in told


def test_it_is_pressed_once(here, user):
    room, spare, third = zone(here), zone(here), zone(here)
    [visit] = closed(book(user, room, monday(), 10, 1))
    services.cancel_visit(actor=user, visit=instead(user, visit, spare))
    with pytest.raises(ReplacedAlready):
        instead(user, visit, third)


def test_no_two_are_sent_to_the_same_room_and_each_is_proposed_one_or_told_of_none(here):
    gym = zone(here, "shared", seats=12, kind="sport")
    rooms = [zone(here, kind="sport", seats=4), zone(here, kind="arts", seats=8)]
    visits = closed(*[book(people.applicant(), gym, monday(), 10, 1, 3) for _ in range(4)])

    assert [visit.proposed_zone for visit in visits] == [*rooms, None, None]
    assert {visit.state for visit in visits} == {"cancelled"}
    assert {name for name, rows in verify().items() if rows and "lounge" in name} == set()
    pages = [
        signed_in(visit.person.users.get()).get(visit.get_absolute_url()).content.decode() for visit in visits
    ]
    assert ["改约到这里" in page for page in pages] == [True, True, False, False]
    assert "选别的时间" in pages[-1]


def test_seats_of_a_shared_zone_are_proposed_as_far_as_they_go(here):
    room, gym = zone(here, "shared", seats=8), zone(here, "shared", seats=5)
    visits = closed(*[book(people.applicant(), room, monday(), 10, 1, 2) for _ in range(3)])
    assert [visit.proposed_zone for visit in visits] == [gym, gym, None]


def test_where_the_proposed_zone_is_taken_meanwhile_the_next_one_is_shown(here, user):
    room, spare, third = zone(here), zone(here), zone(here)
    [visit] = closed(book(user, room, monday(), 10, 1))
    assert visit.proposed_zone == spare
    book(people.applicant(), spare, monday(), 10, 1)
    with pytest.raises(SlotTaken):
        instead(user, visit, spare)
    assert f'value="{third.pk}"' in signed_in(user).get(visit.get_absolute_url()).content.decode()
    assert instead(user, visit, third).state == "booked"


def test_a_zone_that_asks_first_comes_after_one_that_does_not(here, user):
    room, asks, free = zone(here), zone(here, answer_hours=24, position=0), zone(here, position=1)
    first, second = closed(book(user, room, monday(), 10, 1), book(user, room, monday(), 11, 1))
    assert (first.proposed_zone, second.proposed_zone) == (free, free)
    assert instead(user, first, asks).state == "requested"


def test_only_the_person_and_only_what_was_closed(here, user):
    room, spare = zone(here), zone(here)
    cancelled = book(user, room, monday(), 14, 1)
    services.cancel_visit(actor=user, visit=cancelled)
    with pytest.raises(ReplacedAlready):
        instead(user, cancelled, spare)
    [visit] = closed(book(user, room, monday(), 10, 1))
    for stranger in (people.applicant(), host(here)):
        with pytest.raises(NotAllowed):
            instead(stranger, visit, spare)


def test_when_the_time_has_come_nothing_is_proposed_any_more(here, user, time_machine):
    room, _spare = zone(here), zone(here)
    [visit] = closed(book(user, room, monday(), 10, 1))
    time_machine.move_to(moment(visit) + timedelta(minutes=1), tick=False)
    told = signed_in(user).get(visit.get_absolute_url()).content.decode()
    assert "改约到这里" not in told
    assert "选别的时间" not in told
