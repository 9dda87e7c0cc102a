"""Forms of the election: delegates, candidates, objections, the roll, the two passphrases, the ballot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import AssociationOffice, Delegate, ElectoralUnit, RoundCandidate


class DelegateForm(forms.Form):
    """确定代表 (name a delegate)."""

    volunteer_no = forms.CharField(label=_("志愿者编号"), max_length=24, help_text=_("例如 ZB2026000123"))


class CandidateForm(DelegateForm):
    """提名候选人 (name a candidate)."""

    office = forms.ModelChoiceField(
        label=_("选举职务"), queryset=AssociationOffice.objects.none(), empty_label=_("请选择")
    )
    statement = forms.CharField(
        label=_("简要事迹"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("公示时会显示"),
    )

    def __init__(self, *args: Any, unit: ElectoralUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        offices = AssociationOffice.objects.filter(congress=unit.congress_id)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class RefusalForm(forms.Form):
    """审查 (decide): a refusal says why, and whoever named them reads it."""

    reason = forms.CharField(
        label=_("不予列入的理由"), max_length=300, required=False, help_text=_("列为候选人时不用填写")
    )


class ObjectionForm(forms.Form):
    """提出异议 (object)."""

    text = forms.CharField(
        label=_("异议内容"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("请写明事实；组织单位会核实并答复"),
    )


class AnswerForm(forms.Form):
    """答复异议 (answer)."""

    outcome = forms.ChoiceField(
        label=_("核实结果"),
        choices=[("dismissed", _("异议不成立")), ("upheld", _("异议成立，取消资格"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("答复"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}))


class RollForm(forms.Form):
    """签到 (the roll): who is present of one unit."""

    present = forms.MultipleChoiceField(
        label=_("到会代表"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, delegates: Sequence[Delegate], **options: Any) -> None:
        here = [str(each.pk) for each in delegates if each.present_at]
        super().__init__(*args, **options)
        self.initial["present"] = here
        self.fields["present"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), f"{each.number} · {each.volunteer.person.full_name}") for each in delegates
        ]


class PassphrasesForm(forms.Form):
    """两位监票人的口令 (the two passphrases): typed by each teller, shown to nobody, kept nowhere."""

    first = forms.CharField(label=_("监票人一的口令"), max_length=200, strip=False)
    second = forms.CharField(label=_("监票人二的口令"), max_length=200, strip=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        least = settings.VOLUNTEERS["passphrase_length"]
        for name in ("first", "second"):
            field = self.fields[name]
            field.widget = forms.PasswordInput(attrs={"autocomplete": "off"})
            field.help_text = _("至少 %(least)s 个字，由监票人本人输入；丢失后本轮只能作废") % {
                "least": least
            }
            field.validators.append(forms.CharField(min_length=least).validators[0])


class BallotForm(forms.Form):
    """选票 (ballot): at most as many names as seats; none is an abstention."""

    choices = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("选票", "候选人"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, names: Sequence[RoundCandidate], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["choices"].choices = [  # type: ignore[attr-defined]
            (
                str(name.position),
                f"{name.candidate.volunteer.person.full_name}（{name.candidate.unit}）",
            )
            for name in names
        ]
