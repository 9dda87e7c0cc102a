"""Which stays the funnel is about, and by what they are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from stations.funnel import DIMENSIONS
from zibo_youth.core.form_fields import day_field

from .fields import completed

A_YEAR = 365
# Beyond these nothing was or will be applied for, and a day more has no name.
NAMED_DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class FunnelForm(forms.Form):
    """统计范围 (span): stays handed in on the days of a span; the year up to today if nothing is said."""

    by = forms.ChoiceField(
        label=_("分组"), choices=[(dimension.key, dimension.label) for dimension in DIMENSIONS.values()]
    )
    first = day_field(_("申请日期从"), validators=NAMED_DAYS)
    last = day_field(_("申请日期到"), validators=NAMED_DAYS)

    def __init__(self, asked: Mapping[str, Any], *, today: date) -> None:
        first = (today - timedelta(days=A_YEAR)).isoformat()
        said = {"by": next(iter(DIMENSIONS)), "first": first, "last": today.isoformat()}
        super().__init__(completed(asked, self.base_fields, **said))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", forms.ValidationError(_("结束日期不能早于开始日期"), code="out_of_order"))
        return cleaned
