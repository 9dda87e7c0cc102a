"""
招募报名 (applications): one presses, is told at once, accepts in time or gives the place up.

Order of locks: volunteer, round. What needs no lock is asked before it; under the round's
lock an application is two statements.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from volunteers.errors import VolunteerLeft
from volunteers.models import Application, ApplicationTransition, Pool, Round, ServiceRole, Volunteer
from volunteers.round_errors import (
    AlreadyApplied,
    RoundForOthers,
    RoundNotOpen,
    RoundOfferOver,
    TooYoungForRound,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import age_on, now
from zibo_youth.core.errors import explaining

from .locks import lock_round, lock_volunteer
from .round_places import deal_places, fill_bench, first_duty, move_application, tell
from .signups import volunteer_of

State = Application.State
ANSWER, DECIDE = "volunteers.answer_application", "volunteers.decide_application"

# Takes the round's lock: what comes after it comes one at a time.
NEXT_NUMBER = """
UPDATE volunteers_round SET last_number = last_number + 1
WHERE id = %(round)s AND state = 'open' AND opens_at <= %(at)s AND closes_at > %(at)s
RETURNING last_number
"""
# The lowest free seat at home, or else among the open ones, unless somebody waits for it already.
APPLY = """
WITH free AS (
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
), chosen AS (SELECT free.* FROM (SELECT 1) AS one LEFT JOIN free ON true)
INSERT INTO volunteers_application (
    round_id, volunteer_id, home_pool_id, number, rank, statement, applied_at,
    pool_id, seat, cap, state, offer_until
)
SELECT %(round)s, %(volunteer)s, %(home)s, %(number)s, CASE WHEN %(deals)s THEN %(number)s END,
    %(statement)s, %(at)s, chosen.id, chosen.seat, chosen.quota,
    CASE WHEN chosen.id IS NOT NULL THEN 'offered' WHEN %(deals)s THEN 'waitlisted' ELSE 'applied' END,
    CASE WHEN chosen.id IS NOT NULL THEN %(until)s::timestamptz END
FROM chosen
RETURNING id
"""
FIRST_TOLD: dict[str, str] = {
    State.APPLIED: "application_received",
    State.OFFERED: "round_offer",
    State.WAITLISTED: "waitlisted",
}


@explaining(application_once_per_round=AlreadyApplied)
@transaction.atomic
def apply(*, actor: User, round: Round, statement: str = "") -> Application:
    """
    报名招募 (apply): first come, first served a place is offered at once, or one waits in order.

    In a draw or a selection the places go later. What a role asks for and can still be met is
    told, not asked. Raises `VolunteerMissing`, `VolunteerLeft`, `RoundForOthers`,
    `TooYoungForRound`, `RoundNotOpen`, `AlreadyApplied`.
    """
    volunteer = _still_registered(volunteer_of(actor))
    policy.require(actor, ANSWER, Application(volunteer=volunteer, round=round))
    home = home_pool(round, volunteer)
    check_old_enough(round, volunteer)
    _still_registered(lock_volunteer(volunteer.pk))
    application = _written(round, volunteer, home, statement.strip())
    ApplicationTransition.objects.create(
        application=application, actor_id=actor.pk, to_state=application.state
    )
    tell(application, FIRST_TOLD[application.state])
    return application


def _still_registered(volunteer: Volunteer) -> Volunteer:
    if volunteer.state != Volunteer.State.ACTIVE:
        raise VolunteerLeft
    return volunteer


def home_pool(of: Round, volunteer: Volunteer) -> Pool:
    """The pool of the volunteer's university, or else the open one. Raises `RoundForOthers`."""
    by_university = {pool.university_id: pool for pool in of.pools.all()}
    pool = by_university.get(volunteer.university_id) or by_university.get(None)
    if pool is None:
        raise RoundForOthers
    return pool


def check_old_enough(of: Round, volunteer: Volunteer) -> None:
    """Raise `TooYoungForRound` for whoever is too young for each of its posts on the first day."""
    roles = ServiceRole.objects.filter(posts__project=of.project_id, posts__staffing="round")
    lowest = roles.aggregate(age=Min("min_age"))["age"] or 0
    born = volunteer.person.birth_date
    if lowest and (born is None or age_on(born, of.serves_from) < lowest):
        raise TooYoungForRound(age=lowest)


def _written(of: Round, volunteer: Volunteer, home: Pool, statement: str) -> Application:
    at = now()
    values: dict[str, Any] = {
        "round": of.pk,
        "volunteer": volunteer.pk,
        "home": home.pk,
        "statement": statement,
        "at": at,
        "until": of.offer_ends(at, first_duty(of)),
        "deals": of.is_first_come,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, values)
        row = cursor.fetchone()
        if row is None:
            raise RoundNotOpen
        cursor.execute(APPLY, values | {"number": row[0]})
        number = cursor.fetchone()[0]
    application: Application = Application.objects.select_related("volunteer__person").get(pk=number)
    return application


@explaining()
@transaction.atomic
def accept(*, actor: User, application: Application) -> Application:
    """接受录取 (accept a place) while its offer stands. Raises `RoundOfferOver`, `ApplicationMoved`."""
    policy.require(actor, ANSWER, application)
    of = _locked(application)
    if application.offer_until and application.offer_until <= now():
        raise RoundOfferOver
    move_application(actor, application, State.ACCEPTED, only_from=State.OFFERED)
    tell(application, "round_result", dedup="accepted")
    fill_bench(of)
    return application


@explaining()
@transaction.atomic
def decline(*, actor: User, application: Application) -> Application:
    """放弃录取 (decline): the place goes to the next in the same moment. Raises `ApplicationMoved`."""
    policy.require(actor, ANSWER, application)
    of = _locked(application)
    move_application(actor, application, State.DECLINED, only_from=State.OFFERED)
    deal_places(of)
    return application


@explaining()
@transaction.atomic
def withdraw(*, actor: User, application: Application, reason: str = "") -> Application:
    """撤回 (withdraw): a place that was held goes to the next. Raises `ApplicationMoved`."""
    policy.require(actor, ANSWER, application)
    of = _locked(application)
    move_application(actor, application, State.WITHDRAWN, reason=reason)
    deal_places(of)
    return application


@explaining()
@transaction.atomic
def release(*, actor: User, application: Application, note: str) -> Application:
    """取消录取 (take a place back), with a reason that the volunteer reads. Never in one's own case."""
    policy.require_for_another(actor, DECIDE, application, application.volunteer.person_id)
    of = _locked(application)
    move_application(actor, application, State.RELEASED, note=note)
    tell(application, "round_result", dedup="released")
    deal_places(of)
    return application


def leave_rounds(volunteers: list[int]) -> None:
    """Whoever closes the account or leaves withdraws everywhere. The caller holds the volunteers' locks."""
    standing = Application.objects.filter(volunteer__in=volunteers, state__in=[*Application.NEXT]).order_by(
        "round_id", "pk"
    )
    for application in standing:
        of = lock_round(application.round_id)
        application.refresh_from_db()
        if application.may_become(State.WITHDRAWN):
            move_application(SYSTEM, application, State.WITHDRAWN, reason="left")
            deal_places(of)


def _locked(application: Application) -> Round:
    """The volunteer's and the round's row, and the application as it stands under them."""
    volunteer = lock_volunteer(application.volunteer_id)
    of = lock_round(application.round_id)
    application.refresh_from_db()
    application.volunteer = volunteer
    return of
