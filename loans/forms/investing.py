"""股权投资和预授信: what is asked when they are written down, and with each step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.eligibility.verdicts import yuan
from loans.models import CreditLine, EquityInvestment, LineConversion, PreApprovedLine
from loans.services.investing.equity import ToldEquity, ToldInvestee
from loans.services.investing.pre_approvals import ToldPreApproval
from zibo_youth.accounts.identity import validate_uscc
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import day_field, words_field

from .fields import AmountField


def _district(label: Any, *, nobody: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=Organisation.objects.filter(is_reporting=True).order_by("kind", "code"),
        empty_label=nobody,
        required=False,
    )


def _source() -> forms.CharField:
    return forms.CharField(label=_("文件名称和文号"), max_length=120)


class EquityForm(forms.Form):
    """登记股权投资."""

    fund = forms.CharField(label=_("投资基金"), max_length=80)
    uscc = forms.CharField(
        label=_("被投企业的统一社会信用代码"),
        max_length=18,
        validators=[validate_uscc],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    firm_name = forms.CharField(
        label=_("企业名称"), max_length=80, required=False, help_text=_("已登记的企业不用填写名称和区县")
    )
    reporting_org = _district(_("企业所在区县"), nobody=_("请选择"))
    amount = AmountField(label=_("投资金额（元）"))
    purpose = forms.CharField(label=pgettext_lazy("股权投资", "资金用途"), max_length=120)
    invested_on = day_field(_("投资日期"))
    source = _source()

    def investee(self) -> ToldInvestee:
        """The company."""
        said = self.cleaned_data
        return ToldInvestee(said["uscc"], said["firm_name"], said["reporting_org"])

    def told(self) -> ToldEquity:
        """The investment."""
        names = ("fund", "amount", "purpose", "invested_on", "source")
        return ToldEquity(**{name: self.cleaned_data[name] for name in names})


class PreApprovalForm(forms.Form):
    """登记预授信."""

    bank = forms.ModelChoiceField(
        label=_("合作银行"), queryset=Organisation.objects.filter(kind="bank"), empty_label=_("请选择")
    )
    name = forms.CharField(label=_("预授信名称"), max_length=60)
    target_group = forms.CharField(
        label=_("面向对象"), max_length=80, help_text=_("例如：青年创业园入园企业")
    )
    reporting_org = _district(_("对象所在区县"), nobody=_("全市"))
    amount = AmountField(label=_("预授信金额（元）"))
    agreed_on = day_field(_("签署日期"))
    valid_from = day_field(_("有效期自"))
    valid_until = day_field(_("有效期至（含当日）"), required=False)
    source = _source()

    def told(self) -> ToldPreApproval:
        """The pre-approval."""
        return ToldPreApproval(**self.cleaned_data)


class EquityLookForm(forms.Form):
    """A step without words."""

    def __init__(self, *args: Any, equity: EquityInvestment, **options: Any) -> None:
        super().__init__(*args, **options)
        self.equity = equity


class EquityReasonForm(EquityLookForm):
    """撤销: why."""

    reason = words_field(_("撤销理由"), max_length=200)


class PreApprovalLookForm(forms.Form):
    """A step without words; ``pre_approved`` says what may be chosen."""

    def __init__(self, *args: Any, pre_approved: PreApprovedLine, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pre_approved = pre_approved


class PreApprovalReasonForm(PreApprovalLookForm):
    """撤销: why."""

    reason = words_field(_("撤销理由"), max_length=200)


class ConvertForm(PreApprovalLookForm):
    """登记转签约: into which line, and how much of it."""

    line = forms.ModelChoiceField(
        label=_("授信额度"), queryset=CreditLine.objects.none(), empty_label=_("请选择")
    )
    amount = AmountField(label=_("转为签约授信（元）"))
    note = words_field(_("凭证或说明"), max_length=120)

    def __init__(self, *args: Any, pre_approved: PreApprovedLine, **options: Any) -> None:
        super().__init__(*args, pre_approved=pre_approved, **options)
        field: Any = self.fields["line"]
        field.queryset = CreditLine.objects.signed_after(pre_approved.agreed_on).filter(
            bank=pre_approved.bank_id
        )
        field.label_from_instance = lambda line: (
            f"{line.get_level_display()} · {line.name} · {yuan(line.limit)}"
        )


class UnconvertForm(PreApprovalReasonForm):
    """撤销转签约: which, and why."""

    conversion = forms.ModelChoiceField(
        label=_("转签约记录"), queryset=LineConversion.objects.none(), empty_label=_("请选择")
    )
    field_order = ("conversion", "reason")

    def __init__(self, *args: Any, pre_approved: PreApprovedLine, **options: Any) -> None:
        super().__init__(*args, pre_approved=pre_approved, **options)
        field: Any = self.fields["conversion"]
        field.queryset = pre_approved.conversions.standing().select_related("line")
        field.label_from_instance = lambda told: f"{told.line.name} · {yuan(told.amount)}"
