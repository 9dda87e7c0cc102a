"""来淄须知: what the city tells young people before and after they come."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxLengthValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.audit import audited
from zibo_youth.core.private_files import private_storage

from . import text
from .querysets import ArticleQuerySet, AttachmentQuerySet

LONGEST_TEXT = 20_000
SLUG_RULE = _("只能用小写英文字母、数字和短横线")
HOW_TO_WRITE = _(
    "每行一段。“## ”开头是小标题，“- ”开头是列表，“1. ”开头是编号；"
    "**两个星号**之间加粗；链接写作 [文字](https://网址)。不支持其他格式。"
)


@audited(exclude=["search_vector"])
class Article(models.Model):
    """
    文章 (article): a policy, a way to a post, or a piece of city life, told in plain words.

    Whole in Chinese; in English whole or not at all. The state is moved by
    services alone, one step of ``NEXT`` at a time, and what has been published
    is withdrawn and never deleted: its address may be printed somewhere.
    """

    class Section(models.TextChoices):
        POLICY = "policy", _("人才政策")
        JOBS = "jobs", _("岗位查询")
        CITY = "city", _("城市融入")

    class Audience(models.TextChoices):
        STUDENTS = "students", _("在校学生")
        GRADUATES = "graduates", _("应届毕业生")
        JOB_SEEKERS = "job_seekers", _("求职青年")
        FOUNDERS = "founders", _("创业青年")
        WORKERS = "workers", _("在职青年")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("文章", "草稿")
        PUBLISHED = "published", pgettext_lazy("文章", "已发布")
        WITHDRAWN = "withdrawn", pgettext_lazy("文章", "已撤下")

    class Validity(models.TextChoices):
        UPCOMING = "upcoming", pgettext_lazy("文章", "尚未施行")
        IN_FORCE = "in_force", pgettext_lazy("文章", "有效")
        EXPIRED = "expired", pgettext_lazy("文章", "已失效")

    NEXT: dict[str, tuple[str, ...]] = {
        State.DRAFT: (State.PUBLISHED,),
        State.PUBLISHED: (State.WITHDRAWN,),
        State.WITHDRAWN: (State.PUBLISHED,),
    }

    slug = models.SlugField(
        _("网址名称"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9-]+\Z", SLUG_RULE)],
        help_text=_("小写英文字母、数字和短横线，用在网址中，建立后不再改动"),
    )
    section = models.CharField(pgettext_lazy("文章", "栏目"), max_length=8, choices=Section)
    title = models.CharField(pgettext_lazy("文章", "标题"), max_length=80)
    summary = models.CharField(
        pgettext_lazy("文章", "摘要"), max_length=160, help_text=_("列表中显示的一两句话")
    )
    body = models.TextField(_("正文"), help_text=HOW_TO_WRITE, validators=[MaxLengthValidator(LONGEST_TEXT)])
    title_en = models.CharField(_("英文标题"), max_length=160, blank=True)
    summary_en = models.CharField(_("英文摘要"), max_length=320, blank=True)
    body_en = models.TextField(_("英文正文"), blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    source = models.CharField(_("文号或发布机关"), max_length=120, blank=True)
    source_url = models.CharField(
        _("原文网址"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("以 https:// 开头"),
    )
    audiences = ArrayField(
        models.CharField(max_length=12, choices=Audience),
        verbose_name=_("面向人群"),
        default=list,
        blank=True,
        help_text=_("不勾选即面向所有青年"),
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("维护单位"),
        limit_choices_to={"is_reporting": True},
        help_text=_("区县维护的文章只面向本区县；留空由市级维护"),
    )
    areas = models.ManyToManyField(
        "accounts.Area",
        blank=True,
        related_name="articles",
        verbose_name=_("适用区域"),
        help_text=_("不勾选即适用于全市"),
    )
    valid_from = models.DateField(_("施行日期"), null=True, blank=True, help_text=_("当天起有效"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True, help_text=_("当天仍有效"))
    position = models.PositiveSmallIntegerField(_("排序"), default=100, help_text=_("数字小的在前"))
    state = models.CharField(
        pgettext_lazy("文章", "状态"), max_length=9, choices=State, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("首次发布时间"), null=True, editable=False)
    updated_at = models.DateTimeField(_("最近修改时间"), auto_now=True)
    search_vector = SearchVectorField(_("搜索索引"), null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("文章")
        verbose_name_plural = pgettext_lazy("复数", "文章")
        ordering = ["position", F("published_at").desc(nulls_first=True), "pk"]
        indexes = [GinIndex(fields=["search_vector"], name="article_found_by_its_tokens")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="article_ends_after_it_begins",
                violation_error_message=_("有效期不能早于施行日期"),
            ),
            models.CheckConstraint(
                condition=Q(title_en="", summary_en="", body_en="")
                | ~Q(title_en="") & ~Q(summary_en="") & ~Q(body_en=""),
                name="article_english_is_whole_or_absent",
                violation_error_message=_("英文标题、摘要和正文须一并填写，或全部留空"),
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | Q(source_url__startswith="https://"),
                name="article_source_is_https",
                violation_error_message=_("原文网址须以 https:// 开头"),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state__in=["published", "withdrawn"], published_at__isnull=False),
                name="article_state_agrees_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.local_title

    def get_absolute_url(self) -> str:
        return reverse("article_page", args=[self.slug])

    # --- in the reader's language --------------------------------------------------

    @property
    def is_in_english(self) -> bool:
        """Whether this reader is shown English: the page is English, and so is the article."""
        return get_language() == "en" and bool(self.body_en)

    @property
    def foreign_lang(self) -> str:
        """``zh-CN`` where Chinese words stand on an English page, else nothing."""
        return "zh-CN" if get_language() == "en" and not self.body_en else ""

    @property
    def local_title(self) -> str:
        return self.title_en if self.is_in_english else self.title

    @property
    def local_summary(self) -> str:
        return self.summary_en if self.is_in_english else self.summary

    @property
    def local_blocks(self) -> list[text.Block]:
        return text.blocks(self.body_en if self.is_in_english else self.body)

    @property
    def audience_names(self) -> list[str]:
        """The readers it is written for, in the order of the list; empty means everybody."""
        return [str(label) for code, label in self.Audience.choices if code in self.audiences]

    # --- validity --------------------------------------------------------------------

    def validity_on(self, day: date) -> Validity:
        """有效、尚未施行、已失效: both ends are valid days."""
        if self.valid_until and self.valid_until < day:
            return self.Validity.EXPIRED
        if self.valid_from and day < self.valid_from:
            return self.Validity.UPCOMING
        return self.Validity.IN_FORCE


@audited()
class Attachment(models.Model):
    """附件 (attachment): a form or a notice to take away; rebuilt, and public as long as its article is."""

    public_id = models.UUIDField(_("文件编号"), default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments", verbose_name=_("文章"))
    title = models.CharField(_("附件名称"), max_length=80)
    file = models.FileField(_("文件"), upload_to="articles/", storage=private_storage)
    original_name = models.CharField(_("原文件名"), max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("摘要值"), max_length=64)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        blank=True,
        related_name="+",
        verbose_name=_("上传账号"),
    )
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("文章附件")
        verbose_name_plural = pgettext_lazy("复数", "文章附件")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="attachment_is_picture_or_pdf",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article_attachment", args=[self.public_id])

    @property
    def kind(self) -> str:
        """PDF, JPG or PNG, as people call it."""
        return {"application/pdf": "PDF", "image/png": "PNG"}.get(self.content_type, "JPG")
