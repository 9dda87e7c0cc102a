"""Forms of a volunteer's own pages: registration, joining a team, leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import Brand, Skill, Volunteer
from volunteers.models.volunteer import Availability
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import day_field


class RegistrationForm(forms.Form):
    """注册志愿者 (register): where, what, when; who it is the account knows already."""

    reporting_org = forms.ModelChoiceField(
        label=_("所在区县"),
        help_text=_("由这个区县团委核验资质、解答问题"),
        queryset=Organisation.objects.none(),
        empty_label=_("请选择"),
    )
    university = forms.ModelChoiceField(
        label=_("就读高校"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("不是在校学生"),
    )
    graduates_on = day_field(_("预计毕业日期"), required=False, help_text=_("在校学生填写"))
    skills = forms.ModelMultipleChoiceField(
        label=_("服务特长"),
        queryset=Skill.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    availability = forms.MultipleChoiceField(
        label=_("可服务时间"),
        choices=Availability.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    introduction = forms.CharField(
        label=_("自我介绍"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, volunteer: Volunteer | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reporting_org"].queryset = Organisation.objects.reporting()  # type: ignore[attr-defined]
        self.fields["university"].queryset = Organisation.objects.universities()  # type: ignore[attr-defined]
        if volunteer:
            plain = ("reporting_org", "university", "graduates_on", "availability", "introduction")
            self.initial = {name: getattr(volunteer, name) for name in plain}
            self.initial["skills"] = volunteer.skills.all()


class TeamForm(forms.Form):
    """申请入队 (join): one of the teams that take volunteers."""

    team = forms.ModelChoiceField(
        label=_("服务队"), queryset=Organisation.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, *args: Any, volunteer: Volunteer, **options: Any) -> None:
        super().__init__(*args, **options)
        teams = Organisation.objects.filter(kind__in=["team", "university"])
        joined = volunteer.teams.filter(state__in=["asked", "active"]).values("team")
        self.fields["team"].queryset = teams.exclude(pk__in=joined).order_by("name")  # type: ignore[attr-defined]


class ProjectFilterForm(forms.Form):
    """查找项目 (find a project): by district and brand; everything is optional."""

    district = forms.ModelChoiceField(
        label=_("区县"), queryset=Organisation.objects.none(), required=False, empty_label=_("全市")
    )
    brand = forms.ModelChoiceField(
        label=_("服务品牌"),
        queryset=Brand.objects.none(),
        required=False,
        empty_label=pgettext_lazy("服务品牌", "全部"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["district"].queryset = Organisation.objects.reporting()  # type: ignore[attr-defined]
        self.fields["brand"].queryset = Brand.objects.all()  # type: ignore[attr-defined]
