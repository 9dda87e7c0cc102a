"""Forms at the door: a code and a direction, taking back, whoever comes without a registration."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Quota, Session
from events.passes import LONGEST
from events.services.checkin.walk_ins import Arrival
from zibo_youth.core.form_fields import words_field

DIRECTIONS = (("in", pgettext_lazy("入场记录", "入场")), ("out", pgettext_lazy("入场记录", "离场")))


class ScanForm(forms.Form):
    """凭证码 (a code), as it is scanned or typed."""

    code = forms.CharField(
        label=_("凭证码或报名序号"),
        max_length=LONGEST,
        help_text=_("扫描凭证上的二维码，或输入码下的字；只输报名序号时请核对姓名"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}
        ),
    )
    kind = forms.ChoiceField(choices=DIRECTIONS, widget=forms.HiddenInput, required=False)
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


class UndoForm(forms.Form):
    """撤销 (take back) one row of the page."""

    number = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    reason = words_field(_("原因"), max_length=120)


class WalkInForm(forms.Form):
    """现场登记 (a walk-in): a name, a telephone, and which part of the places."""

    full_name = forms.CharField(label=_("姓名"), max_length=60)
    mobile = forms.CharField(
        label=_("手机号"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    quota = forms.ModelChoiceField(label=_("名额组"), queryset=Quota.objects.none(), empty_label=None)

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["quota"].queryset = session.quotas.filter(organisation=None)  # type: ignore[attr-defined]

    def arrival(self) -> Arrival:
        return Arrival(**self.cleaned_data)
