"""金额 (money): exact yuan, to the cent; what is no amount is refused in the words of whoever asked."""

from __future__ import annotations

from decimal import Decimal

from .errors import DomainError

CENT = Decimal("0.01")
# What the columns of money hold.
MOST = Decimal("999999999999.99")


def exact_yuan(amount: Decimal, refusal: type[DomainError]) -> Decimal:
    """To the cent, above nothing, and within the columns; otherwise raises ``refusal``."""
    if not amount.is_finite() or not 0 < amount <= MOST or amount != amount.quantize(CENT):
        raise refusal
    return amount.quantize(CENT)
