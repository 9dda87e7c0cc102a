"""What notices of the events are about: a registration, with the longest names and days that it can hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events.models import Registration
from stations.models import Stay
from tests import eventing, people
from zibo_youth.core.calendar import at

STATES = {
    "registered": "registered",
    "waiting": "waiting",
    "offer": "offered",
    "offer_lapsed": "lapsed",
    "released": "released",
    "session_cancelled": "released",
    "session_moved": "registered",
    "session_soon": "registered",
    "entered": "waiting",
    "drawn": "registered",
    "not_drawn": "waiting",
}


def _far() -> datetime:
    """The last evening of a year to come: days and clocks at their longest."""
    year = timezone.localdate().year + 1
    return at(timezone.localdate().replace(year=year, month=12, day=28), datetime.max.time())


def _of(name: str) -> Any:
    def make(_stay: Stay) -> Registration:
        turn = eventing.session(title="活" * 60, title_en="Event " * 20, contact_phone="0533-" + "0" * 25)
        one = eventing.register(people.applicant(), turn)
        turn.place, turn.starts_at, turn.ends_at = "地" * 80, _far(), _far() + timedelta(hours=2)
        turn.cancel_until = _far()
        one.session, one.state, one.offer_until, one.seats = turn, STATES[name], _far(), 60
        return one

    return make


MAKERS: dict[str, Any] = {f"events.{name}": _of(name) for name in STATES}
