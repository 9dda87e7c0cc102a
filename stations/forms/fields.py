"""Fields that several forms share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.referral_codes import LONGEST_TYPED


def referral_field(help_text: Any) -> forms.CharField:
    """推荐码, as somebody types it off a sheet of paper."""
    return forms.CharField(
        label=_("推荐码"),
        help_text=help_text,
        max_length=LONGEST_TYPED,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


def completed(asked: Mapping[str, Any], names: Iterable[str], **defaults: str) -> dict[str, Any]:
    """What an address asks for, by the names of a form's fields; where it says nothing, the default."""
    return {name: asked.get(name) or defaults.get(name, "") for name in names}


def read_code(typed: str, reference: re.Pattern[str]) -> str | None:
    """Six digits, or the reference inside a scanned address; None for anything else."""
    typed = typed.strip()
    scanned = re.search(rf"(?:^|/)({reference.pattern})/?$", typed)
    if scanned:
        return scanned[1]
    digits = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    return digits if re.fullmatch(r"[0-9]{6}", digits) else None
