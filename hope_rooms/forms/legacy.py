"""The old ledger, as a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class LedgerForm(forms.Form):
    """建成小屋台账 (the old ledger)."""

    file = forms.FileField(
        label=_("XLSX 或 CSV 文件"),
        help_text=_("最多 2 MB、500 行；不要带孩子的姓名、证件号码和住址，表头以模板为准"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
