"""Forms at the door of a shift, on its roll and in its review."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import Scan, Shift, Signup
from volunteers.roll import Mark, moment_on
from zibo_youth.core.form_fields import words_field

REASON_LENGTH = 300


def clock_field(label: Any) -> forms.TimeField:
    """A time of the day, as a telephone's own clock asks for it; nothing else than hours and minutes."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("请按 24 小时制填写时间，例如 09:30")},
    )


class DigitsForm(forms.Form):
    """数字码 (digits): what stands below the QR code."""

    digits = forms.RegexField(
        label=_("六位数字码"),
        regex=r"\A[0-9]{3} ?[0-9]{3}\Z",
        help_text=_("现场屏幕二维码下方的数字，每分钟更换"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "7"}
        ),
        error_messages={"invalid": _("请输入六位数字")},
    )

    def clean_digits(self) -> str:
        """As the screen shows them, with a space in the middle, or without."""
        return str(self.cleaned_data["digits"]).replace(" ", "")


class MarkForm(forms.Form):
    """点名 (a mark): whose, what, and when if not now."""

    ACTS = (*((kind, kind) for kind in ("in", "out", "absent")), ("undo", "undo"))

    signup = forms.IntegerField(min_value=1, max_value=2**62)
    act = forms.ChoiceField(choices=ACTS)
    clock = clock_field(pgettext_lazy("点名", "时间"))
    reason = words_field(_("原因"), required=False, max_length=REASON_LENGTH)


class ReviewForm(forms.Form):
    """审核 (review): of one, or of all that need no word."""

    ACTS = (("accept", "accept"), ("refuse", "refuse"), ("all", "all"))

    signup = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    act = forms.ChoiceField(choices=ACTS)
    reason = words_field(_("理由"), required=False, max_length=REASON_LENGTH)


class RollForm(forms.Form):
    """
    纸质名册 (the roll on paper): for each name the times of coming and leaving, or absent.

    Each line carries its numbers, so that a sheet sent twice is one sheet.
    """

    reason = words_field(
        _("补交原因"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=_("班次结束一天以后补交的，请写明原因"),
    )

    def __init__(self, *args: Any, shift: Shift, signups: Sequence[Signup], **options: Any) -> None:
        super().__init__(*args, **options)
        self.shift, self.signups = shift, signups
        for signup in signups:
            self.fields[f"in_{signup.pk}"] = clock_field(pgettext_lazy("名册", "到岗时间"))
            self.fields[f"out_{signup.pk}"] = clock_field(pgettext_lazy("名册", "离开时间"))
            self.fields[f"absent_{signup.pk}"] = forms.BooleanField(label=_("缺席"), required=False)
            for kind in Scan.Kind.values[:3]:
                self.fields[f"id_{kind}_{signup.pk}"] = forms.UUIDField(
                    widget=forms.HiddenInput, initial=uuid.uuid4, required=False
                )

    def lines(self) -> list[dict[str, Any]]:
        """Each volunteer with the fields of their line."""
        return [
            {
                "signup": signup,
                "came": self[f"in_{signup.pk}"],
                "left": self[f"out_{signup.pk}"],
                "absent": self[f"absent_{signup.pk}"],
                "numbers": [self[f"id_{kind}_{signup.pk}"] for kind in Scan.Kind.values[:3]],
            }
            for signup in self.signups
        ]

    def marks(self) -> list[Mark]:
        """What was filled in, line by line."""
        return [mark for signup in self.signups for mark in self._marks_of(signup)]

    def _marks_of(self, signup: Signup) -> list[Mark]:
        given, found = self.cleaned_data, []
        for kind in Scan.Kind.values[:3]:
            value = given.get(f"{kind}_{signup.pk}")
            if value in (None, False):
                continue
            at = self.shift.starts_at if value is True else moment_on(self.shift, value)
            number = given.get(f"id_{kind}_{signup.pk}") or uuid.uuid4()
            found.append(Mark(signup.pk, kind, at, number))
        return found
