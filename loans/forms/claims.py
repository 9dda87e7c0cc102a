"""贴息申请: what is said with each step of a claim."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loans.models import SubsidyClaim
from zibo_youth.core.form_fields import day_field, words_field


class ClaimForm(forms.Form):
    """A step without words."""

    def __init__(self, *args: Any, claim: SubsidyClaim, **options: Any) -> None:
        super().__init__(*args, **options)
        self.claim = claim


class ClaimNoteForm(ClaimForm):
    """退回、追回: why."""

    note = words_field(_("说明"), max_length=300)


class PayForm(ClaimForm):
    """登记拨付."""

    on = day_field(_("拨付日期"))
    voucher = forms.CharField(label=_("拨付凭证号"), max_length=40)
