"""Every read of quizzes, their banks, attempts and answers that gives rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from zibo_youth.core.scope import Scope, ScopedQuerySet

SHOWN = ("published", "cancelled")
OF_BANK = {"organisation": "bank__organisation_id", "district": "bank__reporting_org_id"}
OF_QUIZ = {"organisation": "quiz__organiser_id", "district": "quiz__reporting_org_id"}


class QuestionBankQuerySet(ScopedQuerySet):
    """题库: of the office that keeps it."""

    scope = Scope(organisation="organisation_id", district="reporting_org_id")

    def view_action(self) -> str:
        return "safety.view_questionbank"


class BankQuestionQuerySet(ScopedQuerySet):
    """题目: with its bank; whoever answers meets a question on a paper only."""

    scope = Scope(**OF_BANK)

    def view_action(self) -> str:
        return "safety.view_questionbank"

    def current(self) -> Self:
        """The version of each question that a new quiz takes."""
        return self.filter(retired_at__isnull=True)


class AnswerKeyQuerySet(ScopedQuerySet):
    """标准答案: with its question."""

    scope = Scope(organisation="question__bank__organisation_id", district="question__bank__reporting_org_id")

    def view_action(self) -> str:
        return "safety.view_questionbank"

    def in_force(self) -> Self:
        """The newest of each question."""
        return self.order_by("question_id", "-number").distinct("question_id")


class QuizQuerySet(ScopedQuerySet):
    """安全答题: the public reads what is published; offices their own."""

    scope = Scope(organisation="organiser_id", district="reporting_org_id")

    def view_action(self) -> str:
        return "safety.view_quiz"

    def visible_to(self, user: object) -> Self:
        return self.filter(state__in=SHOWN)

    def running(self, at: datetime) -> Self:
        return self.filter(state="published", opens_at__lte=at, closes_at__gt=at)

    def whole(self) -> Self:
        return self.select_related("organiser", "reporting_org", "bank")


class OfQuizQuerySet(ScopedQuerySet):
    """What belongs to one quiz."""

    scope = Scope(**OF_QUIZ)

    def view_action(self) -> str:
        return "safety.view_quiz"


class QuizEntryQuerySet(ScopedQuerySet):
    """参赛人: oneself; whoever holds the quiz."""

    scope = Scope(own="person_id", **OF_QUIZ)

    def view_action(self) -> str:
        return "safety.view_quizattempt"


class QuizAttemptQuerySet(ScopedQuerySet):
    """答卷: one's own; whoever holds the quiz."""

    scope = Scope(
        own="entry__person_id",
        organisation="entry__quiz__organiser_id",
        district="entry__quiz__reporting_org_id",
    )

    def of_person(self, person: int | None) -> Self:
        return self.filter(entry__person=person or 0)

    def whole(self) -> Self:
        return self.select_related("entry__quiz", "entry__person", "entry__organisation")

    def finished(self) -> Self:
        """Handed in, or closed by the clock; those that somebody annulled too."""
        return self.exclude(state="open")

    def overdue(self, at: datetime) -> Self:
        """Open although their time is up."""
        return self.filter(state="open", deadline__lt=at)

    def with_flags(self, least_seconds: float) -> Self:
        """Each with how many other people began on its device; see `safety.quiz_flags`."""
        same = self.model.objects.filter(
            entry__quiz=OuterRef("entry__quiz"), device=OuterRef("device")
        ).exclude(device="")
        others = same.exclude(entry=OuterRef("entry")).order_by().values("device")
        many = others.annotate(many=Count("entry", distinct=True)).values("many")
        return self.annotate(others=Coalesce(Subquery(many, output_field=IntegerField()), Value(0)))

    def suspicious(self, least_seconds: float) -> Self:
        """Those that a flag stands beside."""
        same = self.model.objects.filter(
            entry__quiz=OuterRef("entry__quiz"), device=OuterRef("device")
        ).exclude(entry=OuterRef("entry"))
        fast = Q(took__lt=F("answered") * timedelta(seconds=least_seconds), answered__gt=0)
        return self.filter(fast | (~Q(device="") & Exists(same)))


class OfAttemptQuerySet(ScopedQuerySet):
    """What belongs to one attempt."""

    scope = Scope(
        own="attempt__entry__person_id",
        organisation="attempt__entry__quiz__organiser_id",
        district="attempt__entry__quiz__reporting_org_id",
    )

    def view_action(self) -> str:
        return "safety.view_quizattempt"
