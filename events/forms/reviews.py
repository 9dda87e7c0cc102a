"""Form of a review: admit, or refuse with a reason from the list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import RegistrationReview
from zibo_youth.core.form_fields import words_field


class ReviewForm(forms.Form):
    """审核 (a decision); the reason and its words are for a refusal."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("报名审核", "原因"),
        choices=[("", _("不通过时选一项")), *RegistrationReview.Reason.choices],
        required=False,
    )
    note = words_field(
        pgettext_lazy("报名审核", "说明"),
        max_length=120,
        required=False,
        help_text=_("报名的人会看到；选“其他原因”时必填"),
    )
