"""Every write of articles: their words, their state, their files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Cast, Coalesce

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Area, User
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core import private_files
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import StateChanged
from zibo_youth.core.moves import reach
from zibo_youth.core.uploads import CleanFile

from . import search
from .models import Article, Attachment
from .text import plain

MANAGE, PUBLISH = "articles.manage_article", "articles.publish_article"
FOLDER = "articles"
# What an editor writes; the state and its moment belong to the moves.
WORDS = (
    *("section", "title", "summary", "body", "title_en", "summary_en", "body_en", "source", "source_url"),
    *("audiences", "reporting_org", "valid_from", "valid_until", "position", "updated_at", "search_vector"),
)


@transaction.atomic
def save_article(*, actor: policy.Actor, article: Article, areas: Iterable[Area] = ()) -> Article:
    """
    保存文章 (save the words of an article), new or known; its state stays what it is.

    A district's article is for that district, whatever ``areas`` says; a city
    article is for the areas named, or for the whole city. Raises `NotAllowed`,
    and `RecordRefused` with the words of the broken rule.
    """
    policy.require(actor, MANAGE, article)
    article.search_vector = Cast(Value(tokens_of(article)), SearchVectorField())
    save_record(actor=actor, record=article, action=MANAGE, only=WORDS)
    unit = article.reporting_org
    article.areas.set([unit.area] if unit and unit.area else areas)
    return article


def publish_article(*, actor: policy.Actor, article: Article) -> Article:
    """发布 (publish): everybody sees it from now on. Raises `StateChanged`."""
    policy.require(actor, PUBLISH, article)
    return _move(article, Article.State.PUBLISHED)


def withdraw_article(*, actor: policy.Actor, article: Article) -> Article:
    """撤下 (withdraw): nobody but its keepers sees it, its attachments included. Raises `StateChanged`."""
    policy.require(actor, PUBLISH, article)
    return _move(article, Article.State.WITHDRAWN)


def attach_file(
    *, actor: policy.Actor, article: Article, title: str, clean: CleanFile, position: int = 0
) -> Attachment:
    """添加附件 (attach): a rebuilt file and its row together, or neither."""
    policy.require(actor, MANAGE, article)
    with private_files.kept(FOLDER, clean) as stored, transaction.atomic():
        return Attachment.objects.create(
            article=article,
            title=title,
            file=stored,
            original_name=clean.original_name,
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
            position=position,
            uploaded_by=actor if isinstance(actor, User) else None,
        )


def rename_attachment(*, actor: policy.Actor, attachment: Attachment) -> Attachment:
    """修改附件 (rename or move an attachment); its file stays."""
    return cast(
        Attachment, save_record(actor=actor, record=attachment, action=MANAGE, only=("title", "position"))
    )


@transaction.atomic
def replace_file(*, actor: policy.Actor, attachment: Attachment, clean: CleanFile) -> Attachment:
    """更换附件 (replace): the new file under a new address, so that no cache shows the old one for it."""
    policy.require(actor, MANAGE, attachment.article)
    kept = attach_file(
        actor=actor,
        article=attachment.article,
        title=attachment.title,
        clean=clean,
        position=attachment.position,
    )
    remove_attachment(actor=actor, attachment=attachment)
    return kept


@transaction.atomic
def remove_attachment(*, actor: policy.Actor, attachment: Attachment) -> None:
    """删除附件 (remove an attachment) and, when that is certain, its file."""
    policy.require(actor, MANAGE, attachment.article)
    stored = str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: private_files.forget(stored))


def sweep_attachments(*, at: datetime | None = None) -> int:
    """清理无主文件 (sweep): remove files whose upload was cut off before the row; returns how many."""
    return private_files.sweep(FOLDER, set(Attachment.objects.values_list("file", flat=True)), at=at)


def tokens_of(article: Article) -> str:
    """The tsvector of everything in an article that can be looked for, the title above all."""
    return search.vector(
        [
            (article.title, "A"),
            (article.title_en, "A"),
            (article.summary, "B"),
            (article.summary_en, "B"),
            (article.source, "C"),
            (plain(article.body), "D"),
            (plain(article.body_en), "D"),
        ]
    )


def _move(article: Article, to: str) -> Article:
    """One step of ``NEXT``, or `StateChanged` when somebody was faster."""
    reach(article, to, StateChanged, published_at=Coalesce(F("published_at"), Value(now())))
    return article
