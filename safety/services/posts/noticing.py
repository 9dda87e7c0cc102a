"""公示 (public notice): names of units for five working days; anybody may object, the city answers each."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from safety.models import PostObjection, PostRound, SafetyPost
from safety.models.posts.words import Exclusion
from safety.post_errors import (
    NobodyShortlisted,
    NoPostNotice,
    PostAccidentNow,
    PostObjectionAnswered,
    PostObjectionWaiting,
    PostReasonMissing,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today, workdays_after
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .moves import lock_post, move_post, move_round, round_in
from .reviewing import put_out, require_unsigned
from .rounds import MANAGE
from .telling import tell_unit

OBJECT, ANSWER = "safety.object_to_post", "safety.answer_postobjection"
R, P = PostRound.State, SafetyPost.State
WALLS = {
    "post_objection_one_waiting_per_person": PostObjectionWaiting,
    "post_objection_while_its_notice_runs": NoPostNotice,
}


def open_notice(*, actor: Actor, round: PostRound) -> PostRound:
    """
    开始公示 (open the notice) of whoever is shortlisted and has none yet; a promoted team has its own days.

    Raises `NobodyShortlisted`, `PostAccidentNow`, `PostRoundMoved`.
    """
    policy.require(actor, MANAGE, round)
    with explaining(post_without_a_serious_accident=PostAccidentNow), transaction.atomic():
        held = round_in(round.pk, R.SHORTLISTED, R.NOTICE)
        posts = list(held.posts.filter(state=P.SHORTLISTED).order_by("rank"))
        if not posts:
            raise NobodyShortlisted
        days: dict[str, Any] = {
            "notice_from": today(),
            "notice_until": workdays_after(today(), held.notice_workdays),
        }
        for post in posts:
            post.round = held
            tell_unit("post_in_notice", move_post(actor, post, P.PUBLIC_NOTICE, **days))
        return held if held.state == R.NOTICE else move_round(held, R.NOTICE)


def object_to(*, actor: Actor, post: SafetyPost, text: str) -> PostObjection:
    """
    提出异议 (object), with one's own name, which only the city reads.

    Raises `IdentityMissing`, `NoPostNotice`, `PostObjectionWaiting`, `PostReasonMissing`.
    """
    policy.require(actor, OBJECT)
    by = Person.objects.get(pk=policy.human_of(actor))
    if not by.has_identity:
        raise IdentityMissing
    if not text.strip():
        raise PostReasonMissing
    if post.notice_until is None or today() > post.notice_until:
        raise NoPostNotice
    with explaining(**WALLS), transaction.atomic():
        made: PostObjection = PostObjection.objects.create(post=post, by=by, text=text.strip())
    return made


@transaction.atomic
def answer_objection(
    *, actor: Actor, objection: PostObjection, is_upheld: bool, answer: str
) -> PostObjection:
    """
    答复异议 (answer): one that holds puts the team out; by nobody who objected, or signed for the team.

    The answer goes to whoever objected and to nobody else. Raises `PostObjectionAnswered`,
    `PostReasonMissing`, `PostOwnReview`.
    """
    policy.require_for_another(actor, ANSWER, objection, objection.by_id)
    said = answer.strip()
    if not said:
        raise PostReasonMissing
    post = lock_post(objection.post)
    require_unsigned(actor, post)
    waiting = PostObjection.objects.unanswered().filter(pk=objection.pk)
    if not waiting.update(is_upheld=is_upheld, answer=said, answered_at=Now(), answered_by_id=actor.pk):
        raise PostObjectionAnswered
    if is_upheld and post.state == P.PUBLIC_NOTICE:
        put_out(actor, post, Exclusion.OBJECTION, "")
    objection.refresh_from_db()
    if objection.by.erased_at is None:
        notify("safety.post_objection_answered", to=objection.by, about=objection)
    return objection
