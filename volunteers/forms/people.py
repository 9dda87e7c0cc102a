"""Forms of the desk that looks after volunteers: find one, exempt one from a requirement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import Requirement
from zibo_youth.core.form_fields import day_field


class FindForm(forms.Form):
    """查找志愿者 (find): by number or by name."""

    q = forms.CharField(label=_("编号或姓名"), required=False, max_length=60)


class ExemptionForm(forms.Form):
    """免除资质 (exempt): which requirement, until when, why."""

    requirement = forms.ModelChoiceField(
        label=_("资质要求"), queryset=Requirement.objects.none(), empty_label=_("请选择")
    )
    until_on = day_field(pgettext_lazy("免除", "至"), help_text=_("最长一年"))
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["requirement"].queryset = Requirement.objects.all()  # type: ignore[attr-defined]
