"""What somebody looks for: a place, days and a kind of bed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from stations.eligibility import earliest_arrival
from stations.models import Station, StayPolicy
from stations.search import Wish
from stations.tile_grid import short_name
from zibo_youth.accounts.models import Area
from zibo_youth.core.form_fields import day_field


def _nights(number: int) -> str:
    return npgettext("住宿", "%(n)s 晚", "%(n)s 晚", number) % {"n": number}


class BedDatesForm(forms.Form):
    """日期与晚数 (dates): within what the policy lets anybody book today."""

    arrival = day_field(_("入住日期"))
    nights = forms.TypedChoiceField(
        label=_("晚数"), coerce=int, error_messages={"invalid_choice": _("请从列表中选择晚数")}
    )
    gender = forms.ChoiceField(
        label=pgettext_lazy("筛选", "床位"),
        required=False,
        choices=[
            ("", pgettext_lazy("筛选", "男女均显示")),
            ("female", pgettext_lazy("筛选", "女生床位")),
            ("male", pgettext_lazy("筛选", "男生床位")),
        ],
    )

    def __init__(
        self, asked: Mapping[str, Any], *, policy: StayPolicy, today: date, gender: str = ""
    ) -> None:
        self.policy = policy
        self.first = earliest_arrival(policy, today)
        self.last = max(today + timedelta(days=policy.horizon_days), self.first)
        self.longest = min(policy.max_free_nights, policy.max_nights_per_stay or policy.max_free_nights)
        super().__init__(self._completed(asked, gender))
        offered = cast("forms.ChoiceField", self.fields["nights"])
        offered.choices = [(n, _nights(n)) for n in range(1, self.longest + 1)]
        self.fields["arrival"].widget.attrs |= {"min": self.first.isoformat(), "max": self.last.isoformat()}

    def _completed(self, asked: Mapping[str, Any], gender: str) -> QueryDict:
        """What was asked, and for what was left out the answer that most people want."""
        defaults = {"arrival": self.first.isoformat(), "nights": str(min(2, self.longest)), "gender": gender}
        completed = asked.copy() if isinstance(asked, QueryDict) else QueryDict(mutable=True)
        for name, value in defaults.items():
            if name not in completed or (name != "gender" and not completed[name]):
                completed[name] = value
        return completed

    def clean_arrival(self) -> date:
        arrival: date = self.cleaned_data["arrival"]
        if arrival < self.first:
            values = {"d": self.policy.lead_days, "date": self.first.isoformat()}
            raise forms.ValidationError(_("请至少提前 %(d)s 天申请，最早可选 %(date)s"), "too_late", values)
        if arrival > self.last:
            values = {"d": self.policy.horizon_days}
            raise forms.ValidationError(_("最多可提前 %(d)s 天申请"), "too_far", values)
        return arrival

    @property
    def wish(self) -> Wish | None:
        """The valid answers; None while something is wrong with them."""
        return Wish(**self.cleaned_data) if self.is_valid() else None


class FinderForm(BedDatesForm):
    """驿站查找条件 (finder filters)."""

    area = forms.ChoiceField(
        label=_("区域"), required=False, error_messages={"invalid_choice": _("请从列表中选择区域")}
    )
    facilities = forms.MultipleChoiceField(
        label=_("设施"), required=False, choices=Station.Facility, widget=forms.CheckboxSelectMultiple
    )

    field_order = ["area", "arrival", "nights", "gender", "facilities"]

    def __init__(self, asked: Mapping[str, Any], *, areas: Iterable[Area], **limits: Any) -> None:
        super().__init__(asked, **limits)
        groups: dict[str, list[tuple[str, str]]] = {}
        for area in areas:
            groups.setdefault(area.get_kind_display(), []).append((area.code, short_name(area)))
        offered = cast("forms.ChoiceField", self.fields["area"])
        offered.choices = [("", pgettext_lazy("区域", "全市")), *groups.items()]

    def clean_facilities(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["facilities"])
