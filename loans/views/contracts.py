"""贷款合同 (the contract's page): its schedule with totals, and what an earlier payment would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from loans.errors import DatesWrong
from loans.forms.what_if import WhatIfForm
from loans.models import BankFile, Loan, ScheduleRow
from loans.quotes import Choice
from loans.schedule import ZERO, Totals
from loans.services.loans import changes
from loans.services.loans.files import IMPORT
from zibo_youth.accounts import policy
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on


@dataclass(frozen=True, slots=True)
class Told:
    """A row as the page shows it, with its state in a word and that word's tone."""

    row: ScheduleRow
    state: str | Promise
    tone: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One choice after an earlier payment: rows left, the next payment, the last day, interest saved."""

    rows: int
    payment: Decimal
    ends_on: date
    saved: Decimal
    is_shorter: bool


@login_required
@require_safe
def contract(request: SignedInRequest, number: int) -> HttpResponse:
    """一份合同: whoever may read the loan; the simulator asks by GET and keeps nothing."""
    rows = Loan.objects.visible_to(request.user).select_related("bank", "firm", "version", "application")
    loan: Loan = get_object_or_404(rows, pk=number)
    form = WhatIfForm(request.GET if "prepay" in request.GET else None)
    told = told_rows(loan)
    owes = changes.owed_row(loan, on=today()) is not None
    words = {
        "loan": loan,
        "percent": (loan.rate * 100).normalize(),
        "rows": told,
        "totals": _totals(told),
        "last_differs": len(told) > 1 and told[-1].row.payment != told[-2].row.payment,
        "owes": owes,
        "pay_off": None if owes else _pay_off(loan),
        "form": form,
        "choices": [] if owes else _choices(loan, form),
        "may_import": request.user.is_staff and policy.may(request.user, IMPORT, BankFile(bank=loan.bank)),
        "claims": loan.claims.exclude(state="open").order_by("number"),
    }
    return render(request, "loans/contract.html", words)


def told_rows(loan: Loan) -> list[Told]:
    """Every row of the schedule that holds."""
    rows = ScheduleRow.objects.standing().filter(schedule__loan=loan).order_by("number")
    return [Told(row, *_state_of(row)) for row in rows]


def _state_of(row: ScheduleRow) -> tuple[str | Promise, str]:
    if row.settled_on:
        return pgettext_lazy("还款期次", "已还清"), "ok"
    if row.due < today():
        return pgettext_lazy("还款期次", "已逾期"), "error"
    if row.repaid_principal or row.repaid_interest:
        return pgettext_lazy("还款期次", "部分已还"), "warn"
    return pgettext_lazy("还款期次", "未到期"), "plain"


def _totals(told: list[Told]) -> Totals:
    return Totals(
        sum((each.row.principal for each in told), ZERO), sum((each.row.interest for each in told), ZERO)
    )


def _pay_off(loan: Loan) -> Totals | None:
    """What paying everything back today would cost; nothing before the first day and after the last."""
    if loan.state not in (Loan.State.PART_DISBURSED, Loan.State.ACTIVE):
        return None
    try:
        return changes.quote_pay_off(loan=loan, on=today())
    except DatesWrong:
        return None


def _choices(loan: Loan, form: WhatIfForm) -> list[WhatIf]:
    if not form.is_valid():
        return []
    with shown_on(form):
        found = changes.quote_prepayment(loan=loan, on=today(), paid=form.cleaned_data["prepay"])
        return [_what_if(choice, number) for number, choice in enumerate(found)]
    return []


def _what_if(choice: Choice, number: int) -> WhatIf:
    rows: Any = choice.rows
    return WhatIf(len(rows), rows[0].payment, rows[-1].due, choice.saved, is_shorter=bool(number))
