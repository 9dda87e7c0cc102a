"""Forms of the five faces: a code, a face, and what staff found out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hope_rooms.models.child_answer import Face
from zibo_youth.core.form_fields import words_field

from .steps import NO_NUMBERS


class CardForm(forms.Form):
    """卡片号码 (the code of a card), with or without its spaces."""

    code = forms.CharField(
        label=_("卡片上的号码"),
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class FaceForm(forms.Form):
    """一张脸 (one face)."""

    face = forms.TypedChoiceField(choices=Face.choices, coerce=int)


class LookAfterForm(forms.Form):
    """已了解 (looked after)."""

    words = words_field(_("怎样了解的，接下来怎么办"), rows=3, max_length=200, help_text=NO_NUMBERS)
