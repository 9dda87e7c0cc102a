"""Forms of trainings: a list of people, its confirmation, and the advice on the examination."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.exam_advice import Degree
from zibo_youth.core.workbooks import MOST_BYTES


class ListFileForm(forms.Form):
    """上传清单 (a list)."""

    file = forms.FileField(
        label=_("名单文件（XLSX 或 CSV）"),
        help_text=_("最多 2 MB；有公式的单元格请先粘贴为数值"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        """Too large is said before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件最多 2 MB"))
        return file


class AdviceForm(forms.Form):
    """报考提示 (advice): nothing of it is kept."""

    degree = forms.ChoiceField(label=pgettext_lazy("安全培训", "学历"), choices=Degree.choices)
    of_safety = forms.BooleanField(label=_("安全工程及相关专业"), required=False)
    years = forms.IntegerField(label=_("从事安全工作年数"), min_value=0, max_value=60)
