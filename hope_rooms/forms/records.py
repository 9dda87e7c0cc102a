"""Forms of what is known of a child: who may read how much, files, and a part written anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.data_classes import DataClass, Purpose
from hope_rooms.models import ChildFile
from hope_rooms.records import ChildHardship, ChildHealth, ChildHome, FamilyKind, HardshipKind
from hope_rooms.services.files import Upload
from hope_rooms.services.grants import Asked
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.core.form_fields import day_field, words_field

from .cases import PURPOSES
from .screening import guardian_fields
from .steps import NO_NUMBERS, StepForm


def purpose_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("查阅目的"), choices=PURPOSES, coerce=Purpose)


def class_field(**options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("数据分级"),
        choices=DataClass.choices,
        coerce=lambda value: DataClass(int(value)),
        **options,
    )


class AskForm(StepForm):
    """申请查阅 (ask): how much, for what, until when."""

    data_class = class_field()
    purpose = purpose_field()
    reason = words_field(_("理由"), max_length=200, help_text=NO_NUMBERS)
    until_on = day_field(_("查阅到哪一天"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        most = settings.HOPE_ROOMS["grant_most_days"]
        self.fields["until_on"].help_text = _("最长 %(days)s 天，从今天起算") % {"days": most}

    def told(self) -> Asked:
        return Asked(**self.cleaned_data)


class GrantForm(forms.Form):
    """An answer, a taking back: one field for words, and the button says what they are."""

    answer = words_field(
        pgettext_lazy("授权", "批复意见"), max_length=200, required=False, help_text=NO_NUMBERS
    )


class UploadForm(StepForm):
    """上传材料."""

    kind = forms.ChoiceField(label=pgettext_lazy("儿童材料", "类别"), choices=ChildFile.Kind.choices)
    data_class = class_field(initial=DataClass.HOME)
    purpose = purpose_field()
    file = forms.FileField(
        label=_("文件"),
        help_text=_("JPG、PNG 或 PDF，不超过 10 MB；不上传孩子的照片"),
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )
    without_people = forms.BooleanField(
        label=_("我已确认照片中没有人，也看不出住址（小屋和勘察照片必须确认）"), required=False
    )

    def told(self) -> tuple[Upload, Purpose]:
        given = dict(self.cleaned_data)
        purpose = given.pop("purpose")
        return Upload(**given), purpose


class FilesForm(forms.Form):
    """材料目录: up to which class, for what; a look like any other."""

    data_class = class_field(initial=DataClass.HOME)
    purpose = purpose_field()


class PartForm(StepForm):
    """更正信息: one part, for a purpose."""

    purpose = purpose_field()


class PersonForm(PartForm):
    """本人: what is written of the child beside what the number says."""

    full_name = forms.CharField(label=_("孩子姓名"), max_length=60)
    school = forms.CharField(label=_("学校"), max_length=60, required=False)
    grade = forms.CharField(label=_("年级"), max_length=20, required=False)


class HomeForm(PartForm):
    """住址和监护人."""

    address = forms.CharField(label=_("家庭住址"), max_length=120)
    guardian_mobile = MobileField(label=_("监护人手机"), help_text=_("例如 13800138000"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= guardian_fields()
        self.order_fields(("purpose", "address", *guardian_fields()))

    def told(self) -> ChildHome:
        given = self.cleaned_data
        names = ("address", "guardian_name", "guardian_relation", "guardian_mobile")
        return ChildHome(**{name: given[name].strip() for name in names})


class HardshipForm(PartForm):
    """困境情况."""

    family_kind = forms.ChoiceField(label=_("家庭类型"), choices=FamilyKind.choices)
    hardship_kind = forms.ChoiceField(label=_("困境类型"), choices=HardshipKind.choices)
    words = words_field(_("情况"), max_length=300, required=False)

    def told(self) -> ChildHardship:
        given = self.cleaned_data
        return ChildHardship(given["family_kind"], given["hardship_kind"], given["words"].strip())


class HealthForm(PartForm):
    """健康情况: what a visitor must know to be of no harm."""

    words = words_field(_("情况"), max_length=300)

    def told(self) -> ChildHealth:
        return ChildHealth(self.cleaned_data["words"].strip())
