"""授信额度: what is said with each step of a line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.eligibility.verdicts import yuan
from loans.models import CreditLine, Firm, LineEntry, LoanProduct
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field, words_field

from .fields import AmountField


class LineForm(forms.Form):
    """A step without words; ``line`` says what may be chosen."""

    def __init__(self, *args: Any, line: CreditLine, **options: Any) -> None:
        super().__init__(*args, **options)
        self.line = line
        if "on" in self.fields:
            self.fields["on"].initial = today


def _source() -> forms.CharField:
    return forms.CharField(label=_("文件名称和文号"), max_length=120)


class ProposeForm(forms.Form):
    """拟设银行总额度."""

    bank = forms.ModelChoiceField(
        label=_("合作银行"), queryset=Organisation.objects.filter(kind="bank"), empty_label=_("请选择")
    )
    name = forms.CharField(label=_("额度名称"), max_length=60)
    product = forms.ModelChoiceField(
        label=_("贷款产品"), queryset=LoanProduct.objects.all(), required=False, empty_label=_("不限")
    )
    amount = AmountField(label=_("额度（元）"))
    on = day_field(_("生效日"))
    is_revolving = forms.BooleanField(label=_("可循环使用"), required=False)


class SignForm(LineForm):
    """签约."""

    on = day_field(_("签订日期"))
    expires_on = day_field(_("到期日（含当日）"), required=False)
    source = _source()


class AllotForm(LineForm):
    """分配给企业: named by its code."""

    firm = forms.ModelChoiceField(
        label=_("统一社会信用代码"),
        queryset=Firm.objects.all(),
        to_field_name="uscc",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid_choice": _("没有这家企业的登记，请核对统一社会信用代码")},
    )
    amount = AmountField(label=_("额度（元）"))
    on = day_field(_("生效日"))
    source = _source()


class ReserveForm(LineForm):
    """占用单笔额度."""

    name = forms.CharField(label=_("额度名称"), max_length=60)
    amount = AmountField(label=_("额度（元）"))
    on = day_field(_("生效日"))
    source = _source()


class ChangeForm(LineForm):
    """调整额度: more or less, by a document."""

    way = forms.ChoiceField(
        label=_("增加或减少"),
        choices=[("more", _("增加")), ("less", _("减少"))],
        widget=forms.RadioSelect,
    )
    amount = AmountField(label=pgettext_lazy("贷款款项", "金额（元）"))
    on = day_field(_("生效日"))
    note = words_field(_("凭证或说明"), max_length=120)

    def change(self) -> Decimal:
        """The amount with its sign."""
        amount: Decimal = self.cleaned_data["amount"]
        return amount if self.cleaned_data["way"] == "more" else -amount


class MoneyForm(LineForm):
    """用款、还本: so much, on a day, by a voucher."""

    amount = AmountField(label=pgettext_lazy("贷款款项", "金额（元）"))
    on = day_field(_("记账日期"))
    note = words_field(_("凭证或说明"), max_length=120)


class NoteForm(LineForm):
    """冻结、解冻、关闭: why."""

    note = words_field(_("凭证或说明"), max_length=120)


class ReverseForm(NoteForm):
    """冲销: which entry."""

    entry = forms.ModelChoiceField(
        label=_("冲销的记录"), queryset=LineEntry.objects.none(), empty_label=_("请选择")
    )
    field_order = ("entry", "note")

    def __init__(self, *args: Any, line: CreditLine, **options: Any) -> None:
        super().__init__(*args, line=line, **options)
        field: Any = self.fields["entry"]
        field.queryset = line.entries.effective().exclude(drawn_change=0)
        field.label_from_instance = lambda entry: f"{entry.day} · {yuan(entry.drawn_change)} · {entry.note}"
