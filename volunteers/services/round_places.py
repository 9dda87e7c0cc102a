"""
名额 (places of a round): who has one, who waits, and who gets the next that comes free.

Whoever frees a place holds the round's lock and calls `deal_places` in the same transaction:
so while the lock is free nobody waits for a place that could be had, and a newcomer
cannot overtake.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from math import ceil
from typing import Any

from django.db import connection

from volunteers.models import Application, ApplicationTransition, Pool, Round
from volunteers.models.round import SEATED
from volunteers.round_errors import ApplicationMoved
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core import calendar
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

State = Application.State

FREE_SEATS = """
SELECT pool.id, pool.quota, seat FROM volunteers_pool AS pool
CROSS JOIN LATERAL generate_series(1, pool.quota) AS seat
WHERE pool.round_id = %s AND NOT EXISTS (
    SELECT FROM volunteers_application AS held WHERE held.pool_id = pool.id AND held.seat = seat.seat
)
ORDER BY pool.university_id IS NULL, pool.id, seat
"""


def first_duty(of: Round) -> datetime:
    """The midnight with which the first day of duty begins: no offer reaches beyond it."""
    return calendar.at(of.serves_from, time.min)


def move_application(
    actor: Actor,
    application: Application,
    to: str,
    *,
    only_from: str = "",
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> Application:
    """
    Move an application along `Application.NEXT`, once; what leaves its place gives the seat back.

    Raises `ApplicationMoved` when it is not, or no longer, where the move starts.
    """
    starts = [only_from or application.state] if to in Application.NEXT.get(application.state, ()) else []
    if to not in SEATED:
        changes |= {"pool": None, "seat": None, "cap": None}
    if not Application.objects.filter(pk=application.pk, state__in=starts).update(state=to, **changes):
        raise ApplicationMoved(state=Application.objects.get(pk=application.pk).get_state_display())
    ApplicationTransition.objects.create(
        application=application,
        actor_id=actor.pk,
        from_state=application.state,
        to_state=to,
        reason=reason,
        note=note,
    )
    application.refresh_from_db()
    return application


def tell(application: Application, kind: str, dedup: str = "") -> None:
    """Tell the volunteer about their application."""
    notify(f"volunteers.{kind}", to=application.volunteer.person, about=application, dedup=dedup)


def deal_places(of: Round) -> int:
    """
    Offer each free place to the next who may have it; the caller holds the round's lock.

    A university's place goes to its own waiting list, an open one to the next of all; once
    the hour has come (`Round.flows_at`), a place that its university leaves goes to the next of all.
    Gives how many were offered.
    """
    at, ends = now(), first_duty(of)
    if at >= ends or of.state not in (Round.State.OPEN, Round.State.CLOSED):
        return 0
    waiting = list(Application.objects.filter(round=of).waiting().select_related("volunteer__person"))
    offered = 0
    for pool, quota, seat in _free_seats(of):
        chosen = _next_for(pool, waiting, is_for_all=pool.university_id is None or of.has_flowed(at))
        if chosen is None:
            continue
        waiting.remove(chosen)
        until = of.offer_ends(at, ends)
        move_application(SYSTEM, chosen, State.OFFERED, pool=pool, seat=seat, cap=quota, offer_until=until)
        tell(chosen, "round_offer")
        offered += 1
    fill_bench(of)
    return offered


def _free_seats(of: Round) -> list[tuple[Pool, int, int]]:
    pools = {pool.pk: pool for pool in of.pools.all()}
    with connection.cursor() as cursor:
        cursor.execute(FREE_SEATS, [of.pk])
        return [(pools[pool], quota, seat) for pool, quota, seat in cursor.fetchall()]


def _next_for(pool: Pool, waiting: Iterable[Application], *, is_for_all: bool) -> Application | None:
    """The first of the own university; where there is none and the place is everybody's, the first of all."""
    own = (each for each in waiting if each.home_pool_id == pool.pk)
    if pool.university_id is None:
        return next(iter(waiting), None)
    return next(own, None) or (next(iter(waiting), None) if is_for_all else None)


def fill_bench(of: Round) -> None:
    """Once every place is accepted, the first who wait are told that they are the reserve."""
    rows = Application.objects.filter(round=of)
    places = sum(of.pools.values_list("quota", flat=True))
    if rows.filter(state=State.ACCEPTED).count() < places:
        return
    room = ceil(places * of.bench_percent / 100) - rows.filter(state=State.BENCH).count()
    first = rows.filter(state=State.WAITLISTED).order_by("rank").select_related("volunteer__person")
    for each in first[: max(room, 0)]:
        move_application(SYSTEM, each, State.BENCH)
        tell(each, "round_result", dedup="bench")
