"""安全答题: read here; banks, keys and results are changed at the desk, by their services."""

from __future__ import annotations

from django.contrib import admin

from safety.models import (
    AnswerKey,
    BankQuestion,
    QuestionBank,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizEntry,
    QuizTransition,
    Regrade,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, name_without_link

name_without_link(QuestionBank, BankQuestion, AnswerKey, QuizEntry, QuizAttempt, QuizAnswer, Regrade)


@admin.register(QuestionBank)
class QuestionBankAdmin(ReadOnlyAdmin):
    """题库."""

    list_display = ["name", "organisation", "reporting_org"]
    list_filter = ["reporting_org"]
    list_select_related = ["organisation", "reporting_org"]
    search_fields = ["name"]


@admin.register(BankQuestion)
class BankQuestionAdmin(ReadOnlyAdmin):
    """题目."""

    view_action = "safety.view_questionbank"
    list_display = ["code", "number", "kind", "words", "bank", "retired_at"]
    list_filter = ["kind", "bank"]
    list_select_related = ["bank"]
    search_fields = ["code", "words"]
    date_hierarchy = "added_at"


@admin.register(AnswerKey)
class AnswerKeyAdmin(ReadOnlyAdmin):
    """标准答案."""

    view_action = "safety.view_questionbank"
    list_display = ["question", "number", "letters", "is_void", "reason", "given_at"]
    list_filter = ["is_void"]
    list_select_related = ["question"]
    search_fields = ["question__code"]
    date_hierarchy = "given_at"


@admin.register(Quiz)
class QuizAdmin(ReadOnlyAdmin):
    """安全答题: the seed is shown to nobody here; the board shows it once the quiz is over."""

    list_display = ["title", "organiser", "opens_at", "closes_at", "mode", "state"]
    list_filter = ["state", "mode", "reporting_org"]
    list_select_related = ["organiser"]
    search_fields = ["title"]
    exclude = ["tie_seed", "pool"]
    date_hierarchy = "opens_at"


@admin.register(QuizTransition)
class QuizTransitionAdmin(ReadOnlyAdmin):
    """安全答题流转."""

    view_action = "safety.view_quiz"
    list_display = ["quiz", "from_state", "to_state", "note", "actor", "at"]
    list_filter = ["to_state"]
    list_select_related = ["quiz", "actor__person"]
    date_hierarchy = "at"


@admin.register(QuizEntry)
class QuizEntryAdmin(ReadOnlyAdmin):
    """答题参赛人."""

    view_action = "safety.view_quizattempt"
    list_display = ["quiz", "person", "organisation", "district", "entered_at"]
    list_filter = ["quiz", "district"]
    list_select_related = ["quiz", "person", "organisation", "district"]
    date_hierarchy = "entered_at"


@admin.register(QuizAttempt)
class QuizAttemptAdmin(ReadOnlyAdmin):
    """答卷: marks of devices are compared at the desk, and shown to nobody."""

    list_display = ["entry", "number", "answered", "score", "took", "state", "started_at"]
    list_filter = ["state"]
    list_select_related = ["entry__quiz"]
    exclude = ["device", "seed"]
    date_hierarchy = "started_at"


@admin.register(QuizAnswer)
class QuizAnswerAdmin(ReadOnlyAdmin):
    """作答."""

    view_action = "safety.view_quizattempt"
    list_display = ["attempt", "number", "question", "chosen", "answered_at"]
    list_select_related = ["attempt__entry__quiz", "question"]
    date_hierarchy = "answered_at"


@admin.register(Regrade)
class RegradeAdmin(ReadOnlyAdmin):
    """重新评分."""

    view_action = "safety.view_quizattempt"
    list_display = ["attempt", "key", "old_score", "new_score", "at"]
    list_select_related = ["attempt__entry__quiz", "key"]
    date_hierarchy = "at"
