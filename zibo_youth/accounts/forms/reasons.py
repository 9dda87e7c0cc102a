"""事由 (reasons): asked before something that is kept safe is shown or taken away."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    """导出事由: who takes a list away says what it is for."""

    reason = forms.CharField(
        label=_("导出事由"),
        max_length=200,
        help_text=_("请写明用途，如“核对六月床位”。事由将与您的姓名、时间和行数一并留痕"),
    )
