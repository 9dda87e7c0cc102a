"""金额 (sums): what a person or a file says, as money."""

from __future__ import annotations

from decimal import Decimal

from loans.loan_errors import SumMissing
from zibo_youth.core import money


def exact_yuan(amount: Decimal) -> Decimal:
    """To the cent, above nothing, and within the columns. Raises `SumMissing`."""
    return money.exact_yuan(amount, SumMissing)
