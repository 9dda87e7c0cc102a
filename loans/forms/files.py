"""Files of banks: what is uploaded, and of which bank."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User

ACCEPTED = {"accept": ".xlsx,.csv"}


class FileForm(forms.Form):
    """XLSX 或 CSV."""

    file = forms.FileField(
        label=_("XLSX 或 CSV 文件"),
        help_text=_("最多 2 MB；表头以模板为准"),
        widget=forms.ClearableFileInput(attrs=ACCEPTED),
    )


class RepaymentFileForm(FileForm):
    """还款明细: of one bank; whoever serves at one bank has no choice."""

    bank = forms.ModelChoiceField(label=_("合作银行"), queryset=Organisation.objects.none(), empty_label=None)
    field_order = ["bank", "file"]

    def __init__(self, *args: Any, user: User, action: str, **options: Any) -> None:
        super().__init__(*args, **options)
        reach = policy.reach(user, action)
        banks = Organisation.objects.filter(kind="bank").order_by("code")
        field: Any = self.fields["bank"]
        field.queryset = banks if reach.everything else banks.filter(pk__in=reach.organisations)
