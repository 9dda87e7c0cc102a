"""金额 (amounts as people type them): exact yuan, or a clear refusal; never a guess."""

from __future__ import annotations

import re
from decimal import Decimal

from loans.application_errors import AmountNotUnderstood
from zibo_youth.core import money

# Whole yuan, bare or in groups of three, and at most two decimals; twelve digits before the point.
AMOUNT = re.compile(r"(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,2})?", re.ASCII)
# Full-width digits, comma and point, the wide space and both signs of the yuan; nothing else is guessed at.
HALF_WIDTH = {**{0xFF10 + digit: str(digit) for digit in range(10)}, 0xFF0C: ",", 0xFF0E: "."} | {
    0x3000: " ",
    0xFFE5: "¥",
}


def told_amount(text: str) -> Decimal:
    """
    The amount in yuan that was typed; full-width digits, spaces around, 元 and ￥ are understood.

    Raises `AmountNotUnderstood` for everything else: signs, exponents, NaN, words, a third decimal,
    commas in the wrong place, and nothing at all.
    """
    bare = text.translate(HALF_WIDTH).strip().removeprefix("¥").removesuffix("元").strip()
    if not AMOUNT.fullmatch(bare):
        raise AmountNotUnderstood
    return require_amount(Decimal(bare.replace(",", "")))


def require_amount(amount: Decimal) -> Decimal:
    """The same amount to the cent; raises `AmountNotUnderstood` unless it is one that can be lent."""
    return money.exact_yuan(amount, AmountNotUnderstood)
