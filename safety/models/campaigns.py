from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.models import Event
from safety.campaign_querysets import SafetyActivityQuerySet, SafetyCampaignQuerySet, SafetyMaterialQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.private_files import private_storage
from zibo_youth.core.states import moves_as_allowed


class Season(models.TextChoices):
    """Under which name the league holds them (reference/domain.md §1.8)."""

    YOUTH_FIRST = "youth_first", _("安全生产 青年当先")
    SAFETY_MONTH = "safety_month", _("安全生产月")
    LAW_WEEK = "law_week", _("安全生产法宣传周")


class CampaignState(models.TextChoices):
    """Written, shown to the public, or over."""

    DRAFT = "draft", pgettext_lazy("安全主题活动", "草稿")
    PUBLISHED = "published", pgettext_lazy("安全主题活动", "已发布")
    CLOSED = "closed", pgettext_lazy("安全主题活动", "已结束")


CAMPAIGN_NEXT: Mapping[str, tuple[str, ...]] = {
    CampaignState.DRAFT: (CampaignState.PUBLISHED,),
    CampaignState.PUBLISHED: (CampaignState.CLOSED,),
}


@audited()
class SafetyCampaign(models.Model):
    """
    安全主题活动 (campaign): what an office calls young workers to, from one day to another.

    ``from_on`` and ``until_on`` are both included. Its activities are events, its materials links and files.
    """

    Season, State = Season, CampaignState
    NEXT = CAMPAIGN_NEXT

    public_id = models.UUIDField(_("主题活动编号"), default=uuid.uuid4, unique=True, editable=False)
    season = models.CharField(_("主题"), max_length=12, choices=Season)
    title = models.CharField(pgettext_lazy("安全主题活动", "名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    summary = models.TextField(pgettext_lazy("安全主题活动", "简介"), max_length=2000)
    summary_en = models.TextField(_("英文简介"), max_length=4000, blank=True)
    organiser = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("主办单位")
    )
    from_on = models.DateField(pgettext_lazy("安全主题活动", "开始日期"))
    until_on = models.DateField(pgettext_lazy("安全主题活动", "结束日期"))
    state = models.CharField(
        pgettext_lazy("安全主题活动", "状态"),
        max_length=10,
        choices=CampaignState,
        default=CampaignState.DRAFT,
        editable=False,
    )

    objects = SafetyCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("安全主题活动")
        verbose_name_plural = pgettext_lazy("复数", "安全主题活动")
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="safety_campaign_ends_after_it_begins"
            )
        ]
        triggers = [moves_as_allowed("safety_campaign_moves_as_allowed", CAMPAIGN_NEXT)]

    def __str__(self) -> str:
        return self.local_title

    def get_absolute_url(self) -> str:
        return reverse("safety_campaign", args=[self.public_id])

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def local_summary(self) -> str:
        return self.summary_en if get_language() == "en" and self.summary_en else self.summary


class ActivityKind(models.TextChoices):
    """What young workers do there; the article of 2021 and domain.md §1.8 name them."""

    WARNING = "warning", _("安全警示教育")
    SEARCH = "search", _("安全隐患排查")
    TRAINING = "training", _("安全知识培训")
    DRILL = "drill", _("应急演练")
    EXERCISE = "exercise", _("岗位练兵")
    INNOVATION = "innovation", _("安全创新攻关")
    LECTURE = "lecture", _("安全生产大讲堂")
    STORY = "story", _("青年宣讲安全故事")
    FILM = "film", _("观看警示教育片")
    BOARD = "board", _("安全宣传栏和岗位标识")


@audited()
class SafetyActivity(models.Model):
    """
    安全活动 (activity): one of a campaign, held as an event; its sessions, places and people are there.

    ``for_engineers``: the free course for registered safety engineers, whose list is advised on by
    degree and years of work (`safety.exam_advice`); nobody is refused for them.
    """

    Kind = ActivityKind

    campaign = models.ForeignKey(
        SafetyCampaign, models.PROTECT, related_name="activities", verbose_name=_("安全主题活动")
    )
    kind = models.CharField(pgettext_lazy("安全活动", "形式"), max_length=12, choices=ActivityKind)
    event = models.OneToOneField(
        Event, models.PROTECT, related_name="safety_activity", verbose_name=_("活动")
    )
    for_engineers = models.BooleanField(_("注册安全工程师公益培训"), default=False)

    objects = SafetyActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("安全活动")
        verbose_name_plural = pgettext_lazy("复数", "安全活动")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(for_engineers=False) | Q(kind="training"),
                name="activity_for_engineers_is_a_training",
            )
        ]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def is_training(self) -> bool:
        return self.kind == ActivityKind.TRAINING


class MaterialKind(models.TextChoices):
    """What it is for."""

    POSTER = "poster", _("海报和宣传栏")
    SIGN = "sign", _("岗位安全标识")
    FILM = "film", _("警示教育片")
    LAW = "law", _("法规标准")
    COURSE = "course", _("课件")
    CASE = "case", _("事故案例")


class MaterialLanguage(models.TextChoices):
    """In which language it is."""

    ZH = "zh-hans", _("中文")
    EN = "en", _("英文")


@audited()
class SafetyMaterial(models.Model):
    """
    宣传资料 (material): a link, or a file that was rebuilt and lies in the private store, and not both.

    ``withdrawn_at``: no longer offered; the row stays, for the record of what was given out.
    """

    Kind, Language = MaterialKind, MaterialLanguage

    campaign = models.ForeignKey(
        SafetyCampaign, models.PROTECT, related_name="materials", verbose_name=_("安全主题活动")
    )
    kind = models.CharField(pgettext_lazy("宣传资料", "类别"), max_length=8, choices=MaterialKind)
    language = models.CharField(_("语言"), max_length=8, choices=MaterialLanguage)
    title = models.CharField(pgettext_lazy("宣传资料", "名称"), max_length=80)
    link = models.URLField(_("网址"), max_length=300, blank=True)
    file = models.FileField(_("文件"), storage=private_storage, max_length=100, blank=True, editable=False)
    content_type = models.CharField(_("文件类型"), max_length=40, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"), editable=False
    )
    added_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True, editable=False)

    objects = SafetyMaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("宣传资料")
        verbose_name_plural = pgettext_lazy("复数", "宣传资料")
        ordering = ["campaign", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(file="") & ~Q(content_type=""))
                | (~Q(link="") & Q(file="", content_type="")),
                name="material_is_a_link_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="material_link_is_encrypted"
            ),
        ]

    def __str__(self) -> str:
        return self.title
