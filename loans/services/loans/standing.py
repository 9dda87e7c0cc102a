"""还款进度 (standing): what the payments of a loan settle, written into its rows and its state."""

from __future__ import annotations

from django.conf import settings

from loans.allocation import Debt, LatePrice, Paid, Standing, standing
from loans.models import Loan, ScheduleRow
from loans.schedule import ZERO, Rounding
from loans.services.guarantees.moves import follow_loan
from zibo_youth.accounts.policy import Actor

from .moves import move_loan

WRITTEN = ["repaid_principal", "repaid_interest", "settled_on"]
State = Loan.State


def price_of(loan: Loan) -> LatePrice:
    """What late money of this loan costs, by its product's version."""
    version = loan.version
    return LatePrice(loan.rate, version.penalty_times, Rounding(version.rounding))


def standing_of(loan: Loan, rows: list[ScheduleRow]) -> Standing:
    """Every effective payment against the schedule that holds."""
    payments = [
        Paid(each.paid_on, each.amount) for each in loan.repayments.effective().order_by("paid_on", "id")
    ]
    return standing(
        [row.told() for row in rows], payments, price_of(loan), settings.LOANS["allocation_order"]
    )


def restate(actor: Actor, loan: Loan) -> Standing:
    """The rows and the state as the payments say; the caller holds the loan's lock."""
    rows = list(ScheduleRow.objects.standing().filter(schedule__loan=loan).order_by("number"))
    found = standing_of(loan, rows)
    changed = [row for row, debt in zip(rows, found.debts, strict=True) if _rewritten(row, debt)]
    ScheduleRow.objects.bulk_update(changed, WRITTEN)
    if loan.over != found.over:
        Loan.objects.filter(pk=loan.pk).update(over=found.over)
        loan.refresh_from_db()
    _follow(actor, loan, is_repaid=all(debt.settled_on for debt in found.debts) and found.over == ZERO)
    return found


def _rewritten(row: ScheduleRow, debt: Debt) -> bool:
    before = [getattr(row, name) for name in WRITTEN]
    row.repaid_principal = row.principal - debt.principal
    row.repaid_interest = row.interest - debt.interest
    row.settled_on = debt.settled_on
    return before != [getattr(row, name) for name in WRITTEN]


def _follow(actor: Actor, loan: Loan, *, is_repaid: bool) -> None:
    """Settled by the last payment, and open again when that is taken back; its guarantee with it."""
    if is_repaid and loan.state == State.ACTIVE:
        follow_loan(actor, move_loan(actor, loan, State.SETTLED))
    elif not is_repaid and loan.state == State.SETTLED:
        follow_loan(actor, move_loan(actor, loan, State.ACTIVE))
