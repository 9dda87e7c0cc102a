"""Articles to read: one way to write one, and one way to publish it."""

from __future__ import annotations

import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.test_uploads import pdf
from zibo_youth.accounts.models import Area
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.articles import services
from zibo_youth.articles.models import Article, Attachment
from zibo_youth.core import uploads

_serial = itertools.count(1)


def draft(*, by: Actor = SYSTEM, areas: tuple[str, ...] = (), **words: Any) -> Article:
    """An article that nobody has published; ``areas`` are codes."""
    values = {
        "slug": f"article-{next(_serial)}",
        "section": "policy",
        "title": "人才政策一览",
        "summary": "来淄青年可以享受的政策。",
        "body": "青年驿站免费住。",
    } | words
    return services.save_article(
        actor=by, article=Article(**values), areas=Area.objects.filter(code__in=areas)
    )


def published(*, by: Actor = SYSTEM, **words: Any) -> Article:
    return services.publish_article(actor=by, article=draft(by=by, **words))


def sheet(name: str = "报名表.pdf", pages: int = 1) -> SimpleUploadedFile:
    """A PDF as an editor uploads it."""
    return SimpleUploadedFile(name, pdf(pages=pages), "application/pdf")


def attached(article: Article, *, by: Actor = SYSTEM, title: str = "报名表") -> Attachment:
    return services.attach_file(actor=by, article=article, title=title, clean=uploads.rebuild(sheet()))
