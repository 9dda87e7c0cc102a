"""Forms of the import of hours: whose hours, and the file; confirm what was shown; confirm or take back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.hour_plan import organisers_of
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.form_fields import words_field


class HourFileForm(forms.Form):
    """要导入的清单 (the list)."""

    organiser = forms.ModelChoiceField(
        label=_("组织单位"), queryset=Organisation.objects.none(), empty_label=_("请选择")
    )
    file = forms.FileField(
        label=_("XLSX 或 CSV 文件"),
        help_text=_("最多 2 MB、500 行；有公式的单元格请先粘贴为数值"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        organisers: Any = self.fields["organiser"]
        organisers.queryset = organisers_of(user)


class TakeBackForm(forms.Form):
    """撤回导入 (take back)."""

    reason = words_field(pgettext_lazy("时长导入", "撤回理由"), max_length=200, required=False)
