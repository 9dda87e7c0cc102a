"""What a draw says of its rows without a name: pools by code, places by number."""

from __future__ import annotations

from zibo_youth.core import draw

from .models import Pool, Round


def pool_code(pool: Pool) -> str:
    """The pool as the published list names it; universities' codes are public."""
    return pool.university.code if pool.university else draw.OPEN_POOL


def quotas(of: Round) -> dict[str, int]:
    """Places of each pool by its code."""
    return {pool_code(pool): pool.quota for pool in of.pools.select_related("university")}


def result(of: Round) -> list[tuple[int, int, str, bool]]:
    """Rank, number, pool and whether a place was drawn, in the order of the draw; empty before it."""
    if of.drawn_at is None:
        return []
    order = draw.drawn_order(of.seed, of.listing)
    pools, won = dict(draw.lines_of(of.listing)), set(draw.winners(order, of.listing, quotas(of)))
    return [(rank, number, pools[number], number in won) for rank, number in enumerate(order, 1)]
