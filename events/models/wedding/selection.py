from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.wedding_querysets import CoupleScoreQuerySet, OfWeddingQuerySet
from zibo_youth.core.audit import audited

from .couple import Couple
from .edition import Wedding
from .walls import SCORES_BEFORE_THE_RELEASE


def _in_order() -> Q:
    """The list before the result, and each with its hash."""
    unlisted = Q(listed_at__isnull=True, listing="", list_hash="", released_at__isnull=True, result="")
    listed = (
        Q(listed_at__isnull=False, released_at__isnull=True, result="") & ~Q(listing="") & ~Q(list_hash="")
    )
    released = Q(listed_at__isnull=False, released_at__isnull=False) & ~Q(listing="") & ~Q(result="")
    return unlisted | listed | released


@audited(exclude=["seed"])
class WeddingSelection(models.Model):
    """
    遴选 (selection): the seed's hash from the call on, the list when it is closed, the result at the release.

    Nothing of the result is stored before it is released: it is computed in the transaction that tells
    everybody (docs/reference/draw.md). The seed decides a draw, and ties of a scoring sheet.
    """

    wedding = models.OneToOneField(
        Wedding, models.PROTECT, related_name="selection", verbose_name=_("集体婚礼")
    )
    seed = models.CharField(_("种子"), max_length=64, editable=False)
    seed_hash = models.CharField(_("种子摘要"), max_length=64, editable=False)
    listing = models.TextField(_("遴选名单"), blank=True, editable=False)
    list_hash = models.CharField(_("名单摘要"), max_length=64, blank=True, editable=False)
    listed_at = models.DateTimeField(_("名单公布时间"), null=True, blank=True, editable=False)
    released_at = models.DateTimeField(_("结果公布时间"), null=True, blank=True, editable=False)
    places = models.PositiveIntegerField(_("公布时的名额"), default=0, editable=False)
    result = models.TextField(_("遴选结果"), blank=True, editable=False)

    objects = OfWeddingQuerySet.as_manager()

    class Meta:
        verbose_name = _("集体婚礼遴选")
        verbose_name_plural = pgettext_lazy("复数", "集体婚礼遴选")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=_in_order(), name="wedding_selection_goes_in_order"),
            models.CheckConstraint(condition=~Q(seed_hash=""), name="wedding_selection_commits_to_its_seed"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="wedding_selection_keeps_its_seed", fields=["wedding", "seed", "seed_hash"]
            ),
            pgtrigger.Protect(
                name="wedding_selection_is_released_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="wedding_selection_keeps_its_list",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__listed_at__isnull=False)
                & pgtrigger.Q(old__listing__df=pgtrigger.F("new__listing")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.wedding)

    def get_absolute_url(self) -> str:
        return self.wedding.get_absolute_url()


@audited()
class WeddingCriterion(models.Model):
    """评分项 (criterion): a line of an edition's scoring sheet, with its most points."""

    wedding = models.ForeignKey(Wedding, models.CASCADE, related_name="criteria", verbose_name=_("集体婚礼"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("评分项", "序号"))
    name = models.CharField(pgettext_lazy("评分项", "名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    most = models.PositiveSmallIntegerField(_("满分"))

    objects = OfWeddingQuerySet.as_manager()

    class Meta:
        verbose_name = _("婚礼评分项")
        verbose_name_plural = pgettext_lazy("复数", "婚礼评分项")
        ordering = ["wedding", "number"]
        constraints = [
            models.UniqueConstraint(fields=["wedding", "number"], name="criterion_number_used_once"),
            models.UniqueConstraint(fields=["id", "most"], name="criterion_most_is_referable"),
            models.CheckConstraint(condition=Q(most__range=(1, 100)), name="criterion_gives_1_to_100"),
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


@audited()
class CoupleScore(models.Model):
    """
    评分 (score): what one of two scorers gives a couple for one criterion.

    ``scorer_seat`` 1 or 2: a third scorer is unwritable. ``most`` is the criterion's, by a composite
    foreign key, so that more points than it gives are unwritable too.
    """

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="scores", verbose_name=_("新人"))
    criterion = models.ForeignKey(
        WeddingCriterion, models.PROTECT, related_name="scores", verbose_name=_("婚礼评分项")
    )
    most = models.PositiveSmallIntegerField(_("满分"), editable=False)
    scorer = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("评分人"))
    scorer_seat = models.PositiveSmallIntegerField(_("第几位评分人"))
    points = models.PositiveSmallIntegerField(_("得分"))
    given_at = models.DateTimeField(_("评分时间"), auto_now=True)

    objects = CoupleScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("新人评分")
        verbose_name_plural = pgettext_lazy("复数", "新人评分")
        ordering = ["couple", "scorer_seat", "criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["couple", "criterion", "scorer_seat"], name="couple_score_once_per_seat"
            ),
            models.UniqueConstraint(
                fields=["couple", "criterion", "scorer"], name="couple_score_once_per_scorer"
            ),
            models.CheckConstraint(condition=Q(scorer_seat__in=[1, 2]), name="couple_has_two_scorers"),
            models.CheckConstraint(condition=Q(points__lte=F("most")), name="couple_score_within_the_most"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="couple_score_stays_after_the_release",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=SCORES_BEFORE_THE_RELEASE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.couple} · {self.criterion}"
