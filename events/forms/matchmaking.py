"""Forms of matchmaking: the shape of what is typed and picked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.declarations import CURRENT, DECLARATIONS
from events.match_sight import Card
from events.models import MatchProfile, MatchRound, Session
from events.photo_checks import PHOTO_CHECKS
from events.services.matchmaking import RoundPlan, Told
from zibo_youth.core.form_fields import moment_field, words_field

MOST_BADGES = 3000


class RoundForm(forms.Form):
    """互选设置 (a round), as its organiser sets it up."""

    opens_at = moment_field(_("互选开始"), help_text=_("开始后，通过审核的参加者可以看到彼此的名片"))
    closes_at = moment_field(_("互选截止时间"), help_text=_("到点即止，之后不能再改"))
    choices = forms.IntegerField(label=_("每人可选几位"), min_value=1, max_value=10)
    pairing = forms.ChoiceField(label=_("互选范围"), choices=MatchRound.Pairing.choices)
    table_rounds = forms.IntegerField(label=_("换桌轮数"), min_value=1, max_value=30)
    table_seats = forms.IntegerField(label=_("每桌人数"), min_value=2, max_value=12)
    table_minutes = forms.IntegerField(label=_("每轮分钟数"), min_value=1, max_value=60)

    def __init__(
        self, *args: Any, session: Session | None = None, turn: MatchRound | None = None, **options: Any
    ) -> None:
        options["initial"] = suggested(session) if session else told_of(turn)
        super().__init__(*args, **options)
        if turn is not None:
            del self.fields["pairing"]
        self.kept = turn.pairing if turn else ""

    def plan(self) -> RoundPlan:
        said = dict(self.cleaned_data)
        return RoundPlan(**said | {"pairing": said.get("pairing") or self.kept})


def suggested(session: Session) -> dict[str, Any]:
    """From the beginning of the session until shortly after its end, with the numbers of the city."""
    rules = settings.EVENTS
    ends = session.ends_at + timedelta(minutes=rules["match_closes_minutes"])
    names = ("choices", "table_rounds", "table_seats", "table_minutes")
    hours = {"opens_at": timezone.localtime(session.starts_at), "closes_at": timezone.localtime(ends)}
    return hours | {name: rules[f"match_{name}"] for name in names}


def told_of(turn: MatchRound | None) -> dict[str, Any]:
    """What the form shows of a round that there is."""
    if turn is None:
        return {}
    told = {name: getattr(turn, name) for name in RoundForm.base_fields if name != "pairing"}
    return {
        name: timezone.localtime(value) if name.endswith("_at") else value for name, value in told.items()
    }


class ProfileForm(forms.Form):
    """相亲资料 (a profile); neither age nor gender is asked, both come from the verified identity."""

    single_declaration = forms.ChoiceField(
        label=_("单身承诺"), choices=MatchProfile.MaritalStatus.choices, widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label=_("我已读以上承诺，并承担不实的后果"))
    photo = forms.FileField(
        label=_("照片"),
        required=False,
        help_text=_("一张本人近照，JPG 或 PNG，不超过 10 MB。换照片要重新审核"),
    )
    introduction = words_field(
        _("自我介绍"),
        rows=3,
        max_length=300,
        required=False,
        help_text=_("请不要写姓名、电话、微信和单位全称"),
    )
    wishes = words_field(_("希望认识怎样的人"), rows=3, max_length=300, required=False)
    visibility = forms.ChoiceField(
        label=_("展示方式"), choices=MatchProfile.Visibility.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, own: MatchProfile | None, **options: Any) -> None:
        names = ("single_declaration", "introduction", "wishes", "visibility")
        first = {"visibility": MatchProfile.Visibility.CARD}
        options["initial"] = {name: getattr(own, name) for name in names} if own else first
        super().__init__(*args, **options)
        self.fields["photo"].required = own is None
        self.fields["agreed"].help_text = str(DECLARATIONS[CURRENT])

    def told(self) -> Told:
        said = {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
        return Told(**said)


class ChooseForm(forms.Form):
    """互选 (choices): one list for each slot; what is empty is not chosen."""

    def __init__(self, *args: Any, cards: list[Card], most: int, chosen: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [("", pgettext_lazy("互选", "不选")), *((str(each.badge), _line(each)) for each in cards)]
        for slot in range(1, most + 1):
            before = str(chosen[slot - 1]) if slot <= len(chosen) else ""
            self.fields[f"slot_{slot}"] = forms.ChoiceField(
                label=_("第 %(n)s 位") % {"n": slot}, choices=offered, required=False, initial=before
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        picked = [value for value in said.values() if value]
        if len(picked) > len(set(picked)):
            raise ValidationError(_("同一位只能选一次"))
        return said

    def badges(self) -> list[int]:
        return [int(value) for value in self.cleaned_data.values() if value]


def _line(card: Card) -> str:
    return " · ".join(
        [str(card.badge), card.gender, _("%(age)s 岁") % {"age": card.age} if card.age is not None else "—"]
    )


class SafetyForm(forms.Form):
    """屏蔽或举报: words for the city office, needed for a report alone."""

    badge = forms.IntegerField(label=_("对方的胸牌号"), min_value=1000, max_value=9999)
    words = words_field(
        _("举报内容"), rows=4, max_length=500, required=False, help_text=_("只屏蔽不用填。团市委会看到这段话")
    )


class ReviewForm(forms.Form):
    """审核 (a review) of the version that is shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    checks = forms.MultipleChoiceField(
        label=_("逐项核对"),
        choices=list(PHOTO_CHECKS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("全部符合才能通过"),
    )
    note = words_field(_("修改意见"), max_length=120, required=False, help_text=_("退回时填写，本人会看到"))


class ReportAnswerForm(forms.Form):
    """处理结果 (the answer to a report)."""

    answer = words_field(_("处理结果"), rows=3, max_length=300)


class RoundStepForm(forms.Form):
    """A step of a round without a field."""

    def __init__(self, *args: Any, turn: MatchRound, **options: Any) -> None:
        super().__init__(*args, **options)


class ArrivalForm(RoundStepForm):
    """登记到场: badges, as somebody reads them off at the door."""

    badges = words_field(_("胸牌号"), rows=3, max_length=20_000, help_text=_("用空格、逗号或换行隔开"))

    def clean_badges(self) -> list[int]:
        told = [each for each in re.split(r"[\s,，、;；]+", self.cleaned_data["badges"]) if each]
        wrong = [each for each in told if not re.fullmatch(r"[0-9]{4}", each, re.ASCII)]
        if wrong or len(told) > MOST_BADGES:
            raise ValidationError(_("看不懂：%(words)s"), params={"words": (wrong or [len(told)])[0]})
        return [int(each) for each in told]
