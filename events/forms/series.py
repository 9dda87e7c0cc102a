"""Forms of a series: one session, how often, and on which days; a venue."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from events.series import MOST, weekly
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.form_fields import words_field

from .desk import NewSessionForm, organisations_held_by

DAY = re.compile(r"(20[0-9]{2})[-/.](1[0-2]|0?[1-9])[-/.]([12][0-9]|3[01]|0?[1-9])", re.ASCII)


class SeriesForm(NewSessionForm):
    """系列场次: the first one, then so many weeks, or other days."""

    times = forms.IntegerField(
        label=_("共几场"), min_value=1, max_value=MOST, required=False, help_text=_("含第一场")
    )
    weeks = forms.IntegerField(label=_("每隔几周"), min_value=1, max_value=8, initial=1, required=False)
    days = words_field(
        _("或列出日期"),
        rows=3,
        required=False,
        max_length=1000,
        help_text=_("每行一个日期，例如 2026-12-05；填了日期就不按周重复，第一场的日期也要写上"),
    )

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, event=event, **options)

    def clean_days(self) -> list[date]:
        """A day a line."""
        return [_day(line.strip()) for line in self.cleaned_data["days"].splitlines() if line.strip()]

    def all_days(self) -> list[date]:
        """What was listed, or the weeks."""
        said = self.cleaned_data
        if said["days"]:
            return list(said["days"])
        return weekly(localdate(said["starts_at"]), said["times"] or 0, said["weeks"] or 1)


def _day(line: str) -> date:
    found = DAY.fullmatch(line)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat("")
    except ValueError as wrong:
        raise forms.ValidationError(
            _("“%(line)s”不是日期，请按“年-月-日”填写"), params={"line": line[:20]}
        ) from wrong


class VenueForm(forms.Form):
    """登记场地 (a venue)."""

    organisation = forms.ModelChoiceField(label=_("管理单位"), queryset=Organisation.objects.none())
    name = forms.CharField(label=pgettext_lazy("场地", "名称"), max_length=80)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        organisations: Any = self.fields["organisation"]
        organisations.queryset = organisations_held_by(user)
