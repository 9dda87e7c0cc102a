"""Forms of the desk of weddings: an edition, its programme, reviews, sheets of points, sheets on paper."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Couple, ProgrammeItem, Wedding
from events.models.wedding.edition import LEGAL_AGE_MAN, LEGAL_AGE_WOMAN
from events.models.wedding.words import ProgrammeKind
from events.services.weddings.editions import WeddingPlan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.form_fields import day_field, moment_field, words_field


class WeddingForm(forms.Form):
    """一届婚礼 (an edition), as its office writes it."""

    number = forms.IntegerField(label=_("届次"), min_value=1, max_value=200)
    held_on = day_field(_("婚礼日期"))
    opens_at = moment_field(_("报名开始"))
    closes_at = moment_field(_("报名截止"), required=False, help_text=_("不填为婚礼前 30 天"))
    places = forms.IntegerField(label=_("新人名额（对）"), min_value=1, max_value=500)
    organiser = forms.ModelChoiceField(label=_("承办单位"), queryset=Organisation.objects.none())
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30)
    conditions = words_field(_("参加条件"), rows=4, max_length=2000)
    conditions_en = words_field(_("英文参加条件"), rows=3, max_length=4000, required=False)
    gift = forms.CharField(label=_("新婚礼包"), max_length=200, required=False)
    gift_en = forms.CharField(label=_("英文新婚礼包"), max_length=300, required=False)
    officiant = forms.CharField(label=_("主婚人"), max_length=60, required=False)
    witness = forms.CharField(label=_("证婚人"), max_length=60, required=False)
    age_from_man = forms.IntegerField(
        label=_("男方最低年龄"), min_value=LEGAL_AGE_MAN, max_value=99, initial=LEGAL_AGE_MAN
    )
    age_from_woman = forms.IntegerField(
        label=_("女方最低年龄"), min_value=LEGAL_AGE_WOMAN, max_value=99, initial=LEGAL_AGE_WOMAN
    )
    age_to = forms.IntegerField(label=_("最高年龄"), min_value=LEGAL_AGE_WOMAN, max_value=99, initial=45)
    married_from = day_field(_("领证日期不早于"), required=False)
    married_until = day_field(_("领证日期不晚于"), required=False)
    method = forms.ChoiceField(label=_("遴选办法"), choices=Wedding.Method.choices)
    guests_most = forms.IntegerField(label=_("每对亲友人数上限"), min_value=0, max_value=20, initial=4)
    table_seats = forms.IntegerField(label=_("每桌座位"), min_value=2, max_value=30, initial=10)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        reach = policy.reach(user, "events.manage_wedding").office()
        rows = Organisation.objects.reporting()
        field: Any = self.fields["organiser"]
        field.queryset = rows if reach.everything else rows.filter(pk__in=reach.districts)

    def plan(self) -> WeddingPlan:
        """承办的区县 is also the one whose report counts it."""
        said = self.cleaned_data
        return WeddingPlan(**said, reporting_org=said["organiser"])


class WeddingStepForm(forms.Form):
    """A step of an edition without a field."""

    def __init__(self, *args: Any, wedding: Wedding, **options: Any) -> None:
        super().__init__(*args, **options)
        self.wedding = wedding


class CriterionForm(WeddingStepForm):
    """评分项 (a criterion)."""

    name = forms.CharField(label=pgettext_lazy("评分项", "名称"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    most = forms.IntegerField(label=_("满分"), min_value=1, max_value=100)


class ItemForm(WeddingStepForm):
    """环节 (a programme item)."""

    kind = forms.ChoiceField(label=pgettext_lazy("婚礼环节", "类别"), choices=ProgrammeKind.choices)
    name = forms.CharField(label=pgettext_lazy("婚礼环节", "名称"), max_length=40)
    name_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    place = forms.CharField(label=pgettext_lazy("婚礼环节", "地点"), max_length=80)


class NewSlotForm(WeddingStepForm):
    """时段 (a slot of an item)."""

    item = forms.ModelChoiceField(
        label=_("婚礼环节"), queryset=ProgrammeItem.objects.none(), empty_label=None
    )
    starts_at = moment_field(pgettext_lazy("环节时段", "开始"))
    ends_at = moment_field(pgettext_lazy("环节时段", "结束"))
    capacity = forms.IntegerField(label=_("每时段新人（对）"), min_value=1, max_value=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["item"]
        field.queryset = self.wedding.items.all()


class CallOffForm(WeddingStepForm):
    """取消 (call off), with the reason that the couples read."""

    reason = words_field(_("原因"), max_length=120, help_text=_("新人会看到"))


class HeldWeddingForm(WeddingStepForm):
    """已举办 (held): who was not there, by number."""

    absent = forms.CharField(
        label=_("未到场的报名号"),
        max_length=400,
        required=False,
        help_text=_("没有就不填；多个用逗号隔开，例如 3，12"),
    )

    def clean_absent(self) -> tuple[int, ...]:
        parts = [part for part in re.split(r"[,，、\s]+", self.cleaned_data["absent"]) if part]
        if any(not re.fullmatch(r"[0-9]{1,6}", part, re.ASCII) for part in parts):
            raise ValidationError(_("请只填报名号，用逗号隔开"))
        return tuple(sorted({int(part) for part in parts}))


class CoupleStepForm(forms.Form):
    """A step of a couple's review without a field."""

    def __init__(self, *args: Any, couple: Couple, **options: Any) -> None:
        super().__init__(*args, **options)
        self.couple = couple


class AskForm(CoupleStepForm):
    """退回补充 (ask for more)."""

    words = words_field(_("需要补充什么"), max_length=300, help_text=_("双方都会看到"))


class RefuseForm(CoupleStepForm):
    """不予通过 (refuse), for a reason of the list."""

    reason = forms.ChoiceField(label=_("原因"), choices=Couple.Refusal.choices)
    words = words_field(_("说明"), max_length=300, required=False, help_text=_("双方都会看到"))


class HandOverForm(CoupleStepForm):
    """转交 (hand over)."""

    reason = words_field(_("原因"), max_length=120)


class ScoreForm(CoupleStepForm):
    """评分 (a sheet of points): what one gave before stands in it."""

    def __init__(self, *args: Any, couple: Couple, scorer: int | None = None, **options: Any) -> None:
        super().__init__(*args, couple=couple, **options)
        given = dict(couple.scores.filter(scorer=scorer).values_list("criterion", "points"))
        for each in couple.wedding.criteria.all():
            self.fields[f"points_{each.pk}"] = forms.IntegerField(
                label=f"{each.local_name} (0–{each.most})",
                min_value=0,
                max_value=each.most,
                initial=given.get(each.pk),
            )

    def points(self) -> dict[int, int]:
        """By the number of each criterion."""
        return {int(name.removeprefix("points_")): value for name, value in self.cleaned_data.items()}


class SheetForm(forms.Form):
    """工作表 (sheets on paper or as a workbook), for a written reason."""

    kind = forms.ChoiceField(
        label=_("文件格式"), choices=[("xlsx", _("工作簿 XLSX")), ("pdf", _("打印件 PDF"))]
    )
    reason = forms.CharField(
        label=_("导出事由"), max_length=200, help_text=_("请写明用途；事由、姓名、时间和行数一并留痕")
    )
