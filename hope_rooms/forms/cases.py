"""Forms of a case: what somebody wants to read and for what."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.data_classes import Part, Purpose
from zibo_youth.core.form_fields import words_field

from .steps import NO_NUMBERS

# Of clearing away nobody's look is.
PURPOSES = [(each.value, each.label) for each in Purpose if each is not Purpose.RETENTION]


class LookForm(forms.Form):
    """查阅 (look): the parts, the purpose, and a word for whoever reviews the accesses."""

    parts = forms.TypedMultipleChoiceField(
        label=_("信息部分"), choices=Part.choices, coerce=Part, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.TypedChoiceField(label=_("查阅目的"), choices=PURPOSES, coerce=Purpose)
    note = words_field(pgettext_lazy("查阅", "说明"), max_length=200, required=False, help_text=NO_NUMBERS)


class EmergencyForm(forms.Form):
    """紧急查阅 (emergency): why it cannot wait."""

    reason = words_field(_("为什么不能等待批准"), rows=3, max_length=200, help_text=NO_NUMBERS)


class ReviewForm(forms.Form):
    """复核紧急查阅 (review): what the reviewer found, in words."""

    answer = words_field(
        _("复核意见"),
        rows=3,
        max_length=200,
        help_text=_("写明是否确有必要、查阅是否在必要范围内，以及后续处理。不写姓名、住址、学校和电话"),
    )


class HoldForm(forms.Form):
    """依法保留 (hold): why it is placed, or why it is lifted."""

    reason = words_field(
        _("依据或理由"),
        rows=3,
        max_length=200,
        help_text=_("写明来函单位和文号。不写姓名、住址、学校和电话"),
    )
