"""相亲会轮次 (rounds): set up, changed, closed and released by whoever holds the event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from events.match_errors import (
    BadgeUnknown,
    NotMatchmaking,
    RoundBegun,
    RoundExists,
    RoundHoursWrong,
    RoundMoved,
)
from events.models import Event, MatchProfile, MatchRound, Session
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core import draw as lots
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .locks import lock_round

MANAGE = "events.manage_match"
FIELDS = ("pairing", "choices", "opens_at", "closes_at", "table_rounds", "table_seats", "table_minutes")
WALLS = {"match_round_closes_after_it_opens": RoundHoursWrong}
State = MatchRound.State


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What an organiser says about a round."""

    opens_at: datetime
    closes_at: datetime
    choices: int
    table_rounds: int
    table_seats: int
    table_minutes: int
    pairing: str = MatchRound.Pairing.OPPOSITE

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}


def set_up_round(*, actor: Actor, session: Session, plan: RoundPlan) -> MatchRound:
    """
    设置互选 (set up) for a session of a published matchmaking event; the seed of the tables is made here.

    Raises `NotMatchmaking`, `RoundExists`, `RoundHoursWrong`.
    """
    policy.require(actor, MANAGE, MatchRound(session=session))
    event = session.event
    if event.kind != Event.Kind.MATCHMAKING or event.state != Event.State.PUBLISHED:
        raise NotMatchmaking
    with explaining(events_matchround_session_id_key=RoundExists, **WALLS), transaction.atomic():
        made: MatchRound = MatchRound.objects.create(session=session, seed=lots.new_seed(), **plan.columns())
    return made


def change_round(*, actor: Actor, turn: MatchRound, plan: RoundPlan) -> MatchRound:
    """
    改互选设置 (change); once choosing has begun, only its end moves, and nobody's number of choices shrinks.

    Raises `RoundMoved`, `RoundBegun`, `RoundHoursWrong`.
    """
    policy.require(actor, MANAGE, turn)
    with explaining(**WALLS), transaction.atomic():
        held = lock_round(turn.pk)
        _require_planned(held)
        columns = plan.columns()
        if held.opens_at <= now() and any(
            getattr(held, name) != columns[name] for name in FIELDS if name != "closes_at"
        ):
            raise RoundBegun
        del columns["pairing"]
        MatchRound.objects.filter(pk=held.pk).update(**columns)
        held.refresh_from_db()
    return held


@transaction.atomic
def close_choosing(*, actor: Actor, turn: MatchRound) -> MatchRound:
    """
    截止互选 (close), at the closing hour or earlier: the lock waits for every choice under way.

    Raises `RoundMoved`.
    """
    policy.require(actor, MANAGE, turn)
    held = lock_round(turn.pk)
    if not MatchRound.objects.filter(pk=held.pk, state=State.PLANNED).update(
        state=State.CLOSED, closed_at=now()
    ):
        raise RoundMoved(state=held.get_state_display())
    held.refresh_from_db()
    return held


def close_due_rounds(*, at: datetime) -> int:
    """Rounds whose closing hour is over. Safe to run twice."""
    return sum(_close_one(number) for number in MatchRound.objects.to_close(at).values_list("pk", flat=True))


@transaction.atomic
def _close_one(number: int) -> bool:
    held = lock_round(number)
    still = held.state == State.PLANNED and held.closes_at <= now()
    if still:
        close_choosing(actor=SYSTEM, turn=held)
    return still


@transaction.atomic
def release_result(*, actor: Actor, turn: MatchRound) -> MatchRound:
    """
    公布结果 (release): one instant for everybody, and one message to everybody, with a match or without.

    Raises `RoundMoved` before the closing, and a second time.
    """
    policy.require(actor, MANAGE, turn)
    held = lock_round(turn.pk)
    moved = MatchRound.objects.filter(pk=held.pk, state=State.CLOSED)
    if not moved.update(state=State.RELEASED, released_at=now()):
        raise RoundMoved(state=held.get_state_display())
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_make_pairs(%s)", [held.pk])
    held.refresh_from_db()
    for each in MatchProfile.objects.filter(round=held).admitted().select_related("person", "registration"):
        notify("events.match_released", to=each.person, about=each.registration)
    return held


@transaction.atomic
def mark_arrivals(*, actor: Actor, turn: MatchRound, badges: Iterable[int]) -> int:
    """登记到场 (arrivals) by badge, each once. Raises `BadgeUnknown`, and marks nobody then."""
    policy.require(actor, MANAGE, turn)
    told = set(badges)
    rows = MatchProfile.objects.filter(round=turn, badge__in=told)
    if unknown := told - set(rows.values_list("badge", flat=True)):
        raise BadgeUnknown(badges="、".join(map(str, sorted(unknown))))
    marked: int = rows.filter(arrived_at=None).update(arrived_at=now())
    return marked


def _require_planned(held: MatchRound) -> None:
    if held.state != State.PLANNED:
        raise RoundMoved(state=held.get_state_display())
