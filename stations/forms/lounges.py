"""Forms of the lounges: what is asked for, by whom it is taken back, when a zone closes."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, TypeAlias, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from stations.lounge_days import HALF_HOUR, MINUTES, clock_of, running_slot
from stations.lounge_rules import Wish
from stations.models import LoungeZone
from stations.models.lounge import LAST_SLOT, VisitPurpose
from zibo_youth.accounts.errors import ConsentMissing
from zibo_youth.accounts.forms.person import DocumentForm
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.accounts.services import Stated
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.form_fields import day_field

from .fields import read_code
from .guests import OF_THE_DOCUMENT

Day: TypeAlias = date  # a form below has a field of that name
REFERENCE = re.compile("HK[0-9]{4,22}")
MOST_WEEKS = 12
SENSIBLE_DAYS = 366
CLOCKS = [(f"{clock_of(slot):%H:%M}", f"{clock_of(slot):%H:%M}") for slot in range(LAST_SLOT + 1)]


def _clock(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=CLOCKS, error_messages={"invalid_choice": _("请从列表中选择时间")}
    )


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _minutes(half_hours: int) -> str:
    n = half_hours * MINUTES
    return ngettext("%(n)s 分钟", "%(n)s 分钟", n) % {"n": n}


def _weeks(n: int) -> str:
    return ngettext("连续 %(n)s 周，每周一次", "连续 %(n)s 周，每周一次", n) % {"n": n}


def _purpose(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=pgettext_lazy("会客厅", "用途"),
        choices=VisitPurpose,
        initial=VisitPurpose.OTHER,
        required=False,
        error_messages={"invalid_choice": _("请从列表中选择用途")},
        **options,
    )


class VisitForm(forms.Form):
    """
    会客厅预约 (a visit asked for): once, or the same hour for some weeks.

    ``save`` is what the page of the single dates asks: all of them, or the free ones.
    """

    zone = forms.ModelChoiceField(
        LoungeZone.objects.none(),
        label=_("功能区"),
        empty_label=None,
        error_messages={"invalid_choice": _("请从列表中选择功能区")},
    )
    date = day_field(pgettext_lazy("会客厅预约", "日期"))
    start = _clock(pgettext_lazy("会客厅预约", "开始"))
    length = forms.TypedChoiceField(
        label=_("时长"), coerce=int, error_messages={"invalid_choice": _("请从列表中选择时长")}
    )
    group_size = forms.IntegerField(
        label=_("人数"), help_text=_("包括您自己；团队由一人预约"), min_value=1, max_value=200, initial=1
    )
    purpose = _purpose(help_text=_("有的功能区只有部分用途需审核"))
    weeks = forms.TypedChoiceField(
        label=_("重复"), coerce=int, initial=1, error_messages={"invalid_choice": _("请从列表中选择周数")}
    )
    save = forms.ChoiceField(
        choices=[("", ""), ("all", ""), ("free", "")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, zones: Any, hours: range = range(LAST_SLOT + 1), **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[LoungeZone]", self.fields["zone"]).queryset = zones
        starts = cast("forms.ChoiceField", self.fields["start"])
        starts.choices = CLOCKS[hours.start : hours.stop]
        longest = max((zone.longest for zone in zones), default=1)
        lengths = cast("forms.ChoiceField", self.fields["length"])
        lengths.choices = [(n, _minutes(n)) for n in range(1, longest + 1)]
        weeks = cast("forms.ChoiceField", self.fields["weeks"])
        weeks.choices = [(1, _("只这一次")), *((n, _weeks(n)) for n in range(2, MOST_WEEKS + 1))]

    def clean_date(self) -> Day:
        day: Day = self.cleaned_data["date"]
        if abs((day - today()).days) > SENSIBLE_DAYS:
            raise forms.ValidationError(_("请选择一年以内的日期"), code="date")
        return day

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if {"start", "length"} <= set(answers) and self._end(answers) is None:
            self.add_error("length", forms.ValidationError(_("请选择当天之内的时间"), code="length"))
        return answers

    def _end(self, answers: dict[str, Any]) -> time | None:
        """When the visit ends; None after midnight, or at it."""
        begins = datetime.combine(today(), _time(answers["start"]))
        ends = begins + answers["length"] * HALF_HOUR
        return ends.time() if ends.date() == begins.date() else None

    @property
    def wish(self) -> Wish:
        """What a valid form asks for."""
        answers = self.cleaned_data
        return Wish(
            zone=answers["zone"],
            date=answers["date"],
            start=_time(answers["start"]),
            end=cast(time, self._end(answers)),
            group_size=answers["group_size"],
            purpose=answers["purpose"] or VisitPurpose.OTHER,
        )


class GiveUpVisitForm(forms.Form):
    """取消 (give up): this one visit, or all that are left of its series."""

    what = forms.ChoiceField(
        label=_("取消哪些"),
        choices=[("one", _("只取消这一次")), ("series", _("取消这个系列中所有尚未开始的预约"))],
        initial="one",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, in_series: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not in_series:
            del self.fields["what"]


class InsteadForm(forms.Form):
    """改约 (instead): the zone that the page has proposed."""

    zone = forms.ModelChoiceField(LoungeZone.objects.none(), label=_("功能区"), widget=forms.HiddenInput)

    def __init__(self, *args: Any, zones: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[LoungeZone]", self.fields["zone"]).queryset = zones


class WalkInVisitForm(DocumentForm):
    """现场登记 (walk-in): whom the desk has before it, and what is used from now on."""

    mobile = MobileField(label=_("手机号码"), help_text=_("例如 13800138000"))
    zone = forms.ModelChoiceField(
        LoungeZone.objects.none(),
        label=_("功能区"),
        empty_label=None,
        error_messages={"invalid_choice": _("请从列表中选择功能区")},
    )
    length = forms.TypedChoiceField(
        label=_("时长"),
        coerce=int,
        help_text=_("从正在进行的半小时算起"),
        error_messages={"invalid_choice": _("请从列表中选择时长")},
    )
    group_size = forms.IntegerField(label=_("人数"), min_value=1, max_value=200, initial=1)
    purpose = _purpose(help_text=_("来宾在您面前，不再另行审核"))
    is_seen = forms.BooleanField(
        label=_("已核对证件原件，姓名、照片与本人一致"),
        error_messages={"required": _("请先核对来宾的证件原件")},
    )
    consent = forms.BooleanField(
        label=_("来宾已在纸质告知同意书上签字"),
        error_messages={"required": ConsentMissing.message},
    )

    def __init__(self, *args: Any, zones: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in OF_THE_DOCUMENT:  # the browser must not offer the operator's own
            self.fields[name].widget.attrs["autocomplete"] = "off"
        cast("forms.ModelChoiceField[LoungeZone]", self.fields["zone"]).queryset = zones
        longest = max((zone.longest for zone in zones), default=1)
        lengths = cast("forms.ChoiceField", self.fields["length"])
        lengths.choices = [(n, _minutes(n)) for n in range(1, longest + 1)]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if "length" in answers and running_slot(now()) + answers["length"] > LAST_SLOT + 1:
            self.add_error("length", forms.ValidationError(_("请选择当天之内的时间"), code="length"))
        return answers

    @property
    def answers(self) -> dict[str, Any]:
        """What the service asks for: the guest, and a visit that begins with the running half hour."""
        said, first = self.cleaned_data, running_slot(now())
        wish = Wish(
            zone=said["zone"],
            date=today(),
            start=clock_of(first),
            end=clock_of(first + said["length"]),
            group_size=said["group_size"],
            purpose=said["purpose"] or VisitPurpose.OTHER,
            is_at_desk=True,
        )
        return {"guest": Stated(**{name: said[name] for name in OF_THE_DOCUMENT}), "wish": wish}


class RefuseVisitForm(forms.Form):
    """不予通过 (refuse): the reason, and whether it holds for all that the series asks for."""

    reason = forms.CharField(
        label=_("理由"),
        help_text=_("预约人会看到这段话"),
        max_length=200,
        error_messages={"required": _("请填写理由")},
    )
    what = forms.ChoiceField(
        label=_("退回哪些"),
        choices=[("one", _("只退回这一次")), ("series", _("退回这个系列中所有待审核的申请"))],
        initial="one",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, in_series: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not in_series:
            del self.fields["what"]


class VisitCodeForm(forms.Form):
    """签到码 (code): typed by hand, or what a scanner reads off the guest's QR code."""

    code = forms.CharField(
        label=_("六位签到码"),
        help_text=_("也可以用扫码枪扫描来宾的二维码"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        """Six digits, or the reference inside a scanned address."""
        code = read_code(str(self.cleaned_data["code"]), REFERENCE)
        if code is None:
            raise forms.ValidationError(_("请输入六位数字签到码"), code="code_bad")
        return code


class CloseForm(forms.Form):
    """停用 (closure) of a zone or the whole lounge; ``confirmed`` comes after the list of visits."""

    zone = forms.ModelChoiceField(
        LoungeZone.objects.none(),
        label=_("功能区"),
        required=False,
        empty_label=_("整个会客厅"),
        error_messages={"invalid_choice": _("请从列表中选择功能区")},
    )
    from_on = day_field(_("停用起（日期）"))
    from_clock = _clock(_("停用起（时间）"))
    until_on = day_field(_("停用止（日期）"))
    until_clock = _clock(_("停用止（时间）"))
    reason = forms.CharField(label=_("原因"), help_text=_("受影响的预约人会看到"), max_length=60)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zones: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[LoungeZone]", self.fields["zone"]).queryset = zones

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        for name in ("from_on", "until_on"):
            day = answers.get(name)
            if day and abs((day - today()).days) > SENSIBLE_DAYS:
                self.add_error(name, forms.ValidationError(_("请选择一年以内的日期"), code="date"))
        if not self.errors and self.span["from_at"] >= self.span["until_at"]:
            self.add_error("until_on", forms.ValidationError(_("停用止须晚于停用起"), code="order"))
        return answers

    @property
    def span(self) -> dict[str, datetime]:
        """From when to when, of a valid form."""
        answers = self.cleaned_data
        return {
            "from_at": at(answers["from_on"], _time(answers["from_clock"])),
            "until_at": at(answers["until_on"], _time(answers["until_clock"])),
        }
