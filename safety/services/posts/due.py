"""What is due of model posts at some moment: notices that end, yearly re-checks, names whose time is up."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from safety.models import PostCheck, PostRound, SafetyPost
from safety.models.posts.words import NAMED
from safety.post_errors import PostMoved
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.notifications.outbox import notify

from .keeping_names import check_days
from .moves import lock_post, move_post
from .telling import tell_unit

P, R, K = SafetyPost.State, PostRound.State, PostCheck.State


def tell_notices_over(*, on: date) -> int:
    """公示期满 (the notice is over): whoever opened it is told, once. Safe to run twice."""
    running = SafetyPost.objects.filter(round=OuterRef("pk"), state=P.PUBLIC_NOTICE)
    over = PostRound.objects.filter(Exists(running.filter(notice_until__lt=on)), state=R.NOTICE)
    return sum(_tell_over(each) for each in over.exclude(Exists(running.filter(notice_until__gte=on))))


@transaction.atomic
def _tell_over(round: PostRound) -> bool:
    post: SafetyPost = round.posts.filter(state=P.PUBLIC_NOTICE).order_by("-notice_until")[0]
    moves = post.transitions.filter(to_state=P.PUBLIC_NOTICE).select_related("actor__person")
    opened = moves.order_by("-pk").first()
    person = opened.actor.person if opened and opened.actor else None
    if person is None or person.erased_at is not None:
        return False
    return bool(notify("safety.post_notice_over", to=person, about=round, dedup=str(post.notice_until)))


def open_checks(*, on: date) -> int:
    """年度复核到期 (re-checks due): one for each full year that a name stands. Safe to run twice."""
    opened = 0
    for number in SafetyPost.objects.named().order_by("pk").values_list("pk", flat=True):
        opened += _open_check(number, on)
    return opened


@transaction.atomic
def _open_check(number: int, on: date) -> bool:
    post = lock_post(SafetyPost.objects.get(pk=number))
    if post.state not in NAMED or post.awarded_on is None or not _is_due(post.awarded_on, on):
        return False
    _check, is_new = PostCheck.objects.get_or_create(
        post=post,
        kind=PostCheck.Kind.YEARLY,
        year=on.year,
        defaults={"due_on": on + timedelta(days=check_days())},
    )
    if is_new:
        tell_unit("post_check_due", post, dedup=str(on.year))
    return bool(is_new)


def _is_due(awarded_on: date, on: date) -> bool:
    """From the anniversary on; never in the year of the award itself."""
    return on.year > awarded_on.year and (on.month, on.day) >= (awarded_on.month, awarded_on.day)


def expire_posts(*, on: date) -> int:
    """命名到期 (names whose time is up); a re-check that waits ends with its name. Safe to run twice."""
    over = SafetyPost.objects.named().filter(valid_until__lt=on).order_by("pk")
    return sum(_expire(number) for number in over.values_list("pk", flat=True))


@transaction.atomic
def _expire(number: int) -> bool:
    post = lock_post(SafetyPost.objects.get(pk=number))
    try:
        moved = move_post(SYSTEM, post, P.EXPIRED)
    except PostMoved:
        return False
    waiting = PostCheck.objects.filter(post=moved, state__in=[K.OPEN, K.PROPOSED])
    waiting.update(state=K.LAPSED, decided_at=Now())
    tell_unit("post_expired", moved)
    return True
