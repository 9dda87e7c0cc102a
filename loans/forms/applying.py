"""申请 (applying): one form for each part of the task list, five fields at most."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.models import LoanApplication, LoanCall
from loans.models.application_words import DocumentKind, Position, Purpose
from loans.models.product import METHODS
from loans.services.applications import ToldFirm, ToldPurpose
from zibo_youth.accounts.identity import normalise, validate_uscc
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import day_field, words_field

from .fields import AmountField, months_field


class StartForm(forms.Form):
    """开始申请: which product, in which call."""

    call = forms.ModelChoiceField(
        label=_("申请哪个产品"), queryset=LoanCall.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, calls: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["call"]
        field.queryset = calls
        field.label_from_instance = lambda call: f"{call.product} · {call.name}"


class PartForm(forms.Form):
    """One part of an application; ``application`` says what stands there and what may be chosen."""

    def __init__(self, *args: Any, application: LoanApplication, **options: Any) -> None:
        options["initial"] = self.standing(application) | options.get("initial", {})
        super().__init__(*args, **options)
        self.application = application

    def standing(self, application: LoanApplication) -> dict[str, Any]:
        """What was told before."""
        return {name: getattr(application, name, None) for name in self.base_fields}


class FirmForm(PartForm):
    """企业信息."""

    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=30, help_text=_("18 位，见营业执照右上角"))
    firm_name = forms.CharField(label=_("企业名称"), max_length=80, help_text=_("与营业执照一致"))
    founded_on = day_field(_("成立日期"))
    industry = forms.CharField(
        label=_("所属行业"), max_length=40, help_text=_("例如：软件和信息技术、餐饮、农产品加工")
    )
    reporting_org = forms.ModelChoiceField(
        label=_("企业所在区县"),
        queryset=Organisation.objects.filter(is_reporting=True),
        help_text=_("由这里的团委负责初审"),
    )

    def clean_uscc(self) -> str:
        code = normalise(self.cleaned_data["uscc"])
        if not code.isascii():
            raise ValidationError(_("统一社会信用代码有误，请核对18位代码"), code="uscc_bad")
        validate_uscc(code)
        return code

    def told(self) -> ToldFirm:
        return ToldFirm(**self.cleaned_data)


class OwnerForm(PartForm):
    """负责人: who the founder is stands in the profile, and is not asked again."""

    position = forms.ChoiceField(
        label=_("您在企业中的身份"), choices=Position.choices, widget=forms.RadioSelect
    )


class PurposeForm(PartForm):
    """资金用途."""

    amount = AmountField(label=_("申请金额（元）"), help_text=_("例如 300000"))
    months = months_field(_("申请期限（月）"))
    method = forms.ChoiceField(label=_("希望的还款方式"))
    purpose = forms.ChoiceField(label=_("用途类别"), choices=Purpose.choices)
    purpose_words = words_field(
        _("用途说明"), rows=4, max_length=300, help_text=_("买什么、用在哪里、大约多少钱，300 字以内")
    )

    def __init__(self, *args: Any, application: LoanApplication, **options: Any) -> None:
        super().__init__(*args, application=application, **options)
        field: Any = self.fields["method"]
        allowed = application.version.methods
        field.choices = [(value, label) for value, label in METHODS if value in allowed]

    def told(self) -> ToldPurpose:
        return ToldPurpose(**self.cleaned_data)


class DocumentForm(PartForm):
    """材料: one at a time."""

    kind = forms.ChoiceField(label=_("材料种类"), choices=DocumentKind.choices)
    file = forms.FileField(label=_("文件"), help_text=_("JPG、PNG 或 PDF，不超过 10 MB"))


class ConsentForm(PartForm):
    """授权: the consent to the credit check, and the bank that one would like."""

    preferred_bank = forms.ModelChoiceField(
        label=_("意向银行"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("没有特别的意向"),
        help_text=_("供市级推荐时参考，推荐给哪家银行由团市委决定"),
    )
    consent = forms.BooleanField(label=pgettext_lazy("征信", "我已阅读并同意上面的授权书"))

    def __init__(self, *args: Any, application: LoanApplication, **options: Any) -> None:
        super().__init__(*args, application=application, **options)
        field: Any = self.fields["preferred_bank"]
        field.queryset = Organisation.objects.filter(loan_quotas__call=application.call_id)
        self.fields["consent"].error_messages["required"] = _("请阅读并勾选同意后再提交")
