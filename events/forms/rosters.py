"""Forms of an organisation's roster: whose, which part of the places, the file; one person's line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Quota, Session
from events.services.rosters.uploading import BRING
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.form_fields import SealedForm

MOST_BYTES = 2 * 1024 * 1024


def organisations_of(user: User) -> Any:
    """Whose people this office may bring."""
    reach = policy.reach(user, BRING).office()
    rows = Organisation.objects.exclude(kind__in=["bank", "guarantor", "donor"])
    if reach.everything:
        return rows
    own = reach.organisations | reach.districts
    return rows.filter(Q(pk__in=own) | Q(reporting_org__in=reach.districts))


class RosterFileForm(forms.Form):
    """上传名册 (a roster)."""

    organisation = forms.ModelChoiceField(label=_("报名单位"), queryset=Organisation.objects.none())
    quota = forms.ModelChoiceField(label=_("名额组"), queryset=Quota.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("名册文件（XLSX 或 CSV）"),
        help_text=_("最多 2 MB；有公式的单元格请先粘贴为数值"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, user: User, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        found = organisations_of(user)
        fields["organisation"].queryset = found
        if found.count() == 1:
            fields["organisation"].initial, fields["organisation"].empty_label = found[0].pk, None
        parts = session.quotas.filter(Q(organisation=None) | Q(organisation__in=found))
        fields["quota"].queryset = parts
        if len(parts) == 1:
            fields["quota"].required, fields["quota"].widget = False, forms.HiddenInput()
        self.only_quota = parts[0] if len(parts) == 1 else None

    def clean_quota(self) -> Quota | None:
        """The only part is not asked for."""
        return self.cleaned_data["quota"] or self.only_quota

    def clean_file(self) -> Any:
        """Too large is said before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件最多 2 MB"))
        return file


class RosterConfirmForm(SealedForm):
    """确认报名: everybody, or those whose lines are right; waiting, if there is no place for all."""

    may_wait = forms.BooleanField(label=_("名额不够时，全体一起候补"), required=False)


class RosterPersonForm(forms.Form):
    """名册的一个人 (one person), in words of the file."""

    full_name = forms.CharField(label=_("姓名"), max_length=60)
    birth_date = forms.CharField(label=_("出生日期"), max_length=12, help_text=_("例如 2008-03-05"))
    id_last4 = forms.CharField(label=_("证件号码后四位"), max_length=4)
    gender = forms.ChoiceField(
        label=pgettext_lazy("名册", "性别"),
        choices=[("", _("不填")), ("女", _("女")), ("男", _("男"))],
        required=False,
    )
    mobile = forms.CharField(label=_("手机号"), max_length=40, required=False)
    guardian_name = forms.CharField(
        label=_("监护人姓名"), max_length=60, required=False, help_text=_("活动当天未满 18 周岁的必填")
    )
    guardian_mobile = forms.CharField(label=_("监护人电话"), max_length=40, required=False)
    relation = forms.CharField(label=_("与本人关系"), max_length=20, required=False)

    def cells(self) -> dict[str, str]:
        """As a line of the file has them."""
        return {name: str(self.cleaned_data[name]).strip() for name in self.cleaned_data}
