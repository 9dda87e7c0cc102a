from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from safety.post_querysets import OfPostRoundQuerySet, PostReviewerQuerySet, PostRoundQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .walls import FORM_OF_A_DRAFT
from .words import ROUND_NEXT, CriterionKind, RoundState


@audited(exclude=["seed", "taken"])
class PostRound(models.Model):
    """
    青安岗年度 (round): one year's call, from the rules to the report to the province.

    ``places`` is how many teams are shortlisted at most; a trigger counts ``taken``. ``reviewers_each``
    is how many judge one post. Both ends of ``opens_on`` and ``closes_on`` count. The seed decides ties
    that no other rule does; its hash is public from the opening on (docs/reference/draw.md).
    """

    State = RoundState
    NEXT = ROUND_NEXT

    year = models.PositiveSmallIntegerField(_("年度"))
    places = models.PositiveSmallIntegerField(_("入围名额"))
    taken = models.IntegerField(_("已占名额"), default=0, editable=False)
    opens_on = models.DateField(_("申报开始"))
    closes_on = models.DateField(_("申报截止"))
    reviewers_each = models.PositiveSmallIntegerField(_("每个集体的评审员人数"), default=3)
    notice_workdays = models.PositiveSmallIntegerField(_("公示工作日"), default=5)
    valid_years = models.PositiveSmallIntegerField(_("命名有效年数"), default=3)
    conditions = models.TextField(_("创建要求"), max_length=2000)
    conditions_en = models.TextField(_("英文创建要求"), max_length=4000, blank=True)
    state = models.CharField(
        pgettext_lazy("青安岗年度", "状态"),
        max_length=12,
        choices=RoundState,
        default=RoundState.DRAFT,
        editable=False,
    )
    seed = models.CharField(_("种子"), max_length=64, editable=False)
    seed_hash = models.CharField(_("种子摘要"), max_length=64, editable=False)
    shortlisted_at = models.DateTimeField(_("确定入围时间"), null=True, blank=True, editable=False)
    reported_on = models.DateField(_("上报日期"), null=True, blank=True, editable=False)

    objects = PostRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗年度")
        verbose_name_plural = pgettext_lazy("复数", "青安岗年度")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["year"], name="post_round_one_per_year"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="post_round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("places")), name="post_round_never_overfull"
            ),
            models.CheckConstraint(condition=Q(places__range=(1, 500)), name="post_round_names_1_to_500"),
            models.CheckConstraint(
                condition=Q(reviewers_each__range=(3, 15)), name="post_round_has_three_reviewers_each"
            ),
            models.CheckConstraint(
                condition=Q(notice_workdays__range=(5, 30)), name="post_round_notice_of_five_workdays"
            ),
            models.CheckConstraint(
                condition=Q(valid_years__range=(1, 10)), name="post_round_valid_1_to_10_years"
            ),
            models.CheckConstraint(
                condition=Q(state="reported", reported_on__isnull=False)
                | (~Q(state="reported") & Q(reported_on__isnull=True)),
                name="post_round_reported_on_a_day",
            ),
        ]
        triggers = [
            moves_as_allowed("post_round_moves_as_allowed", ROUND_NEXT),
            pgtrigger.ReadOnly(name="post_round_keeps_its_seed", fields=["year", "seed", "seed_hash"]),
        ]

    def __str__(self) -> str:
        return str(self.local_title)

    def get_absolute_url(self) -> str:
        return reverse("post_round", args=[self.year])

    @property
    def local_title(self) -> str:
        return _("%(year)s 年度青年安全生产示范岗") % {"year": self.year}

    @property
    def local_conditions(self) -> str:
        return self.conditions_en if get_language() == "en" and self.conditions_en else self.conditions

    @property
    def left(self) -> int:
        """Places that no team holds."""
        return self.places - self.taken

    @property
    def is_public(self) -> bool:
        return self.state not in (RoundState.DRAFT, RoundState.CANCELLED)

    @property
    def shows_points(self) -> bool:
        """Whether offices may read points: not before the shortlist is made of them."""
        return self.shortlisted_at is not None


@audited(exclude=["taken"])
class PostQuota(models.Model):
    """推荐名额 (quota): how many teams a district may recommend in a year; a trigger counts."""

    round = models.ForeignKey(PostRound, models.PROTECT, related_name="quotas", verbose_name=_("青安岗年度"))
    district = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("推荐单位")
    )
    places = models.PositiveSmallIntegerField(_("推荐名额"))
    taken = models.IntegerField(_("已推荐"), default=0, editable=False)

    objects = OfPostRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗推荐名额")
        verbose_name_plural = pgettext_lazy("复数", "青安岗推荐名额")
        ordering = ["round", "district__area__position", "district"]
        constraints = [
            models.UniqueConstraint(fields=["round", "district"], name="post_quota_one_per_district"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("places")), name="post_quota_never_overfull"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.district}"

    @property
    def left(self) -> int:
        return self.places - self.taken


def _percent(name: str) -> Q:
    return Q(**{f"{name}__range": (0, 100)})


@audited()
class PostForm(models.Model):
    """
    申报表版本 (form version): conditions and sheet of a year, as a unit signs and a reviewer judges it.

    Once published it never changes: what was written under it stays under it. The limits are assumed
    where the national measures leave them open (reference/loans_safety.md §3).
    """

    round = models.ForeignKey(PostRound, models.PROTECT, related_name="forms", verbose_name=_("青安岗年度"))
    version = models.PositiveSmallIntegerField(_("版本"))
    team_most = models.PositiveSmallIntegerField(_("集体人数上限"), default=100)
    young_age = models.PositiveSmallIntegerField(_("青年年龄上限"), default=35)
    young_share = models.PositiveSmallIntegerField(_("青年占比下限（%）"), default=60)
    leader_age_most = models.PositiveSmallIntegerField(_("青年负责人年龄上限"), default=35)
    accident_years = models.PositiveSmallIntegerField(_("无严重事故年数"), default=2)
    guidance = models.TextField(_("填报说明"), max_length=2000, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)

    objects = OfPostRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗申报表")
        verbose_name_plural = pgettext_lazy("复数", "青安岗申报表")
        ordering = ["round", "version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="post_form_version_used_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(published_at__isnull=True), name="post_form_one_draft_per_round"
            ),
            models.CheckConstraint(
                condition=_percent("young_share")
                & Q(team_most__range=(1, 1000), accident_years__range=(1, 10)),
                name="post_form_limits_make_sense",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="post_form_stays_once_published",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} · v{self.version}"


@audited()
class PostCriterion(models.Model):
    """
    评审项 (criterion): a line of a form's sheet.

    A scored line has a weight in per cent and its most points; a deduction takes up to ``most`` points off
    the hundred; a veto excludes once the city has confirmed it.
    """

    Kind = CriterionKind

    form = models.ForeignKey(
        PostForm, models.PROTECT, related_name="criteria", verbose_name=_("青安岗申报表")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("评审项", "序号"))
    kind = models.CharField(pgettext_lazy("评审项", "类别"), max_length=10, choices=CriterionKind)
    name = models.CharField(pgettext_lazy("评审项", "名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    weight = models.PositiveSmallIntegerField(_("权重（%）"), default=0)
    most = models.PositiveSmallIntegerField(_("满分"))

    objects = OfPostRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗评审项")
        verbose_name_plural = pgettext_lazy("复数", "青安岗评审项")
        ordering = ["form", "number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="post_criterion_number_used_once"),
            models.CheckConstraint(
                condition=Q(kind="score", weight__range=(1, 100), most__range=(1, 100))
                | Q(kind="deduction", weight=0, most__range=(1, 100))
                | Q(kind="veto", weight=0, most=1),
                name="post_criterion_is_of_its_kind",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="post_criterion_stays_once_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FORM_OF_A_DRAFT,
            )
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


@audited()
class PostReviewer(models.Model):
    """评审员 (reviewer) of a year: who holds the office 青安岗评审员, in the order of being asked."""

    round = models.ForeignKey(
        PostRound, models.PROTECT, related_name="reviewers", verbose_name=_("青安岗年度")
    )
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="post_panels", verbose_name=_("评审员")
    )
    seated_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("聘请人"), editable=False
    )
    seated_at = models.DateTimeField(_("聘请时间"), auto_now_add=True)
    left_at = models.DateTimeField(_("退出时间"), null=True, blank=True, editable=False)

    objects = PostReviewerQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗评审员")
        verbose_name_plural = pgettext_lazy("复数", "青安岗评审员")
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="post_reviewer_once_per_round"),
            models.UniqueConstraint(fields=["id", "round"], name="post_reviewer_round_is_referable"),
        ]

    def __str__(self) -> str:
        return str(self.person.masked_name)
