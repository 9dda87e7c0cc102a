"""Forms of the register: an enterprise, what changes of it, who answers for safety there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safety.models import Enterprise
from safety.services.enterprise_import import districts_of
from safety.services.enterprises import Described
from zibo_youth.accounts.identity import validate_uscc
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field, words_field

MOST_WORKERS = 1_000_000
LONGEST_AREA = 40


class EnterpriseFilterForm(forms.Form):
    """查找企业 (find): everything is optional."""

    district = forms.ModelChoiceField(
        label=_("区县"), queryset=Organisation.objects.none(), required=False, empty_label=_("全市")
    )
    sector = forms.ChoiceField(
        label=_("行业"), required=False, choices=[("", _("全部行业")), *Enterprise.Sector.choices]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["district"].queryset = Organisation.objects.reporting()  # type: ignore[attr-defined]


class DescribeForm(forms.Form):
    """企业情况: what may change of an enterprise."""

    sector = forms.ChoiceField(label=_("行业"), choices=Enterprise.Sector.choices)
    workers = forms.IntegerField(label=_("职工人数"), min_value=0, max_value=MOST_WORKERS)
    young_workers = forms.IntegerField(label=_("35 周岁以下职工人数"), min_value=0, max_value=MOST_WORKERS)
    league_branch = forms.CharField(label=_("企业团组织"), max_length=80, required=False)

    def __init__(self, *args: Any, enterprise: Enterprise | None = None, **options: Any) -> None:
        if enterprise is not None:
            options["initial"] = {name: getattr(enterprise, name) for name in DescribeForm.base_fields}
        super().__init__(*args, **options)
        self.enterprise = enterprise

    def described(self) -> Described:
        known = self.enterprise
        if known is None:
            raise TypeError("a new enterprise is described by its own form")
        company = known.organisation
        return Described(uscc=company.uscc, name=company.name, since=known.since, **self.cleaned_data)


class EnterpriseForm(DescribeForm):
    """登记企业 (a new one)."""

    district = forms.ModelChoiceField(label=_("区县"), queryset=Organisation.objects.none())
    uscc = forms.CharField(label=_("统一社会信用代码"), min_length=18, max_length=18)
    name = forms.CharField(label=_("企业名称"), max_length=80)
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    field_order = ("uscc", "name", "district", "address")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        own = districts_of(user)
        field: Any = self.fields["district"]
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in own])
        if len(own) == 1:
            field.initial, field.empty_label = own[0].pk, None

    def clean_uscc(self) -> str:
        """In capital letters, with the right check character."""
        told = str(self.cleaned_data["uscc"]).strip().upper()
        validate_uscc(told)
        return told

    def described(self) -> Described:
        said = {name: value for name, value in self.cleaned_data.items() if name != "district"}
        return Described(since=today(), **said)


class OfficerForm(forms.Form):
    """指定安全员 (name the officer)."""

    mobile = MobileField(label=_("安全员手机号"), help_text=_("安全员须先用这个手机号登录过一次"))

    def __init__(self, *args: Any, enterprise: Enterprise | None = None, **options: Any) -> None:
        super().__init__(*args, **options)


class EndOfficerForm(forms.Form):
    """安全员卸任 (an officer steps down)."""

    membership = forms.ModelChoiceField(
        label=_("安全员"), queryset=Membership.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["membership"]
        rows = enterprise.organisation.memberships.filter(role="safety_officer").current(today())
        field.queryset = rows.filter(until_on=None).select_related("person")
        field.label_from_instance = lambda each: each.person.full_name


class AreasForm(forms.Form):
    """车间和区域 (work areas), a line each."""

    areas = words_field(
        _("车间和区域"),
        rows=6,
        max_length=5000,
        required=False,
        help_text=_("每行一个，随手拍按这份名单选；删去的停用，以前的隐患不变"),
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **options: Any) -> None:
        told = "\n".join(enterprise.areas.in_use().values_list("name", flat=True))
        options["initial"] = {"areas": told}
        super().__init__(*args, **options)

    def clean_areas(self) -> list[str]:
        """Their names, each as long as a list shows it."""
        names = self.cleaned_data["areas"].splitlines()
        for name in names:
            if len(name.strip()) > LONGEST_AREA:
                raise forms.ValidationError(
                    _("名称最多 %(most)s 个字：%(name)s"), params={"most": LONGEST_AREA, "name": name[:20]}
                )
        return names


class EndSupervisionForm(forms.Form):
    """退出监管 (supervision ends)."""

    until_on = day_field(_("退出监管日期"))

    def __init__(self, *args: Any, enterprise: Enterprise | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
