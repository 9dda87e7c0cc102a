"""
schedule: 360-row schedules in exact decimals, beside numpy-financial asked for the same rows one by one.

Both are made in turns of the same loans; the two must agree to half a cent a row, or nothing is measured.
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from decimal import Decimal
from typing import Any

import numpy_financial

from loans.due_dates import Calendar
from loans.schedule import Row, Terms, schedule

SCHEDULES, ROWS, LEAST_TIMES = 100, 360, 1.0
RATE = Decimal("0.0435")


def run(*, quick: bool = False) -> dict[str, Any]:
    """Loans of different amounts, each repaid in thirty years."""
    count = 2 if quick else SCHEDULES
    turns = [_turn(Decimal(100_000 + 1_000 * number)) for number in range(count)]
    exact, looped = (statistics.median(seconds) for seconds in zip(*turns, strict=True))
    row = {
        "schedules": count,
        "exact decimals a second": 1 / exact,
        "numpy-financial a second": 1 / looped,
        "times": looped / exact,
        "met": quick or looped / exact >= LEAST_TIMES,
    }
    return {
        "what": f"schedules of {ROWS} rows, beside numpy-financial in a loop over the same rows",
        "rows": [row],
        "afterwards": [f"bar: at least {LEAST_TIMES:g} x the schedules of the loop"],
    }


def _turn(amount: Decimal) -> tuple[float, float]:
    start = time.perf_counter()
    rows = schedule(Terms(amount, RATE, Calendar(date(2021, 6, 30), ROWS)))
    between = time.perf_counter()
    floats = _looped(float(amount))
    end = time.perf_counter()
    _agree(rows, floats)
    return between - start, end - between


def _looped(amount: float) -> list[tuple[float, float]]:
    rate = 0.0435 / 12
    return [
        (
            -float(numpy_financial.ppmt(rate, number, ROWS, amount)),
            -float(numpy_financial.ipmt(rate, number, ROWS, amount)),
        )
        for number in range(1, ROWS + 1)
    ]


def _agree(rows: list[Row], floats: list[tuple[float, float]]) -> None:
    """A payment is rounded in each row, and what that leaves grows with the interest until the last."""
    assert len(rows) == len(floats)
    for row, (principal, interest) in zip(rows[:-1], floats, strict=False):
        drift = 0.01 * row.number * 1.0437
        assert abs(float(row.interest) - interest) <= drift
        assert abs(float(row.principal) - principal) <= drift
