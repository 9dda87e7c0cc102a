"""Forms of whoever looks for an event and registers: the shape of what is typed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.entrance import Permit, Wish, admits, needs_guardian
from events.models import Event, Quota, Session
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.accounts.models import Organisation, Person

LONGEST_NAME = 60


class EventFilterForm(forms.Form):
    """查找活动 (find an event): everything is optional."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("活动", "类别"),
        required=False,
        choices=[("", pgettext_lazy("活动类别", "全部")), *Event.Kind.choices],
    )
    district = forms.ModelChoiceField(
        label=_("区县"), queryset=Organisation.objects.none(), required=False, empty_label=_("全市")
    )
    month = forms.CharField(
        label=pgettext_lazy("活动", "月份"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    free = forms.BooleanField(label=_("只看还有名额的"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["district"].queryset = Organisation.objects.reporting()  # type: ignore[attr-defined]

    def clean_month(self) -> tuple[int, int] | None:
        """Year and month, or nothing."""
        told = self.cleaned_data["month"]
        if not told:
            return None
        found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", told)
        if found is None:
            raise ValidationError(_("请按“年-月”填写，例如 2021-06"))
        return int(found[1]), int(found[2])


class RegisterForm(forms.Form):
    """报名 (register): the part of the places, whom one brings, answers, and a guardian under 18."""

    quota = forms.ModelChoiceField(
        label=_("名额组"), queryset=Quota.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    companions = forms.CharField(
        label=_("同行人姓名"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一人，不含本人；全体一起录取或一起候补"),
    )
    guardian_name = forms.CharField(label=_("监护人姓名"), required=False, max_length=LONGEST_NAME)
    guardian_mobile = MobileField(label=_("监护人电话"), required=False)
    relation = forms.CharField(label=_("与报名人关系"), required=False, max_length=20)
    agreed = forms.BooleanField(label=_("监护人知道活动内容并同意参加"), required=False)

    def __init__(self, *args: Any, session: Session, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session = session
        self._offer_quotas(person)
        if session.event.most_together == 1:
            del self.fields["companions"]
        if not needs_guardian(person, session):
            for name in ("guardian_name", "guardian_mobile", "relation", "agreed"):
                del self.fields[name]
        for question in session.event.questions.all():
            self.fields[f"question_{question.pk}"] = _asking(question)

    def _offer_quotas(self, person: Person) -> None:
        """Those that are for this person; the only one is not asked."""
        rows = self.session.quotas.filter(organisation=None)
        fitting = [each for each in rows if admits(each, person)] or list(rows)
        field: Any = self.fields["quota"]
        field.queryset = rows.filter(pk__in=[each.pk for each in fitting])
        field.initial = fitting[0].pk if fitting else None
        if len(rows) == 1:
            field.required, field.widget = False, forms.HiddenInput()

    def clean_companions(self) -> tuple[str, ...]:
        """One name a line; empty lines do not count."""
        names = [line.strip() for line in self.cleaned_data["companions"].splitlines()]
        told = tuple(name for name in names if name)
        for number, name in enumerate(told, 1):
            if len(name) > LONGEST_NAME:
                raise ValidationError(
                    _("第 %(number)s 行的姓名过长，最多 %(most)s 个字"),
                    params={"number": number, "most": LONGEST_NAME},
                )
        return told

    def clean(self) -> dict[str, Any]:
        """Whoever names a guardian says that they agree."""
        said = super().clean() or {}
        if said.get("guardian_name") and not said.get("agreed"):
            self.add_error("agreed", _("请由监护人确认同意"))
        return said

    def wish(self) -> Wish:
        """What a valid form asks for."""
        said = self.cleaned_data
        prefix = "question_"
        answers = {
            int(name.removeprefix(prefix)): words for name, words in said.items() if name.startswith(prefix)
        }
        permit = None
        if said.get("guardian_name"):
            permit = Permit(said["guardian_name"], said["guardian_mobile"], said["relation"])
        return Wish(
            quota=said["quota"] or self.session.quotas.get(organisation=None),
            companions=said.get("companions", ()),
            answers=answers,
            permit=permit,
        )


def _asking(question: Any) -> forms.Field:
    if question.choices:
        chosen = [("", pgettext_lazy("报名问题", "请选择")), *((each, each) for each in question.choices)]
        return forms.ChoiceField(label=question.local_words, required=question.is_required, choices=chosen)
    return forms.CharField(label=question.local_words, required=question.is_required, max_length=300)


class AnswerForm(forms.Form):
    """确认名额或取消 (take up an offer, or leave): a button each."""

    act = forms.ChoiceField(
        choices=[("accept", _("确认名额")), ("cancel", _("取消报名"))], widget=forms.HiddenInput
    )
