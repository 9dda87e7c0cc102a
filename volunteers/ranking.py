"""评审排名 (ranking): the mean of all scores given, equal means share a rank. Pure: no rows, no writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Line:
    """One nomination: its mean, and its rank; who shares the rank is told."""

    key: int
    mean: Fraction
    rank: int
    is_tied: bool


def ranked(scores: Mapping[int, Sequence[int]]) -> list[Line]:
    """The best first; no score is dropped. Fractions, so that equal means are equal."""
    means = {key: Fraction(sum(points), len(points)) for key, points in scores.items() if points}
    order = sorted(means, key=lambda key: (-means[key], key))
    every = list(means.values())
    return [
        Line(
            key=key,
            mean=means[key],
            rank=1 + sum(other > means[key] for other in every),
            is_tied=every.count(means[key]) > 1,
        )
        for key in order
    ]


def passes_over(lines: Sequence[Line], chosen: Collection[int]) -> bool:
    """Whether somebody better ranked is left out while somebody worse is chosen."""
    picked = [line.mean for line in lines if line.key in chosen]
    left = [line.mean for line in lines if line.key not in chosen]
    return bool(picked and left and max(left) > min(picked))
