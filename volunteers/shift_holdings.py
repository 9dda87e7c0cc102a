"""What shifts hold of a person beside the signup itself: swaps asked, no-shows and the words about them."""

from __future__ import annotations

from zibo_youth.accounts.holdings import Holding

from .models import NoShow, Swap

SHIFT_HOLDINGS = [
    Holding(model=Swap, of=("giver__person", "asked__person", "taker__person")),
    Holding(
        model=NoShow,
        of=("volunteer__person",),
        blank={"statement": "", "comment": "", "decision": ""},
    ),
]
