"""Forms of changes to a stay."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.models import Stay
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field

from .booking import SENSIBLE_DAYS


class DatesForm(forms.Form):
    """新的日期 (new dates): arrival and departure; whoever is in the house moves the departure alone."""

    arrival = day_field(_("入住日期"))
    departure = day_field(_("离店日期"))

    def __init__(self, *args: Any, stay: Stay, **options: Any) -> None:
        initial = {"arrival": stay.arrival, "departure": stay.departure}
        super().__init__(*args, **({"initial": initial} | options))
        self.stay = stay
        if stay.state == Stay.State.CHECKED_IN:
            del self.fields["arrival"]

    def clean(self) -> dict[str, Any]:
        """Days of about now, in order, and not the ones that stand already."""
        cleaned: dict[str, Any] = super().clean() or {}
        arrival: date | None = cleaned.get("arrival", self.stay.arrival)
        departure: date | None = cleaned.get("departure")
        for name, day in (("arrival", arrival), ("departure", departure)):
            if day and abs((day - today()).days) > SENSIBLE_DAYS:
                self.add_error(name if name in self.fields else None, _("请选择一年以内的日期"))
        if arrival and departure and departure <= arrival:
            self.add_error("departure", _("离店日期须晚于入住日期"))
        if (arrival, departure) == (self.stay.arrival, self.stay.departure):
            self.add_error("departure", _("新的日期与原来相同"))
        return cleaned
