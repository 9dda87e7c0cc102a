"""One line of a list of articles: what it says of the article, with the words that were asked for marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from . import search
from .models import Article
from .text import plain


@dataclass(frozen=True, slots=True)
class Result:
    """结果 (result): ``lang`` is set where the text is not in the language of the page."""

    article: Article
    validity: str
    title: list[search.Mark]
    text: list[search.Mark]
    text_lang: str


def result(article: Article, words: str, day: date) -> Result:
    """The line of one article: its summary, or the part of its text that was asked for."""
    text, lang = _telling(article, words)
    return Result(
        article=article,
        validity=article.validity_on(day),
        title=search.marks(article.local_title, words),
        text=text,
        text_lang=lang,
    )


def _telling(article: Article, words: str) -> tuple[list[search.Mark], str]:
    """The first text with a hit, in the reader's language where it has one."""
    lang, summary = article.foreign_lang, article.local_summary
    if not search.runs(words) or search.has_hit(summary, words):
        return search.marks(summary, words), lang
    own = plain(article.body_en if article.is_in_english else article.body)
    if search.has_hit(own, words):
        return search.excerpt(own, words), lang
    for other in _in_the_other_language(article):
        if search.has_hit(other, words):
            return search.excerpt(other, words), "zh-CN" if article.is_in_english else "en"
    return search.marks(summary, words), lang


def _in_the_other_language(article: Article) -> tuple[str, ...]:
    """What the page does not show of an article: on a page in Chinese that is its English."""
    if article.is_in_english:
        return article.title, article.summary, plain(article.body)
    if get_language() == "en":
        return ()
    return article.title_en, article.summary_en, plain(article.body_en)
