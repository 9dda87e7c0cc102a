"""Forms of the election: delegates, candidates, objections, the roll, the two passphrases, the ballot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import AssociationOffice, Delegate, ElectoralUnit, RoundCandidate
from zibo_youth.accounts.passwords import NotCommon
from zibo_youth.core.form_fields import words_field


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

    reason = words_field(
        _("不予列入的理由"), max_length=300, required=False, help_text=_("列为候选人时不用填写")
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


class PassphraseField(forms.CharField):
    """口令 (passphrase): typed by a teller, shown to nobody, kept nowhere."""

    def __init__(self, *, label: Any) -> None:
        unseen = forms.PasswordInput(attrs={"autocomplete": "off"})
        super().__init__(label=label, max_length=200, strip=False, widget=unseen)


class PassphrasesForm(forms.Form):
    """两位监票人的口令 (the two passphrases), as they were typed when the round opened."""

    first = PassphraseField(label=_("监票人一的口令"))
    second = PassphraseField(label=_("监票人二的口令"))


class NewPassphrasesForm(PassphrasesForm):
    """
    两位监票人的新口令 (new passphrases): each typed twice, for a slip would cost the whole round.

    One teller knows half of what opens the box, so the other half must not be guessed.
    """

    first_again = PassphraseField(label=_("监票人一再输一次"))
    second_again = PassphraseField(label=_("监票人二再输一次"))
    field_order = ["first", "first_again", "second", "second_again"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        told = _("至少 %(least)s 个字，不能只有数字，也不能是常见的密码；丢失后本轮只能作废")
        for name in ("first", "second"):
            self.fields[name].help_text = told % {"least": settings.VOLUNTEERS["passphrase_length"]}

    def clean_first(self) -> str:
        return self._hard_to_guess("first")

    def clean_second(self) -> str:
        return self._hard_to_guess("second")

    def _hard_to_guess(self, name: str) -> str:
        passphrase: str = self.cleaned_data[name]
        least, different = (
            settings.VOLUNTEERS[rule] for rule in ("passphrase_length", "passphrase_different")
        )
        if len(passphrase) < least:
            raise forms.ValidationError(_("至少 %(least)s 个字") % {"least": least}, code="short")
        if len(set(passphrase)) < different:
            raise forms.ValidationError(
                _("至少要有 %(least)s 个不同的字") % {"least": different}, code="repeated"
            )
        NotCommon().validate(passphrase)
        return passphrase

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in ("first", "second"):
            again = told.pop(f"{name}_again", None)
            if name in told and again is not None and told[name] != again:
                self.add_error(f"{name}_again", _("两次输入不一样"))
        return told


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
