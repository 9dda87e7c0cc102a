"""Forms of the quizzes: the shape of what is typed and ticked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.models import Enterprise, QuestionBank, Quiz, QuizEntry
from safety.quiz_paper import LETTERS
from safety.services.quizzes.holding import QuizPlan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import moment_field, words_field

MOST_BYTES = 2 * 1024 * 1024


class StartForm(forms.Form):
    """开始答题: for whom, where teams compete and it was not said before."""

    team = forms.ModelChoiceField(label=_("代表单位"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, quiz: Quiz, entry: QuizEntry | None, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        if entry is not None or quiz.team_by == Quiz.TeamBy.NONE:
            del fields["team"]
        else:
            fields["team"].queryset = teams_for(quiz)


def teams_for(quiz: Quiz) -> Any:
    """Companies under supervision, or reporting units."""
    if quiz.team_by == Quiz.TeamBy.DISTRICT:
        return Organisation.objects.reporting()
    supervised = Enterprise.objects.supervised(today())
    return Organisation.objects.filter(pk__in=supervised.values("organisation")).order_by("name")


class AnswerForm(forms.Form):
    """作答: to which question, and what was ticked as the paper shows it; ``skip`` leaves it out."""

    number = forms.IntegerField(min_value=1, max_value=100)
    chosen = forms.MultipleChoiceField(choices=[(each, each) for each in LETTERS], required=False)
    skip = forms.CharField(required=False, max_length=1)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("chosen") and not said.get("skip"):
            self.add_error("chosen", _("请选择一个选项，或跳过这一题。"))
        return said

    def answer(self) -> dict[str, Any]:
        """The words of the service."""
        said = self.cleaned_data
        return {"number": said["number"], "shown": "" if said["skip"] else "".join(said["chosen"])}


class QuizForm(forms.Form):
    """答题活动, as an office writes it."""

    title = forms.CharField(label=pgettext_lazy("答题", "名称"), max_length=60)
    title_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    summary = words_field(pgettext_lazy("答题", "说明"), rows=3, max_length=500)
    summary_en = words_field(_("英文说明"), rows=3, max_length=1000, required=False)
    organiser = forms.ModelChoiceField(label=_("主办单位"), queryset=Organisation.objects.none())
    reporting_org = forms.ModelChoiceField(label=_("填报单位"), queryset=Organisation.objects.none())
    bank = forms.ModelChoiceField(label=_("题库"), queryset=QuestionBank.objects.none())
    opens_at = moment_field(_("开始时间"))
    closes_at = moment_field(_("结束时间"))
    questions = forms.IntegerField(label=_("每卷题数"), min_value=1, max_value=100, initial=20)
    points = forms.IntegerField(label=_("每题分值"), min_value=1, max_value=100, initial=5)
    minutes = forms.IntegerField(label=_("限时（分钟）"), min_value=1, max_value=240, initial=20)
    mode = forms.ChoiceField(label=_("计分方式"), choices=Quiz.Mode.choices)
    attempts_most = forms.IntegerField(
        label=_("每人最多作答次数"), min_value=0, max_value=100, initial=0, help_text=_("0 为不限")
    )
    reveal = forms.ChoiceField(
        label=_("何时公布答案和解析"), choices=Quiz.Reveal.choices, initial=Quiz.Reveal.CLOSED
    )
    team_by = forms.ChoiceField(label=_("团队赛"), choices=Quiz.TeamBy.choices)
    team_size = forms.IntegerField(
        label=_("团队取前几人"), min_value=0, max_value=50, initial=0, help_text=_("不设团队赛填 0")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["organiser"].queryset = offices_of(user, "safety.manage_quiz")
        fields["reporting_org"].queryset = reported_by(user, "safety.manage_quiz")
        fields["bank"].queryset = QuestionBank.objects.managed_by(user).order_by("name", "pk")

    def plan(self) -> QuizPlan:
        said = dict(self.cleaned_data)
        return QuizPlan(seconds=said.pop("minutes") * 60, **said)


class BankForm(forms.Form):
    """新建题库."""

    name = forms.CharField(label=pgettext_lazy("题库", "名称"), max_length=60)
    organisation = forms.ModelChoiceField(label=_("管理单位"), queryset=Organisation.objects.none())
    reporting_org = forms.ModelChoiceField(label=_("填报单位"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["organisation"].queryset = offices_of(user, "safety.manage_questionbank")
        fields["reporting_org"].queryset = reported_by(user, "safety.manage_questionbank")


def offices_of(user: User, action: str) -> Any:
    """Organisations for which this office may act: its own district's, or all of them."""
    rows = Organisation.objects.exclude(kind__in=["bank", "guarantor", "company", "donor"])
    reach = policy.reach(user, action).office()
    if reach.everything:
        return rows
    return rows.filter(Q(pk__in=reach.districts) | Q(reporting_org__in=reach.districts))


def reported_by(user: User, action: str) -> Any:
    """Units whose monthly report may count it."""
    reach = policy.reach(user, action).office()
    rows = Organisation.objects.reporting()
    return rows if reach.everything else rows.filter(pk__in=reach.districts)


class SheetForm(forms.Form):
    """题库表 (a sheet of questions)."""

    file = forms.FileField(
        label=_("题库文件（XLSX 或 CSV）"),
        help_text=_("最多 2 MB；有公式的单元格请先粘贴为数值"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        """Too large is said before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件最多 2 MB"))
        return file


class _OfQuiz(forms.Form):
    def __init__(self, *args: Any, quiz: Quiz, **options: Any) -> None:
        super().__init__(*args, **options)
        self.quiz = quiz


class StepForm(_OfQuiz):
    """A press without words."""


class ExtendForm(_OfQuiz):
    """延长."""

    closes_at = moment_field(_("新的结束时间"))

    def __init__(self, *args: Any, quiz: Quiz, **options: Any) -> None:
        super().__init__(*args, quiz=quiz, **options)
        self.fields["closes_at"].initial = timezone.localtime(quiz.closes_at)


class CancelForm(_OfQuiz):
    """取消."""

    reason = words_field(_("原因"), max_length=200)


class AnnulForm(forms.Form):
    """取消成绩."""

    reason = words_field(_("取消成绩的原因（本人会看到）"), max_length=200)


class KeyForm(forms.Form):
    """更正答案: what is right now, or that the question is void; which key the office has seen."""

    letters = forms.MultipleChoiceField(
        label=pgettext_lazy("答题", "正确选项"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_void = forms.BooleanField(label=_("题目作废，人人得分"), required=False)
    reason = words_field(_("更正原因（参赛人会看到）"), max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, options: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["letters"].choices = [
            (letter, f"{letter}. {words}") for letter, words in zip(LETTERS, options, strict=False)
        ]
