"""Forms of concerns: nothing is asked for that could keep somebody from reporting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hope_rooms.services.concerns.reports import Call, Told
from zibo_youth.core.calendar import now
from zibo_youth.core.form_fields import day_field, moment_field, words_field

OTHER = "other"
SEALED = _("加密保存，只有负责儿童保护的人能看到")


def called_choices() -> list[tuple[str, Any]]:
    """The numbers of the city, and any other."""
    known = [(each["number"], f"{each['number']} {each['name']}") for each in settings.HOPE_ROOMS["call_now"]]
    return [*known, (OTHER, _("其他号码"))]


def _account(**options: Any) -> forms.CharField:
    return words_field(_("发生了什么"), rows=6, max_length=5000, help_text=SEALED, **options)


class CallForm(forms.Form):
    """通话 (a call): whom, when, and the number under which it was taken."""

    called = forms.ChoiceField(label=_("已拨打的号码"), choices=called_choices)
    called_at = moment_field(_("拨打时间"), required=False, help_text=_("不填就是刚才"))
    reference = forms.CharField(label=_("对方给的受理编号"), max_length=60, required=False)


def call_of(sent: dict[str, Any]) -> Call:
    """What was called; without a time it was just now."""
    return Call(sent["called"], sent["called_at"] or now(), sent["reference"])


class ReportForm(CallForm):
    """报告关切 (report): every field may stay empty."""

    words = _account(required=False)
    code = forms.CharField(
        label=_("儿童编号"), max_length=24, required=False, help_text=_("不知道编号可以不填")
    )
    subject = forms.TypedChoiceField(
        label=_("涉及的人"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("不在名单里的人写在情况里"),
    )
    occurred_on = day_field(_("发生日期"), required=False)

    field_order = ("words", "code", "subject", "occurred_on", "called", "called_at", "reference")

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["subject"].choices = [("", _("不知道，或不在名单里")), *people]  # type: ignore[attr-defined]
        self.fields["called"].choices = [("", _("还没有打电话")), *called_choices()]  # type: ignore[attr-defined]
        self.fields["called"].required = False

    def told(self) -> Told:
        sent = self.cleaned_data
        call = call_of(sent) if sent["called"] else None
        return Told(sent["words"], sent["code"], sent["subject"], sent["occurred_on"], call)


class AccountForm(forms.Form):
    """补写情况 (add to the account)."""

    words = _account()


class DecisionForm(forms.Form):
    """认定或办结 (decide or close), with the reason."""

    words = words_field(_("处理意见"), rows=4, max_length=2000, help_text=SEALED)


class NameForm(forms.Form):
    """写明涉及谁 (name) the child and the volunteer by their numbers."""

    code = forms.CharField(label=_("儿童编号"), max_length=24, required=False)
    volunteer_no = forms.CharField(label=_("志愿者编号"), max_length=24, required=False)
