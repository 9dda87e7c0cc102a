"""评审结果 (results): sheets of posts read into the pure calculation; never shown before the shortlist."""

from __future__ import annotations

from collections.abc import Iterable

from .models import PostScore, SafetyPost
from .post_rules import signed_text
from .post_scoring import Line, Result, result_of


def lines_of(post: SafetyPost) -> list[Line]:
    """The sheet of the form under which the counting text was signed."""
    form = signed_text(post).form
    return [Line(each.pk, each.kind, each.weight, each.most) for each in form.criteria.all()]


def points_of(post: SafetyPost) -> dict[int, dict[int, int | None]]:
    """By sheet and criterion, of the sheets that count now."""
    rows = PostScore.objects.filter(sheet__post=post, sheet__state="submitted", sheet__revision=post.revision)
    found: dict[int, dict[int, int | None]] = {}
    for sheet, criterion, points in rows.order_by().values_list("sheet", "criterion", "points"):
        found.setdefault(sheet, {})[criterion] = points
    return found


def result_for(post: SafetyPost) -> Result | None:
    """Of the sheets that are in; none before the first."""
    sheets = points_of(post)
    return result_of(lines_of(post), [sheets[key] for key in sorted(sheets)]) if sheets else None


def results_of(posts: Iterable[SafetyPost]) -> dict[int, Result]:
    """By number of the post; one without any sheet is missing here."""
    return {post.pk: result for post in posts if (result := result_for(post)) is not None}
