"""Forms of recruitment rounds: apply, write an interview note, say why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from volunteers.models import Application, InterviewNote, Round, Shift
from volunteers.signup_rules import hours_words
from zibo_youth.core.calendar import now


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


class _PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        one = obj.volunteer
        return f"{one.volunteer_no} {one.person.masked_name} · {obj.pool}"


class _ShiftsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        n = max(obj.capacity - obj.taken, 0)
        free = ngettext("还需 %(n)s 人", "还需 %(n)s 人", n) % {"n": n}
        return f"{hours_words(obj.starts_at, obj.ends_at)} · {obj.post.local_name} · {obj.place} · {free}"


class RosterForm(forms.Form):
    """排班 (a roster): accepted volunteers, and shifts to come of the round's project."""

    people = _PeopleField(
        label=_("已录取的志愿者"),
        queryset=Application.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一位志愿者")},
    )
    shifts = _ShiftsField(
        label=_("班次"),
        queryset=Shift.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个班次")},
    )

    def __init__(self, *args: Any, round: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        people = round.applications.filter(state="accepted").whole().order_by("number")
        shifts = Shift.objects.open(now()).filter(post__project=round.project_id).counted().whole()
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.fields["shifts"].queryset = shifts.order_by("starts_at", "pk")  # type: ignore[attr-defined]
