"""
谁能申报 (who may apply): every condition in one place, for the unit's page, the signing and both reviews.

Each refusal names the rule, the value, and what would change it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zibo_youth.core.errors import DomainError

from .models import EnterpriseAccident, PostForm, PostRevision, SafetyPost
from .models.posts.words import VETO_GRADES
from .post_errors import (
    LeaderTooOld,
    RevisionMissing,
    SeriousAccident,
    TeamTooBig,
    TooFewYoung,
)


def signed_text(post: SafetyPost) -> PostRevision:
    """The text that was signed last. Raises `RevisionMissing`."""
    found: PostRevision | None = post.revisions.filter(number=post.revision).select_related("form").first()
    if found is None:
        raise RevisionMissing
    return found


def obstacles(post: SafetyPost, text: PostRevision) -> list[DomainError]:
    """What keeps this team from the year, under the form that it was written under."""
    return [*of_team(text, text.form), *of_enterprise(post)]


def of_team(text: PostRevision, form: PostForm) -> Iterator[DomainError]:
    """Size, share of the young, age of who leads (reference/loans_safety.md §3, assumed where left open)."""
    if text.team_size > form.team_most:
        yield TeamTooBig(most=form.team_most, size=text.team_size)
    if text.young * 100 < form.young_share * text.team_size:
        yield TooFewYoung(share=form.young_share, age=form.young_age, has=text.young_percent)
    if text.leader_age > form.leader_age_most:
        yield LeaderTooOld(most=form.leader_age_most, age=text.leader_age)


def of_enterprise(post: SafetyPost) -> Iterator[DomainError]:
    """No serious accident in the years before the year closes."""
    found = accident_against(post)
    if found is not None:
        years = post.form.accident_years
        yield SeriousAccident(day=found.happened_on, grade=found.get_grade_display(), years=years)


def window_from(post: SafetyPost) -> date:
    """An accident later than this day keeps the team out."""
    day = post.round.closes_on
    year = day.year - post.form.accident_years
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)


def accident_against(post: SafetyPost) -> EnterpriseAccident | None:
    """The latest that keeps this post out, if any."""
    rows = EnterpriseAccident.objects.vetoing(window_from(post)).filter(enterprise=post.enterprise_id)
    found: EnterpriseAccident | None = rows.filter(grade__in=VETO_GRADES).first()
    return found
