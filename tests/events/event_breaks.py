"""How each invariant of the events is broken, by name: rows that came in while their walls were away."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import connection

from events.models import Attendance, EntryScan, Quota, Registration, RegistrationReview, Session
from tests import eventing, people, rostering
from zibo_youth.core.calendar import now, today


def session_counter_wrong(world: Any) -> None:
    Session.objects.filter(pk=eventing.session().pk).update(taken=1)


def quota_counter_wrong(world: Any) -> None:
    Quota.objects.filter(session=eventing.session()).update(taken=1)


def overfull(world: Any) -> None:
    turn, (first, second) = eventing.session(1), people.crowd(2)
    eventing.register(first, turn)
    with pgtrigger.ignore("events.Registration:registration_counts_its_places"):
        Registration.objects.create(session=turn, quota=turn.quotas.get(), person=second.person)


def passed_over(world: Any) -> None:
    turn = eventing.session(1)
    person = people.crowd(1)[0].person
    Registration.objects.create(session=turn, quota=turn.quotas.get(), person=person, state="waiting")


def moved_elsewhere(world: Any) -> None:
    one = eventing.register(people.crowd(1)[0], eventing.session())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_registration SET state = 'cancelled' WHERE id = %s", [one.pk])


def _look_now() -> None:
    """What is looked at when a transaction ends is looked at here: all is still whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def people_without_places(world: Any) -> None:
    school = rostering.school()
    one = rostering.bring(rostering.teacher(school), school, rostering.session(5), *rostering.rows(2))
    _look_now()
    one.roster.filter(number=1).delete()


def review_gone(world: Any) -> None:
    one = eventing.register(people.crowd(1)[0], eventing.session(needs_review=True))
    RegistrationReview.objects.filter(registration=one).delete()


def two_at_once(world: Any) -> None:
    hall = eventing.venue()
    first, other = eventing.session(venue=hall), eventing.session()
    _look_now()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_session DROP CONSTRAINT session_one_at_a_time_in_its_venue")
    Session.objects.filter(pk=other.pk).update(venue=hall, starts_at=first.starts_at, ends_at=first.ends_at)


def one_too_often(world: Any) -> None:
    made = eventing.event(series_most=1)
    by, user = people.officer(), people.crowd(1)[0]
    eventing.register(user, made.sessions.get())
    later = eventing.session_plan(starts_at=eventing.clock(9, 5))
    turn = eventing.sessions.plan_session(actor=by, event=made, plan=later)
    with pgtrigger.ignore("events.Registration:registration_within_the_series_cap"):
        Registration.objects.create(session=turn, quota=turn.quotas.get(), person=user.person)


def step_left_out(world: Any) -> None:
    turn = eventing.running()
    one = eventing.register_before(people.crowd(1)[0], turn)
    with pgtrigger.ignore("events.EntryScan:entry_scan_of_a_place_that_stands"):
        EntryScan.objects.create(
            registration=one, day=today(), step=3, kind="in", way="scan", at=now(), by=people.officer()
        )


def attended_without_coming(world: Any) -> None:
    one = eventing.register_before(people.crowd(1)[0], eventing.running())
    Attendance.objects.create(registration=one, attended=True, days=1, came_at=now())


CONTROLS = {
    "two_sessions_at_one_time_in_one_venue": two_at_once,
    "person_at_more_sessions_of_a_series_than_allowed": one_too_often,
    "registration_in_review_without_an_open_review": review_gone,
    "group_whose_places_are_not_its_people": people_without_places,
    "session_counter_apart_from_its_registrations": session_counter_wrong,
    "quota_counter_apart_from_its_registrations": quota_counter_wrong,
    "session_with_more_people_than_places": overfull,
    "first_in_the_queue_waits_for_places_that_are_free": passed_over,
    "registration_whose_transitions_end_elsewhere": moved_elsewhere,
    "entry_scans_with_a_step_left_out": step_left_out,
    "attendance_apart_from_its_scans": attended_without_coming,
}
