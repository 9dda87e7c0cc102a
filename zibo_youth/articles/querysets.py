"""Every read of articles that gives rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast

from zibo_youth.core.scope import Scope, ScopedQuerySet

from . import search

if TYPE_CHECKING:
    from zibo_youth.accounts.models import Area
    from zibo_youth.accounts.policy import Actor

# What one hit is worth in the text (D), the source (C), the summary (B) and the title (A).
WEIGHTS = [0.05, 0.1, 0.3, 1.0]


class Matches(Func):
    """``search_vector @@ query``, on tokens of our own making on both sides."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _asked(words: str, weights: str = "") -> Cast:
    return Cast(Value(search.query(words, weights)), SearchQueryField())


def _holding(words: str, weights: str = "") -> Matches:
    """Whether a row holds all that is asked for, in texts of these weights."""
    return Matches(F("search_vector"), _asked(words, weights))


class ArticleQuerySet(ScopedQuerySet):
    """文章: what is published is everybody's; drafts are seen by whoever keeps them."""

    scope = Scope(district="reporting_org_id")

    def visible_to(self, user: Actor) -> Self:
        kept = self.reach_of(user, self.view_action()).office()
        return self.all() if kept.everything else self.filter(Q(state="published") | kept.rows(self.scope))

    def published(self) -> Self:
        return self.filter(state="published")

    def not_over(self, day: date) -> Self:
        """In force on a day, or to come; the last day counts."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def in_force(self, day: date) -> Self:
        """Published and valid on a day: what pages of other programmes show."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.published().not_over(day).filter(begun)

    def for_audience(self, audience: str) -> Self:
        """Written for these readers, or for everybody."""
        return self.filter(Q(audiences__contains=[audience]) | Q(audiences=[]))

    def for_area(self, *areas: Area) -> Self:
        """Of the whole city, or of one of these areas or the districts they lie in; the local ones first."""
        wanted = {area.pk for named in areas for area in (named, named.district)}
        joined = self.model.areas.through.objects.filter(article=OuterRef("pk"))
        rows = self.annotate(is_local=Exists(joined.filter(area__in=wanted)))
        return rows.filter(Q(is_local=True) | ~Exists(joined)).order_by(
            "-is_local", *self.model._meta.ordering
        )

    def matching(self, words: str) -> Self:
        """
        What holds everything asked for: in the title first, then in the summary, then the densest.

        Blank words ask for nothing and leave the rows as they are; words
        without a letter or a number are found nowhere.
        """
        if not words.strip():
            return self
        if not search.query(words):
            return self.none()
        found = self.filter(_holding(words)).annotate(
            in_title=_holding(words, "A"),
            in_summary=_holding(words, "AB"),
            rank=SearchRank(F("search_vector"), _asked(words), weights=WEIGHTS),
        )
        return found.order_by("-in_title", "-in_summary", "-rank", *self.model._meta.ordering)

    def answering(
        self,
        *,
        day: date,
        q: str = "",
        section: str = "",
        area: Area | None = None,
        audience: str = "",
        expired: bool = False,
    ) -> Self:
        """The published articles that a search form asks for; those that are over only when asked."""
        rows = self.published() if expired else self.published().not_over(day)
        rows = rows.filter(section=section) if section else rows
        rows = rows.for_audience(audience) if audience else rows
        rows = rows.for_area(area) if area else rows
        return rows.matching(q)


class AttachmentQuerySet(ScopedQuerySet):
    """附件: seen by whoever sees the article."""

    scope = Scope(district="article__reporting_org_id")

    def view_action(self) -> str:
        return "articles.view_article"

    def visible_to(self, user: Actor) -> Self:
        kept = self.reach_of(user, self.view_action()).office()
        public = Q(article__state="published")
        return self.all() if kept.everything else self.filter(public | kept.rows(self.scope))
