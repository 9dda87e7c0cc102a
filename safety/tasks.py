"""Due jobs of the safety action: each looks up what is due now and calls one service (design.md §3.7)."""

from __future__ import annotations

from celery import shared_task

from safety.services.posts import due as posts_due
from zibo_youth.core.calendar import today


@shared_task
def tell_post_notices_over() -> int:
    """青安岗公示期满 (beat: each morning): whoever opened the notice is told. Safe to run twice."""
    return posts_due.tell_notices_over(on=today())


@shared_task
def open_post_checks() -> int:
    """青安岗年度复核 (beat: nightly): names that stand for another full year. Safe to run twice."""
    return posts_due.open_checks(on=today())


@shared_task
def expire_posts() -> int:
    """青安岗命名到期 (beat: nightly). Safe to run twice."""
    return posts_due.expire_posts(on=today())
