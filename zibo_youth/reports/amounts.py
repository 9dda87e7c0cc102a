"""What an indicator comes to: a number, or a share that is kept as its two parts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Amount:
    """
    数值 (amount): ``part`` alone, or ``part`` of ``whole`` where the indicator is a share.

    A share is computed from its parts whenever it is asked for, so the share of
    the city is never an average of the districts' shares.
    """

    part: Decimal
    whole: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """The number that is printed: per cent with one decimal for a share; None for a share of nothing."""
        if self.whole is None:
            return self.part
        return per_cent(self.part, self.whole)

    def __str__(self) -> str:
        """Without zeros that say nothing; empty for a share of nothing."""
        return "" if self.value is None else f"{self.value.normalize():f}"

    def __add__(self, other: Amount) -> Amount:
        whole = None if self.whole is None or other.whole is None else self.whole + other.whole
        return Amount(self.part + other.part, whole)

    def __sub__(self, other: Amount) -> Amount:
        whole = None if self.whole is None or other.whole is None else self.whole - other.whole
        return Amount(self.part - other.part, whole)


def per_cent(part: Decimal, whole: Decimal) -> Decimal | None:
    """One decimal, half up, as the monthly report prints its rates; None where there is no base."""
    if not whole:
        return None
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP)
