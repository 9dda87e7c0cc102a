"""手机号 (mobile numbers): one canonical form, E.164."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from .errors import InvalidMobile

MAINLAND = re.compile(r"1[3-9]\d{9}")
LONGEST_INPUT = 40


def normalise(raw: str) -> str:
    """
    A typed number in E.164: eleven digits are a mainland number, ``+`` or ``00`` opens a foreign one.

    Raises `InvalidMobile`.
    """
    plain = unicodedata.normalize("NFKC", raw[:LONGEST_INPUT])
    text = re.sub(r"[\s\-().\u200b\u200c\u200d\ufeff]", "", plain)
    text = re.sub(r"^00", "+", text)
    digits = text.removeprefix("+86") if text.startswith("+86") else text
    if re.fullmatch(r"[0-9]+", digits) and MAINLAND.fullmatch(digits):
        return f"+86{digits}"
    if not re.fullmatch(r"\+[0-9]{6,15}", text) or text.startswith("+86"):
        raise InvalidMobile
    return _foreign(text)


def _foreign(text: str) -> str:
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as wrong:
        raise InvalidMobile from wrong
    if not phonenumbers.is_valid_number(number):
        raise InvalidMobile
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_typed(mobile: str) -> str:
    """What its owner would type: the mainland number without its country, a foreign one in full."""
    return mobile.removeprefix("+86")


class MobileField(forms.CharField):
    """A field that takes a number as people write it and gives E.164."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("手机号"))
        options.setdefault("help_text", _("例如 13800138000；境外号码请加国家代码，例如 +852 5123 4567"))
        options.setdefault("max_length", LONGEST_INPUT)
        options.setdefault("error_messages", {"required": InvalidMobile.message})
        options.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
        )
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalise(text)
        except InvalidMobile as wrong:
            raise forms.ValidationError(str(wrong), code=wrong.code) from wrong
