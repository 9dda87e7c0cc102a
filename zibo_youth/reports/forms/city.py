"""What the city types: reasons, names, a year."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.errors import ReasonNeeded

from .district import name_field


class ReturnForm(forms.Form):
    """退回 (give back): the organisation reads the reason."""

    reason = forms.CharField(
        label=_("退回原因"),
        help_text=_("写明哪一项、哪里不对、怎么改；填报单位会收到这段话"),
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": ReasonNeeded.message},
    )


class LockForm(forms.Form):
    """锁定 (lock): who signs the city's report."""

    preparer = name_field(pgettext_lazy("全市月报", "汇总人"))
    checker = name_field(_("审核人"))
    head = name_field(_("单位负责人"))


class YearForm(forms.Form):
    """年度 (year): one of those that have something to show."""

    year = forms.TypedChoiceField(
        label=_("年度"), coerce=int, error_messages={"invalid_choice": _("请从列表中选择年度")}
    )

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.years = years
        offered = cast("forms.TypedChoiceField", self.fields["year"])
        offered.choices = [(year, str(year)) for year in years]
