"""Forms of pairings and visits: the shape of what is sent, and nothing of the rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hope_rooms.models import Child, ChildVisit
from volunteers.models import Post, Volunteer
from zibo_youth.core.calendar import at
from zibo_youth.core.form_fields import day_field, words_field

from .steps import NO_NUMBERS


class TimesForm(forms.Form):
    """什么时候 (when) somebody would like to go."""

    day = day_field(pgettext_lazy("走访", "日期"))
    starts = forms.TimeField(
        label=pgettext_lazy("走访", "开始时间"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    hours = forms.TypedChoiceField(
        label=_("小时数"), choices=[(hour, hour) for hour in (1, 2, 3, 4)], coerce=int, initial=2
    )
    is_at_home = forms.BooleanField(label=_("到孩子家中"), required=False, initial=True)

    def span(self) -> tuple[datetime, datetime]:
        starts = at(self.cleaned_data["day"], self.cleaned_data["starts"])
        return starts, starts + timedelta(hours=self.cleaned_data["hours"])


# Counselling is proposed by the counsellor, on a page of its own.
OF_THE_PAIR = [each for each in ChildVisit.Kind.choices if each[0] != ChildVisit.Kind.COUNSELLING]


class AskVisitForm(TimesForm):
    """提出走访 (propose a visit)."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("走访", "类别"), choices=OF_THE_PAIR, widget=forms.RadioSelect
    )
    field_order = ("kind",)


class VisitForm(forms.Form):
    """走访记录、说明和取消的理由: one field for words, and the button says what they are."""

    words = words_field(
        pgettext_lazy("走访", "情况或理由"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("加密保存，只有负责陪伴的工作人员能看到"),
    )

    # A reason for calling off is read by the volunteers too, and is short.
    most: ClassVar[dict[str, int]] = {"cancel": 120, "explain": 300}

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        most = self.most.get(self.data.get("act", ""), len(words))
        if len(words) > most:
            raise forms.ValidationError(gettext("这里最多写 %(most)s 个字") % {"most": most})
        return words


class AskPairingForm(forms.Form):
    """提出结对 (request a pairing)."""

    child = forms.ModelChoiceField(
        label=_("儿童编号"), queryset=Child.objects.none(), to_field_name="code", empty_label=_("请选择")
    )
    post = forms.ModelChoiceField(label=_("陪伴岗位"), queryset=Post.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, children: Any, posts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["child"].queryset = children  # type: ignore[attr-defined]
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """一步 (a step) with a word, where the step asks for one."""

    note = words_field(_("理由"), rows=3, max_length=200, required=False, help_text=NO_NUMBERS)


class ProposeForm(NoteForm):
    """提名两名志愿者 (propose two adults)."""

    first = forms.CharField(label=_("第一名志愿者编号"), max_length=24, required=False)
    second = forms.CharField(label=_("第二名志愿者编号"), max_length=24, required=False)
    unrelated = forms.BooleanField(label=_("两人已声明互不是亲属"), required=False)

    field_order = ("first", "second", "unrelated", "note")

    def two(self) -> list[Volunteer]:
        """Whom the numbers name; a number of nobody names nobody."""
        told = {self.cleaned_data["first"].strip(), self.cleaned_data["second"].strip()}
        return list(Volunteer.objects.filter(volunteer_no__in=told).order_by("pk"))


class IntroduceForm(NoteForm):
    """见面 (introduce)."""

    on = day_field(_("见面日期"), required=False)
    field_order = ("on", "note")


class PauseForm(NoteForm):
    """暂停、重新配对、告别 (pause, rematch, farewell)."""

    until_on = day_field(_("预计恢复日期"), required=False, help_text=_("只在申请暂停时填写"))
    field_order = ("note", "until_on")
