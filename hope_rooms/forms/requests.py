"""Forms of guardians' requests: the shape of what is sent, and nothing of the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.models import GuardianRequest
from hope_rooms.rights_errors import GuardianNotChecked
from hope_rooms.services.requests import Wish
from zibo_youth.core.form_fields import day_field, words_field

from .steps import NO_NUMBERS


class RequestForm(forms.Form):
    """登记要求 (write a request down)."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("监护人要求", "类别"),
        choices=GuardianRequest.Kind.choices,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label=_("提出方式"), choices=GuardianRequest.Channel.choices)
    asked_on = day_field(_("提出日期"))
    about = words_field(_("要求的内容"), max_length=200, required=False, help_text=NO_NUMBERS)
    is_guardian = forms.BooleanField(
        label=_("已核对提出人是孩子的监护人"), error_messages={"required": GuardianNotChecked.message}
    )

    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)


class AnswerForm(forms.Form):
    """书面答复 (answer): what was done, or why it is not done."""

    answer = words_field(_("书面答复"), rows=4, max_length=300, help_text=NO_NUMBERS)
