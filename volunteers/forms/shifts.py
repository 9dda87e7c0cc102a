"""Forms of shifts: find one, take a place, hand it over, object; a leader's plan and reasons."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import Brand, Shift, Skill
from volunteers.services.shifts import Plan
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at
from zibo_youth.core.form_fields import day_field, words_field


class ShiftFilterForm(forms.Form):
    """查找班次 (find a shift): everything is optional."""

    district = forms.ModelChoiceField(
        label=_("区县"), queryset=Organisation.objects.none(), required=False, empty_label=_("全市")
    )
    brand = forms.ModelChoiceField(
        label=_("服务品牌"),
        queryset=Brand.objects.none(),
        required=False,
        empty_label=pgettext_lazy("服务品牌", "全部"),
    )
    skill = forms.ModelChoiceField(
        label=_("用得上的特长"),
        queryset=Skill.objects.none(),
        required=False,
        empty_label=pgettext_lazy("特长", "全部"),
    )
    day = day_field(pgettext_lazy("班次", "日期"), required=False)
    fits = forms.BooleanField(label=_("只看我能报名的"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["district"].queryset = Organisation.objects.reporting()  # type: ignore[attr-defined]
        self.fields["brand"].queryset = Brand.objects.all()  # type: ignore[attr-defined]
        self.fields["skill"].queryset = Skill.objects.all()  # type: ignore[attr-defined]


class TakePlaceForm(forms.Form):
    """报名或候补 (take a place, or wait for one): one button each."""

    act = forms.ChoiceField(
        choices=[("sign_up", _("报名")), ("standby", _("候补"))], widget=forms.HiddenInput
    )


class AnswerOfferForm(forms.Form):
    """答复候补邀请 (answer an offer)."""

    act = forms.ChoiceField(
        choices=[("accept", _("接受")), ("decline", _("不接受"))], widget=forms.HiddenInput
    )


class SignOffForm(forms.Form):
    """退出 (sign off): a question without fields."""


class SwapAskForm(forms.Form):
    """请人接班 (ask for a swap): a volunteer by number, or whoever waits."""

    number = forms.CharField(
        label=_("对方的志愿者编号"),
        required=False,
        max_length=24,
        help_text=_("不填则请候补名单上的志愿者接班"),
    )


class AnswerSwapForm(forms.Form):
    """答复换班 (answer a swap)."""

    act = forms.ChoiceField(
        choices=[("accept", _("接班")), ("decline", _("不接班")), ("withdraw", _("撤回"))],
        widget=forms.HiddenInput,
    )


class NoShowAppealForm(forms.Form):
    """申诉 (appeal against a no-show)."""

    statement = forms.CharField(
        label=_("情况说明"),
        help_text=_("写明当天的情况，例如在场但没有扫码；不超过 500 字"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ShiftStopForm(forms.Form):
    """暂停、恢复或取消 (stop, resume, call off), with the reason that volunteers read."""

    act = forms.ChoiceField(
        label=_("操作"),
        choices=[
            ("suspend", _("暂停：名额保留，恢复时再通知")),
            ("resume", _("恢复")),
            ("cancel", _("取消：名额全部释放，不能恢复")),
        ],
        widget=forms.RadioSelect,
    )
    reason = words_field(
        _("原因"), required=False, max_length=120, help_text=_("暂停和取消须写明，志愿者会看到")
    )


class ReleaseForm(forms.Form):
    """取消报名 (release a volunteer)."""

    reason = forms.CharField(label=_("原因"), max_length=120, help_text=_("志愿者会看到"))


def _clock_field(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("请按“时:分”填写，例如 09:00")},
        **options,
    )


class ShiftForm(forms.Form):
    """班次 (a shift), as its leader plans it."""

    day = day_field(pgettext_lazy("班次", "日期"))
    start = _clock_field(pgettext_lazy("班次", "开始"))
    end = _clock_field(pgettext_lazy("班次", "结束"), help_text=_("早于开始时间的，算第二天"))
    capacity = forms.IntegerField(label=_("所需人数"), min_value=1, max_value=1000)
    place = forms.CharField(label=pgettext_lazy("班次", "集合地点"), max_length=80)
    free_hours = forms.IntegerField(
        label=_("开始前几小时内不能自行退出"), min_value=0, max_value=336, initial=12
    )
    break_minutes = forms.IntegerField(label=_("休息分钟"), min_value=0, max_value=240, initial=0)

    @staticmethod
    def told_by(shift: Shift) -> dict[str, Any]:
        """What the form shows of a shift that there is."""
        start, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
        return {
            "day": start.date(),
            "start": start.time(),
            "end": end.time(),
            "capacity": shift.capacity,
            "place": shift.place,
            "free_hours": int((shift.starts_at - shift.sign_off_until) / timedelta(hours=1)),
            "break_minutes": shift.break_minutes,
        }

    def plan(self) -> Plan:
        """The plan that a valid form says."""
        said = self.cleaned_data
        start: time = said["start"]
        starts_at = at(said["day"], start)
        ends_on = said["day"] + timedelta(days=said["end"] <= start)
        return Plan(
            starts_at=starts_at,
            ends_at=at(ends_on, said["end"]),
            capacity=said["capacity"],
            place=said["place"],
            sign_off_until=starts_at - timedelta(hours=said["free_hours"]),
            break_minutes=said["break_minutes"],
        )
