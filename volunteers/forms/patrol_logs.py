"""Forms of the log: whom a team sent away, a hazard with a picture, equipment, and a ticket's way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import Equipment, PatrolLog, PatrolPoint
from volunteers.models.patrol_log import BANDS, MOST_PEOPLE
from zibo_youth.core.form_fields import day_field, words_field

from .scans import clock_field

WITHOUT_NAMES = _("不写姓名、电话和证件号")
NO_FACES = _("只拍隐患，不拍人脸、车牌；拍到人脸的请重拍。JPG 或 PNG，10 MB 以内")
PICTURE = {"accept": "image/jpeg,image/png"}


def picture_field(label: Any, **options: Any) -> forms.FileField:
    """A picture, from the camera of a phone too."""
    return forms.FileField(label=label, help_text=NO_FACES, widget=forms.FileInput(attrs=PICTURE), **options)


def people_field(label: Any) -> forms.IntegerField:
    """How many of one age; an empty field is nobody."""
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, required=False, initial=0)


class _AtPointForm(forms.Form):
    """What happened at one point of the water, now or a while ago."""

    point = forms.ModelChoiceField(
        label=_("巡护点位"), queryset=PatrolPoint.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, *args: Any, points: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        found = PatrolPoint.objects.none() if points is None else points
        self.fields["point"].queryset = found  # type: ignore[attr-defined]


class LogForm(_AtPointForm):
    """记日志 (write an entry)."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("巡护日志", "类别"),
        choices=[
            (PatrolLog.Kind.DISSUADED, pgettext_lazy("巡护日志", "劝离")),
            (PatrolLog.Kind.OTHER, pgettext_lazy("巡护日志", "其他")),
        ],
        initial=PatrolLog.Kind.DISSUADED,
        widget=forms.RadioSelect,
    )
    under_6 = people_field(_("6 岁以下"))
    aged_6_13 = people_field(_("6 至 13 岁"))
    aged_14_17 = people_field(_("14 至 17 岁"))
    adults = people_field(_("成年人"))
    words = forms.CharField(
        label=pgettext_lazy("巡护日志", "说明"), max_length=200, required=False, help_text=WITHOUT_NAMES
    )
    clock = clock_field(pgettext_lazy("巡护日志", "时间"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["clock"].help_text = _("不填就是现在")
        self.order_fields(["kind", "point", *BANDS, "words", "clock"])

    def seen(self) -> dict[str, int]:
        """Numbers by age; an empty field is nobody."""
        return {band: self.cleaned_data[band] or 0 for band in BANDS}


class HazardForm(_AtPointForm):
    """报隐患 (report a hazard)."""

    grade = forms.ChoiceField(label=_("风险等级"), choices=PatrolPoint.Risk.choices, widget=forms.RadioSelect)
    description = forms.CharField(
        label=_("隐患情况"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WITHOUT_NAMES,
    )
    photo = picture_field(_("现场照片"), required=False)


class EquipmentForm(forms.Form):
    """检查器材 (equipment): what was found of each piece; what was not looked at stays empty."""

    def __init__(self, *args: Any, pieces: list[Equipment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.pieces = pieces
        for piece in pieces:
            self.fields[f"piece_{piece.pk}"] = forms.ChoiceField(
                label=f"{piece.point} · {piece}",
                choices=[("", _("未检查")), *Equipment.State.choices],
                required=False,
                widget=forms.RadioSelect,
            )

    def found(self) -> dict[Equipment, str]:
        """What was looked at."""
        told = {piece: self.cleaned_data[f"piece_{piece.pk}"] for piece in self.pieces}
        return {piece: state for piece, state in told.items() if state}


class CheckForm(forms.Form):
    """检查器材 at the desk: one piece."""

    state = forms.ChoiceField(label=_("检查结果"), choices=Equipment.State.choices, widget=forms.RadioSelect)


class AssignForm(forms.Form):
    """交办 (assign), or why it is no hazard."""

    department = forms.CharField(label=_("责任部门"), max_length=60)
    due_on = day_field(_("整改期限"))
    reason = words_field(_("不成立的理由"), max_length=200, required=False, help_text=_("交办时不填"))


class BeginForm(forms.Form):
    """开始整改 (the department has begun): a button without fields."""


class RectifiedForm(forms.Form):
    """整改完成 (mended)."""

    measures = forms.CharField(
        label=_("整改措施"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}), help_text=WITHOUT_NAMES
    )
    photo = picture_field(_("整改照片"))


class VerdictForm(forms.Form):
    """核查 (a second look)."""

    reason = words_field(_("未通过的理由"), max_length=200, required=False, help_text=_("通过时不填"))
