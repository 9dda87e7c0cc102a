"""What a session is at one moment: one table, tried line by line."""

from datetime import timedelta

import pytest

from events.models import Event, Session
from events.phases import TABLE, Phase, phase_of
from zibo_youth.core.calendar import now

HOUR = timedelta(hours=1)
AT = now()


def session(**fields):
    state = fields.pop("event_state", Event.State.PUBLISHED)
    hours = {
        "opens_at": AT - HOUR,
        "closes_at": AT + HOUR,
        "starts_at": AT + 2 * HOUR,
        "ends_at": AT + 3 * HOUR,
        "capacity": 1,
        "taken": 0,
    }
    return Session(event=Event(state=state), **hours | fields)


BEGUN = {"closes_at": AT - 2 * HOUR, "opens_at": AT - 3 * HOUR, "starts_at": AT - HOUR, "ends_at": AT + HOUR}
CASES = {
    Phase.DRAFT: {"event_state": "draft"},
    Phase.CANCELLED: {"state": "cancelled"},
    Phase.OVER: BEGUN | {"ends_at": AT},
    Phase.SOON: {"opens_at": AT + timedelta(minutes=1)},
    Phase.OPEN: {},
    Phase.FULL: {"taken": 1},
    Phase.RUNNING: BEGUN,
    Phase.CLOSED: {"closes_at": AT},
}


@pytest.mark.parametrize("phase", list(Phase))
def test_each_phase_has_its_case(phase):
    assert phase_of(session(**CASES[phase]), AT) == phase


@pytest.mark.parametrize(
    ("fields", "phase"),
    [
        ({"event_state": "cancelled"}, Phase.CANCELLED),
        ({"state": "held"}, Phase.OVER),
        ({"event_state": "closed"}, Phase.CLOSED),
        ({"closes_at": AT + HOUR, "starts_at": AT - HOUR}, Phase.OPEN),
    ],
    ids=["the event called off", "told as held", "the event closed", "open while it runs"],
)
def test_what_else_leads_to_a_phase(fields, phase):
    assert phase_of(session(**fields), AT) == phase


def test_the_table_knows_every_phase():
    assert {phase for phase, _ in TABLE} == set(Phase)
