"""公开抽签 (the draw): the list and its hash first, the seed and the order after (docs/reference/draw.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from volunteers.draw_words import pool_code
from volunteers.models import Application, ApplicationTransition, Round
from volunteers.round_errors import (
    AlreadyListed,
    DrawNotListed,
    DrawTooEarly,
    NobodyApplied,
    RoundMoved,
    WrongMethod,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import draw
from zibo_youth.core.calendar import now

from .locks import lock_round
from .round_places import deal_places, tell

MANAGE = "volunteers.manage_round"
State = Application.State


@transaction.atomic
def publish_list(*, actor: Actor, round: Round) -> Round:
    """
    公布抽签名单 (publish the list): numbers and pools of everybody who applied, and its SHA-256; once.

    Raises `WrongMethod`, `RoundMoved` before the round is closed, `AlreadyListed`, `NobodyApplied`.
    """
    policy.require(actor, MANAGE, round)
    held = _of_draw(round)
    if held.listed_at:
        raise AlreadyListed
    rows = Application.objects.filter(round=held).applied().select_related("home_pool__university")
    lines = [(each.number, pool_code(each.home_pool)) for each in rows]
    if not lines:
        raise NobodyApplied
    listing = draw.listing_of(lines)
    Round.objects.filter(pk=held.pk, listed_at=None).update(
        listing=listing, list_hash=draw.digest(listing), listed_at=now()
    )
    round.refresh_from_db()
    return round


@transaction.atomic
def draw_places(*, actor: Actor, round: Round) -> Round:
    """
    抽签 (draw): the seed is published, ranks follow from it, and places are offered by rank.

    Who withdrew after the list was published keeps the line and gets no place. Raises
    `DrawNotListed`, `DrawTooEarly`, and what `publish_list` raises.
    """
    policy.require(actor, MANAGE, round)
    held = _of_draw(round)
    if held.listed_at is None:
        raise DrawNotListed
    if held.drawn_at is not None:
        raise RoundMoved(state=held.get_state_display())
    hours = int(settings.VOLUNTEERS["round_draw_waits_hours"])
    if now() < held.listed_at + timedelta(hours=hours):
        raise DrawTooEarly(hours=hours)
    Round.objects.filter(pk=held.pk, drawn_at=None).update(drawn_at=now())
    rank(actor, held, draw.drawn_order(held.seed, held.listing))
    round.refresh_from_db()
    return round


def rank(actor: Actor, of: Round, numbers: Iterable[int]) -> None:
    """Everybody who applied waits in this order, and the free places are offered. The round is locked."""
    ranks = {number: place for place, number in enumerate(numbers, 1)}
    rows = list(Application.objects.filter(round=of).applied().select_related("volunteer__person"))
    for each in rows:
        each.rank, each.state = ranks[each.number], State.WAITLISTED
    Application.objects.bulk_update(rows, ["rank", "state"])
    ApplicationTransition.objects.bulk_create(
        ApplicationTransition(
            application=each, actor_id=actor.pk, from_state=State.APPLIED, to_state=State.WAITLISTED
        )
        for each in rows
    )
    deal_places(of)
    still = Application.objects.filter(round=of, state=State.WAITLISTED).select_related("volunteer__person")
    for each in still:
        tell(each, "waitlisted")


def _of_draw(round: Round) -> Round:
    held = lock_round(round.pk)
    if not held.is_draw:
        raise WrongMethod(method=Round.Method.DRAW.label)
    if held.state != Round.State.CLOSED:
        raise RoundMoved(state=held.get_state_display())
    return held
