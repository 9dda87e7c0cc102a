"""A venue's hours and a person's numbers at one instant: single against series, and one cap against 64 tries."""

from itertools import pairwise

import pytest
from django.db import connection

from events import series
from events.models import Event, Registration, SeriesCoupon, Session
from events.services import planning, sessions
from tests import eventing, people
from tests.races.test_event_races import without
from tests.racing import CROWD, at_once, outcome

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
__all__ = ["without"]
WALL = "session_one_at_a_time_in_its_venue"


def _world():
    """A hall, an event with a series of three in sight, and an officer."""
    by, hall = people.officer(), eventing.venue()
    made = eventing.events.write_event(actor=by, plan=eventing.event_plan())
    plan = eventing.session_plan(starts_at=eventing.clock(19, 7), venue=hall)
    days = series.weekly(eventing.clock(19, 7).date(), 3)
    shown = planning.preview_series(actor=by, event=made, plan=plan, days=days)
    singles = [eventing.events.write_event(actor=by, plan=eventing.event_plan()) for _ in range(CROWD)]
    return by, hall, plan, shown.sealed, singles


def _race(by, plan, sealed, singles):
    def act(number):
        if number == 0:
            return planning.plan_series(actor=by, sealed=sealed)
        event = Event.objects.get(pk=singles[number].pk)
        return sessions.plan_session(actor=by, event=event, plan=plan)

    return at_once(act)


def _overlaps(hall):
    rows = list(Session.objects.filter(venue=hall).order_by("starts_at", "pk"))
    return sum(one.ends_at > other.starts_at for one, other in pairwise(rows))


def test_a_single_session_and_a_series_never_share_an_hour():
    """booking.md §8, 27."""
    by, hall, plan, sealed, singles = _world()
    answers = _race(by, plan, sealed, singles)
    assert _overlaps(hall) == 0
    assert set(outcome(answers)) <= {"list", "Session", "VenueTaken", "SeriesChanged"}
    assert Session.objects.filter(venue=hall).count() in (1, 3)


@pytest.mark.control
def test_without_the_exclusion_and_the_lock_two_share_an_hour(monkeypatch):
    """Negative control: the look before is not enough."""
    by, hall, plan, sealed, singles = _world()
    monkeypatch.setattr(sessions, "lock_venue", lambda venue: None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [WALL])
        [definition] = cursor.fetchone()
        cursor.execute(f"ALTER TABLE events_session DROP CONSTRAINT {WALL}")
    try:
        _race(by, plan, sealed, singles)
        assert _overlaps(hall) > 0
    finally:
        Session.objects.filter(venue=hall).update(venue=None)
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE events_session ADD CONSTRAINT {WALL} {definition}")


def _turns(**fields):
    made, by = eventing.event(session={"capacity": 10}, **fields), people.officer()
    for number in range(1, CROWD):
        plan = eventing.session_plan(starts_at=eventing.clock(19, 3 + number), capacity=10)
        sessions.plan_session(actor=by, event=made, plan=plan)
    return list(made.sessions.order_by("starts_at"))


def test_of_64_sessions_at_once_one_person_has_three():
    turns, user = _turns(series_most=3), people.applicant()
    answers = at_once(lambda n: eventing.register(people.User.objects.get(pk=user.pk), turns[n]))
    assert outcome(answers) == {"Registration": 3, "SeriesCapReached": CROWD - 3}
    assert sorted(SeriesCoupon.objects.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.control
def test_without_the_numbers_one_person_has_them_all(without):
    """Negative control: the sentence on the page is not enough."""
    turns, user = _turns(series_most=3), people.applicant()
    without(triggers=("events_registration", "registration_within_the_series_cap"))
    at_once(lambda n: eventing.register(people.User.objects.get(pk=user.pk), turns[n]))
    assert Registration.objects.filter(person=user.person).count() > 3
