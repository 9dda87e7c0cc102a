"""Invariants of articles: what can be found, who may be addressed, files and rows together."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.core.files.storage import storages
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Cast

from zibo_youth.core.invariants import Invariant, register, register_sql
from zibo_youth.core.private_files import strays

from .models import Article, Attachment
from .services import FOLDER, tokens_of


def articles_with_a_stale_index() -> int:
    """Articles whose stored tokens are not those of their words: search would miss them."""
    return sum(not _is_indexed(article) for article in Article.objects.defer("search_vector"))


def _is_indexed(article: Article) -> bool:
    tokens = Cast(Value(tokens_of(article)), SearchVectorField())
    same = Func(F("search_vector"), tokens, arg_joiner=" = ", function="", output_field=BooleanField())
    return Article.objects.filter(same, pk=article.pk).exists()


def attachments_without_a_file() -> int:
    names = Attachment.objects.values_list("file", flat=True)
    return sum(not storages["private"].exists(name) for name in names)


def files_without_an_attachment() -> int:
    return len(strays(FOLDER, set(Attachment.objects.values_list("file", flat=True))))


def register_invariants() -> None:
    register_sql(
        "district_article_for_another_area",
        "区县维护的文章只面向本区县",
        """SELECT article.id FROM articles_article AS article
           JOIN accounts_organisation AS unit ON unit.id = article.reporting_org_id
           LEFT JOIN articles_article_areas AS shown ON shown.article_id = article.id
           WHERE shown.area_id IS DISTINCT FROM unit.area_id""",
    )
    for name, meaning, broken in (
        ("article_not_found_by_its_words", "搜索索引就是文章现在的文字", articles_with_a_stale_index),
        ("attachment_without_its_file", "每个附件都有文件", attachments_without_a_file),
        ("file_without_its_attachment", "每个附件文件都有对应的行", files_without_an_attachment),
    ):
        register(Invariant(name, meaning, broken))
