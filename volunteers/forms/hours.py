"""Forms of hours and certificates: make hours up, say what is wrong, answer, ask, issue, check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import Post, ServiceProject, Volunteer
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import day_field, moment_field, words_field


class StatementForm(forms.Form):
    """补录时长 (make hours up)."""

    volunteer = forms.ModelChoiceField(
        label=_("志愿者编号"),
        queryset=Volunteer.objects.none(),
        to_field_name="volunteer_no",
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("没有这个编号的在册志愿者，或不在您的服务队和班次中")},
    )
    post = forms.ModelChoiceField(label=_("岗位"), queryset=Post.objects.none(), empty_label=_("请选择"))
    starts_at = moment_field(pgettext_lazy("服务时长", "开始"))
    ends_at = moment_field(pgettext_lazy("服务时长", "结束"))
    minutes = forms.IntegerField(
        label=_("分钟数"), min_value=1, max_value=1440, help_text=_("休息和路途不计，按半小时为单位")
    )
    reason = forms.CharField(
        label=pgettext_lazy("服务时长", "理由"),
        max_length=200,
        help_text=_("例如 忘记签退；志愿者本人会看到"),
    )

    def __init__(self, *args: Any, user: User, project: ServiceProject, **options: Any) -> None:
        super().__init__(*args, **options)
        volunteers: Any = self.fields["volunteer"]
        volunteers.queryset = Volunteer.objects.managed_by(user).active().distinct()
        posts: Any = self.fields["post"]
        posts.queryset = Post.objects.filter(project=project, is_credited=True)


class ClaimForm(forms.Form):
    """申请补记 (claim missing hours)."""

    post = forms.ModelChoiceField(label=_("岗位"), queryset=Post.objects.none(), empty_label=_("请选择"))
    starts_at = moment_field(pgettext_lazy("服务时长", "开始"))
    ends_at = moment_field(pgettext_lazy("服务时长", "结束"))
    reason = forms.CharField(
        label=pgettext_lazy("补记申请", "情况说明"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如 手机没电没有签到；谁可以证明"),
    )

    def __init__(self, *args: Any, volunteer: Volunteer, **options: Any) -> None:
        super().__init__(*args, **options)
        posts: Any = self.fields["post"]
        posts.queryset = Post.objects.served_by(volunteer).select_related("project")


class ClaimAnswerForm(forms.Form):
    """答复补记申请 (answer a claim)."""

    minutes = forms.IntegerField(
        label=_("分钟数"),
        min_value=1,
        max_value=1440,
        required=False,
        help_text=_("休息和路途不计，按半小时为单位；不采纳的留空"),
    )
    answer = words_field(
        _("答复"), max_length=200, required=False, help_text=_("写明核实的情况，志愿者本人会看到")
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.data.get("act") == "grant" and not told.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("请填写补录多少分钟"))
        return told


class DisputeForm(forms.Form):
    """更正申请 (say what is wrong)."""

    wrong = forms.CharField(
        label=_("哪里不对"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明实际的起止时间，有同伴可以证明的也请写上"),
    )


class AnswerForm(forms.Form):
    """答复更正申请 (answer); times and minutes where the entry is written anew."""

    answer = words_field(
        _("答复"), max_length=300, required=False, help_text=_("写明核实的情况，志愿者本人会看到")
    )
    minutes = forms.IntegerField(
        label=_("更正为（分钟）"),
        min_value=0,
        max_value=1440,
        required=False,
        help_text=_("不采纳的留空；填 0 表示全部冲销"),
    )
    starts_at = moment_field(_("更正后的开始时间"), required=False)
    ends_at = moment_field(_("更正后的结束时间"), required=False)


class ShareForm(forms.Form):
    """手工时长复核 (accept a manual share)."""

    reason = words_field(pgettext_lazy("手工时长复核", "理由"), max_length=200, required=False)


class AskCertificateForm(forms.Form):
    """申请证明 (ask for a certificate)."""

    issuer = forms.ModelChoiceField(
        label=_("出具单位"),
        queryset=Organisation.objects.none(),
        empty_label=_("请选择"),
        help_text=_("谁记录时长，谁出具证明；只列出您有已生效时长的单位"),
    )
    from_on = day_field(pgettext_lazy("服务证明", "服务自"))
    until_on = day_field(pgettext_lazy("服务证明", "服务至"))
    purpose = forms.CharField(label=_("用途"), max_length=60, required=False, help_text=_("例如 评优、升学"))

    def __init__(self, *args: Any, volunteer: Volunteer, **options: Any) -> None:
        super().__init__(*args, **options)
        issuers: Any = self.fields["issuer"]
        recorded = volunteer.hour_entries.final().order_by().values("organiser")
        issuers.queryset = Organisation.objects.filter(pk__in=recorded)
        first = volunteer.hour_entries.final().order_by("starts_at").first()
        self.initial = {"from_on": localdate(first.starts_at) if first else None, "until_on": today()}


class IssueForm(forms.Form):
    """出具证明 (issue), or why not."""

    contact_phone = forms.CharField(
        label=_("联系电话"), max_length=30, required=False, help_text=_("印在证明上，供核实时拨打")
    )
    handler = forms.CharField(label=_("经办人"), max_length=30, required=False)
    remark = forms.CharField(label=pgettext_lazy("服务证明", "备注"), max_length=120, required=False)
    reason = words_field(pgettext_lazy("服务证明", "不出具或撤销的理由"), max_length=120, required=False)


class VerifyForm(forms.Form):
    """查验证明 (check a certificate)."""

    number = forms.CharField(label=_("证明编号"), max_length=24)
    last4 = forms.CharField(
        label=_("证件号码后四位"),
        min_length=4,
        max_length=4,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
