"""
占名额 (taking places): what a newcomer becomes, the row, its transition and its notice, in one statement.

It begins after the session's lock was given, so it sees what the last holder left. A rush for an
evening follows one another through this statement: everything that can be asked before the lock is.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from events.entrance import Wish
from events.errors import QuotaElsewhere
from events.models import Registration, Session
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
        ) AS is_queue
    FROM events_session AS turn, events_quota AS part
    WHERE turn.id = %(session)s AND part.id = %(quota)s AND part.session_id = turn.id
), made AS (
    INSERT INTO events_registration (
        public_id, session_id, quota_id, person_id, organisation_id, seats, state, created_at, skipped
    )
    SELECT %(public_id)s, %(session)s, %(quota)s, %(person)s, %(organisation)s, %(seats)s,
        CASE WHEN is_free AND NOT is_drawn AND NOT is_queue THEN %(first)s ELSE 'waiting' END, %(at)s, 0
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
SELECT {columns}, is_drawn, is_queue AND is_free AND NOT is_drawn, (SELECT id FROM noticed)
FROM made, standing
"""
TOLD = """'events.' || CASE WHEN state = 'registered' THEN 'registered' WHEN state = 'review' THEN 'in_review'
    WHEN is_drawn THEN 'entered' ELSE 'waiting' END"""
COLUMNS = [field.attname for field in Registration._meta.concrete_fields]
TYPES = {
    **dict.fromkeys(["session", "quota", "person", "organisation", "actor"], "bigint"),
    "public_id": "uuid",
    "seats": "smallint",
    "first": "varchar",
    "at": "timestamptz",
}
NOTICE = outbox.part("plain", kind=TOLD, to="%(person)s", about="plain.id", model=Registration)


def prepared(name: str, sql: str) -> Prepared:
    """The statement with the queue, the row's columns and its notice filled in."""
    columns = ", ".join(f"made.{column}" for column in COLUMNS)
    whole = sql.replace("{in_the_queue}", IN_THE_QUEUE).replace("{notice}", NOTICE)
    return Prepared(name, whole.replace("{columns}", columns), TYPES)


TAKE_PLACES = prepared("take_places_of_session", TAKE)


@dataclass(frozen=True, slots=True)
class Taken:
    """
    A new registration. ``is_asked_next``: it waits beside free places, so the queue is gone through now.

    ``notice`` is the number of what was told, for the caller to have sent; None while it is open
    what it will be.
    """

    registration: Registration
    is_drawn: bool
    is_asked_next: bool
    notice: int | None


def take_places(
    actor: Actor,
    person: Person,
    session: Session,
    wish: Wish,
    *,
    first: str,
    organisation: Organisation | None,
) -> Taken:
    """
    A registration of this wish, ``first`` being what somebody becomes who finds free places.

    The caller holds the session's lock. Raises `QuotaElsewhere`.
    """
    row = TAKE_PLACES.one(
        {
            "session": session.pk,
            "quota": wish.quota.pk,
            "person": person.pk,
            "organisation": organisation.pk if organisation else None,
            "first": first,
            "actor": actor.pk,
            "public_id": uuid.uuid4(),
            "seats": wish.seats,
            "at": now(),
        }
    )
    if row is None:
        raise QuotaElsewhere
    *columns, is_drawn, is_asked_next, notice = row
    made: Registration = Registration.from_db("default", COLUMNS, columns)
    made.session, made.quota, made.person, made.organisation = session, wish.quota, person, organisation
    return Taken(made, is_drawn, is_asked_next, notice)
