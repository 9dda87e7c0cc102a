"""Files of banks: what is uploaded, and of which bank."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loans.models import LoanCall
from zibo_youth.accounts import policy
from zibo_youth.accounts.forms.reasons import ExportForm
from zibo_youth.accounts.models import Organisation, User

ACCEPTED = {"accept": ".xlsx,.csv"}


class FileForm(forms.Form):
    """XLSX 或 CSV."""

    file = forms.FileField(
        label=_("XLSX 或 CSV 文件"),
        help_text=_("最多 2 MB；表头以模板为准"),
        widget=forms.ClearableFileInput(attrs=ACCEPTED),
    )


class OfOneBank(forms.Form):
    """Whoever serves at one bank has no choice."""

    bank = forms.ModelChoiceField(label=_("合作银行"), queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, user: User, action: str, **options: Any) -> None:
        super().__init__(*args, **options)
        reach = policy.reach(user, action)
        banks = Organisation.objects.filter(kind="bank").order_by("code")
        field: Any = self.fields["bank"]
        field.queryset = banks if reach.everything else banks.filter(pk__in=reach.organisations)


class RepaymentFileForm(OfOneBank, FileForm):
    """还款明细: of one bank."""

    field_order = ["bank", "file"]


class BankListForm(OfOneBank, ExportForm):
    """推荐名单: of which call, for which bank, and what for."""

    call = forms.ModelChoiceField(label=_("申报批次"), queryset=LoanCall.objects.none(), empty_label=None)
    field_order = ["call", "bank", "reason"]

    def __init__(self, *args: Any, user: User, action: str, **options: Any) -> None:
        super().__init__(*args, user=user, action=action, **options)
        field: Any = self.fields["call"]
        field.queryset = LoanCall.objects.select_related("product").order_by("-opens_on", "-pk")
