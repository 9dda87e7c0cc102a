"""Forms of counselling: the shape of what is sent, and nothing of the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.form_fields import words_field

from .pairings import TimesForm
from .steps import NO_NUMBERS


class SessionForm(TimesForm):
    """提出心理疏导 (propose a session)."""


class SessionWordsForm(forms.Form):
    """记录，或取消的理由: one field for words, and the button says what they are."""

    words = words_field(
        pgettext_lazy("心理疏导", "记录或取消的理由"),
        rows=6,
        max_length=4000,
        required=False,
        help_text=_("记录加密保存，只有您和儿童保护负责人能看；取消的理由三方都能看到"),
    )


class NameCounsellorForm(forms.Form):
    """指定心理疏导人员 (name)."""

    volunteer_no = forms.CharField(label=_("志愿者编号"), max_length=24)
    qualification = forms.CharField(
        label=_("资质依据（证书名称和编号）"), max_length=120, help_text=_("先看过证书原件")
    )


class EndCounsellorForm(forms.Form):
    """结束 (end)."""

    reason = words_field(_("理由"), rows=3, max_length=200, help_text=NO_NUMBERS)
