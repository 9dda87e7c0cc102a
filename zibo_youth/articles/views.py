"""来淄须知: the list with its search, one article, one file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zibo_youth.accounts.models import Area
from zibo_youth.core import private_files
from zibo_youth.core.calendar import today

from .forms import ArticleSearchForm
from .models import Article, Attachment
from .results import Result, result

PAGE_SIZE = 12


@require_safe
def article_index(request: HttpRequest) -> HttpResponse:
    """文章列表 (articles): a plain GET form; an address can be kept and sent."""
    form = ArticleSearchForm(request.GET, areas=Area.objects.districts_and_zones())
    context: dict[str, Any] = {"form": form, "sections": Article.Section.choices}
    context |= _found(request, form) if form.is_valid() else {}
    return render(request, "articles/index.html", context)


@require_safe
def article_page(request: HttpRequest, slug: str) -> HttpResponse:
    """文章 (one article): a draft is shown to its keepers alone, and says so."""
    articles = Article.objects.visible_to(request.user).defer("search_vector")
    article = get_object_or_404(articles.prefetch_related("areas", "attachments"), slug=slug)
    return render(
        request, "articles/article.html", {"article": article, "validity": article.validity_on(today())}
    )


@require_safe
def attachment(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """附件 (attachment): public with its article, and asked for anew each time, so that it ends with it."""
    files = Attachment.objects.visible_to(request.user)
    file = get_object_or_404(files, public_id=public_id)
    return private_files.download(
        str(file.file.name), filename=file.original_name, content_type=file.content_type, cache="no-cache"
    )


def _found(request: HttpRequest, form: ArticleSearchForm) -> dict[str, Any]:
    asked, day = form.cleaned_data, today()
    rows = Article.objects.answering(day=day, **asked).defer("search_vector").prefetch_related("areas")
    page: Page[Article] = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    results: list[Result] = [result(article, asked["q"], day) for article in page]
    return {
        "page": page,
        "results": results,
        "asked": asked,
    }
