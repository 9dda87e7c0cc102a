"""目标分解 (targets): the city's number, the units' numbers, and the weights by which they are divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.models import Organisation

from .district import number_field


class TargetForm(forms.Form):
    """年度目标 (target) of one indicator: divided by weights where asked, and then as typed."""

    def __init__(
        self,
        *args: Any,
        units: Sequence[Organisation],
        decimals: int = 0,
        weights: Mapping[int, Decimal] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.units = units
        self.fields["city"] = number_field(_("全市目标"), decimals, required=True)
        self.fields["source"] = forms.CharField(
            label=pgettext_lazy("目标", "依据"),
            help_text=_("文件名称和文号"),
            max_length=120,
            required=False,
        )
        for unit in units:
            self.fields[f"{unit.code}-weight"] = number_field(_("权重"), 2)
            self.fields[
                f"{unit.code}-weight"
            ].initial = f"{(weights or {}).get(unit.pk, Decimal(1)).normalize():f}"
            self.fields[f"{unit.code}-target"] = number_field(_("目标"), decimals)

    @property
    def lines(self) -> Iterator[tuple[Organisation, BoundField, BoundField]]:
        return ((unit, self[f"{unit.code}-weight"], self[f"{unit.code}-target"]) for unit in self.units)

    def weights(self) -> dict[int, Decimal]:
        """By organisation; without any, all weigh alike."""
        said = {unit.pk: self.cleaned_data[f"{unit.code}-weight"] or Decimal(0) for unit in self.units}
        return said if any(said.values()) else dict.fromkeys(said, Decimal(1))

    def targets(self) -> dict[Organisation, Decimal]:
        """The units that have a number; an indicator may be the city's alone."""
        said = {unit: self.cleaned_data[f"{unit.code}-target"] for unit in self.units}
        return {unit: value for unit, value in said.items() if value is not None}

    def show(self, parts: Mapping[int, Decimal]) -> None:
        """Put a division into the fields, for somebody to look at before it is kept."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        self.data = typed | {f"{unit.code}-target": f"{parts[unit.pk]:f}" for unit in self.units}
