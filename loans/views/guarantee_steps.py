"""担保的步骤: what guarantor and bank may do with a guarantee now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from loans.business_date import business_date
from loans.forms import guarantees as forms
from loans.models import Guarantee, GuaranteeClaim
from loans.models.application_moves import GUARANTOR
from loans.services.guarantees import claims, giving, paying
from loans.services.loans.following import days_late_still
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step

S, C = Guarantee.State, GuaranteeClaim.State
CLAIM, ANSWER = claims.CLAIM, claims.ANSWER


class GuaranteeStep(Step):
    """Nobody takes one in the own case."""

    def is_for(self, user: User, of: Guarantee) -> bool:
        return user.person_id != of.application.applicant_id and Step.is_for(self, user, of)


def _claim_is(*states: str) -> Any:
    return lambda guarantee: guarantee.claims.filter(state__in=states).exists()


def _is_claimable(guarantee: Guarantee) -> bool:
    """Late enough on the business date; before, the page says how many days are missing."""
    found = Guarantee.objects.claimable_on(business_date()).filter(pk=guarantee.pk).exists()
    late = days_late_still(guarantee.loan) if found and guarantee.loan else 0
    return late >= (guarantee.trigger_days or 1)


def _has_recoveries(guarantee: Guarantee) -> bool:
    return bool(guarantee.claims.filter(recovered__gt=0).exists())


def _may_be_reversed(guarantee: Guarantee) -> bool:
    """A payment is taken back while nothing of it has come back."""
    return bool(guarantee.claims.filter(state=C.PAID, recovered=0).exists())


def _letter(by: User, of: Guarantee, form: Any) -> None:
    giving.issue_letter(actor=by, guarantee=of, letter=form.letter())


def _file(by: User, of: Guarantee, form: Any) -> None:
    claims.file_claim(actor=by, guarantee=of, **form.cleaned_data)


def _withdraw(by: User, of: Guarantee, form: Any) -> None:
    claims.withdraw_claim(actor=by, guarantee=of, **form.cleaned_data)


def _approve(by: User, of: Guarantee, form: Any) -> None:
    claims.approve_claim(actor=by, guarantee=of)


def _refuse(by: User, of: Guarantee, form: Any) -> None:
    claims.refuse_claim(actor=by, guarantee=of, **form.cleaned_data)


def _pay(by: User, of: Guarantee, form: Any) -> None:
    paying.pay_claim(actor=by, guarantee=of, told=form.told())


def _recover(by: User, of: Guarantee, form: Any) -> None:
    paying.record_recovery(actor=by, guarantee=of, told=form.told())


def _reverse_payment(by: User, of: Guarantee, form: Any) -> None:
    paying.reverse_payment(actor=by, guarantee=of, **form.cleaned_data)


def _reverse_recovery(by: User, of: Guarantee, form: Any) -> None:
    paying.reverse_recovery(actor=by, **form.cleaned_data)


STEPS = (
    GuaranteeStep("letter", _("出具担保函"), GUARANTOR, (S.APPROVED,), forms.LetterForm, _letter),
    GuaranteeStep("claim", _("申请代偿"), CLAIM, (S.ACTIVE,), forms.ClaimAmountForm, _file, _is_claimable),
    GuaranteeStep(
        *("approve", _("同意代偿"), ANSWER, (S.CLAIMED,), forms.GuaranteeForm, _approve, _claim_is(C.FILED))
    ),
    GuaranteeStep(
        *("pay", _("登记代偿付款"), ANSWER, (S.CLAIMED,), forms.ClaimMoneyForm, _pay, _claim_is(C.APPROVED))
    ),
    GuaranteeStep(
        *("refuse", _("不同意代偿"), ANSWER, (S.CLAIMED,), forms.ReasonForm, _refuse, _claim_is(C.FILED))
    ),
    GuaranteeStep("withdraw", _("撤回代偿申请"), CLAIM, (S.CLAIMED,), forms.ReasonForm, _withdraw),
    GuaranteeStep("recover", _("登记追偿回款"), ANSWER, (S.PAID, S.RECOURSE), forms.ClaimMoneyForm, _recover),
    GuaranteeStep(
        *("reverse_recovery", _("冲销追偿回款"), ANSWER, (S.RECOURSE,), forms.ReverseRecoveryForm),
        *(_reverse_recovery, _has_recoveries),
    ),
    GuaranteeStep(
        *("reverse_payment", _("冲销代偿付款"), ANSWER, (S.PAID,), forms.VoucherForm),
        *(_reverse_payment, _may_be_reversed),
    ),
)
