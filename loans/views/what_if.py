"""试算的两种选择 (what if): one choice after an earlier payment, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from loans.quotes import Choice


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One choice after an earlier payment: rows left, the next payment, the last day, interest saved."""

    rows: int
    payment: Decimal
    ends_on: date
    saved: Decimal
    is_shorter: bool


def what_if(choice: Choice, number: int) -> WhatIf:
    """The first choice keeps the dates, the second keeps the payment."""
    rows: Any = choice.rows
    return WhatIf(len(rows), rows[0].payment, rows[-1].due, choice.saved, is_shorter=bool(number))
