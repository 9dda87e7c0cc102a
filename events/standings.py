"""
名次 (standings): the mean of the scores that count, equal means share a rank. Pure: no rows, no writes.

The rule as it is published: of each team's scores the highest and the lowest are dropped as the round says;
the mean of the others decides, exactly; equal means share a rank, and whoever is equal to the last who goes
on goes on as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Standing:
    """One team: its mean, as it is compared and as it is shown, its rank, and whether it goes on."""

    key: int
    mean: Fraction
    rank: int
    advances: bool

    @property
    def shown(self) -> Decimal:
        """In hundredths, halves upwards."""
        return (Decimal(self.mean.numerator) / Decimal(self.mean.denominator)).quantize(CENT, ROUND_HALF_UP)


def kept(scores: Sequence[Decimal], high: int, low: int) -> list[Decimal]:
    """Without the highest and the lowest; where nothing would be left, nothing is dropped."""
    ordered = sorted(scores)
    if len(ordered) <= high + low:
        return ordered
    return ordered[low : len(ordered) - high]


def standings(
    scores: Mapping[int, Sequence[Decimal]], *, high: int = 0, low: int = 0, advance: int = 0
) -> list[Standing]:
    """The best first."""
    means = {}
    for key, given in scores.items():
        counted = kept(given, high, low)
        if counted:
            means[key] = sum(map(Fraction, counted), Fraction()) / len(counted)
    every = sorted(means.values(), reverse=True)
    ranks = {key: 1 + every.index(mean) for key, mean in means.items()}
    order = sorted(means, key=lambda key: (ranks[key], key))
    return [Standing(key, means[key], ranks[key], ranks[key] <= advance) for key in order]
