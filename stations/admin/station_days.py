"""启用和停办日期: whom new days would leave without a bed is said before they are saved."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from stations import services
from stations.models import Station
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import DomainError


class StationForm(forms.ModelForm):
    """
    A station; days that move guests are saved when they are sent a second time, unchanged.

    ``actor`` is set by the admin on the class that it makes for a request.
    """

    actor: ClassVar[User]
    seen_days = forms.CharField(required=False, widget=forms.HiddenInput)

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        station: Station = self.instance
        days = f"{station.opened_on} {station.closed_on}"
        has_new_days = {"opened_on", "closed_on"} & set(self.changed_data)
        if station.pk and has_new_days and self.cleaned_data.get("seen_days") != days:
            self._look_ahead(station, days)

    def _look_ahead(self, station: Station, days: str) -> None:
        try:
            made = services.preview_station(actor=self.actor, station=station)
        except DomainError as refusal:
            self.add_error("closed_on", forms.ValidationError(str(refusal), code=refusal.code))
            return
        if made:
            sent: Any = self.data
            asked = sent.copy()
            asked[self.add_prefix("seen_days")] = days
            self.data = asked
            told = _("还没有保存。这样的日期会让 %(n)s 位来宾改住。") % {"n": len(made)}
            if unhoused := sum(row.to_bed is None for row in made):
                told += _("其中 %(n)s 位暂无床位，需打电话。") % {"n": unhoused}
            told += _("核对后再点一次保存。")
            self.add_error("closed_on", forms.ValidationError(told, code="guests_move"))
