"""抽签结果 (the outcome of a session's draw), from nothing but what its page publishes."""

from __future__ import annotations

from zibo_youth.core import draw as lots

from .drawing import Outcome, entries_of, told
from .models import SessionDraw


def outcome_of(draw: SessionDraw) -> list[Outcome]:
    """Every line of the list in the order of the draw, and whether it has its places; empty before."""
    if draw.drawn_at is None:
        return []
    order = lots.drawn_order(draw.seed, draw.listing)
    groups = {int(group): places for group, places in draw.groups.items()}
    return told(order, entries_of(draw.listing), draw.places, groups, numbers_of(draw.gone))


def numbers_of(text: str) -> frozenset[int]:
    """The numbers in a published line of them."""
    return frozenset(int(number) for number in text.split(",") if number)
