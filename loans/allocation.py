"""
还款分配 (allocation): which parts of which instalments a payment settles.

Oldest due first, and within an instalment in the order that the settings name; what was paid late has cost
a penalty on its principal and on its interest, each rounded by itself (银发[2003]251). Pure functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .quotes import penalty
from .schedule import ZERO, Rounding, Row

# 罚息, 复利, 利息, 本金.
PARTS = ("penalty", "compound", "interest", "principal")


@dataclass(frozen=True, slots=True)
class LatePrice:
    """What late money costs: the contract's rate a year so many times, rounded in this way."""

    rate: Decimal
    times: Decimal
    rounding: Rounding = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class Debt:
    """What an instalment still asks for, in yuan; its late charges are reckoned up to ``reckoned``."""

    number: int
    due: date
    principal: Decimal
    interest: Decimal
    penalty: Decimal = ZERO
    compound: Decimal = ZERO
    reckoned: date | None = None
    settled_on: date | None = None

    @property
    def left(self) -> Decimal:
        return self.principal + self.interest + self.penalty + self.compound

    def until(self, day: date, price: LatePrice) -> Debt:
        """With the late charges up to a day."""
        since = self.reckoned or self.due
        days = (day - since).days
        if days <= 0:
            return self
        principal, interest = (
            penalty(part, price.rate, days, times=price.times, rounding=price.rounding)
            for part in (self.principal, self.interest)
        )
        return replace(
            self, penalty=self.penalty + principal, compound=self.compound + interest, reckoned=day
        )

    def less(self, share: Share, on: date) -> Debt:
        """After a payment; settled on the day on which nothing is left."""
        rest = replace(self, **{part: getattr(self, part) - getattr(share, part) for part in PARTS})
        return rest if rest.left else replace(rest, settled_on=on)


@dataclass(frozen=True, slots=True)
class Share:
    """The parts of one payment that went to one instalment, in yuan."""

    number: int
    penalty: Decimal = ZERO
    compound: Decimal = ZERO
    interest: Decimal = ZERO
    principal: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.penalty + self.compound + self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment: on which day, how much."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Where a loan stands after its payments: what each instalment asks for, what each payment settled.

    ``over``: what was paid beyond everything, in yuan.
    """

    debts: list[Debt]
    shares: list[list[Share]]
    over: Decimal


def allocate(
    debts: Sequence[Debt], amount: Decimal, order: Sequence[str] = PARTS
) -> tuple[list[Share], Decimal]:
    """The shares of one payment, oldest instalment first; and what is left of it."""
    shares, left = [], amount
    for debt in debts:
        if not left:
            break
        parts: dict[str, Decimal] = {}
        for part in order:
            parts[part] = min(left, getattr(debt, part))
            left -= parts[part]
        if any(parts.values()):
            shares.append(Share(debt.number, **parts))
    return shares, left


def standing(
    rows: Sequence[Row], payments: Sequence[Paid], price: LatePrice, order: Sequence[str] = PARTS
) -> Standing:
    """All payments in the order of their days, each against what was owed on its day."""
    debts = [Debt(row.number, row.due, row.principal, row.interest) for row in rows]
    found, over = [], ZERO
    for paid in sorted(payments, key=lambda each: each.on):
        debts = [debt if debt.settled_on else debt.until(paid.on, price) for debt in debts]
        shares, left = allocate(debts, paid.amount, order)
        by_number = {share.number: share for share in shares}
        debts = [
            debt.less(by_number[debt.number], paid.on) if debt.number in by_number else debt for debt in debts
        ]
        found.append(shares)
        over += left
    return Standing(debts, found, over)
