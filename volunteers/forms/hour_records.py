"""Of which months and which organisation records are exported and reconciled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.hour_plan import organisers_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.reports.periods import Month

# How far back a month may be chosen, and how many make one file.
MONTHS_BEHIND, MOST_MONTHS = 36, 12
EXPORT = "volunteers.export_hours"


class RecordsForm(forms.Form):
    """导出范围 (span)."""

    since = forms.ChoiceField(label=pgettext_lazy("导出时长", "从"))
    until = forms.ChoiceField(label=pgettext_lazy("导出时长", "到"))
    of = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("您管理的全部"),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        months = [Month.of(today()).plus(-back) for back in range(MONTHS_BEHIND)]
        for name in ("since", "until"):
            choice: Any = self.fields[name]
            choice.choices = [(month.code, str(month)) for month in months]
        reach = policy.reach(user, EXPORT).office()
        units = Organisation.objects.reporting()
        reported = units if reach.everything else units.filter(pk__in=reach.districts)
        organisations: Any = self.fields["of"]
        organisations.queryset = Organisation.objects.filter(
            pk__in=reported.order_by().values("pk").union(organisers_of(user).order_by().values("pk"))
        ).order_by("code")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "since" in told and "until" in told:
            first, last = (Month.from_code(told[name]) for name in ("since", "until"))
            if not first <= last < first.plus(MOST_MONTHS):
                self.add_error("until", _("结束月份不能早于开始月份，一次最多 12 个月"))
            told |= {"first": first, "last": last}
        return told
