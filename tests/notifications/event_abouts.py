"""What notices of the events are about: a registration, with the longest names and days that it can hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events.models import Registration, SegmentMessage, Team
from stations.models import Stay
from tests import eventing, matching, people, teaming
from zibo_youth.core.calendar import at, now

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
    "in_review": "review",
    "review_overdue": "waiting",
    "admitted_waiting": "waiting",
    "refused": "released",
    "attended": "registered",
    "certificate_revoked": "registered",
}
# Of matchmaking, each with the state of its profile.
PROFILES = {
    "match_admitted": "approved",
    "match_refused": "refused",
    "match_released": "approved",
    "match_contact": "approved",
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


def _of_profile(name: str) -> Any:
    def make(_stay: Stay) -> Registration:
        held = matching.turn()
        profile = matching.submit(people.applicant(), held)
        profile.state, profile.badge, profile.note = PROFILES[name], 2400, "由" * 200
        entry = profile.registration
        held.session.event.title, held.session.event.title_en = "活" * 60, "Event " * 20
        held.released_at = now()
        entry.session, entry.match_profile = held.session, profile
        held.session.match_round = held
        return entry

    return make


def message(_stay: Stay) -> SegmentMessage:
    """As long as an organiser may write; the text says only where it stands."""
    turn = eventing.session(title="活" * 60, title_en="Event " * 20)
    turn.starts_at = _far()
    return SegmentMessage(
        pk=1, session=turn, segment="absent", words="话" * 300, words_en="word " * 120, people=2300
    )


def team(_stay: Stay) -> Team:
    """Of the longest name."""
    event = teaming.event(title="活" * 60, title_en="Event " * 20)
    return Team(pk=1, event=event, name="队" * 40)


MAKERS: dict[str, Any] = (
    {f"events.{name}": _of(name) for name in STATES}
    | {f"events.{name}": _of_profile(name) for name in PROFILES}
    | {"events.segment_message": message, "events.round_published": team}
)
