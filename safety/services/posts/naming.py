"""命名和上报 (naming): after the notice, without an open objection; then all together to the province."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from events.words import day_said
from safety.models import PostCheck, PostObjection, PostRound, SafetyPost
from safety.post_errors import (
    NobodyInNotice,
    NoticeMissing,
    NoticeRuns,
    ObjectionsOpen,
    PostAccidentNow,
)
from safety.post_keeping_errors import WithdrawalsWait
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .moves import move_post, move_round, round_in
from .rounds import MANAGE
from .telling import tell_unit

R, P = PostRound.State, SafetyPost.State
WALLS = {
    "post_without_a_serious_accident": PostAccidentNow,
    "post_award_without_an_open_objection": ObjectionsOpen,
    "post_awarded_after_its_notice": NoticeRuns,
}


def award_posts(*, actor: Actor, round: PostRound) -> PostRound:
    """
    命名 (award) everybody whose notice is over, all or nobody; plate numbers in the order of ranks.

    Raises `NoticeRuns`, `NoticeMissing`, `ObjectionsOpen`, `NobodyInNotice`, `PostAccidentNow`,
    `PostRoundMoved`.
    """
    policy.require(actor, MANAGE, round)
    with explaining(**WALLS), transaction.atomic():
        held = round_in(round.pk, R.NOTICE)
        posts = list(held.posts.filter(state=P.PUBLIC_NOTICE).order_by("rank"))
        _require_over(held, posts)
        last = held.posts.aggregate(last=Max("number"))["last"] or 0
        until = _years_after(today(), held.valid_years)
        for number, post in enumerate(posts, last + 1):
            post.round = held
            named: dict[str, Any] = {"awarded_on": today(), "valid_until": until, "number": number}
            tell_unit("post_awarded", move_post(actor, post, P.AWARDED, **named))
        return move_round(held, R.AWARDED)


def _require_over(held: PostRound, posts: list[SafetyPost]) -> None:
    if held.posts.filter(state=P.SHORTLISTED).exists():
        raise NoticeMissing
    if not posts:
        raise NobodyInNotice
    last = max(each.notice_until for each in posts if each.notice_until)
    if today() <= last:
        raise NoticeRuns(until=day_said(last))
    waiting = PostObjection.objects.unanswered().filter(post__in=posts).count()
    if waiting:
        raise ObjectionsOpen(n=waiting)


def _years_after(day: date, years: int) -> date:
    """The last day of so many years that begin on this day."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def report_up(*, actor: Actor, round: PostRound) -> PostRound:
    """
    上报 (report up) all who were named and still are, once no withdrawal waits for a decision.

    Raises `WithdrawalsWait`, `PostRoundMoved`.
    """
    policy.require(actor, MANAGE, round)
    held = round_in(round.pk, R.AWARDED)
    named = held.posts.filter(state=P.AWARDED)
    waiting = named.filter(checks__state=PostCheck.State.PROPOSED).distinct().count()
    if waiting:
        raise WithdrawalsWait(n=waiting)
    for post in named.order_by("number"):
        post.round = held
        tell_unit("post_reported", move_post(actor, post, P.REPORTED_UP))
    return move_round(held, R.REPORTED, reported_on=today())
