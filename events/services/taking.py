"""
占名额 (taking places): what a newcomer becomes, the row, its transition and its notice, in one statement.

The session's lock is a statement of its own, sent in the same round trip: the one after it sees what
the last holder left, and tells the session and event as they stand, for the rules to be asked of them.
A rush for an evening follows one another through here: nobody's Python stands between lock and place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from events.entrance import Wish
from events.errors import QuotaElsewhere
from events.models import Event, Registration, Session
from events.models.registration_walls import IN_THE_QUEUE
from zibo_youth.accounts.models import Organisation, Person
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.prepared import Prepared
from zibo_youth.notifications import outbox

# Straight into free places where nobody waits and nothing is drawn; otherwise behind all who wait. Whoever
# joins a queue beside free places is asked by `places.settle`, and told afterwards what became of it.
TAKE = """
WITH standing AS (
    SELECT least(turn.capacity - turn.taken, part.capacity - part.taken) >= %(seats)s AS is_free,
        EXISTS (
            SELECT FROM events_sessiondraw AS draw
            WHERE draw.session_id = turn.id AND draw.drawn_at IS NULL
        ) AS is_drawn,
        EXISTS (
            SELECT FROM events_registration AS first
            WHERE first.session_id = turn.id AND {in_the_queue}
        ) AS is_queue,
        CASE WHEN event.needs_review THEN 'review' ELSE 'registered' END AS first
    FROM events_session AS turn, events_event AS event, events_quota AS part
    WHERE turn.id = %(session)s AND event.id = turn.event_id
        AND part.id = %(quota)s AND part.session_id = turn.id
), made AS (
    INSERT INTO events_registration (
        public_id, session_id, quota_id, person_id, organisation_id, seats, state, created_at, skipped
    )
    SELECT %(public_id)s, %(session)s, %(quota)s, %(person)s, %(organisation)s, %(seats)s,
        CASE WHEN is_free AND NOT is_drawn AND NOT is_queue THEN first ELSE 'waiting' END, %(at)s, 0
    FROM standing RETURNING *
), moved AS (
    INSERT INTO events_registrationtransition (
        registration_id, actor_id, from_state, to_state, reason, note, at
    )
    SELECT id, %(actor)s, '', state, '', '', clock_timestamp() FROM made
), plain AS (
    SELECT made.*, is_drawn FROM made, standing WHERE is_drawn OR NOT (is_queue AND is_free)
), noticed AS (
    {notice}
)
SELECT {columns}, is_drawn, is_queue AND is_free AND NOT is_drawn, (SELECT id FROM noticed),
    EXISTS (SELECT FROM events_question AS question WHERE question.event_id = event.id)
FROM made, standing, events_session AS turn, events_event AS event
WHERE turn.id = made.session_id AND event.id = turn.event_id
"""
# As `locks.lock_session`.
LOCK = "SELECT id FROM events_session WHERE id = %(session)s FOR NO KEY UPDATE"
TOLD = """'events.' || CASE WHEN state = 'registered' THEN 'registered' WHEN state = 'review' THEN 'in_review'
    WHEN is_drawn THEN 'entered' ELSE 'waiting' END"""
# What the statement gives back, in this order: the registration, its session, its event.
GIVEN = {
    name: (model, [field.attname for field in model._meta.concrete_fields])
    for name, model in (("made", Registration), ("turn", Session), ("event", Event))
}
TYPES = {
    **dict.fromkeys(["session", "quota", "person", "organisation", "actor"], "bigint"),
    "public_id": "uuid",
    "seats": "smallint",
    "at": "timestamptz",
}
NOTICE = outbox.part("plain", kind=TOLD, to="%(person)s", about="plain.id", model=Registration)


def prepared(name: str, sql: str, *, lock: Prepared | None) -> Prepared:
    """The statement with the queue, the rows' columns and its notice filled in, behind the lock."""
    columns = ", ".join(f"{table}.{column}" for table, (_model, names) in GIVEN.items() for column in names)
    whole = sql.replace("{in_the_queue}", IN_THE_QUEUE).replace("{notice}", NOTICE)
    return Prepared(name, whole.replace("{columns}", columns), TYPES, after=lock)


LOCK_SESSION = Prepared("lock_session_of_places", LOCK, TYPES)
TAKE_PLACES = prepared("take_places_of_session", TAKE, lock=LOCK_SESSION)


@dataclass(frozen=True, slots=True)
class Taken:
    """
    A new registration, with its session and event as they stood behind the lock.

    ``is_asked_next``: it waits beside free places, so the queue is gone through now.
    ``notice`` is the number of what was told, for the caller to have sent; None while it is open
    what it will be.
    """

    registration: Registration
    is_drawn: bool
    is_asked_next: bool
    notice: int | None
    has_questions: bool


def take_places(
    actor: Actor,
    person: Person,
    session: Session,
    wish: Wish,
    *,
    organisation: Organisation | None = None,
) -> Taken:
    """
    A registration of this wish. Holds the session's lock until the transaction ends.

    Raises `QuotaElsewhere`.
    """
    row = TAKE_PLACES.one(
        {
            "session": session.pk,
            "quota": wish.quota.pk,
            "person": person.pk,
            "organisation": organisation.pk if organisation else None,
            "actor": actor.pk,
            "public_id": uuid.uuid4(),
            "seats": wish.seats,
            "at": now(),
        }
    )
    if row is None:
        raise QuotaElsewhere
    *values, is_drawn, is_asked_next, notice, has_questions = row
    made, turn, event = _rows(iter(values))
    turn.event = event
    made.session, made.quota, made.person, made.organisation = turn, wish.quota, person, organisation
    return Taken(made, is_drawn, is_asked_next, notice, has_questions)


def _rows(values: Iterator[Any]) -> Iterator[Any]:
    for model, names in GIVEN.values():
        yield model.from_db("default", names, list(islice(values, len(names))))
