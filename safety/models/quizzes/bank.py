from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from safety.quiz_querysets import AnswerKeyQuerySet, BankQuestionQuerySet, QuestionBankQuerySet
from zibo_youth.core.audit import audited

from .walls import KEY_FITS


@audited()
class QuestionBank(models.Model):
    """题库 (question bank) of a city or district office."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("管理单位")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("填报单位")
    )
    name = models.CharField(pgettext_lazy("题库", "名称"), max_length=60)

    objects = QuestionBankQuerySet.as_manager()

    class Meta:
        verbose_name = _("题库")
        verbose_name_plural = pgettext_lazy("复数", "题库")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="question_bank_named_once_by_an_office"
            )
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class BankQuestion(models.Model):
    """
    题目 (question), one version of it: never rewritten, so that a paper shows for ever what it asked.

    ``code`` says which question, ``number`` the how-manieth version of it; the one that is not retired is
    taken by a new quiz. Options are lettered from A in the order in which they stand here.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("单选题")
        MULTIPLE = "multiple", _("多选题")
        TRUE_FALSE = "true_false", _("判断题")

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="questions", verbose_name=_("题库"))
    code = models.CharField(_("题号"), max_length=20)
    number = models.PositiveSmallIntegerField(_("第几版"), default=1)
    kind = models.CharField(_("题型"), max_length=10, choices=Kind)
    words = models.CharField(_("题干"), max_length=500)
    words_en = models.CharField(_("英文题干"), max_length=1000, blank=True)
    options = ArrayField(models.CharField(max_length=200), verbose_name=_("选项"))
    options_en = ArrayField(
        models.CharField(max_length=400), verbose_name=_("英文选项"), default=list, blank=True
    )
    explanation = models.CharField(_("解析"), max_length=1000, blank=True)
    explanation_en = models.CharField(_("英文解析"), max_length=2000, blank=True)
    added_at = models.DateTimeField(_("录入时间"), auto_now_add=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)

    objects = BankQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("题目")
        verbose_name_plural = pgettext_lazy("复数", "题目")
        ordering = ["bank", "code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "code", "number"], name="bank_question_version_used_once"
            ),
            models.UniqueConstraint(
                fields=["bank", "code"],
                condition=Q(retired_at__isnull=True),
                name="bank_question_one_current_version",
            ),
            models.CheckConstraint(
                condition=Q(kind="true_false", options__len=2)
                | (~Q(kind="true_false") & Q(options__len__range=(2, 6))),
                name="bank_question_has_two_to_six_options",
            ),
            models.CheckConstraint(
                condition=Q(options_en__len=0) | Q(options_en__len=models.F("options__len")),
                name="bank_question_translates_every_option",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="bank_question_is_never_rewritten",
                fields=[
                    *("bank", "code", "number", "kind", "words", "words_en", "options", "options_en"),
                    *("explanation", "explanation_en"),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.words[:30]}"

    @property
    def local_words(self) -> str:
        return self.words_en if get_language() == "en" and self.words_en else self.words

    @property
    def local_options(self) -> list[str]:
        return self.options_en if get_language() == "en" and self.options_en else self.options

    @property
    def local_explanation(self) -> str:
        is_english = get_language() == "en" and self.explanation_en
        return self.explanation_en if is_english else self.explanation

    @property
    def is_multiple(self) -> bool:
        return self.kind == self.Kind.MULTIPLE


@audited()
class AnswerKey(models.Model):
    """
    标准答案 (key) of a question, by the question's own letters; corrected by the next one, never changed.

    A question that turned out to be wrong is void (``is_void``): it counts as right on every paper.
    """

    question = models.ForeignKey(BankQuestion, models.PROTECT, related_name="keys", verbose_name=_("题目"))
    number = models.PositiveSmallIntegerField(_("第几版"), default=1)
    letters = models.CharField(pgettext_lazy("答题", "正确选项"), max_length=6, blank=True)
    is_void = models.BooleanField(_("题目作废，人人得分"), default=False)
    reason = models.CharField(_("更正原因"), max_length=200, blank=True)
    given_at = models.DateTimeField(_("给出时间"), auto_now_add=True)

    objects = AnswerKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("标准答案")
        verbose_name_plural = pgettext_lazy("复数", "标准答案")
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="answer_key_number_used_once"),
            models.CheckConstraint(
                condition=Q(is_void=True, letters="") | Q(is_void=False, letters__regex=r"^[A-F]{1,6}$"),
                name="answer_key_names_letters_or_is_void",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="answer_key_corrected_with_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answer_key_fits_its_question",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=KEY_FITS,
            ),
            pgtrigger.Protect(name="answer_key_is_never_rewritten", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.letters or str(_("作废"))
