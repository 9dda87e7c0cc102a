"""Forms of hazards: the shape of what is typed and picked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.forms.hazard_spot import SpotField
from safety.hazard_figures import FIGURES, UNITS, Span
from safety.models import Enterprise, HazardReport, WorkArea
from safety.services.hazards.assigning import who_may_mend
from safety.services.hazards.mending import Claim
from safety.services.hazards.reporting import Told
from safety.services.hazards.reviewing import Verdict
from zibo_youth.accounts.models import Organisation, Person
from zibo_youth.core.calendar import now, today
from zibo_youth.core.form_fields import month_field, words_field

Severity = HazardReport.Severity
LESS_THAN_MAJOR = [each for each in Severity.choices if each[0] != Severity.MAJOR]
PHOTO_HELP = _("JPG 或 PNG，不超过 10 MB。请对着现场拍，不要拍到人脸和车牌。")


def photo_field(label: Any) -> forms.FileField:
    """A picture from the telephone; it names what it takes, and asks for no camera by itself."""
    return forms.FileField(
        label=label,
        help_text=PHOTO_HELP,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )


def clear_field() -> forms.BooleanField:
    return forms.BooleanField(label=_("照片上没有能认出人的内容，可以给企业看"), required=False)


class WhereForm(forms.Form):
    """在哪里 (where): the first step; without an enterprise the place is told in words."""

    enterprise = forms.ModelChoiceField(
        label=_("企业"),
        queryset=Enterprise.objects.none(),
        required=False,
        empty_label=_("不在名单上的企业，或其他地点"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Enterprise.objects.supervised(today()).in_list_order()
        fields: Any = self.fields
        fields["enterprise"].queryset = rows


class ReportForm(forms.Form):
    """上报隐患 (a report); where, then what, then how bad, then the picture."""

    work_area = forms.ModelChoiceField(
        label=_("车间或区域"), queryset=WorkArea.objects.none(), required=False, empty_label=_("说不清")
    )
    place = forms.CharField(
        label=pgettext_lazy("隐患", "地点"),
        max_length=120,
        required=False,
        help_text=_("例如：北门东侧配电箱"),
    )
    district = forms.ModelChoiceField(
        label=_("所在区县"), queryset=Organisation.objects.none(), empty_label=_("请选择")
    )
    spot = SpotField(
        label=pgettext_lazy("隐患", "位置"),
        required=False,
        help_text=_("人在隐患现场时用手机定位，或在示意图上逐格标出；不标也能上报。只给办理部门看。"),
    )
    category = forms.ChoiceField(label=pgettext_lazy("隐患", "类别"), choices=HazardReport.Category.choices)
    words = words_field(
        _("隐患情况"), rows=4, max_length=500, help_text=_("企业会看到这段话。请不要写自己的姓名和电话。")
    )
    severity = forms.ChoiceField(
        label=_("严重程度"), choices=Severity.choices, widget=forms.RadioSelect, initial=Severity.GENERAL
    )
    photo = photo_field(_("现场照片"))

    def __init__(self, *args: Any, enterprise: Enterprise | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.enterprise = enterprise
        fields: Any = self.fields
        if enterprise is None:
            del fields["work_area"]
            fields["place"].required = True
            fields["district"].queryset = Organisation.objects.reporting()
        else:
            del fields["district"], fields["spot"]
            fields["work_area"].queryset = enterprise.areas.in_use()

    def told(self, key: str) -> Told:
        return Told(enterprise=self.enterprise, key=key, **self.cleaned_data)


class HazardStepForm(forms.Form):
    """A step of a report without a field."""

    def __init__(self, *args: Any, hazard: HazardReport, **options: Any) -> None:
        super().__init__(*args, **options)
        self.hazard = hazard


class WordsForm(HazardStepForm):
    """A step with words that all sides read."""

    words = words_field(_("说明"), max_length=200, help_text=_("上报人和企业会看到"))


class AcceptForm(HazardStepForm):
    """受理 (accept)."""

    severity = forms.ChoiceField(label=_("严重程度"), choices=Severity.choices)
    photo_is_clear = clear_field()
    note = words_field(_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, hazard: HazardReport, **options: Any) -> None:
        super().__init__(*args, hazard=hazard, initial={"severity": hazard.severity}, **options)

    def verdict(self) -> Verdict:
        return Verdict(**self.cleaned_data)


class RefuseForm(WordsForm):
    """不予受理 (refuse)."""

    rejection = forms.ChoiceField(label=_("理由"), choices=HazardReport.Rejection.choices)
    field_order = ("rejection", "words")


class WithdrawForm(HazardStepForm):
    """收回照片 (the picture is shown to the enterprise no longer)."""

    reason = words_field(
        _("收回理由"), max_length=200, help_text=_("写明照片上能认出什么。只有团组织看得到，会留下记录。")
    )


class JoinForm(HazardStepForm):
    """合并 (join): the number of the report that this one goes into."""

    number = forms.CharField(label=_("并入的隐患编号"), max_length=12, help_text=_("例如 H-1A2B3C4D5E"))

    def clean_number(self) -> str:
        return self.cleaned_data["number"].strip().upper()


class AssignForm(HazardStepForm):
    """派单 (assign)."""

    person = forms.ModelChoiceField(
        label=_("整改责任人"), queryset=Person.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, *args: Any, hazard: HazardReport, **options: Any) -> None:
        super().__init__(*args, hazard=hazard, **options)
        people = who_may_mend(hazard)
        field: Any = self.fields["person"]
        field.queryset = Person.objects.filter(pk__in=[each.pk for each in people]).order_by("pk")
        field.label_from_instance = lambda person: person.full_name or str(person)


class TransferForm(WordsForm):
    """移交 (transfer)."""

    to = forms.CharField(label=_("移交单位"), max_length=80)
    number = forms.CharField(label=_("对方受理编号"), max_length=40, required=False)
    field_order = ("to", "number", "words")


class ClaimForm(HazardStepForm):
    """填报整改 (claim)."""

    words = words_field(_("整改措施"), rows=3, max_length=300)
    photo = photo_field(_("整改后照片"))

    def claim(self) -> Claim:
        return Claim(**self.cleaned_data)


class AnswerForm(HazardStepForm):
    """确认整改 (an answer): mended or not; a "no" says why."""

    is_mended = forms.TypedChoiceField(
        label=_("整改好了吗"),
        choices=[("yes", _("已整改")), ("no", _("没有整改好"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    words = words_field(
        _("说明"), max_length=200, required=False, help_text=_("没有整改好时填写，企业会看到")
    )


class OfficerAnswerForm(AnswerForm):
    """The same of an officer, who compares both pictures where they do not say where they were taken."""

    place_seen = forms.BooleanField(label=_("对照过前后照片，是同一处"), required=False)

    def __init__(self, *args: Any, hazard: HazardReport, **options: Any) -> None:
        super().__init__(*args, hazard=hazard, **options)
        if hazard.fix and hazard.fix.distance_m is not None:
            del self.fields["place_seen"]


class ProgressForm(WordsForm):
    """应急部门办理情况 (progress)."""

    number = forms.CharField(label=_("应急部门受理编号"), max_length=40, required=False)
    field_order = ("number", "words")


class ReturnForm(WordsForm):
    """退回区县 (return)."""

    severity = forms.ChoiceField(label=_("改定的严重程度"), choices=LESS_THAN_MAJOR)
    photo_is_clear = clear_field()
    field_order = ("severity", "words", "photo_is_clear")


class ReasonForm(forms.Form):
    """查看上报人 (open the seal): the reason stays in the log."""

    reason = words_field(_("查看理由"), max_length=200, help_text=_("理由会记入日志，不能修改"))


class CodeForm(forms.Form):
    """领取码 (claim code)."""

    code = forms.CharField(label=_("领取码"), max_length=20, help_text=_("12 位数字，由上报人出示"))


STATES = [
    ("open", _("未办结")),
    ("overdue", _("超期未整改")),
    ("decide", _("待我方办理")),
    ("all", _("全部")),
]


class FilterForm(forms.Form):
    """筛选 (filters) of the list and the map."""

    state = forms.ChoiceField(
        label=pgettext_lazy("随手拍", "状态"), required=False, choices=[*STATES, *HazardReport.State.choices]
    )
    severity = forms.ChoiceField(
        label=_("严重程度"), required=False, choices=[("", _("不限")), *Severity.choices]
    )
    category = forms.ChoiceField(
        label=pgettext_lazy("隐患", "类别"),
        required=False,
        choices=[("", _("不限")), *HazardReport.Category.choices],
    )


class SpanForm(forms.Form):
    """统计月份 (the month of the figures); without one, everything up to now."""

    month = month_field(_("月份"), required=False)

    def span(self) -> Span:
        return Span.written(self.cleaned_data["month"], at=now())


class FigureRowsForm(SpanForm):
    """明细 (the rows behind a figure): which figure, of whom; without a unit, of all."""

    figure = forms.ChoiceField(required=False, choices=list(FIGURES.items()))
    by = forms.ChoiceField(required=False, choices=[(by, by) for by in UNITS])
    unit = forms.SlugField(required=False, max_length=40)
