"""Forms of the follow-ups: the same questions by link and by telephone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.errors import SignedInFuture
from stations.models import FollowUp
from stations.services import Answer
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import date_input, words_field

from .booking import SENSIBLE_DAYS

SATISFACTION = [
    (5, pgettext_lazy("满意度", "5 很满意")),
    (4, pgettext_lazy("满意度", "4 满意")),
    (3, pgettext_lazy("满意度", "3 一般")),
    (2, pgettext_lazy("满意度", "2 不满意")),
    (1, pgettext_lazy("满意度", "1 很不满意")),
]


def _comment() -> forms.CharField:
    return forms.CharField(
        label=_("意见建议"),
        help_text=_("请不要写姓名、证件号码等个人信息；不超过 500 字"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _AnswerForm(forms.Form):
    """What every question has in common: it becomes one `Answer`."""

    @property
    def answer(self) -> Answer:
        return Answer(**self.cleaned_data)


class SurveyForm(_AnswerForm):
    """入住评价 (survey at check-out)."""

    satisfaction = forms.TypedChoiceField(
        label=_("您对这次入住满意吗"),
        choices=SATISFACTION,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择满意度")},
    )
    comment = _comment()


class ResultForm(_AnswerForm):
    """求职结果 (job result): employer and date are asked of those only who found work in this city."""

    result = forms.ChoiceField(
        label=_("您现在的求职结果"),
        choices=FollowUp.Result,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择求职结果")},
    )
    employer = forms.CharField(
        label=_("用人单位"), help_text=_("选择“在淄博就业”时填写"), max_length=80, required=False
    )
    signed_on = forms.DateField(
        label=_("签约日期"),
        help_text=_("选择“在淄博就业”时填写"),
        required=False,
        widget=date_input(),
    )
    comment = _comment()

    def clean_signed_on(self) -> date | None:
        """A day of about now that has come."""
        day: date | None = self.cleaned_data["signed_on"]
        if day and day > today():
            raise forms.ValidationError(SignedInFuture.message, code=SignedInFuture.code)
        if day and (today() - day).days > SENSIBLE_DAYS:
            raise forms.ValidationError(_("请选择一年以内的日期"), code="date_far")
        return day

    def clean(self) -> dict[str, Any]:
        """Employer and date go together, and with work in this city."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("result") != FollowUp.Result.HERE:
            return said | {"employer": "", "signed_on": None} if "result" in said else said
        for name, words in (("employer", _("请填写用人单位")), ("signed_on", _("请选择签约日期"))):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(words, code="required"))
        return said


def form_of(follow_up: FollowUp) -> type[_AnswerForm]:
    """The questions of a follow-up."""
    return SurveyForm if follow_up.is_survey else ResultForm


class ProofForm(forms.Form):
    """签约证明 (proof of a placement)."""

    upload = forms.FileField(
        label=_("签约证明"),
        help_text=_("劳动合同、三方协议或录用通知的照片或扫描件，JPG、PNG 或 PDF，不超过 10 MB"),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )


class DecisionForm(forms.Form):
    """核实签约 (decide on a claim)."""

    CONFIRM, DECLINE = "confirm", "decline"

    verdict = forms.ChoiceField(
        label=_("核实结果"),
        choices=[(CONFIRM, _("已核实，计入签约")), (DECLINE, _("不予认定"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择核实结果")},
    )
    reason = words_field(
        _("核实说明"),
        help_text=_("不予认定时必填，本人会看到这段话"),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("verdict") == self.DECLINE and not said.get("reason"):
            self.add_error("reason", forms.ValidationError(_("请写明不予认定的理由"), code="required"))
        return said
