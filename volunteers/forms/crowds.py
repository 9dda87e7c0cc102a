"""Forms of mass events: how many came, and why a count is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import CrowdSession
from volunteers.models.crowd import MOST_PEOPLE
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import day_field, words_field


def _of_children(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_PEOPLE, required=False, help_text=help_text
    )


class CountForm(forms.Form):
    """登记场次 (count a session)."""

    kind = forms.ChoiceField(label=pgettext_lazy("活动场次", "类别"), choices=CrowdSession.Kind.choices)
    title = forms.CharField(label=pgettext_lazy("活动场次", "活动名称"), max_length=60)
    title_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    organiser = forms.ModelChoiceField(
        label=_("组织单位"), queryset=Organisation.objects.none(), empty_label=_("请选择")
    )
    place = forms.CharField(label=pgettext_lazy("活动场次", "地点"), max_length=80)
    held_on = day_field(_("举办日期"))
    students = forms.IntegerField(
        label=_("学生人次"), min_value=0, max_value=MOST_PEOPLE, help_text=_("关爱类活动填写孩子人次")
    )
    parents = forms.IntegerField(label=_("家长人次"), min_value=0, max_value=MOST_PEOPLE, initial=0)
    consents = _of_children(_("监护人同意份数"), _("有孩子由组织单位带领的活动填写：每名孩子一份"))
    companions = _of_children(_("随行成人人数"), _("至少两名；孩子多时按比例增加"))
    returned = _of_children(_("返回时清点人数"), _("与出发时的孩子人数一致"))
    remark = forms.CharField(
        label=pgettext_lazy("活动场次", "备注"),
        max_length=200,
        required=False,
        help_text=_("请勿填写姓名、电话和证件号：只计人次，不登记任何人"),
    )

    def __init__(self, *args: Any, organisations: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organiser"].queryset = organisations or Organisation.objects.none()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        return told | {name: told.get(name) or 0 for name in ("consents", "companions", "returned")}


class CorrectionForm(CountForm):
    """更正场次 (count it anew): what is right, and why the first count was not."""

    reason = forms.CharField(label=_("更正的理由"), max_length=200)


class DecideForm(forms.Form):
    """确认或作废 (decide); a reason where it is voided."""

    reason = words_field(_("作废理由"), max_length=200, required=False)
