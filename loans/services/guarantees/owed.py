"""担保范围内的欠款 (owed): of each covered component, what the firm owes on a business date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from loans.models import Guarantee, Loan, ScheduleRow
from loans.models.guarantee_moves import Component
from loans.schedule import ZERO
from loans.services.loans.standing import price_of, standing_of
from zibo_youth.core.money import CENT


@dataclass(frozen=True, slots=True)
class Owed:
    """In yuan; what the guarantee does not cover is nothing. ``share``: of the sum."""

    principal: Decimal
    interest: Decimal
    penalty: Decimal
    share: Decimal

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.penalty

    @property
    def most(self) -> Decimal:
        """What may be claimed at most: the share, to the cent, and never above it."""
        return (self.total * self.share).quantize(CENT, rounding=ROUND_DOWN)


def owed_of(guarantee: Guarantee, loan: Loan, on: date) -> Owed:
    """
    All principal that has not come back, interest of instalments that are due, late charges up to the day.

    Interest of the period that still runs is not due, and not covered (assumed: no public text says).
    """
    rows = list(ScheduleRow.objects.standing().filter(schedule__loan=loan).order_by("number"))
    price = price_of(loan)
    debts = [debt if debt.settled_on else debt.until(on, price) for debt in standing_of(loan, rows).debts]
    parts: dict[str, Decimal] = {
        Component.PRINCIPAL.value: sum((debt.principal for debt in debts), ZERO),
        Component.INTEREST.value: sum((debt.interest for debt in debts if debt.due <= on), ZERO),
        Component.PENALTY.value: sum((debt.penalty + debt.compound for debt in debts), ZERO),
    }
    covered = {name: amount if name in guarantee.covers else ZERO for name, amount in parts.items()}
    return Owed(share=guarantee.share or ZERO, **covered)
