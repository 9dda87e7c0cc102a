"""一笔贷款 (the loan's desk): what a bank says with each step, and with an earlier payment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.eligibility.verdicts import yuan
from loans.models import Loan, PurposeCheck, ScheduleRow
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field, words_field

from .fields import AmountField

MOST_PERIODS = 120


class LoanForm(forms.Form):
    """A step without words; ``loan`` says what may be chosen."""

    def __init__(self, *args: Any, loan: Loan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.loan = loan
        if "on" in self.fields:
            self.fields["on"].initial = today


def _amount() -> AmountField:
    return AmountField(label=pgettext_lazy("贷款款项", "金额（元）"))


def _number(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=40,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PayoutForm(LoanForm):
    """登记放款: what the contract has left is offered."""

    amount = _amount()
    on = day_field(_("记账日期"))
    voucher = _number(_("银行凭证号"))

    def __init__(self, *args: Any, loan: Loan, **options: Any) -> None:
        super().__init__(*args, loan=loan, **options)
        self.fields["amount"].initial = loan.undrawn


class RepaymentForm(LoanForm):
    """登记还款: what the next instalment still asks for is offered."""

    amount = _amount()
    on = day_field(_("记账日期"))
    serial = _number(_("银行流水号"))

    def __init__(self, *args: Any, loan: Loan, **options: Any) -> None:
        super().__init__(*args, loan=loan, **options)
        rows = ScheduleRow.objects.standing().filter(schedule__loan=loan, settled_on__isnull=True)
        if row := rows.order_by("number").first():
            self.fields["amount"].initial = row.payment - row.repaid_principal - row.repaid_interest


class _ReverseForm(LoanForm):
    """Which payment is taken back: those that stand, the newest first."""

    paid: Any = None

    def _offer(self, rows: Any, number: str) -> None:
        field: Any = self.fields["paid"]
        field.queryset = rows.effective().order_by("-paid_on", "-pk")
        field.label_from_instance = lambda each: (
            f"{each.paid_on:%Y-%m-%d} · {yuan(each.amount)} · {getattr(each, number)}"
        )


def _paid(label: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=label, queryset=Loan.objects.none(), empty_label=_("请选择"))


class ReversePayoutForm(_ReverseForm):
    """冲销放款."""

    paid = _paid(_("冲销哪一笔放款"))
    voucher = _number(_("冲销凭证号"), _("原记录保留，另记一笔冲销"))

    def __init__(self, *args: Any, loan: Loan, **options: Any) -> None:
        super().__init__(*args, loan=loan, **options)
        self._offer(loan.disbursements, "voucher")


class ReverseRepaymentForm(_ReverseForm):
    """冲销还款."""

    paid = _paid(_("冲销哪一笔还款"))
    serial = _number(_("冲销流水号"), _("原记录保留，另记一笔冲销；已还清的期次会重新计算"))

    def __init__(self, *args: Any, loan: Loan, **options: Any) -> None:
        super().__init__(*args, loan=loan, **options)
        self._offer(loan.repayments, "serial")


class RepriceForm(LoanForm):
    """调整利率."""

    on = day_field(_("利率调整日"), help_text=_("从这一天或之后开始的期次用新利率，期数不变"))
    percent = forms.DecimalField(
        label=_("新的年利率（%）"), min_value=0, max_value=99, max_digits=6, decimal_places=4
    )


class ExtendForm(LoanForm):
    """登记展期."""

    on = day_field(_("展期决定日"), help_text=_("这一天所在的结息期不予贴息"))
    more = forms.IntegerField(label=_("延长几期"), min_value=1, max_value=MOST_PERIODS)


class CheckForm(LoanForm):
    """登记用途检查."""

    outcome = forms.ChoiceField(
        label=_("检查结果"), choices=PurposeCheck.Outcome.choices, widget=forms.RadioSelect
    )
    note = words_field(_("检查说明"), rows=3, max_length=300, help_text=_("写看到的情况，不写电话和证件号码"))


class PrepayQuoteForm(LoanForm):
    """提前还款试算: asked by GET, with an instalment that is due."""

    on = day_field(_("随哪个还款日提前归还"), help_text=_("已到期的最近一个还款日；当期款项须已还清"))
    amount = AmountField(label=_("提前归还的本金（元）"))

    def __init__(self, *args: Any, loan: Loan, **options: Any) -> None:
        super().__init__(*args, loan=loan, **options)
        rows = ScheduleRow.objects.standing().filter(schedule__loan=loan, due__lte=today())
        last = rows.order_by("-number").values_list("due", flat=True).first()
        self.fields["on"].initial = last or today


class SettleQuoteForm(LoanForm):
    """结清试算: asked by GET."""

    on = day_field(_("结清日期"))


def _shown() -> forms.DecimalField:
    """The figure under which the button stood."""
    return forms.DecimalField(max_digits=14, decimal_places=2, widget=forms.HiddenInput)


class PrepayForm(PrepayQuoteForm):
    """确认提前还款: the choice, and what was shown of it."""

    way = forms.ChoiceField(choices=[("smaller", ""), ("shorter", "")], widget=forms.HiddenInput)
    shown = _shown()


class SettleForm(SettleQuoteForm):
    """确认结清: the day, and what was shown."""

    shown = _shown()
