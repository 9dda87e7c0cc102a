from __future__ import annotations

import uuid
from collections.abc import Mapping

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.quiz_querysets import OfAttemptQuerySet, QuizAttemptQuerySet, QuizEntryQuerySet
from zibo_youth.core.states import moves_as_allowed

from .bank import AnswerKey, BankQuestion
from .quiz import Quiz
from .walls import ANSWERS_IN_TIME, STARTS_IN_TIME


class QuizEntry(models.Model):
    """参赛人 (entry): one person in one quiz, and for which company or district they answer."""

    quiz = models.ForeignKey(
        Quiz, models.PROTECT, related_name="entries", db_index=False, verbose_name=_("安全答题")
    )
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="quiz_entries", verbose_name=_("参赛人")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代表企业"),
    )
    district = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代表区县"),
    )
    entered_at = models.DateTimeField(_("参赛时间"), auto_now_add=True)

    objects = QuizEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("答题参赛人")
        verbose_name_plural = pgettext_lazy("复数", "答题参赛人")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "person"], name="quiz_entry_once_per_person"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="quiz_entry_stays_in_its_team", fields=["quiz", "person", "organisation", "district"]
            )
        ]

    def __str__(self) -> str:
        return str(self.quiz)


class AttemptState(models.TextChoices):
    """Being answered, handed in, closed by the clock, or annulled by an office."""

    OPEN = "open", pgettext_lazy("答卷", "作答中")
    SUBMITTED = "submitted", pgettext_lazy("答卷", "已交卷")
    EXPIRED = "expired", pgettext_lazy("答卷", "到时自动交卷")
    ANNULLED = "annulled", pgettext_lazy("答卷", "成绩已取消")


S = AttemptState
ATTEMPT_NEXT: Mapping[str, tuple[str, ...]] = {
    S.OPEN: (S.SUBMITTED, S.EXPIRED),
    S.SUBMITTED: (S.ANNULLED,),
    S.EXPIRED: (S.ANNULLED,),
}


class QuizAttempt(models.Model):
    """
    答卷 (attempt): a paper drawn by its seed, frozen when it began, with the server's deadline.

    ``paper`` are the question versions in their order, ``orders`` the letters of each in the order shown.
    ``answered``: how many were answered, one after the other; the next one is the only one that is ever
    sent. ``day``: the day that it takes up, in a daily quiz. Its moments stand on the row itself: whoever
    answers moves it, and for an annulment it says who and why (decision 0085).
    """

    State = AttemptState
    NEXT = ATTEMPT_NEXT

    public_id = models.UUIDField(_("答卷编号"), default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(
        QuizEntry, models.PROTECT, related_name="attempts", db_index=False, verbose_name=_("答题参赛人")
    )
    number = models.PositiveSmallIntegerField(_("第几次"), default=1)
    day = models.DateField(_("占用哪一天"), null=True, blank=True)
    seed = models.CharField(_("试卷种子"), max_length=64, editable=False)
    paper = ArrayField(models.BigIntegerField(), verbose_name=_("试题"), editable=False)
    orders = ArrayField(models.CharField(max_length=6), verbose_name=_("选项顺序"), editable=False)
    answered = models.PositiveSmallIntegerField(_("已答题数"), default=0)
    device = models.CharField(_("设备标记"), max_length=64, blank=True, editable=False)
    started_at = models.DateTimeField(_("开始时间"))
    deadline = models.DateTimeField(_("截止时间"))
    finished_at = models.DateTimeField(_("交卷时间"), null=True, blank=True)
    took = models.GeneratedField(
        expression=F("finished_at") - F("started_at"),
        output_field=models.DurationField(),
        db_persist=True,
        verbose_name=_("用时"),
    )
    score = models.PositiveSmallIntegerField(_("得分"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("答卷", "状态"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    annulled_at = models.DateTimeField(_("取消成绩时间"), null=True, blank=True, editable=False)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("取消成绩经办人"),
    )
    annul_reason = models.CharField(_("取消成绩原因"), max_length=200, blank=True, editable=False)

    objects = QuizAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("答卷")
        verbose_name_plural = pgettext_lazy("复数", "答卷")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="open"), name="quiz_attempt_one_open_per_person"
            ),
            models.UniqueConstraint(fields=["entry", "number"], name="quiz_attempt_number_used_once"),
            models.UniqueConstraint(fields=["entry", "day"], name="quiz_attempt_one_a_day"),
            models.CheckConstraint(
                condition=Q(orders__len=F("paper__len"), answered__lte=F("paper__len")),
                name="quiz_attempt_answers_within_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(state="open", finished_at__isnull=True, score__isnull=True)
                | (~Q(state="open") & Q(finished_at__isnull=False, score__isnull=False)),
                name="quiz_attempt_finished_with_a_score",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("started_at"))
                & (
                    Q(finished_at__isnull=True)
                    | Q(finished_at__gte=F("started_at"), finished_at__lte=F("deadline"))
                ),
                name="quiz_attempt_finished_in_its_time",
            ),
            models.CheckConstraint(
                condition=(~Q(state="annulled") & Q(annulled_at__isnull=True, annul_reason=""))
                | (Q(state="annulled", annulled_at__isnull=False) & ~Q(annul_reason="")),
                name="quiz_attempt_annulled_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["deadline"], condition=Q(state="open"), name="quiz_attempts_by_deadline"),
            models.Index(
                fields=["entry"],
                include=["number", "score", "took", "finished_at"],
                condition=Q(state__in=["submitted", "expired"]),
                name="quiz_attempts_that_count",
            ),
        ]
        triggers = [
            moves_as_allowed("quiz_attempt_moves_as_allowed", ATTEMPT_NEXT),
            pgtrigger.ReadOnly(
                name="quiz_attempt_keeps_its_paper",
                fields=["entry", "number", "day", "seed", "paper", "orders", "started_at", "deadline"],
            ),
            pgtrigger.Trigger(
                name="quiz_attempt_starts_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=STARTS_IN_TIME,
            ),
            pgtrigger.Protect(
                name="quiz_attempt_finished_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__finished_at__isnull=False)
                & (
                    pgtrigger.Q(old__finished_at__df=pgtrigger.F("new__finished_at"))
                    | pgtrigger.Q(old__answered__df=pgtrigger.F("new__answered"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("quiz_attempt", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_answered(self) -> bool:
        """Every question was."""
        return self.answered >= len(self.paper)


class QuizAnswer(models.Model):
    """作答 (answer) to the question at ``number`` of a paper; ``chosen``: the question's own letters."""

    attempt = models.ForeignKey(
        QuizAttempt, models.PROTECT, related_name="answers", db_index=False, verbose_name=_("答卷")
    )
    number = models.PositiveSmallIntegerField(_("第几题"))
    question = models.ForeignKey(
        BankQuestion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("题目")
    )
    chosen = models.CharField(_("所选选项"), max_length=6, blank=True)
    answered_at = models.DateTimeField(_("作答时间"))

    objects = OfAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("作答")
        verbose_name_plural = pgettext_lazy("复数", "作答")
        ordering = ["attempt", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="quiz_answer_once_per_question"),
            models.CheckConstraint(condition=Q(chosen__regex=r"^[A-F]{0,6}$"), name="quiz_answer_is_letters"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="quiz_answer_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ANSWERS_IN_TIME,
            ),
            pgtrigger.Protect(name="quiz_answer_is_never_changed", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Regrade(models.Model):
    """重新评分 (regrade): what a corrected key made of the score of an attempt; the old one stays."""

    attempt = models.ForeignKey(QuizAttempt, models.PROTECT, related_name="regrades", verbose_name=_("答卷"))
    key = models.ForeignKey(AnswerKey, models.PROTECT, related_name="regrades", verbose_name=_("标准答案"))
    old_score = models.PositiveSmallIntegerField(_("原得分"))
    new_score = models.PositiveSmallIntegerField(_("新得分"))
    at = models.DateTimeField(_("评分时间"), auto_now_add=True)

    objects = OfAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("重新评分")
        verbose_name_plural = pgettext_lazy("复数", "重新评分")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "key"], name="regrade_once_per_key"),
            models.CheckConstraint(condition=~Q(old_score=F("new_score")), name="regrade_changes_the_score"),
        ]
        triggers = [pgtrigger.Protect(name="regrade_is_never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.old_score} → {self.new_score}"
