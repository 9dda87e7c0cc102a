"""
系列场次 (series): many sessions by one rule, their clashes shown before anything is kept.

Saved is what was shown: all of them, or none; those without a clash, where that was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from events.models import Event, Session, Venue
from events.series import MOST, Turn, turns_of, with_clashes
from events.series_errors import SeriesChanged, SeriesClashes, SeriesEmpty, SeriesTooLong, VenueThere
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining
from zibo_youth.core.sheets import opened, seal

from .sessions import MANAGE, QuotaPlan, SessionPlan, plan_session

SALT = "events.plan_series"
MOMENTS = ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")


@dataclass(frozen=True, slots=True)
class SeriesPreview:
    """预览 (preview): every session with what stands in its way, and the signed words to confirm it with."""

    turns: list[Turn]
    sealed: str

    @property
    def clashing(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.clashes]

    @property
    def free(self) -> list[Turn]:
        return [turn for turn in self.turns if not turn.clashes]


def preview_series(
    *, actor: User, event: Event, plan: SessionPlan, days: Sequence[date], quotas: Sequence[QuotaPlan] = ()
) -> SeriesPreview:
    """
    预览系列 (dry run): nothing is kept.

    Raises `NotAllowed`, `SeriesEmpty`, `SeriesTooLong`.
    """
    policy.require(actor, MANAGE, event)
    turns = with_clashes(_turns(plan, days), plan.venue)
    shown = [[turn.starts_at.isoformat(), bool(turn.clashes)] for turn in turns]
    parts = [[part.name, part.capacity, part.gender, part.name_en] for part in quotas]
    return SeriesPreview(turns, seal(SALT, actor.pk, event.pk, _plain(plan), parts, shown))


def plan_series(*, actor: User, sealed: str, only_free: bool = False) -> list[Session]:
    """
    安排系列 (plan a series), as a preview showed it to this very person; none, or all that were asked for.

    Raises `NotAllowed`, `PreviewExpired`, `SeriesClashes` without ``only_free``, `SeriesChanged`, and as
    `plan_session`.
    """
    number, plain, parts, shown = opened(SALT, actor.pk, sealed)
    event = Event.objects.get(pk=number)
    policy.require(actor, MANAGE, event)
    plan = _plan(plain)
    with explaining(session_one_at_a_time_in_its_venue=SeriesChanged), transaction.atomic():
        days = [datetime.fromisoformat(start).date() for start, _met in shown]
        turns = with_clashes(_turns(plan, days), plan.venue)
        if [[turn.starts_at.isoformat(), bool(turn.clashes)] for turn in turns] != shown:
            raise SeriesChanged
        free = [turn for turn in turns if not turn.clashes]
        if not free or (len(free) < len(turns) and not only_free):
            raise SeriesClashes(clashing=len(turns) - len(free))
        quotas = [QuotaPlan(*part) for part in parts]
        told: dict[str, Any] = {"actor": actor, "event": event, "quotas": quotas}
        return [plan_session(plan=_at(plan, turn), **told) for turn in free]


@transaction.atomic
def add_venue(*, actor: Actor, organisation: Organisation, name: str) -> Venue:
    """登记场地 (a venue), kept by an organisation. Raises `VenueThere`."""
    policy.require(actor, "events.manage_venue", Venue(organisation=organisation))
    with explaining(venue_name_used_once_by_its_keeper=VenueThere), transaction.atomic():
        made: Venue = Venue.objects.create(organisation=organisation, name=name.strip())
    return made


def _turns(plan: SessionPlan, days: Sequence[date]) -> list[Turn]:
    turns = turns_of(plan.starts_at, plan.ends_at, days)
    if not turns:
        raise SeriesEmpty
    if len(turns) > MOST:
        raise SeriesTooLong(most=MOST, asked=len(turns))
    return turns


def _at(plan: SessionPlan, turn: Turn) -> SessionPlan:
    """The same session at another day: what is told by moments moves with it, but not the first opening."""
    by = turn.starts_at - plan.starts_at
    moved = {name: getattr(plan, name) + by for name in ("closes_at", "cancel_until")}
    return replace(plan, starts_at=turn.starts_at, ends_at=turn.ends_at, **moved)


def _plain(plan: SessionPlan) -> dict[str, Any]:
    told = {name: value for name, value in plan.columns().items() if name not in (*MOMENTS, "venue")}
    told |= {name: getattr(plan, name).isoformat() for name in MOMENTS}
    return told | {"venue": plan.venue.pk if plan.venue else None, "by_draw": plan.by_draw}


def _plan(plain: dict[str, Any]) -> SessionPlan:
    told = dict(plain) | {name: datetime.fromisoformat(str(plain[name])) for name in MOMENTS}
    told["venue"] = Venue.objects.get(pk=plain["venue"]) if plain["venue"] else None
    return SessionPlan(**told)
