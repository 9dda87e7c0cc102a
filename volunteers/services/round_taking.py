"""
占名额 (taking a place of a round): one query says who presses, one statement gives number, seat and row.

The volunteer's lock comes with the question, the round's with the answer and last: between
them nothing is asked. A statement sees what the holder of a lock left only when it begins
after the wait, so the round's lock is a statement of its own, in the same round trip.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BigIntegerField

from volunteers.errors import VolunteerMissing
from volunteers.models import Application, Round, Volunteer
from volunteers.round_errors import RoundNotOpen
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.prepared import Prepared
from zibo_youth.notifications import outbox

from .round_places import first_duty

ROUND_COLUMNS = ["id", "project_id", "method", "serves_from", "offer_hours", "short_offer_hours"]
# The pool of the own university before the open one; the youngest age that any post takes.
# A round that the public may not read is none.
QUESTION = """
SELECT volunteer.id, volunteer.university_id, volunteer.state,
    (SELECT id FROM volunteers_pool AS pool
      WHERE pool.round_id = round.id
        AND (pool.university_id = volunteer.university_id OR pool.university_id IS NULL)
      ORDER BY pool.university_id IS NULL LIMIT 1),
    (SELECT min(role.min_age) FROM volunteers_post AS post
      JOIN volunteers_servicerole AS role ON role.id = post.role_id
      WHERE post.project_id = round.project_id AND post.staffing = 'round'),
    {columns}
FROM volunteers_volunteer AS volunteer
LEFT JOIN (volunteers_round AS round
    JOIN volunteers_serviceproject AS project ON project.id = round.project_id
        AND project.state IN ('published', 'closed')
) ON round.id = %(round)s AND round.state IN ('open', 'closed', 'settled')
WHERE volunteer.person_id = %(person)s
FOR NO KEY UPDATE OF volunteer
"""
FACTS = Prepared(
    "facts_of_press",
    QUESTION.format(columns=", ".join(f"round.{column}" for column in ROUND_COLUMNS)),
    dict.fromkeys(["round", "person"], "bigint"),
)
LOCK_ROUND = Prepared(
    "lock_round_to_take",
    "SELECT id FROM volunteers_round WHERE id = %(round)s FOR NO KEY UPDATE",
    {"round": "bigint"},
)
# The lowest free seat at home, or else among the open ones, unless somebody waits for it already.
TAKE = """
WITH numbered AS (
    UPDATE volunteers_round SET last_number = last_number + 1
    WHERE id = %(round)s AND state = 'open' AND opens_at <= %(at)s AND closes_at > %(at)s
    RETURNING last_number AS number
), free AS (
    SELECT pool.id, pool.quota, first.seat FROM volunteers_pool AS pool
    CROSS JOIN LATERAL (
        SELECT seat FROM generate_series(1, pool.quota) AS seat
        WHERE NOT EXISTS (
            SELECT FROM volunteers_application AS held WHERE held.pool_id = pool.id AND held.seat = seat.seat
        )
        ORDER BY seat LIMIT 1
    ) AS first
    WHERE %(deals)s AND pool.round_id = %(round)s AND (pool.id = %(home)s OR pool.university_id IS NULL)
        AND NOT EXISTS (
            SELECT FROM volunteers_application AS waits
            WHERE waits.round_id = pool.round_id AND waits.state IN ('bench', 'waitlisted')
                AND (waits.home_pool_id = pool.id OR pool.university_id IS NULL)
        )
    ORDER BY pool.university_id IS NULL LIMIT 1
), made AS (
    INSERT INTO volunteers_application (
        round_id, volunteer_id, home_pool_id, number, rank, statement, applied_at,
        pool_id, seat, cap, state, offer_until
    )
    SELECT %(round)s, %(volunteer)s, %(home)s, number, CASE WHEN %(deals)s THEN number END,
        %(statement)s, %(at)s, free.id, free.seat, free.quota,
        CASE WHEN free.id IS NOT NULL THEN 'offered' WHEN %(deals)s THEN 'waitlisted' ELSE 'applied' END,
        CASE WHEN free.id IS NOT NULL THEN %(until)s END
    FROM numbered LEFT JOIN free ON true
    RETURNING *
), told AS (
    INSERT INTO volunteers_applicationtransition (
        application_id, actor_id, from_state, to_state, reason, note, at
    )
    SELECT id, %(actor)s, '', state, '', '', clock_timestamp() FROM made
), noticed AS (
    {notice}
)
SELECT {columns}, (SELECT id FROM noticed) FROM made
"""
TOLD = """'volunteers.' || CASE state
    WHEN 'offered' THEN 'round_offer' WHEN 'waitlisted' THEN 'waitlisted' ELSE 'application_received' END"""
COLUMNS = [field.attname for field in Application._meta.concrete_fields]
TYPES = {
    **dict.fromkeys(["round", "volunteer", "home", "actor", "person"], "bigint"),
    **dict.fromkeys(["at", "until"], "timestamptz"),
    "statement": "varchar",
    "deals": "boolean",
}
NOTICE = outbox.part("made", kind=TOLD, to="%(person)s", about="made.id", model=Application)
TAKE = TAKE.replace("{notice}", NOTICE).replace("{columns}", ", ".join(COLUMNS))
TAKE_PLACE = Prepared("take_place_of_round", TAKE, TYPES, after=LOCK_ROUND)


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses, in which round, the pool where they are at home there, and the age its work asks for."""

    volunteer: Volunteer
    round: Round
    home: int | None
    lowest_age: int


def press_of(actor: Actor, round: int) -> Press:
    """
    What decides on an application, under the volunteer's lock.

    Raises `VolunteerMissing`, `RoundNotOpen` for a round that nobody may read.
    """
    person: Person | None = getattr(actor, "person", None)
    if person is None:
        raise VolunteerMissing
    if round > BigIntegerField.MAX_BIGINT:
        raise RoundNotOpen
    row = FACTS.one({"round": round, "person": person.pk})
    if row is None:
        raise VolunteerMissing
    number, university, state, home, lowest, *of = row
    if of[0] is None:
        raise RoundNotOpen
    volunteer = Volunteer.from_db(
        "default", ["id", "person_id", "university_id", "state"], [number, person.pk, university, state]
    )
    volunteer.person = person
    return Press(volunteer, Round.from_db("default", ROUND_COLUMNS, of), home, lowest or 0)


def take_place(actor: Actor, press: Press, statement: str) -> Application:
    """
    The round's next number and, first come, first served, the lowest free seat; with transition and notice.

    The caller holds the volunteer's lock; the round's is held from here on. Raises `RoundNotOpen`.
    """
    at, of = now(), press.round
    row = TAKE_PLACE.one(
        {
            "round": of.pk,
            "volunteer": press.volunteer.pk,
            "home": press.home,
            "actor": actor.pk,
            "person": press.volunteer.person_id,
            "statement": statement,
            "at": at,
            "until": of.offer_ends(at, first_duty(of)),
            "deals": of.is_first_come,
        }
    )
    if row is None:
        raise RoundNotOpen
    *columns, notice = row
    outbox.written(notice)
    application: Application = Application.from_db("default", COLUMNS, columns)
    application.round, application.volunteer = of, press.volunteer
    return application
