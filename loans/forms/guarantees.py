"""担保: what is said with each step of a guarantee, at the case and on its own page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.eligibility.verdicts import yuan
from loans.models import Guarantee, GuaranteeRecovery
from loans.models.guarantee import LONGEST_TRIGGER
from loans.models.guarantee_moves import Component
from loans.services.guarantees.giving import Cover, Letter
from loans.services.guarantees.paying import Told
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field, words_field

from .desk import StepForm
from .fields import AmountField

NO_NUMBERS = _("不写电话和证件号码")


class VisitForm(StepForm):
    """登记走访: when, and what was found."""

    on = day_field(_("走访日期"), initial=today)
    finding = words_field(_("走访情况"), rows=3, max_length=500, help_text=NO_NUMBERS)


class CoverForm(StepForm):
    """同意担保: the guarantor's terms; the numbers of the settings are a beginning."""

    percent = forms.DecimalField(
        label=_("担保比例（%）"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    covers = forms.MultipleChoiceField(
        label=_("担保范围"), choices=Component.choices, widget=forms.CheckboxSelectMultiple
    )
    fee = AmountField(label=_("担保费（元）"), required=False, help_text=_("空着就是不收担保费"))
    trigger_days = forms.IntegerField(label=_("逾期多少天可申请代偿"), min_value=1, max_value=LONGEST_TRIGGER)
    counter = words_field(
        _("反担保措施"), rows=3, max_length=300, required=False, help_text=_("没有就空着。不写电话和证件号码")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["percent"].initial = settings.LOANS["guarantee_percent"]
        self.fields["covers"].initial = [Component.PRINCIPAL.value, Component.INTEREST.value]
        self.fields["trigger_days"].initial = settings.LOANS["guarantee_trigger_days"]

    def cover(self) -> Cover:
        said = self.cleaned_data
        return Cover(
            share=said["percent"] / 100,
            covers=tuple(said["covers"]),
            fee=said["fee"] or Decimal(),
            counter=said["counter"],
            trigger_days=said["trigger_days"],
        )


class GuaranteeForm(forms.Form):
    """A step without words."""

    def __init__(self, *args: Any, guarantee: Guarantee, **options: Any) -> None:
        super().__init__(*args, **options)
        self.guarantee = guarantee


class LetterForm(GuaranteeForm):
    """出具担保函."""

    letter_no = forms.CharField(label=_("担保函编号"), max_length=40)
    on = day_field(_("出函日期"), initial=today)
    letter_until = day_field(
        _("担保函有效期至（含当日）"), help_text=_("银行在此日前签约，申请代偿也须在此日前")
    )

    def letter(self) -> Letter:
        said = self.cleaned_data
        return Letter(said["letter_no"], said["on"], said["letter_until"])


class ClaimAmountForm(GuaranteeForm):
    """申请代偿: how much; what is possible stands above the form."""

    amount = AmountField(label=_("申请代偿金额（元）"))


class ReasonForm(GuaranteeForm):
    """不同意、撤回: why."""

    note = words_field(pgettext_lazy("担保", "原因"), max_length=300, help_text=NO_NUMBERS)


class ClaimMoneyForm(GuaranteeForm):
    """代偿付款、追偿回款: so much, on a day, by a voucher."""

    amount = AmountField(label=pgettext_lazy("贷款款项", "金额（元）"))
    on = day_field(_("记账日期"), initial=today)
    voucher = forms.CharField(label=_("凭证号"), max_length=40)

    def told(self) -> Told:
        return Told(**self.cleaned_data)


class VoucherForm(GuaranteeForm):
    """冲销付款: by a voucher of its own."""

    voucher = forms.CharField(label=_("冲销凭证号"), max_length=40)


class ReverseRecoveryForm(VoucherForm):
    """冲销追偿回款: which row."""

    recovery = forms.ModelChoiceField(
        label=_("冲销的记录"), queryset=GuaranteeRecovery.objects.none(), empty_label=_("请选择")
    )
    field_order = ("recovery", "voucher")

    def __init__(self, *args: Any, guarantee: Guarantee, **options: Any) -> None:
        super().__init__(*args, guarantee=guarantee, **options)
        field: Any = self.fields["recovery"]
        field.queryset = GuaranteeRecovery.objects.effective().filter(claim__guarantee=guarantee)
        field.label_from_instance = lambda row: f"{row.paid_on} · {yuan(row.amount)} · {row.voucher}"
