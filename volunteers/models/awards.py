"""先进集体和个人评选 (awards): seasons, categories, recommendations, the panel and its scores."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from volunteers.award_querysets import (
    AwardNominationQuerySet,
    AwardSeasonQuerySet,
    OfSeasonQuerySet,
    PanelMemberQuerySet,
    PanelScoreQuerySet,
)
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .election import hours_of


class SeasonState(models.TextChoices):
    """Set up, open to recommendations, before the panel, told to the public, over."""

    DRAFT = "draft", pgettext_lazy("评选", "筹备")
    RECOMMENDING = "recommending", pgettext_lazy("评选", "推荐中")
    REVIEW = "review", pgettext_lazy("评选", "评审中")
    NOTICE = "notice", pgettext_lazy("评选", "公示中")
    ANNOUNCED = "announced", pgettext_lazy("评选", "已公布")
    CANCELLED = "cancelled", pgettext_lazy("评选", "已取消")


SEASON_NEXT: Mapping[str, tuple[str, ...]] = {
    SeasonState.DRAFT: (SeasonState.RECOMMENDING, SeasonState.CANCELLED),
    SeasonState.RECOMMENDING: (SeasonState.REVIEW, SeasonState.CANCELLED),
    SeasonState.REVIEW: (SeasonState.NOTICE, SeasonState.CANCELLED),
    SeasonState.NOTICE: (SeasonState.ANNOUNCED, SeasonState.CANCELLED),
}


@audited()
class AwardSeason(models.Model):
    """一次评选 (season): what is awarded in one year, from the call to the decision."""

    State = SeasonState
    NEXT = SEASON_NEXT

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(pgettext_lazy("评选", "名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120)
    recommend_until = models.DateField(_("推荐截止"))
    state = models.CharField(
        pgettext_lazy("评选", "状态"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    notice_until = models.DateField(_("公示截止"), null=True, blank=True, editable=False)
    announced_on = models.DateField(_("公布日期"), null=True, blank=True, editable=False)

    objects = AwardSeasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("评选")
        verbose_name_plural = pgettext_lazy("复数", "评选")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["notice", "announced"]) | Q(notice_until__isnull=False),
                name="award_season_has_a_notice_before_it_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="announced", announced_on__isnull=False)
                | (~Q(state="announced") & Q(announced_on__isnull=True)),
                name="award_season_announced_on_a_day",
            ),
        ]
        triggers = [moves_as_allowed("award_season_moves_as_allowed", SEASON_NEXT)]

    def __str__(self) -> str:
        return self.local_title

    def get_absolute_url(self) -> str:
        return reverse("volunteer_award_season", args=[self.code])

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" else self.title


class AwardKind(models.TextChoices):
    INDIVIDUAL = "individual", pgettext_lazy("奖项", "先进个人")
    COLLECTIVE = "collective", pgettext_lazy("奖项", "先进集体")
    PROJECT = "project", pgettext_lazy("奖项", "优秀项目")


class AwardCategory(models.Model):
    """奖项 (category): for whom, how many, and how many final hours it asks of an individual."""

    Kind = AwardKind

    season = models.ForeignKey(AwardSeason, models.PROTECT, related_name="categories", verbose_name=_("评选"))
    kind = models.CharField(pgettext_lazy("奖项", "类别"), max_length=10, choices=Kind)
    name = models.CharField(pgettext_lazy("奖项", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80)
    quota = models.PositiveSmallIntegerField(pgettext_lazy("奖项", "名额"))
    min_hours = models.PositiveSmallIntegerField(_("最低服务时长（小时）"), default=0)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = OfSeasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("奖项")
        verbose_name_plural = pgettext_lazy("复数", "奖项")
        ordering = ["season", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["season", "name"], name="award_category_named_once_per_season"),
            models.CheckConstraint(condition=Q(quota__range=(1, 500)), name="award_category_gives_1_to_500"),
            # The targets of composite foreign keys.
            models.UniqueConstraint(fields=["id", "season", "kind"], name="award_category_kind_is_referable"),
            models.UniqueConstraint(fields=["id", "quota"], name="award_category_quota_is_referable"),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class NominationState(models.TextChoices):
    """Named by somebody and not yet agreed to, handed in, looked at, chosen, told to the public, decided."""

    ASKED = "asked", pgettext_lazy("推荐", "待本人同意")
    DECLINED = "declined", pgettext_lazy("推荐", "未参评")
    SUBMITTED = "submitted", pgettext_lazy("推荐", "待审查")
    ACCEPTED = "accepted", pgettext_lazy("推荐", "参评")
    REFUSED = "refused", pgettext_lazy("推荐", "不予受理")
    PROPOSED = "proposed", pgettext_lazy("推荐", "拟表彰")
    AWARDED = "awarded", pgettext_lazy("推荐", "已表彰")
    NOT_CHOSEN = "not_chosen", pgettext_lazy("推荐", "未入选")
    STRUCK = "struck", pgettext_lazy("推荐", "已取消资格")


NOMINATION_NEXT: Mapping[str, tuple[str, ...]] = {
    NominationState.ASKED: (NominationState.SUBMITTED, NominationState.DECLINED),
    NominationState.SUBMITTED: (NominationState.ACCEPTED, NominationState.REFUSED),
    NominationState.ACCEPTED: (NominationState.PROPOSED, NominationState.NOT_CHOSEN),
    NominationState.PROPOSED: (NominationState.AWARDED, NominationState.STRUCK),
}


@audited()
class AwardNomination(models.Model):
    """
    推荐 (nomination): one volunteer, organisation or project for one category.

    ``minutes`` are the final hours on the day it was handed in. ``place`` counts what is
    proposed within the quota. A volunteer's name is shown by the volunteer's own consent
    (``may_be_named``), and never before the decision. What somebody of the public names
    (``is_public``) is handed in by whom it is about, or by the organisation (``recommender``).
    """

    State = NominationState
    NEXT = NOMINATION_NEXT

    season = models.ForeignKey(
        AwardSeason, models.PROTECT, related_name="nominations", verbose_name=_("评选")
    )
    category = models.ForeignKey(
        AwardCategory, models.PROTECT, related_name="nominations", verbose_name=_("奖项")
    )
    kind = models.CharField(pgettext_lazy("奖项", "类别"), max_length=10, choices=AwardKind)
    volunteer = models.ForeignKey(
        "volunteers.Volunteer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="award_nominations",
        verbose_name=_("志愿者"),
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("集体"),
    )
    project = models.ForeignKey(
        "volunteers.ServiceProject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("志愿服务项目"),
    )
    recommender = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("推荐单位"),
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("填报单位")
    )
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("推荐人"))
    is_public = models.BooleanField(_("社会推荐"), default=False, editable=False)
    citation = models.CharField(_("主要事迹"), max_length=500)
    minutes = models.PositiveIntegerField(_("已生效服务分钟数"), default=0, editable=False)
    state = models.CharField(
        pgettext_lazy("推荐", "状态"),
        max_length=10,
        choices=State,
        default=State.SUBMITTED,
        editable=False,
    )
    reason = models.CharField(_("审查意见"), max_length=300, blank=True, editable=False)
    may_be_named = models.BooleanField(_("同意公布姓名"), default=False, editable=False)
    place = models.PositiveSmallIntegerField(_("名额序号"), null=True, blank=True, editable=False)
    cap = models.PositiveSmallIntegerField(
        pgettext_lazy("奖项", "名额"), null=True, blank=True, editable=False
    )

    objects = AwardNominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("评选推荐")
        verbose_name_plural = pgettext_lazy("复数", "评选推荐")
        ordering = ["category", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="individual",
                    volunteer__isnull=False,
                    organisation__isnull=True,
                    project__isnull=True,
                )
                | Q(
                    kind="collective",
                    volunteer__isnull=True,
                    organisation__isnull=False,
                    project__isnull=True,
                )
                | Q(
                    kind="project",
                    volunteer__isnull=True,
                    organisation__isnull=True,
                    project__isnull=False,
                ),
                name="award_nomination_is_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["category", "volunteer", "organisation", "project"],
                nulls_distinct=False,
                condition=~Q(state__in=["asked", "declined", "refused"]),
                name="award_nomination_once_per_category",
            ),
            # Whoever was declined does not ask again.
            models.UniqueConstraint(
                fields=["category", "volunteer", "organisation", "project", "by"],
                nulls_distinct=False,
                condition=Q(is_public=True),
                name="award_nomination_named_once_by_each",
            ),
            models.UniqueConstraint(fields=["category", "place"], name="award_nomination_one_per_place"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "awarded"], place__isnull=False, cap__isnull=False)
                & Q(place__gte=1, place__lte=F("cap"))
                | (~Q(state__in=["proposed", "awarded"]) & Q(place__isnull=True, cap__isnull=True)),
                name="award_nomination_within_quota",
            ),
            models.UniqueConstraint(fields=["id", "season"], name="award_nomination_season_is_referable"),
        ]
        triggers = [
            moves_as_allowed("award_nomination_moves_as_allowed", NOMINATION_NEXT),
            pgtrigger.Protect(
                name="award_nomination_hours_are_frozen",
                operation=pgtrigger.UpdateOf("minutes"),
                condition=pgtrigger.Q(old__minutes__df=pgtrigger.F("new__minutes"))
                & ~pgtrigger.Q(old__state="asked"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} · {self.pk}"

    @property
    def hours(self) -> Decimal:
        return hours_of(self.minutes)

    @property
    def subject(self) -> object:
        """The organisation or the project; of a volunteer the masked name."""
        return self.organisation or self.project or (self.volunteer and self.volunteer.person.masked_name)

    @property
    def named_subject(self) -> object:
        """As the panel and the city read it: who has to recuse must know whom it is about."""
        return self.volunteer.person.full_name if self.volunteer else self.subject

    @property
    def shown_name(self) -> str:
        """As the public reads it: a volunteer's full name once it is decided, and by consent."""
        if self.volunteer and self.may_be_named and self.state == NominationState.AWARDED:
            return str(self.volunteer.person.full_name)
        return str(self.subject)


class PanelMember(models.Model):
    """评委 (panel member) of a season."""

    season = models.ForeignKey(AwardSeason, models.PROTECT, related_name="panel", verbose_name=_("评选"))
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("评选", "评委")
    )

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("评选", "评委")
        verbose_name_plural = pgettext_lazy("复数", "评委")
        ordering = ["season", "id"]
        constraints = [
            models.UniqueConstraint(fields=["season", "person"], name="panel_member_once_per_season"),
            models.UniqueConstraint(fields=["id", "season"], name="panel_member_season_is_referable"),
        ]

    def __str__(self) -> str:
        return str(self.person.masked_name)


class Recusal(models.TextChoices):
    """Why a member does not score."""

    SELF = "self", pgettext_lazy("回避", "本人参评")
    ORGANISATION = "organisation", pgettext_lazy("回避", "同一单位")
    RELATIVE = "relative", pgettext_lazy("回避", "近亲属")
    OTHER = "other", pgettext_lazy("回避", "其他可能影响公正的关系")


@audited(updates=False)
class PanelScore(models.Model):
    """
    评分或回避 (score or recusal): one row for each member and nomination, and it is final.

    A recusal takes the place of the score, so whoever has recused cannot score any more,
    and whoever has scored cannot score again.
    """

    season = models.ForeignKey(AwardSeason, models.PROTECT, related_name="+", verbose_name=_("评选"))
    member = models.ForeignKey(
        PanelMember, models.PROTECT, related_name="scores", verbose_name=pgettext_lazy("评选", "评委")
    )
    nomination = models.ForeignKey(
        AwardNomination, models.PROTECT, related_name="scores", verbose_name=_("评选推荐")
    )
    points = models.PositiveSmallIntegerField(pgettext_lazy("评选", "分数"), null=True, blank=True)
    recusal = models.CharField(pgettext_lazy("评选", "回避原因"), max_length=12, choices=Recusal, blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = PanelScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("评分")
        verbose_name_plural = pgettext_lazy("复数", "评分")
        ordering = ["nomination", "member"]
        constraints = [
            models.UniqueConstraint(fields=["member", "nomination"], name="panel_score_once_per_member"),
            models.CheckConstraint(
                condition=Q(points__isnull=False, recusal="") | (Q(points__isnull=True) & ~Q(recusal="")),
                name="panel_score_or_recusal",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__lte=100), name="panel_score_up_to_100"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="panel_score_is_final", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.nomination} · {self.member}"
