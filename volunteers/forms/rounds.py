"""Forms of recruitment rounds: apply, write an interview note, say why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.models import InterviewNote


class ApplicationForm(forms.Form):
    """报名招募 (apply)."""

    statement = forms.CharField(
        label=_("报名说明"),
        help_text=_("可写外语、特长或以往服务，组织单位会看到"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    risks_read = forms.BooleanField(label=_("已阅读风险提示和录取规则"))


class NoteForm(forms.Form):
    """面试记录 (interview note); the applicant does not read it."""

    score = forms.IntegerField(label=_("评分（0–100）"), min_value=0, max_value=100)
    recommendation = forms.ChoiceField(label=_("面试意见"), choices=InterviewNote.Recommendation)
    words = forms.CharField(label=_("面试评语"), max_length=300, required=False)


class DecisionForm(forms.Form):
    """处理理由 (reason); the volunteer reads it."""

    note = forms.CharField(label=_("理由"), help_text=_("志愿者本人会看到"), max_length=120)
