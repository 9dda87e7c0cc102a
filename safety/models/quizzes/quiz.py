from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from safety.quiz_querysets import OfQuizQuerySet, QuizQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .bank import QuestionBank


class QuizState(models.TextChoices):
    """Written, told to everybody, or called off; whether it runs is asked of the clock."""

    DRAFT = "draft", pgettext_lazy("答题", "草稿")
    PUBLISHED = "published", pgettext_lazy("答题", "已发布")
    CANCELLED = "cancelled", pgettext_lazy("答题", "已取消")


QUIZ_NEXT: Mapping[str, tuple[str, ...]] = {
    QuizState.DRAFT: (QuizState.PUBLISHED, QuizState.CANCELLED),
    QuizState.PUBLISHED: (QuizState.CANCELLED,),
}
# What results rest on.
SETTLED = (
    *("bank", "opens_at", "questions", "points", "seconds", "mode", "attempts_most", "team_by", "team_size"),
    *("pool", "tie_seed", "seed_hash"),
)


def _any_of_them_changes() -> pgtrigger.Q:
    found = pgtrigger.Q()
    for name in SETTLED:
        found |= pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})
    return found


# Keys and the seed of what is equal are public from its end on.
NEVER_AGAIN = """
IF OLD.closes_at <= clock_timestamp() THEN
    RAISE EXCEPTION 'quiz_never_opens_again' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'quiz_never_opens_again';
END IF;
RETURN NEW;
"""


@audited(exclude=["tie_seed", "pool"])
class Quiz(models.Model):
    """
    安全答题 (quiz): so many questions of a bank, drawn for each attempt, answered within ``seconds``.

    Publishing freezes the ``pool`` (the versions of questions that may be drawn) and every setting that
    results rest on. The hash of ``tie_seed`` stands on the cover from then on; the seed itself once the
    quiz is over: it decides between results that are equal in points, time and moment.
    """

    State = QuizState
    NEXT = QUIZ_NEXT

    class Mode(models.TextChoices):
        """Which of a person's attempts counts (reference/loans_safety.md §3)."""

        BEST = "best", _("可多次作答，取最好一次")
        FIRST = "first", _("可多次作答，只算第一次")
        DAILY = "daily", _("每天一次，取最好一天")

    class Reveal(models.TextChoices):
        """When whoever answered reads keys and explanations."""

        SUBMITTED = "submitted", _("交卷后")
        CLOSED = "closed", _("活动结束后")

    class TeamBy(models.TextChoices):
        NONE = "none", _("不设团队")
        ORGANISATION = "organisation", _("按企业")
        DISTRICT = "district", _("按区县")

    public_id = models.UUIDField(_("活动编号"), default=uuid.uuid4, unique=True, editable=False)
    organiser = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("主办单位")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("填报单位")
    )
    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="quizzes", verbose_name=_("题库"))
    title = models.CharField(pgettext_lazy("答题", "名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    summary = models.CharField(pgettext_lazy("答题", "说明"), max_length=500)
    summary_en = models.CharField(_("英文说明"), max_length=1000, blank=True)
    opens_at = models.DateTimeField(_("开始时间"))
    closes_at = models.DateTimeField(_("结束时间"))
    questions = models.PositiveSmallIntegerField(_("每卷题数"), default=20)
    points = models.PositiveSmallIntegerField(_("每题分值"), default=5)
    seconds = models.PositiveIntegerField(_("限时（秒）"), default=1200)
    mode = models.CharField(_("计分方式"), max_length=6, choices=Mode, default=Mode.BEST)
    attempts_most = models.PositiveSmallIntegerField(_("每人最多作答次数（0 为不限）"), default=0)
    reveal = models.CharField(_("何时公布答案和解析"), max_length=10, choices=Reveal, default=Reveal.CLOSED)
    team_by = models.CharField(_("团队赛"), max_length=12, choices=TeamBy, default=TeamBy.NONE)
    team_size = models.PositiveSmallIntegerField(_("团队取前几人"), default=0)
    state = models.CharField(
        pgettext_lazy("答题", "状态"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    pool = ArrayField(
        models.BigIntegerField(), verbose_name=_("抽题范围"), default=list, blank=True, editable=False
    )
    tie_seed = models.CharField(_("抽签种子"), max_length=64, blank=True, editable=False)
    seed_hash = models.CharField(_("种子的哈希"), max_length=64, blank=True, editable=False)

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("安全答题")
        verbose_name_plural = pgettext_lazy("复数", "安全答题")
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="quiz_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(questions__range=(1, 100), points__range=(1, 100), seconds__range=(10, 14400)),
                name="quiz_settings_within_reason",
            ),
            models.CheckConstraint(
                condition=Q(team_by="none", team_size=0) | (~Q(team_by="none") & Q(team_size__range=(1, 50))),
                name="quiz_of_teams_says_how_many_count",
            ),
            models.CheckConstraint(
                condition=Q(reveal="closed") | Q(mode="first") | Q(attempts_most=1),
                name="quiz_keys_told_at_the_end_where_a_later_attempt_counts",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(pool__len__gte=F("questions")) & ~Q(seed_hash="")),
                name="quiz_published_with_questions_and_a_seed",
            ),
        ]
        triggers = [
            moves_as_allowed("quiz_moves_as_allowed", QUIZ_NEXT),
            pgtrigger.Protect(
                name="quiz_settings_stay_once_published",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft") & _any_of_them_changes(),
            ),
            pgtrigger.Protect(
                name="quiz_never_closes_earlier",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft")
                & pgtrigger.Q(new__closes_at__lt=pgtrigger.F("old__closes_at")),
            ),
            pgtrigger.Trigger(
                name="quiz_never_opens_again",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("closes_at"),
                condition=~pgtrigger.Q(old__state="draft")
                & pgtrigger.Q(new__closes_at__gt=pgtrigger.F("old__closes_at")),
                func=NEVER_AGAIN,
            ),
        ]

    def __str__(self) -> str:
        return self.local_title

    def get_absolute_url(self) -> str:
        return reverse("quiz", args=[self.public_id])

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def local_summary(self) -> str:
        return self.summary_en if get_language() == "en" and self.summary_en else self.summary

    @property
    def full_marks(self) -> int:
        return self.questions * self.points

    @property
    def limit(self) -> timedelta:
        return timedelta(seconds=self.seconds)

    def is_running(self, at: datetime) -> bool:
        """Whether an attempt may begin at this instant."""
        return self.state == self.State.PUBLISHED and self.opens_at <= at < self.closes_at

    def is_over(self, at: datetime) -> bool:
        """No attempt of it is open any more, nor will be."""
        return at >= self.closes_at


class QuizTransition(Transition):
    """安全答题流转 (transition of a quiz)."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="transitions", verbose_name=_("安全答题"))

    objects = OfQuizQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("安全答题流转")
        verbose_name_plural = pgettext_lazy("复数", "安全答题流转")

    @property
    def label(self) -> str:
        """The state that it came to, in words."""
        return str(QuizState(self.to_state).label)
