"""试算: how much a founder thinks of paying back earlier."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import AmountField


class WhatIfForm(forms.Form):
    """Asked by GET: nothing is kept."""

    prepay = AmountField(label=_("打算提前归还的本金（元）"), help_text=_("例如 50000；只是试算，不会提交"))
