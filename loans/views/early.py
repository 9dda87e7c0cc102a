"""提前还款和结清 at the bank's desk: quoted first, written as it was shown, or refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from loans.forms import loan_steps as forms
from loans.models import Loan
from loans.services.loans import changes
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import shown_on

from .what_if import what_if


def changeable(request: SignedInRequest, number: int) -> Loan:
    """A loan that this office may change; to every other it is no page."""
    rows = Loan.objects.managed_by(request.user).select_related("bank", "firm", "version")
    loan: Loan = get_object_or_404(rows, pk=number)
    if not policy.may(request.user, changes.CHANGE, loan):
        raise Http404
    return loan


@needs_office(changes.CHANGE)
@answered_once
def prepay(request: SignedInRequest, number: int) -> HttpResponse:
    """提前还款: both choices side by side, each with its own button."""
    loan = changeable(request, number)
    if request.method == "POST":
        form: Any = forms.PrepayForm(request.POST, loan=loan)
        if form.is_valid() and _prepaid(request, loan, form):
            return redirect("loan_contract", number)
    else:
        form = forms.PrepayQuoteForm(request.GET if "on" in request.GET else None, loan=loan)
    words = {"loan": loan, "form": form, "choices": _choices(loan, form)}
    return render(request, "loans/early/prepay.html", words)


def _choices(loan: Loan, form: Any) -> list[Any]:
    """As the day and the amount say, whichever form carries them; a refusal stands on the form."""
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if not said:
        return []
    with shown_on(form):
        changes.refuse_unless_running(loan)
        found = changes.quote_prepayment(loan=loan, on=said["on"], paid=said["amount"], with_instalment=True)
        return [what_if(choice, number) for number, choice in enumerate(found)]
    return []


def _prepaid(request: SignedInRequest, loan: Loan, form: Any) -> bool:
    said = form.cleaned_data
    with shown_on(form):
        changes.prepay(
            actor=request.user,
            loan=loan,
            on=said["on"],
            paid=said["amount"],
            shorter=said["way"] == "shorter",
            shown=said["shown"],
        )
        messages.success(request, _("还款计划已按提前还款调整。款项到账后，请登记还款。"))
        return True
    return False


@needs_office(changes.CHANGE)
@answered_once
def settle(request: SignedInRequest, number: int) -> HttpResponse:
    """提前结清: principal left and interest up to the day, and the button that writes just this."""
    loan = changeable(request, number)
    if request.method == "POST":
        form: Any = forms.SettleForm(request.POST, loan=loan)
        if form.is_valid() and _settled(request, loan, form):
            return redirect("loan_contract", number)
    else:
        form = forms.SettleQuoteForm(request.GET if "on" in request.GET else None, loan=loan)
    owed = _owed(loan, form)
    words = {"loan": loan, "form": form, "owed": owed, "ahead": _ahead(loan, form, owed)}
    return render(request, "loans/early/settle.html", words)


def _owed(loan: Loan, form: Any) -> Any:
    if not (form.is_bound and form.is_valid()):
        return None
    with shown_on(form):
        changes.refuse_unless_running(loan)
        return changes.quote_pay_off(loan=loan, on=form.cleaned_data["on"])
    return None


def _ahead(loan: Loan, form: Any, owed: Any) -> Any:
    """What was paid before its day, and what is still to be paid of the whole; None where nothing was."""
    ahead = changes.paid_ahead(loan, on=form.cleaned_data["on"]) if owed else None
    return {"paid": ahead, "left": owed.payment - ahead} if ahead else None


def _settled(request: SignedInRequest, loan: Loan, form: Any) -> bool:
    said = form.cleaned_data
    with shown_on(form):
        changes.settle_early(actor=request.user, loan=loan, on=said["on"], shown=said["shown"])
        messages.success(request, _("还款计划已在结清日期结束。款项到账后，请登记还款，贷款随即结清。"))
        return True
    return False
