"""Mass events for tests: a session of exam relief, counted by one person and confirmed by another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Model

from tests import people
from volunteers.models import CrowdSession
from volunteers.services import crowds
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today


def count(organiser: Organisation, **fields: Any) -> crowds.Count:
    """300 students and 100 parents yesterday, unless said otherwise."""
    return crowds.Count(
        **{
            "kind": "exam_relief",
            "title": "考前减压讲座",
            "organiser": organiser,
            "place": "第一中学报告厅",
            "held_on": today() - timedelta(1),
            "students": 300,
            "parents": 100,
        }
        | fields
    )


def recorded(organiser: Organisation, actor: User | None = None, **fields: Any) -> CrowdSession:
    """Counted by a leader of the organiser, and waiting for a second person."""
    actor = actor or people.leader(organiser)
    return crowds.record_session(actor=actor, count=count(organiser, **fields))


def confirmed(organiser: Organisation, **fields: Any) -> CrowdSession:
    made = recorded(organiser, **fields)
    return crowds.confirm_session(actor=people.leader(organiser), session=made)


def group_care(organiser: Organisation, *, children: int, on: date) -> CrowdSession:
    """Confirmed company of many children at once."""
    told = {"consents": children, "companions": 2, "returned": children, "parents": 0}
    return confirmed(organiser, kind="group_care", students=children, held_on=on, **told)


def rows_of(team: Organisation, leader: User) -> dict[type[Model], Model]:
    return {CrowdSession: recorded(team, leader)}
