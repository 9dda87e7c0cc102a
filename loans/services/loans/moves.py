"""贷款的流转 (moves of a loan): under its lock, with a row that says who and from where."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.lookups import Exact, GreaterThanOrEqual

from loans.loan_errors import LoanMoved
from loans.models import Loan, LoanTransition
from loans.schedule import ZERO
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.moves import along

State = Loan.State
# Money is paid out, or taken back, from these on.
DRAWING = (State.CONTRACTED, State.PART_DISBURSED, State.ACTIVE)


def lock_loan(loan: Loan) -> Loan:
    """The loan as it stands now; whoever writes about it next waits."""
    rows = Loan.objects.select_related("bank", "firm", "version").select_for_update(of=["self"], no_key=True)
    locked: Loan = rows.get(pk=loan.pk)
    return locked


def move_loan(actor: Actor, loan: Loan, to: str, *, note: str = "", **changes: Any) -> Loan:
    """
    The loan in its next state; the caller has asked the policy and stands in a transaction.

    Raises `LoanMoved` where somebody was faster or the step does not start here.
    """
    before = along(loan, to, LoanMoved, **changes)
    tell_move(actor, loan, before, note=note)
    return loan


def tell_move(actor: Actor, loan: Loan, before: str, *, note: str = "") -> None:
    """Who moved it, from where; nothing where it did not move."""
    if loan.state != before:
        LoanTransition.objects.create(
            loan=loan,
            actor=actor if isinstance(actor, User) else None,
            from_state=before,
            to_state=loan.state,
            note=note,
        )


def draw(loan: Loan, change: Any) -> None:
    """
    The counter of what was paid out, and the state that follows from it, in one UPDATE.

    The wall is loan_draws_no_more_than_its_contract. Raises `LoanMoved`.
    """
    total = F("drawn") + Value(change)
    state = Case(
        When(Exact(total, Value(ZERO)), then=Value(State.CONTRACTED)),
        When(GreaterThanOrEqual(total, F("contract_amount")), then=Value(State.ACTIVE)),
        default=Value(State.PART_DISBURSED),
    )
    moved = Loan.objects.filter(pk=loan.pk, state__in=DRAWING).update(drawn=total, state=state)
    loan.refresh_from_db()
    if not moved:
        raise LoanMoved(state=loan.get_state_display())
