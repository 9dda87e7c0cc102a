"""
试算 (quotes): what a pay-off costs on a day, what a prepayment changes, what late money costs.

Nothing here is owed to the portal: it checks the bank's figures and shows a founder what a choice leads to.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .errors import DatesWrong, InstalmentTooSmall
from .schedule import CENT, Rounding, Row, Terms, Totals, continued, exact_interest, instalment_of, totals


def pay_off(terms: Terms, rows: list[Row], on: date, *, until_due: bool = False) -> Totals:
    """
    结清 (pay-off): the principal that is left, and the interest since the last due date.

    ``until_due``: some banks ask for the interest of the whole period. Raises `DatesWrong`.
    """
    row = next((each for each in rows if each.since <= on < each.due), None)
    period = next((each for each in terms.calendar.periods() if each.since <= on < each.until), None)
    if row is None or period is None:
        raise DatesWrong
    if until_due:
        return Totals(row.opening, row.interest)
    part = replace(period, until=on)
    exact = exact_interest(row.opening, terms.rate, part, terms.convention.pay_off_day_count)
    return Totals(row.opening, exact.quantize(CENT, terms.convention.rounding))


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to go on after a prepayment; ``saved``: interest less than without it, in yuan."""

    rows: list[Row]
    saved: Decimal


def prepayment(terms: Terms, rows: list[Row], *, after: int, paid: Decimal) -> list[Choice]:
    """
    提前还款 (prepayment) on the day of row ``after``: smaller payments, or fewer where there are several.

    Raises `TermsWrong` where it pays everything back: that is a pay-off.
    """
    found = [continued(terms, rows, after=after, prepaid=paid)]
    if standing := instalment_of(terms):
        # By days, the payment of a very long loan may not cover its interest: it can only be made smaller.
        with suppress(InstalmentTooSmall):
            found.append(continued(terms, rows, after=after, prepaid=paid, instalment=standing))
    before = totals(rows[after:]).interest
    return [Choice(rest, before - totals(rest).interest) for rest in found]


def penalty(part: Decimal, rate: Decimal, days: int, *, times: Decimal, rounding: Rounding) -> Decimal:
    """
    罚息、复利 (late charge) on one part, principal or interest, for so many days late.

    ``times``: of the contract's rate (1.5 for half more, 银发[2003]251). Each part is rounded by itself.
    """
    return (part * rate * times * days / 360).quantize(CENT, rounding)
