"""Shapes of the quizzes; a question never says what is right, and no call shows one that is not its turn."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers

from safety.models import Quiz, QuizAttempt
from safety.services.quizzes.answering import Asked

CHOSEN = re.compile(r"[A-F]{0,6}", re.ASCII)


class QuizAnswerShape(serializers.Serializer[Any]):
    """安全答题."""

    id = serializers.UUIDField(source="public_id", label=_("活动编号"))
    title = serializers.CharField(source="local_title", label=pgettext_lazy("答题", "名称"))
    summary = serializers.CharField(source="local_summary", label=pgettext_lazy("答题", "说明"))
    organiser = serializers.CharField(source="organiser.name", label=_("主办单位"))
    state = serializers.ChoiceField(Quiz.State.choices, label=pgettext_lazy("答题", "状态"))
    opens_at = serializers.DateTimeField(label=_("开始时间"))
    closes_at = serializers.DateTimeField(label=_("结束时间"))
    questions = serializers.IntegerField(label=_("每卷题数"))
    points = serializers.IntegerField(label=_("每题分值"))
    seconds = serializers.IntegerField(label=_("限时（秒）"))
    mode = serializers.ChoiceField(Quiz.Mode.choices, label=_("计分方式"))
    attempts_most = serializers.IntegerField(label=_("每人最多作答次数（0 为不限）"))
    team_by = serializers.ChoiceField(Quiz.TeamBy.choices, label=_("团队赛"))
    team_size = serializers.IntegerField(label=_("团队取前几人"))
    seed_hash = serializers.CharField(label=_("种子的哈希"))


class NewAttempt(serializers.Serializer[Any]):
    """开始答题: for whom, where teams compete; on which device, where there is no cookie."""

    team = serializers.SlugField(
        required=False, max_length=80, label=_("代表单位的编码"), help_text=_("团队赛第一次开始时必填")
    )
    device = serializers.RegexField(
        r"^[0-9A-Za-z_-]{16,64}$",
        required=False,
        label=_("设备标记"),
        help_text=_("不用 Cookie 的程序自己生成的随机串，同一台设备一直用同一个；浏览器不用填"),
    )


class NewPaperAnswer(serializers.Serializer[Any]):
    """作答."""

    number = serializers.IntegerField(min_value=1, max_value=100, label=_("第几题"))
    chosen = serializers.CharField(
        max_length=6,
        allow_blank=True,
        trim_whitespace=False,
        label=_("所选选项"),
        help_text=_("按试卷上的字母；空为跳过"),
    )

    def validate_chosen(self, said: str) -> str:
        if CHOSEN.fullmatch(said) is None:
            raise serializers.ValidationError(_("请填 A 至 F 的字母，例如 A 或 ACD"))
        return said


class OptionAnswer(serializers.Serializer[Any]):
    """选项."""

    letter = serializers.CharField(label=pgettext_lazy("答题", "选项字母"))
    words = serializers.CharField(label=pgettext_lazy("答题", "选项文字"))


class PaperQuestionAnswer(serializers.Serializer[Any]):
    """现在的这一题."""

    number = serializers.IntegerField(label=_("第几题"))
    total = serializers.IntegerField(label=_("每卷题数"))
    kind = serializers.CharField(label=_("题型"))
    words = serializers.CharField(label=_("题干"))
    options = OptionAnswer(many=True, label=_("选项"))


class StandingAnswer(serializers.Serializer[Any]):
    """作答以后: the next question, or none once the paper is handed in."""

    question = PaperQuestionAnswer(allow_null=True, label=_("下一题"))
    is_finished = serializers.BooleanField(label=pgettext_lazy("答卷", "已交卷"))


class AttemptAnswer(serializers.Serializer[Any]):
    """一份答卷."""

    id = serializers.UUIDField(source="public_id", label=_("答卷编号"))
    number = serializers.IntegerField(label=_("第几次"))
    state = serializers.ChoiceField(QuizAttempt.State.choices, label=pgettext_lazy("答卷", "状态"))
    answered = serializers.IntegerField(label=_("已答题数"))
    started_at = serializers.DateTimeField(label=_("开始时间"))
    deadline = serializers.DateTimeField(label=_("截止时间"))
    finished_at = serializers.DateTimeField(allow_null=True, label=_("交卷时间"))
    score = serializers.IntegerField(allow_null=True, label=_("得分"))
    question = PaperQuestionAnswer(allow_null=True, required=False, label=_("现在的这一题"))


class LineAnswer(serializers.Serializer[Any]):
    """榜单的一行."""

    rank = serializers.IntegerField(label=pgettext_lazy("比赛", "名次"))
    name = serializers.CharField(label=_("姓名（隐去一部分）"))
    score = serializers.IntegerField(label=_("得分"))
    seconds = serializers.SerializerMethodField(label=_("用时（秒）"))
    is_own = serializers.BooleanField(label=_("是否本人"))

    def get_seconds(self, line: Any) -> float:
        return float(line.took.total_seconds())


class TeamLineAnswer(serializers.Serializer[Any]):
    """团队榜的一行."""

    rank = serializers.IntegerField(label=pgettext_lazy("比赛", "名次"))
    name = serializers.CharField(label=_("单位"))
    score = serializers.IntegerField(source="together.score", label=_("得分"))
    people = serializers.IntegerField(source="together.people", label=_("参加人数"))


class BoardAnswer(serializers.Serializer[Any]):
    """榜单."""

    people = serializers.IntegerField(label=_("有成绩的人数"))
    lines = LineAnswer(many=True, label=_("前 100 名"))
    own = LineAnswer(allow_null=True, label=_("本人（不在前 100 名时）"))
    teams = TeamLineAnswer(many=True, label=pgettext_lazy("答题", "团队"))


def told_question(asked: Asked | None) -> dict[str, Any] | None:
    """Built by hand: everybody asks for one in the same minutes."""
    if asked is None:
        return None
    return {
        "number": asked.number,
        "total": asked.total,
        "kind": asked.question.kind,
        "words": asked.question.local_words,
        "options": [{"letter": letter, "words": words} for letter, words in asked.options],
    }


def told_standing(asked: Asked | None) -> dict[str, Any]:
    return {"question": told_question(asked), "is_finished": asked is None}


def told_attempt(attempt: QuizAttempt, asked: Asked | None) -> dict[str, Any]:
    """A paper with the question that may be read now."""
    return {
        "id": attempt.public_id,
        "number": attempt.number,
        "state": attempt.state,
        "answered": attempt.answered,
        "started_at": attempt.started_at,
        "deadline": attempt.deadline,
        "finished_at": attempt.finished_at,
        "score": attempt.score,
        "question": told_question(asked),
    }
