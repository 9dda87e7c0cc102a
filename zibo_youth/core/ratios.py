"""Shares of a whole: kept as their two parts, so that a share of many is never an average of shares."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """比率 (ratio): a part of a whole. Of nothing at all there is no share, and none is shown."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> Decimal | None:
        """Between 0 and 1 where the part is a part; four decimals, so that its per cent has two."""
        if not self.whole:
            return None
        return (Decimal(self.part) / self.whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    def __str__(self) -> str:
        if not self.whole:
            return "–"
        return f"{(Decimal(self.part) * 100 / self.whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
