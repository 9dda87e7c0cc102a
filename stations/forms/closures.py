"""Forms of a closure, and of what the desk arranges by telephone for those whom it hits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.closure_errors import ClosurePast, ClosureTooShort, NoRoomThere
from stations.models import Closure, Rehousing, Room, Station, Stay
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field

from .booking import SENSIBLE_DAYS

AS_PROPOSED, ELSEWHERE, END = "as_proposed", "elsewhere", "end"


class ClosureForm(forms.Form):
    """停用 (closure): which beds, from which night on, until when, why."""

    room = forms.TypedChoiceField(label=_("停用范围"), coerce=int, required=False, empty_value=None)
    from_on = day_field(_("停用首夜"))
    until_on = day_field(_("恢复日期"), help_text=_("这一晚起可以重新入住"))
    reason = forms.CharField(
        label=pgettext_lazy("停用", "原因"), help_text=_("只有工作人员能看到"), max_length=120
    )

    def __init__(self, *args: Any, station: Station, rooms: Iterable[Room], **options: Any) -> None:
        super().__init__(*args, **options)
        self.station = station
        self.rooms = {room.pk: room for room in rooms}
        chosen = cast("forms.TypedChoiceField", self.fields["room"])
        chosen.choices = [
            ("", _("全站")),
            *((room.pk, f"{room.name} {room.get_gender_mode_display()}") for room in self.rooms.values()),
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first: date | None = said.get("from_on")
        last: date | None = said.get("until_on")
        if first and first < today():
            self.add_error("from_on", forms.ValidationError(ClosurePast.message, code="closure_past"))
        if first and last and last <= first:
            self.add_error("until_on", forms.ValidationError(ClosureTooShort.message, code="too_short"))
        for name, day in (("from_on", first), ("until_on", last)):
            if day and abs((day - today()).days) > SENSIBLE_DAYS:
                self.add_error(name, _("请选择一年以内的日期"))
        return said

    def closure(self) -> Closure:
        """The closure that was asked for; nothing is written yet."""
        said = self.cleaned_data
        return Closure(
            station=self.station,
            room=self.rooms.get(said["room"]),
            from_on=said["from_on"],
            until_on=said["until_on"],
            reason=said["reason"],
        )


class ArrangeForm(forms.Form):
    """电话安排 (arrange by telephone): the held bed, another house, or the end of the stay."""

    act = forms.ChoiceField(
        label=_("与来宾商定的结果"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择结果")},
    )
    station = forms.ChoiceField(
        label=_("改到哪家驿站"), required=False, error_messages={"invalid_choice": NoRoomThere.message}
    )
    reason = forms.ChoiceField(
        label=pgettext_lazy("改住", "结束的理由"), choices=[("", "—"), *Stay.Reason.choices], required=False
    )
    note = forms.CharField(
        label=_("电话记录"), help_text=_("只有工作人员能看到"), max_length=120, required=False
    )

    def __init__(
        self, *args: Any, rehousing: Rehousing, stations: Sequence[tuple[Station, int]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        acts: list[tuple[str, Any]] = [(ELSEWHERE, _("改到下面选的驿站")), (END, _("不住了，结束入住单"))]
        if rehousing.is_acceptable:
            acts.insert(0, (AS_PROPOSED, _("同意已留的床位")))
        cast("forms.ChoiceField", self.fields["act"]).choices = acts
        cast("forms.ChoiceField", self.fields["station"]).choices = [
            ("", "—"),
            *(
                (station.code, _("%(station)s，空床 %(n)s 张") % {"station": station.local_name, "n": free})
                for station, free in stations
            ),
        ]
        self.stations = {station.code: station for station, _free in stations}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("act") == ELSEWHERE and not (said.get("station") or "station" in self.errors):
            self.add_error("station", forms.ValidationError(_("请选择一家驿站"), code="station_missing"))
        if said.get("act") == END and not (said.get("reason") or "reason" in self.errors):
            self.add_error("reason", forms.ValidationError(_("请选择理由"), code="reason"))
        return said


class AnswerForm(forms.Form):
    """答复 (answer) of the guest: one of two buttons."""

    answer = forms.ChoiceField(choices=[("accept", "accept"), ("decline", "decline")])
