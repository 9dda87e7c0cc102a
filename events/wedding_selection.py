"""
遴选 (selection): who is admitted and who is a reserve, from nothing but what is published.

Pure functions on the published words: the same files give the same ranks on any machine
(`manage.py redraw_wedding`, docs/reference/draw.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zibo_youth.core import draw as lots

HEAD = "rank,number,points,outcome"
ADMITTED, RESERVE, GONE = "admitted", "reserve", "gone"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A couple's number, its rank, its sum (0 in a draw) and what became of it."""

    rank: int
    number: int
    points: int
    outcome: str


def listing_of(numbers: Iterable[int]) -> str:
    """The list as CSV in the order of numbers; a number twice counts once."""
    return lots.listing_of((number, lots.OPEN_POOL) for number in set(numbers))


def ranked(
    seed: str,
    listing: str,
    places: int,
    points: Mapping[int, int] | None = None,
    gone: frozenset[int] = frozenset(),
) -> list[Ranked]:
    """
    By points, the most first, ties in the order of the draw; in a draw by its order alone.

    Who has left since the list keeps the line and has no place.
    """
    sums = points or {}
    drawn = lots.drawn_order(seed, listing)
    order = sorted(drawn, key=lambda number: -sums.get(number, 0))  # stable: a tie stays in drawn order
    found, left = [], places
    for rank, number in enumerate(order, 1):
        outcome = GONE if number in gone else ADMITTED if left > 0 else RESERVE
        left -= outcome == ADMITTED
        found.append(Ranked(rank, number, sums.get(number, 0), outcome))
    return found


def result_of(ranks: Iterable[Ranked]) -> str:
    """The result as CSV, by rank; numbers only, never a name."""
    lines = (f"{each.rank},{each.number},{each.points},{each.outcome}" for each in ranks)
    return "".join(f"{line}\n" for line in (HEAD, *lines))


def ranks_of(result: str) -> list[Ranked]:
    """Each line of a published result."""
    rows = (line.split(",") for line in result.splitlines()[1:])
    return [Ranked(int(rank), int(number), int(points), outcome) for rank, number, points, outcome in rows]
