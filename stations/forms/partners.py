"""Forms of the page of a partner: issue codes, take one back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.form_fields import day_field

MOST_AT_ONCE = 100


class IssueForm(forms.Form):
    """发放推荐码 (issue): how many, and until when."""

    count = forms.IntegerField(
        label=_("发放个数"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    valid_until = day_field(_("有效期至"), help_text=_("当天仍可使用，最长一年"))


class RevokeForm(forms.Form):
    """作废 (revoke): with a reason for the file."""

    reason = forms.CharField(label=_("作废理由"), help_text=_("例如 单位遗失了这张码"), max_length=120)
