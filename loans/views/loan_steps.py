"""一笔贷款的步骤: what a bank records of a loan, and what a district finds of its use."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from loans.forms import loan_steps as forms
from loans.models import Loan, PurposeCheck
from loans.services.loans import changes, drawdowns, following, repayments
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step

S = Loan.State
RECORD, REVERSE, CHANGE = drawdowns.RECORD, drawdowns.REVERSE, changes.CHANGE


def open_check(loan: Loan) -> PurposeCheck | None:
    """The look at the use of the money that is still to be made."""
    found: PurposeCheck | None = PurposeCheck.objects.filter(loan=loan, outcome="").first()
    return found


def _was_paid_out(loan: Loan) -> bool:
    return bool(loan.disbursements.effective().exists())


def _was_repaid(loan: Loan) -> bool:
    return bool(loan.repayments.effective().exists())


def _pay_out(by: User, loan: Loan, form: Any) -> None:
    drawdowns.record_disbursement(actor=by, loan=loan, **form.cleaned_data)


def _reverse_payout(by: User, loan: Loan, form: Any) -> None:
    drawdowns.reverse_disbursement(actor=by, **form.cleaned_data)


def _repay(by: User, loan: Loan, form: Any) -> None:
    repayments.record_repayment(actor=by, loan=loan, **form.cleaned_data)


def _reverse_repayment(by: User, loan: Loan, form: Any) -> None:
    repayments.reverse_repayment(actor=by, **form.cleaned_data)


def _reprice(by: User, loan: Loan, form: Any) -> None:
    said = form.cleaned_data
    changes.reprice(actor=by, loan=loan, on=said["on"], rate=said["percent"] / 100)


def _extend(by: User, loan: Loan, form: Any) -> None:
    changes.extend(actor=by, loan=loan, **form.cleaned_data)


def _check(by: User, loan: Loan, form: Any) -> None:
    following.check_purpose(actor=by, check=loan.purpose_check, **form.cleaned_data)


NOT_ALL_OUT = (S.CONTRACTED, S.PART_DISBURSED)
OUT = (S.PART_DISBURSED, S.ACTIVE)
# A guarantor pays its share: what is left of the loan the firm still owes the bank.
OWING = (*OUT, S.GUARANTEE_CLAIMED, S.GUARANTEE_PAID)
REPAID = (*OWING, S.SETTLED)
STEPS = (
    Step("check", _("登记用途检查"), following.CHECK, (), forms.CheckForm, _check, open_check),
    Step("payout", _("登记放款"), RECORD, NOT_ALL_OUT, forms.PayoutForm, _pay_out),
    Step("repayment", _("登记还款"), RECORD, OWING, forms.RepaymentForm, _repay),
    Step("reprice", _("调整利率"), CHANGE, OUT, forms.RepriceForm, _reprice),
    Step("extend", _("登记展期"), CHANGE, OUT, forms.ExtendForm, _extend),
    Step("unpay", _("冲销放款"), REVERSE, OUT, forms.ReversePayoutForm, _reverse_payout, _was_paid_out),
    Step(
        "unrepay", _("冲销还款"), REVERSE, REPAID, forms.ReverseRepaymentForm, _reverse_repayment, _was_repaid
    ),
)
