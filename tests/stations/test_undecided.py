"""A request that nobody decides: announced, warned of, let go, and not forgotten in the queue."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stations import services
from stations.errors import WrongState
from stations.models import Stay
from stations.services import due
from tests import people
from tests.houses import book, house, rule, soon
from tests.stations.test_queue import draft, wait
from zibo_youth.core.calendar import now
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """A Monday of plain working days: 24 working hours end on Tuesday at ten."""
    time_machine.move_to("2026-05-11 10:00:00 +0800", tick=False)
    return time_machine


@pytest.fixture
def station(db):
    return house("male:1")


@pytest.fixture
def operator(station):
    return people.operator(station.operator)


@pytest.fixture
def stay(guest, operator, officer, station):
    return requested(guest, station)


def requested(guest, station):
    stay = book(guest, station, soon(5), nights=2)
    Stay.objects.filter(pk=stay.pk).update(submitted_at=now())  # PostgreSQL's clock cannot be moved
    return fresh(stay)


def fresh(stay):
    return Stay.objects.get(pk=stay.pk)


def told(kind):
    return set(Notice.objects.filter(kind=f"stations.{kind}").values_list("to", flat=True))


def look(monday, moment):
    """The jobs, at one moment of May 2026; the state of things after them."""
    monday.move_to(f"2026-05-{moment}:00 +0800", tick=False)
    for _twice in range(2):
        services.remind_reviews(at=now())
        services.expire_stays(at=now())


def test_announced_at_the_deadline_warned_half_way_let_go_in_the_end(monday, stay, guest, operator, officer):
    look(monday, "12 10:01")
    assert f"{timezone.localtime(fresh(stay).release_at):%d %H:%M}" == "13 10:01"
    assert (told("review_overdue"), told("review_release_soon")) == ({officer.person_id}, set())

    look(monday, "12 22:05")
    assert told("review_release_soon") == {officer.person_id, operator.person_id}
    assert fresh(stay).state == "submitted"

    look(monday, "13 10:01")
    assert (fresh(stay).state, stay.nights.count()) == ("expired", 0)
    assert told("review_lapsed") == {guest.person_id}
    assert (told("stay_expired"), stay.transitions.last().reason) == (set(), "undecided")
    assert Notice.objects.filter(kind="stations.review_release_soon").count() == 2


def test_whoever_reviews_is_told_before_however_long_beat_stood_still(monday, stay, officer):
    look(monday, "14 10:00")
    assert (fresh(stay).state, told("review_overdue")) == ("submitted", {officer.person_id})
    assert f"{timezone.localtime(fresh(stay).release_at):%d %H:%M}" == "15 10:00"


@pytest.mark.parametrize("hours", [0, 48])
def test_the_policy_says_when(monday, guest, station, hours):
    rule(review_release_hours=hours)
    stay = requested(guest, station)
    look(monday, "12 10:00")
    look(monday, "13 12:00")
    assert fresh(stay).state == "submitted"
    look(monday, "14 10:00")
    assert fresh(stay).state == ("submitted" if hours == 0 else "expired")


def test_an_answer_stops_it(monday, stay, operator):
    look(monday, "12 10:01")
    services.return_stay(actor=operator, stay=fresh(stay), reason="evidence_unclear")
    look(monday, "13 10:01")
    assert (fresh(stay).state, fresh(stay).release_at) == ("returned", None)


def test_who_decides_at_that_moment_has_decided(monday, stay, operator):
    look(monday, "12 10:01")
    seen = fresh(stay)
    services.approve_stay(actor=operator, stay=fresh(stay))
    assert not services.release_undecided(stay=seen)
    assert (fresh(stay).state, stay.nights.count()) == ("approved", 2)


@pytest.mark.control
def test_the_control_a_careless_release_takes_the_bed_of_who_was_approved(
    monday, stay, operator, monkeypatch
):
    look(monday, "12 10:01")
    seen = fresh(stay)
    services.approve_stay(actor=operator, stay=fresh(stay))
    Stay.objects.filter(pk=stay.pk).update(release_at=seen.release_at)  # an answer that does not stop it
    with pytest.raises(WrongState):
        services.release_undecided(stay=seen)
    monkeypatch.setattr(due, "move", lambda *_args, **_words: None)
    services.release_undecided(stay=seen)
    assert (fresh(stay).state, stay.nights.count()) == ("approved", 0)


# --- the place in the queue -----------------------------------------------------------------


@pytest.fixture
def let_go(monday, stay):
    look(monday, "12 10:01")
    look(monday, "13 10:01")
    book(people.applicant(), stay.station, soon(3), nights=2)  # the bed is somebody else's
    return fresh(stay)


def order(station):
    queued = Stay.objects.filter(station=station).queued()
    return [stay.guest_id for stay in queued]


def test_for_the_same_nights_the_first_request_counts(let_go, guest, station):
    others = [wait(people.applicant(), station, soon(3)) for _ in range(2)]

    services.submit_or_wait(actor=guest, stay=draft(guest, station, soon(3)))

    assert order(station) == [guest.person_id, *(stay.guest_id for stay in others)]


def test_by_the_api_too(let_go, guest, station):
    other = wait(people.applicant(), station, soon(3))
    services.book_or_wait(
        actor=guest,
        guest=guest.person,
        station=station,
        arrival=soon(3),
        departure=soon(5),
        purpose="job_seeking",
        declared_non_native=True,
        evidence=list(let_go.evidence.all()),
    )
    assert order(station) == [guest.person_id, other.guest_id]


@pytest.mark.control
def test_the_control_who_asks_for_other_nights_or_has_only_let_a_draft_expire_joins_behind(
    let_go, guest, station
):
    other = wait(people.applicant(), station, soon(3))
    services.submit_or_wait(actor=guest, stay=draft(guest, station, soon(3), nights=3))
    third = people.applicant()
    old = draft(third, station, soon(3))
    Stay.objects.filter(pk=old.pk).update(state="expired", ended_at=now())
    wait(third, station, soon(3))
    assert order(station) == [other.guest_id, guest.person_id, third.person_id]


def test_the_page_says_so_and_leads_back(let_go, guest, station):
    page = people.signed_in(guest).get(let_go.get_absolute_url()).content.decode()
    again = f"{reverse('stay_dates')}?station={station.code}&amp;arrival={soon(3)}&amp;nights=2"
    assert "我们没能按时审完" in page
    assert again in page


def test_desk_and_admin_see_when_the_bed_goes(monday, stay, operator):
    look(monday, "12 10:01")
    desk = people.signed_in(operator)
    assert "2026-05-13 10:01" in desk.get(reverse("desk")).content.decode()
    assert stay.release_at is None
    page = desk.get(reverse("admin:stations_stay_change", args=[stay.pk])).content.decode()
    assert "超期未审放开床位的时间" in page


def test_a_stay_accepted_from_the_queue_is_let_go_like_any_other(monday, stay, operator):
    first = wait(people.applicant(), stay.station, soon(5))
    services.reject_stay(actor=operator, stay=stay, reason="not_eligible")
    services.accept_offer(actor=first.booked_by, stay=fresh(first))
    look(monday, "12 10:01")
    look(monday, "13 10:01")
    assert fresh(first).state == "expired"
    assert timedelta(0) < fresh(first).release_at - fresh(first).review_due_at
