"""Forms of teams and contests: the shape of what is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event, Score
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.core.form_fields import moment_field, words_field


class TeamForm(forms.Form):
    """建队 (found a team)."""

    name = forms.CharField(label=pgettext_lazy("队伍", "队名"), max_length=30)


class _OfEvent(forms.Form):
    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.event = event


class TeamRuleForm(_OfEvent):
    """队伍规则."""

    least = forms.IntegerField(label=_("每队最少人数"), min_value=1, max_value=60)
    most = forms.IntegerField(label=_("每队最多人数"), min_value=1, max_value=60)
    closes_at = moment_field(_("组队截止"))

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, event=event, initial=_told_of(event), **options)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("least") and said.get("most") and said["most"] < said["least"]:
            self.add_error("most", _("最多人数不得少于最少人数"))
        return said


def _told_of(event: Event) -> dict[str, Any]:
    """The rule that stands."""
    rule = getattr(event, "team_rule", None)
    if rule is None:
        return {"least": 1}
    closes_at = timezone.localtime(rule.closes_at)
    return {"least": rule.members_min, "most": rule.members_max, "closes_at": closes_at}


class JudgeForm(_OfEvent):
    """指定评委."""

    mobile = MobileField(label=_("评委手机号"))


class RoundForm(_OfEvent):
    """加一轮."""

    name = forms.CharField(label=pgettext_lazy("比赛轮次", "名称"), max_length=30)
    advance = forms.IntegerField(
        label=_("晋级队数"),
        min_value=0,
        max_value=1000,
        initial=0,
        help_text=_("0 表示最后一轮；并列的一起晋级"),
    )
    drop_high = forms.IntegerField(label=_("去掉几个最高分"), min_value=0, max_value=3, initial=0)
    drop_low = forms.IntegerField(label=_("去掉几个最低分"), min_value=0, max_value=3, initial=0)


class PublishRoundForm(_OfEvent):
    """公布一轮."""

    number = forms.IntegerField(label=_("第几轮"), min_value=1, max_value=100)

    def clean_number(self) -> Any:
        """The round of this number."""
        found = self.event.rounds.filter(number=self.cleaned_data["number"]).first()
        if found is None:
            raise forms.ValidationError(_("没有这一轮"))
        return found


class CorrectionForm(_OfEvent):
    """更正评分, by its number on the page."""

    score = forms.IntegerField(label=_("评分序号"), min_value=1, max_value=2**31)
    value = forms.DecimalField(
        label=_("正确的得分"), max_digits=5, decimal_places=2, min_value=0, max_value=100
    )
    reason = words_field(_("更正原因"), max_length=120, help_text=_("会随名次公布"))

    def clean_score(self) -> Score:
        """The score of this number, of this event."""
        rows = Score.objects.select_related("round__event", "team", "judge")
        found: Score | None = rows.filter(round__event=self.event, pk=self.cleaned_data["score"]).first()
        if found is None:
            raise forms.ValidationError(_("没有这条评分"))
        return found


class ScoreForm(forms.Form):
    """评分 (one score of a judge)."""

    team = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput)
    value = forms.DecimalField(label=_("得分"), max_digits=5, decimal_places=2, min_value=0, max_value=100)
