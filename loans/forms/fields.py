"""Fields that several forms of the loans share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from loans.application_errors import AmountNotUnderstood
from loans.told_amounts import told_amount

LONGEST_AMOUNT = 30
LONGEST_MONTHS = 600


class AmountField(forms.CharField):
    """金额: yuan as people type them; whatever is no amount is refused beside the field."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=LONGEST_AMOUNT, widget=widget, **options)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return told_amount(text)
        except AmountNotUnderstood as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal


def months_field(label: Any, **options: Any) -> forms.IntegerField:
    """Whole months."""
    return forms.IntegerField(label=label, min_value=1, max_value=LONGEST_MONTHS, **options)
