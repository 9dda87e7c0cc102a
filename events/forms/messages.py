"""Form of a message to a segment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import SegmentMessage
from zibo_youth.core.form_fields import words_field


class MessageForm(forms.Form):
    """通知 (a message): for whom, and in which words."""

    segment = forms.ChoiceField(
        label=pgettext_lazy("活动通知", "发给"), choices=SegmentMessage.Segment.choices
    )
    words = words_field(
        pgettext_lazy("活动通知", "内容"),
        rows=4,
        max_length=300,
        help_text=_("站内信有全文；短信只提醒上网看"),
    )
    words_en = words_field(_("英文内容"), rows=3, max_length=600, required=False)
