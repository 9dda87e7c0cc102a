"""Forms of a case: what somebody wants to read and for what."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.data_classes import Part, Purpose

# Of clearing away nobody's look is.
PURPOSES = [(each.value, each.label) for each in Purpose if each is not Purpose.RETENTION]


class LookForm(forms.Form):
    """查阅 (look): the parts, the purpose, and a word for whoever reviews the accesses."""

    parts = forms.TypedMultipleChoiceField(
        label=_("信息部分"), choices=Part.choices, coerce=Part, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.TypedChoiceField(label=_("查阅目的"), choices=PURPOSES, coerce=Purpose)
    note = forms.CharField(
        label=pgettext_lazy("查阅", "说明"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不写姓名、住址、学校和电话"),
    )
