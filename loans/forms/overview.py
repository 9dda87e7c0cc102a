"""创业金融一览: which district, up to which day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field
from zibo_youth.reports.units import unit_name


class OverviewForm(forms.Form):
    """A choice among the districts that the office reads, and a day that has come."""

    unit = forms.ModelChoiceField(
        label=_("范围"), queryset=Organisation.objects.none(), to_field_name="code", required=False
    )
    on = day_field(_("截至日期"), required=False)

    def __init__(self, *args: Any, units: list[Organisation], sees_all: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.queryset = Organisation.objects.filter(pk__in=[unit.pk for unit in units]).select_related(
            "area"
        )
        field.label_from_instance = unit_name
        field.empty_label = _("全市") if sees_all else None
        self.fields["on"].initial = today

    def clean_on(self) -> Any:
        """What lies ahead is told as of today."""
        day = self.cleaned_data["on"]
        return min(day, today()) if day else None
