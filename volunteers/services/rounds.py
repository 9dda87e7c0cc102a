"""招募 (rounds): opened, closed, settled or called off by those who organise the project."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from volunteers.models import Application, Round
from volunteers.models.round import HOPING
from volunteers.round_errors import RoundMoved, RoundOver, RoundWithoutPools
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core import calendar, draw
from zibo_youth.core.calendar import now
from zibo_youth.core.moves import reach

from .locks import lock_round
from .round_places import deal_places, first_duty, move_application, tell

MANAGE = "volunteers.manage_round"
State = Round.State


@transaction.atomic
def open_round(*, actor: Actor, round: Round) -> Round:
    """
    开放报名 (open): from ``opens_at`` on one may apply. A draw commits to its seed now.

    Raises `RoundWithoutPools`, `RoundOver` when it closes in the past or after the work begins, `RoundMoved`.
    """
    policy.require(actor, MANAGE, round)
    lock_round(round.pk)
    if not round.pools.exists():
        raise RoundWithoutPools
    if not now() < round.closes_at <= first_duty(round):
        raise RoundOver
    changes: dict[str, Any] = {"flows_at": round.flows_at or usual_hour(round.closes_at)}
    if round.is_draw:
        seed = draw.new_seed()
        changes |= {"seed": seed, "seed_hash": draw.digest(seed)}
    return _move(round, State.OPEN, **changes)


def usual_hour(closes_at: datetime) -> datetime:
    """The first fixed hour (``VOLUNTEERS["round_places_flow_at"]``) that strikes at or after the close."""
    hour: time = settings.VOLUNTEERS["round_places_flow_at"]
    same_day = calendar.at(timezone.localdate(closes_at), hour)
    return same_day if same_day >= closes_at else same_day + timedelta(days=1)


@transaction.atomic
def close_round(*, actor: Actor, round: Round) -> Round:
    """截止报名 (close): nobody applies any more; places that come free still go to those who wait."""
    policy.require(actor, MANAGE, round)
    lock_round(round.pk)
    return _move(round, State.CLOSED)


@transaction.atomic
def settle_round(*, actor: Actor, round: Round) -> Round:
    """结束招募 (settle): who still hopes is told; offers that stand lapse. Raises `RoundMoved`."""
    policy.require(actor, MANAGE, round)
    lock_round(round.pk)
    _move(round, State.SETTLED)
    _end(round, HOPING, Application.State.REFUSED, "settled")
    _end(round, [Application.State.OFFERED], Application.State.EXPIRED, "settled")
    return round


@transaction.atomic
def cancel_round(*, actor: Actor, round: Round, reason: str = "") -> Round:
    """取消招募 (call off): everybody is told; accepted places too are taken back."""
    policy.require(actor, MANAGE, round)
    lock_round(round.pk)
    _move(round, State.CANCELLED)
    _end(round, HOPING, Application.State.REFUSED, "cancelled", reason)
    held = [Application.State.OFFERED, Application.State.ACCEPTED]
    _end(round, held, Application.State.RELEASED, "cancelled", reason)
    return round


@transaction.atomic
def deal_what_is_free(*, actor: Actor, round: Round) -> int:
    """补发名额 (deal): free places go to those who wait: a quota was raised, or its hour has come."""
    policy.require(actor, MANAGE, round)
    return deal_places(lock_round(round.pk))


def _move(round: Round, to: str, **changes: Any) -> Round:
    reach(round, to, RoundMoved, **changes)
    return round


def _end(round: Round, states: Collection[str], to: str, reason: str, note: str = "") -> None:
    ended = Application.objects.filter(round=round, state__in=states).select_related("volunteer__person")
    for application in ended.order_by("pk"):
        move_application(SYSTEM, application, to, reason=reason, note=note)
        tell(application, "round_result", dedup=reason)
