"""Form of a sample: whose rooms are drawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import Organisation


class OpenSampleForm(forms.Form):
    """开启抽检 (open a batch)."""

    district = forms.ModelChoiceField(
        label=_("填报单位"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=_("请选择"),
    )

    def __init__(self, *args: Any, districts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
