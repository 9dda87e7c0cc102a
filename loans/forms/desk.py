"""办理 (the desk): what an office says with each step of an application."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.eligibility.verdicts import yuan
from loans.models import BankQuota, LoanApplication
from loans.models.application_words import AskReason, Part, RefusalReason
from loans.models.product import METHODS
from loans.services.applications import Asked, Contract, Terms
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import day_field, words_field

from .fields import AmountField, months_field

READ_BY_THE_FOUNDER = _("申请人会看到这段话。不写电话和证件号码")


class StepForm(forms.Form):
    """A step without words; ``application`` says what may be chosen."""

    def __init__(self, *args: Any, application: LoanApplication, **options: Any) -> None:
        super().__init__(*args, **options)
        self.application = application


class NoteForm(StepForm):
    """A step with a remark."""

    note = words_field(
        pgettext_lazy("贷款申请", "意见"), max_length=300, required=False, help_text=READ_BY_THE_FOUNDER
    )


class RecommendForm(NoteForm):
    """推荐: to which bank, each with what it has left."""

    bank = forms.ModelChoiceField(label=_("推荐给"), queryset=Organisation.objects.none(), empty_label=None)
    field_order = ["bank", "note"]

    def __init__(self, *args: Any, application: LoanApplication, **options: Any) -> None:
        super().__init__(*args, application=application, **options)
        quotas = BankQuota.objects.filter(call=application.call_id)
        left = {quota.bank_id: quota.amount - quota.recommended for quota in quotas}
        field: Any = self.fields["bank"]
        field.queryset = Organisation.objects.filter(pk__in=left)
        field.initial = application.preferred_bank_id
        field.label_from_instance = lambda bank: (
            _("%(bank)s（尚可推荐 %(left)s 元）")
            % {
                "bank": bank,
                "left": yuan(left.get(bank.pk, Decimal())),
            }
        )


class AskForm(StepForm):
    """退回补充: which parts, why, and in words."""

    parts = forms.MultipleChoiceField(
        label=_("须补充的部分"), choices=Part.choices, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.TypedChoiceField(label=_("补充原因"), choices=AskReason.choices, coerce=AskReason)
    note = words_field(_("请申请人补充什么"), rows=3, max_length=300, help_text=READ_BY_THE_FOUNDER)

    def told(self) -> Asked:
        said = self.cleaned_data
        return Asked(tuple(said["parts"]), said["reason"], said["note"])


class RefuseForm(StepForm):
    """不予通过: the reason, and in words."""

    reason = forms.TypedChoiceField(
        label=_("未通过原因"), choices=RefusalReason.choices, coerce=RefusalReason
    )
    note = words_field(
        pgettext_lazy("贷款申请", "具体情况"), rows=3, max_length=300, help_text=READ_BY_THE_FOUNDER
    )


class TermsForm(StepForm):
    """银行方案: how much and for how long. The rate is the contract's."""

    amount = AmountField(label=_("同意的金额（元）"))
    months = months_field(_("同意的期限（月）"))

    def __init__(self, *args: Any, application: LoanApplication, **options: Any) -> None:
        super().__init__(*args, application=application, **options)
        self.fields["amount"].initial = application.amount
        self.fields["months"].initial = application.months

    def terms(self) -> Terms:
        return Terms(self.cleaned_data["amount"], self.cleaned_data["months"])


class ContractForm(StepForm):
    """登记签约: what stands in the contract beside the offer."""

    contract_no = forms.CharField(label=_("合同编号"), max_length=40)
    signed_on = day_field(_("签订日期"))
    percent = forms.DecimalField(
        label=_("合同年利率（%）"), min_value=0, max_value=99, max_digits=6, decimal_places=4
    )
    method = forms.ChoiceField(label=_("还款方式"))
    first_due_on = day_field(_("首次还款日"), required=False, help_text=_("空着就是签订日的下一期同一天"))

    def __init__(self, *args: Any, application: LoanApplication, **options: Any) -> None:
        super().__init__(*args, application=application, **options)
        field: Any = self.fields["method"]
        field.choices = [each for each in METHODS if each[0] in application.version.methods]
        field.initial = application.method

    def told(self) -> Contract:
        said = dict(self.cleaned_data)
        return Contract(rate=said.pop("percent") / 100, **said)


class GuarantorForm(TermsForm):
    """转担保机构: whom, and what the bank would lend."""

    guarantor = forms.ModelChoiceField(
        label=_("担保机构"), queryset=Organisation.objects.filter(kind="guarantor"), empty_label=None
    )
    field_order = ["guarantor", "amount", "months"]
