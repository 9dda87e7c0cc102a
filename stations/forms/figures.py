"""Which houses and which nights the figures are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.models import Station
from zibo_youth.core.form_fields import day_field

from .fields import completed

# A quarter: more bars than that nobody tells apart on a telephone.
MOST_NIGHTS = 92
DAYS_BEHIND, DAYS_AHEAD = 13, 14


class FiguresForm(forms.Form):
    """统计范围 (span): one house or all that the reader serves, from a first to a last night."""

    station = forms.ChoiceField(
        label=_("驿站"), required=False, error_messages={"invalid_choice": _("请从列表中选择驿站")}
    )
    first = day_field(_("首晚"))
    last = day_field(_("末晚"))

    def __init__(self, asked: Mapping[str, Any], *, stations: Iterable[Station], today: date) -> None:
        first, last = today - timedelta(DAYS_BEHIND), today + timedelta(DAYS_AHEAD)
        super().__init__(completed(asked, self.base_fields, first=first.isoformat(), last=last.isoformat()))
        self.by_code = {station.code: station for station in stations}
        self.latest = today + timedelta(days=366)
        offered = cast("forms.ChoiceField", self.fields["station"])
        choices = [(code, station.local_name) for code, station in self.by_code.items()]
        offered.choices = [("", _("全部驿站")), *choices]

    def clean_last(self) -> date:
        last: date = self.cleaned_data["last"]
        if last > self.latest:
            raise forms.ValidationError(_("请选择一年以内的日期"), code="too_far")
        return last

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", forms.ValidationError(_("末晚不能早于首晚"), code="out_of_order"))
        elif first and last and (last - first).days >= MOST_NIGHTS:
            refusal = _("一次最多看 %(most)s 晚，请缩小范围")
            self.add_error("last", forms.ValidationError(refusal, "too_many", {"most": MOST_NIGHTS}))
        return cleaned

    @property
    def chosen(self) -> list[Station]:
        """The houses that the valid answers name."""
        station = self.by_code.get(self.cleaned_data["station"])
        return [station] if station else list(self.by_code.values())
