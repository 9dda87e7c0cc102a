"""金额 (sums): what a person or a file says, as money."""

from __future__ import annotations

from decimal import Decimal

from loans.loan_errors import SumMissing
from loans.schedule import CENT

MOST = Decimal("999999999999.99")


def exact_yuan(amount: Decimal) -> Decimal:
    """To the cent, above nothing, and within the columns. Raises `SumMissing`."""
    if not amount.is_finite() or not 0 < amount <= MOST or amount != amount.quantize(CENT):
        raise SumMissing
    return amount.quantize(CENT)
