"""贷款合同 (the contract's page): its schedule with totals, and what an earlier payment would change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from loans.errors import DatesWrong
from loans.forms.what_if import WhatIfForm
from loans.models import BankFile, BankStatus, Disbursement, Guarantee, Loan, Repayment, ScheduleRow
from loans.schedule import ZERO, Totals
from loans.services.loans import changes
from loans.services.loans.files import IMPORT
from loans.services.loans.schedules import rates_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.accounts.steps import offer
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from .loan_steps import STEPS
from .what_if import WhatIf, what_if


@dataclass(frozen=True, slots=True)
class Told:
    """A row as the page shows it, with its state in a word and that word's tone."""

    row: ScheduleRow
    state: str | Promise
    tone: str


@login_required
@answered_once
def contract(request: SignedInRequest, number: int) -> HttpResponse:
    """
    一份合同: whoever may read the loan, and the steps of its bank and its district.

    The simulator asks by GET and keeps nothing.
    """
    rows = Loan.objects.visible_to(request.user).select_related("bank", "firm", "version", "application")
    loan: Loan = get_object_or_404(rows, pk=number)
    offered = offer(request, loan, STEPS, as_="loan")
    if offered.done:
        return redirect("loan_contract", number)
    form = WhatIfForm(request.GET if "prepay" in request.GET else None)
    told = told_rows(loan)
    owes = changes.owed_row(loan, on=today()) is not None
    words = {
        "loan": loan,
        "offer": offered,
        "payments": payments_of(loan),
        "bank_status": BankStatus.objects.filter(loan=loan).first(),
        "may_change": loan.state in changes.CHANGING
        and request.user.is_staff
        and policy.may(request.user, changes.CHANGE, loan),
        "percent": (loan.rate * 100).normalize(),
        "percent_now": _rate_now(loan, told),
        "rows": told,
        "totals": _totals(told),
        "last_differs": len(told) > 1 and told[-1].row.payment != told[-2].row.payment,
        "owes": owes,
        "pay_off": None if owes else _pay_off(loan),
        "ahead": changes.paid_ahead(loan, on=today()),
        "form": form,
        "choices": [] if owes else _choices(loan, form),
        "may_import": request.user.is_staff and policy.may(request.user, IMPORT, BankFile(bank=loan.bank)),
        "guarantee": Guarantee.objects.whole().filter(loan=loan).first(),
        "claims": loan.claims.exclude(state="open").order_by("number"),
    }
    return render(request, "loans/contract.html", words)


def _rate_now(loan: Loan, told: list[Told]) -> Decimal | None:
    """In per cent, where the bank has changed the contract's rate: that of the period which runs today."""
    day, rates = today(), rates_of(loan)
    running = [rates[each.row.number] for each in told if each.row.since <= day < each.row.due]
    rate = (running or [loan.schedules.values_list("rate", flat=True).get(is_active=True)])[0]
    return (rate * 100).normalize() if rate != loan.rate else None


@dataclass(frozen=True, slots=True)
class Moved:
    """One payment as the page shows it: out or back, with the bank's own number; minus: taken back."""

    paid: Disbursement | Repayment
    words: str | Promise
    number: str

    @property
    def amount(self) -> Decimal:
        return -self.paid.amount if self.paid.reverses_id else self.paid.amount


def payments_of(loan: Loan) -> list[Moved]:
    """What the bank paid out and what came back, the newest first; reversals stand beside what they undo."""
    out = [Moved(each, _word(each, _("放款")), each.voucher) for each in loan.disbursements.all()]
    back = [Moved(each, _word(each, _("还款")), each.serial) for each in loan.repayments.all()]
    return sorted([*out, *back], key=lambda each: (each.paid.paid_on, each.paid.recorded_at), reverse=True)


def _word(paid: Disbursement | Repayment, word: Any) -> Any:
    return _("冲销%(what)s") % {"what": word} if paid.reverses_id else word


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
        return [what_if(choice, number) for number, choice in enumerate(found)]
    return []
