"""Forms of the import of places."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WorkbookForm(forms.Form):
    """要导入的工作簿 (the workbook)."""

    file = forms.FileField(
        label=_("XLSX 工作簿"),
        help_text=_("最多 2 MB；有公式的单元格请先粘贴为数值"),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )
