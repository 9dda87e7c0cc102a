"""How each invariant of the events is broken, by name: rows that came in while their walls were away."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import connection

from events.models import Attendance, EntryScan, Quota, Registration, Session
from tests import eventing, people
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
    "session_counter_apart_from_its_registrations": session_counter_wrong,
    "quota_counter_apart_from_its_registrations": quota_counter_wrong,
    "session_with_more_people_than_places": overfull,
    "first_in_the_queue_waits_for_places_that_are_free": passed_over,
    "registration_whose_transitions_end_elsewhere": moved_elsewhere,
    "entry_scans_with_a_step_left_out": step_left_out,
    "attendance_apart_from_its_scans": attended_without_coming,
}
