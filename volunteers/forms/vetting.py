"""Forms of proofs: hand one in, decide one, write a guardian's consent down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import Requirement
from volunteers.services.vetting import BY_ITSELF
from zibo_youth.core.form_fields import day_field, words_field


class ItemForm(forms.Form):
    """提交资质 (hand in a proof)."""

    requirement = forms.ModelChoiceField(
        label=_("资质要求"), queryset=Requirement.objects.none(), empty_label=_("请选择")
    )
    from_on = day_field(pgettext_lazy("资质", "生效日期"), help_text=_("证明上写的开具或起保日期"))
    until_on = day_field(
        pgettext_lazy("资质", "有效期至"), required=False, help_text=_("证明上没有写的，按规定的有效期计算")
    )
    reference = forms.CharField(
        label=_("凭证编号"), required=False, max_length=60, help_text=_("例如保单号、证明编号")
    )
    upload = forms.FileField(
        label=_("材料"),
        required=False,
        help_text=_("JPG、PNG 或 PDF，10 MB 以内；只有本人和核验人能看到"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        by_hand = Requirement.objects.exclude(kind__in=BY_ITSELF)
        self.fields["requirement"].queryset = by_hand  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """理由 (reason): the volunteer reads it."""

    reason = words_field(_("理由"), help_text=_("志愿者本人会看到"), max_length=120, required=False)


class GuardianForm(forms.Form):
    """登记监护人同意 (guardian's consent), from the paper that lies before the officer."""

    guardian_name = forms.CharField(label=_("监护人姓名"), max_length=60)
    guardian_mobile = forms.CharField(
        label=_("监护人电话"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    relation = forms.CharField(label=_("与志愿者关系"), max_length=20, help_text=_("例如 母亲"))
    seen = forms.BooleanField(label=_("已看过监护人签字的同意书原件"))
