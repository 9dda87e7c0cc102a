"""Forms of the board: what one step of a room asks for, and nothing of the rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.models import BillLine, Build, Defect, HopeRoom
from hope_rooms.models.acceptance import CheckItem
from hope_rooms.models.survey import CRITERIA, Rating, Structure, Survey, Tenure
from hope_rooms.services.building.acceptance import Found
from hope_rooms.services.building.care import Ending, Finding
from hope_rooms.services.building.design import Wanted
from hope_rooms.services.building.handing import Report
from hope_rooms.services.building.leaving import Waiting
from hope_rooms.services.building.surveys import Findings
from hope_rooms.services.building.works import Contract
from zibo_youth.accounts.models import Membership, Person
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field, words_field

from .steps import NO_NUMBERS, StepForm

DEFECTS = range(1, 4)


class NoteForm(StepForm):
    """A step with a reason."""

    note = words_field(_("理由"), max_length=200, help_text=NO_NUMBERS)


def people_who_survey(room: HopeRoom) -> Any:
    """Who holds an office of the district or of one of its towns today."""
    district = room.child.reporting_org
    offices = Membership.objects.current(today()).filter(
        organisation__in=[district, *district.reported_units.filter(kind="town")]
    )
    return Person.objects.filter(pk__in=offices.values("person_id")).order_by("full_name", "pk")


class SurveyorsForm(StepForm):
    """指派勘察人: of the district's and the towns' own people."""

    first = forms.ModelChoiceField(
        label=_("第一名勘察人"), queryset=Person.objects.none(), empty_label=_("请选择")
    )
    second = forms.ModelChoiceField(
        label=_("第二名勘察人"), queryset=Person.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("first", "second"):
            self.fields[name].queryset = people_who_survey(self.room)  # type: ignore[attr-defined]

    def two(self) -> list[Person]:
        return [self.cleaned_data["first"], self.cleaned_data["second"]]


class HoldForm(StepForm):
    """暂缓."""

    why = forms.ChoiceField(label=_("暂缓原因"), choices=Waiting.choices)


class LineForm(StepForm):
    """添加料单."""

    line = forms.ChoiceField(label=_("预算科目"), choices=BillLine.Line.choices)
    item = forms.CharField(label=_("名称和规格"), max_length=60)
    unit = forms.CharField(label=_("单位"), max_length=8)
    quantity = forms.DecimalField(label=pgettext_lazy("料单", "数量"), max_digits=7, decimal_places=2)
    price_yuan = forms.DecimalField(label=_("单价（元）"), max_digits=8, decimal_places=2)

    def told(self) -> Wanted:
        return Wanted(**self.cleaned_data)


class DropLineForm(StepForm):
    """删除料单."""

    line = forms.ModelChoiceField(label=_("料单"), queryset=BillLine.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["line"]
        field.queryset = self.room.bill.all()
        field.label_from_instance = lambda line: line.item


class ContractForm(StepForm):
    """开工."""

    contractor = forms.CharField(label=_("施工单位"), max_length=80)
    agreement_on = day_field(_("服务协议签订日期"))
    presence = forms.ChoiceField(
        label=_("施工期间安全措施"), choices=Build.Presence.choices, widget=forms.RadioSelect
    )
    starts_on = day_field(_("开工日期"))

    def told(self) -> Contract:
        return Contract(**self.cleaned_data)


class LogForm(StepForm):
    """施工日志."""

    on = day_field(pgettext_lazy("施工日志", "日期"))
    words = words_field(_("当天施工情况"), max_length=300, help_text=NO_NUMBERS)


class SuspendForm(NoteForm):
    """申请停工."""

    resume_on = day_field(_("计划复工日期"))


class InstalledForm(StepForm):
    """完工: how many of each line were put in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for line in self.room.bill.all():
            self.fields[f"line_{line.pk}"] = forms.DecimalField(
                label=f"{line.item}（{line.unit}）", initial=line.quantity, max_digits=7, decimal_places=2
            )

    def told(self) -> dict[int, Decimal]:
        return {int(name.removeprefix("line_")): value for name, value in self.cleaned_data.items()}


class ChecklistForm(StepForm):
    """验收通过: each item is ticked by whoever has seen it."""

    checked = forms.MultipleChoiceField(
        label=_("三面三物件及配套"),
        choices=CheckItem.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class DefectsForm(StepForm):
    """验收不通过: up to three defects at once; a line without words is none."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in DEFECTS:
            told, is_first = _("第 %(number)s 个缺陷") % {"number": number}, number == 1
            self.fields |= {
                f"words_{number}": words_field(told, max_length=200, help_text=NO_NUMBERS, required=is_first),
                f"severity_{number}": forms.ChoiceField(
                    label=_("严重程度"), choices=Defect.Severity.choices, required=is_first
                ),
                f"owner_{number}": forms.ChoiceField(
                    label=_("整改责任方"), choices=Defect.Owner.choices, required=is_first
                ),
                f"due_on_{number}": day_field(_("整改期限"), required=is_first),
            }

    def clean(self) -> None:
        for number in self._written():
            if not self.cleaned_data.get(f"due_on_{number}"):
                self.add_error(f"due_on_{number}", _("请填写整改期限"))

    def _written(self) -> list[int]:
        return [number for number in DEFECTS if self.cleaned_data.get(f"words_{number}", "").strip()]

    def told(self) -> list[Found]:
        given, names = self.cleaned_data, ("severity", "words", "owner", "due_on")
        return [Found(*(given[f"{name}_{number}"] for name in names)) for number in self._written()]


class MendForm(StepForm):
    """登记整改."""

    defect = forms.ModelChoiceField(label=_("缺陷"), queryset=Defect.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["defect"]
        field.queryset = self.room.defects.to_mend()
        field.label_from_instance = lambda defect: defect.words


def reading_field(label: Any) -> forms.DecimalField:
    """In mg/m³."""
    return forms.DecimalField(label=label, min_value=0, max_digits=6, decimal_places=3)


class AirForm(StepForm):
    """登记空气检测."""

    lab = forms.CharField(label=_("检测机构"), max_length=80)
    report_no = forms.CharField(label=_("检测报告编号"), max_length=40)
    sampled_on = day_field(_("采样日期"))
    formaldehyde = reading_field(_("甲醛（mg/m³）"))
    benzene = reading_field(_("苯（mg/m³）"))
    tvoc = reading_field(_("总挥发性有机物（mg/m³）"))

    def told(self) -> Report:
        return Report(**self.cleaned_data)


class HandOverForm(StepForm):
    """交付."""

    keys_on = day_field(_("钥匙交接日期"))
    inventory_on = day_field(_("物品清单签字日期"))


class RecheckForm(StepForm):
    """登记复查."""

    months = forms.TypedChoiceField(
        label=_("交付后"), choices=((3, _("三个月")), (12, _("十二个月"))), coerce=int
    )
    on = day_field(_("复查日期"))
    is_used = forms.BooleanField(label=_("孩子仍在使用"), required=False)
    is_whole = forms.BooleanField(label=_("没有损坏"), required=False)
    note = words_field(_("复查说明"), max_length=200, required=False, help_text=NO_NUMBERS)

    def told(self) -> Finding:
        return Finding(**{name: value for name, value in self.cleaned_data.items() if name != "months"})


class CloseForm(StepForm):
    """结项."""

    ending = forms.ChoiceField(label=_("结项原因"), choices=Ending.choices)
    talk_on = day_field(_("结项谈话日期"))


def rating_field(name: str) -> forms.TypedChoiceField:
    field: Any = Survey._meta.get_field(name)
    return forms.TypedChoiceField(label=field.verbose_name, choices=Rating.choices, coerce=int)


def metres(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=Decimal("0.01"), max_digits=4, decimal_places=2)


class SurveyForm(forms.Form):
    """实地勘察: what the two saw of the room."""

    length_m, width_m, height_m = (metres(label) for label in (_("长（米）"), _("宽（米）"), _("高（米）")))
    sleeping, studying, crowding, damp, wiring = (rating_field(each) for each in CRITERIA)
    tenure = forms.ChoiceField(label=_("房屋权属"), choices=Tenure.choices)
    structure = forms.ChoiceField(label=_("房屋安全"), choices=Structure.choices)
    note = words_field(_("房间说明"), max_length=300, required=False, help_text=NO_NUMBERS)

    def told(self) -> Findings:
        return Findings(**self.cleaned_data)
