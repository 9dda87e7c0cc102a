"""Fields and forms that several programmes share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from .calendar import today

# A month as browsers and machines write it.
MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
# A year of one digit is no moment in UTC.
EARLIEST = datetime(1900, 1, 2, tzinfo=UTC)


def date_input(**attributes: str) -> forms.DateInput:
    """A native date field that keeps its value in every language."""
    return forms.DateInput(attrs={"type": "date", **attributes}, format="%Y-%m-%d")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """One day, as a browser's own date field or a machine writes it."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=date_input(),
        error_messages={"invalid": _("请按“年-月-日”填写日期，例如 2021-06-04")},
        **options,
    )


def month_has_begun(said: str) -> None:
    """Of a month that lies ahead there is nothing to tell; what is no month is refused elsewhere."""
    if re.match(MONTH, said) and said > f"{today():%Y-%m}":
        raise ValidationError(_("这个月还没有开始"))


def month_field(label: Any, **options: Any) -> forms.RegexField:
    """One month that has begun, as a browser's own month field or a machine writes it."""
    return forms.RegexField(
        MONTH,
        label=label,
        widget=forms.TextInput(attrs={"type": "month"}),
        validators=[month_has_begun],
        error_messages={"invalid": _("请按“年-月”填写月份，例如 2021-05")},
        **options,
    )


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """Day and clock, as a browser asks for both at once."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label,
        widget=widget,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[MinValueValidator(EARLIEST, _("请填 1900 年以后的时间"))],
        **options,
    )


def words_field(label: Any, *, rows: int = 2, **options: Any) -> forms.CharField:
    """Words above several buttons: Enter begins a line, so that it presses none of them unasked."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class SealedForm(forms.Form):
    """确认导入 (confirm): the signed preview, as the page carries it."""

    sealed = forms.CharField(widget=forms.HiddenInput)
