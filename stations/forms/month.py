"""Which month the running sheet is about, of which houses, line by line of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.models import Station
from stations.month_sheet import BY_DISTRICT, BY_STATION
from zibo_youth.reports.periods import Month
from zibo_youth.reports.units import unit_name

from .fields import completed

# How far back a month may be chosen: two years, so that each has the same month of the year before.
MONTHS_BEHIND = 24
NOT_THERE = {"invalid_choice": _("请从列表中选择")}


class MonthForm(forms.Form):
    """月份、区县和每行的内容; who serves one district is not asked for the other two."""

    month = forms.ChoiceField(label=_("月份"), error_messages=NOT_THERE)
    district = forms.ChoiceField(label=_("区县"), required=False, error_messages=NOT_THERE)
    by = forms.ChoiceField(
        label=pgettext_lazy("月表", "每行"),
        choices=[(BY_DISTRICT, _("一个区县")), (BY_STATION, _("一家驿站"))],
        error_messages=NOT_THERE,
    )

    def __init__(self, asked: Mapping[str, Any], *, stations: Sequence[Station], today: date) -> None:
        units = {station.reporting_org.code: station.reporting_org for station in stations}
        by = BY_DISTRICT if len(units) > 1 and not asked.get("district") else BY_STATION
        super().__init__(completed(asked, self.base_fields, month=Month.of(today).code, by=by))
        self.stations = stations
        months = [Month.of(today).plus(-back) for back in range(MONTHS_BEHIND + 1)]
        self._offer("month", [(month.code, str(month)) for month in months])
        self._offer(
            "district",
            [("", str(_("全市"))), *((code, unit_name(unit)) for code, unit in units.items())],
        )
        self.has_districts = len(units) > 1

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def chosen(self) -> list[Station]:
        """The houses of the district that was chosen, or all that the reader may see."""
        code = self.cleaned_data["district"]
        return [station for station in self.stations if code in ("", station.reporting_org.code)]

    @property
    def of(self) -> Month:
        return Month.from_code(self.cleaned_data["month"])
