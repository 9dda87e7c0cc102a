"""Articles for machines: what the public pages show, in both languages, to everybody."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from zibo_youth.accounts.models import Area
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import ApiView, Pages, checked
from zibo_youth.core.calendar import today

from .forms import LONGEST_QUESTION
from .models import Article


class ArticlesQuery(serializers.Serializer[Any]):
    """文章的搜索条件."""

    q = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=LONGEST_QUESTION, label=_("搜索文章")
    )
    section = serializers.ChoiceField(
        Article.Section.choices, required=False, default="", label=pgettext_lazy("文章", "栏目")
    )
    audience = serializers.ChoiceField(
        Article.Audience.choices, required=False, default="", label=_("面向人群")
    )
    area = serializers.RegexField(
        r"^[0-9A-Za-z-]{1,12}$", required=False, label=_("区域"), help_text=_("区县、功能区或镇街的代码")
    )
    expired = serializers.BooleanField(required=False, default=False, label=_("包括已失效的文章"))

    default_error_messages = {"area": _("没有这个代码的区域")}

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        code = given.pop("area", "")
        area = Area.objects.select_related("parent").filter(code=code).first() if code else None
        if code and area is None:
            raise serializers.ValidationError({"area": [self.error_messages["area"]]})
        return given | {"area": area}


class AttachmentAnswer(serializers.Serializer[Any]):
    """附件."""

    title = serializers.CharField(label=_("附件名称"))
    content_type = serializers.CharField(label=_("文件类型"))
    size = serializers.IntegerField(label=_("字节数"))
    url = serializers.CharField(source="get_absolute_url", label=_("网址"))


class ArticleLine(serializers.Serializer[Any]):
    """文章 in a list; English fields are empty where an article is in Chinese only."""

    slug = serializers.CharField(label=_("网址名称"))
    section = serializers.ChoiceField(Article.Section.choices, label=pgettext_lazy("文章", "栏目"))
    title = serializers.CharField(label=pgettext_lazy("文章", "标题"))
    title_en = serializers.CharField(allow_blank=True, label=_("英文标题"))
    summary = serializers.CharField(label=pgettext_lazy("文章", "摘要"))
    summary_en = serializers.CharField(allow_blank=True, label=_("英文摘要"))
    audiences = serializers.ListField(child=serializers.CharField(), label=_("面向人群"))
    areas = serializers.SerializerMethodField(label=_("适用区域"))
    valid_from = serializers.DateField(allow_null=True, label=_("施行日期"))
    valid_until = serializers.DateField(allow_null=True, label=_("有效期至"))
    validity = serializers.SerializerMethodField(label=_("效力"))
    updated_at = serializers.DateTimeField(label=_("最近修改时间"))

    def get_areas(self, article: Article) -> list[str]:
        return [area.code for area in article.areas.all()]

    def get_validity(self, article: Article) -> str:
        return article.validity_on(today()).value


class ArticleAnswer(ArticleLine):
    """文章 with its text, written in the plain lines that its editors type."""

    body = serializers.CharField(label=_("正文"))
    body_en = serializers.CharField(allow_blank=True, label=_("英文正文"))
    source_url = serializers.CharField(allow_blank=True, label=_("原文网址"))
    attachments = AttachmentAnswer(many=True, label=_("附件"))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """With ``source``, which as a class attribute would hide the field's own."""
        told = serializers.CharField(allow_blank=True, label=_("文号或发布机关"))
        return super().get_fields() | {"source": told}


QUERY, LINE, ARTICLE = ArticlesQuery(), ArticleLine(), ArticleAnswer()


class ArticlePages(Pages):
    """Articles, the best match first where words were given."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        return LINE.to_representation(row)


class Articles(ApiView):
    """文章列表."""

    permission_classes = [AllowAny]
    pagination_class = ArticlePages

    @extend_schema(
        operation_id="articles",
        summary=_("已发布的文章，可搜索和筛选；默认不含已失效的"),
        tags=["articles"],
        parameters=[ArticlesQuery],
        responses={200: ArticleLine(many=True), **refusals(400, 404)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(QUERY, request.query_params)
        rows = Article.objects.answering(day=today(), **asked).defer("search_vector", "body", "body_en")
        return ArticlePages().answer(rows.prefetch_related("areas"), request)


class OneArticle(ApiView):
    """一篇文章."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="article",
        summary=_("一篇已发布的文章，含正文和附件"),
        tags=["articles"],
        responses={200: ArticleAnswer, **refusals(404)},
    )
    def get(self, request: Request, slug: str) -> Response:
        articles = Article.objects.published().prefetch_related("areas", "attachments")
        return Response(ARTICLE.to_representation(get_object_or_404(articles, slug=slug)))
