"""复核和撤销 (re-checks): once a year by the district; after an accident at once; withdrawn by the city."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from safety.models import Enterprise, EnterpriseAccident, PostCheck, PostRound, SafetyPost
from safety.models.posts.words import NAMED, OPEN_STATES, VETO_GRADES
from safety.post_errors import (
    CheckMoved,
    PostReasonMissing,
)
from safety.post_keeping_errors import AccidentInFuture, AccidentVoided
from safety.post_rules import accident_against
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed

from .moves import lock_post, lock_round, move_post, note_on
from .reviewing import put_out, require_unsigned
from .telling import tell_unit

RECORD, CHECK, DECIDE = "safety.record_accident", "safety.check_post", "safety.decide_post_check"
P, K = SafetyPost.State, PostCheck.State


def check_days() -> int:
    """How long a district has for a re-check, in days (assumed)."""
    return int(settings.SAFETY["post_check_days"])


@transaction.atomic
def record_accident(
    *, actor: Actor, enterprise: Enterprise, happened_on: date, grade: str, source: str
) -> EnterpriseAccident:
    """
    登记事故 (record): a serious one excludes what is applied for, and proposes what is named for withdrawal.

    Raises `AccidentInFuture`, `PostReasonMissing`.
    """
    policy.require(actor, RECORD, enterprise)
    if happened_on > today():
        raise AccidentInFuture
    if not source.strip():
        raise PostReasonMissing
    if actor.pk is None:
        raise NotAllowed
    posts = _posts_of(enterprise)
    made: EnterpriseAccident = EnterpriseAccident.objects.create(
        enterprise=enterprise,
        happened_on=happened_on,
        grade=grade,
        source=source.strip(),
        recorded_by_id=actor.pk,
    )
    if grade in VETO_GRADES:
        for post in posts:
            _answer_accident(actor, lock_post(post), made)
    return made


def _posts_of(enterprise: Enterprise) -> list[SafetyPost]:
    """Their years first, in one order, then the posts: as whoever awards them holds them."""
    rows = SafetyPost.objects.filter(enterprise=enterprise, state__in=[*OPEN_STATES, *NAMED])
    for number in sorted(set(rows.order_by().values_list("round", flat=True))):
        lock_round(number)
    return list(rows.order_by("round", "pk"))


def _answer_accident(actor: Actor, post: SafetyPost, accident: EnterpriseAccident) -> None:
    """Also one that was found out later: a name is proposed for withdrawal, an application excluded."""
    is_against = accident_against(post) is not None
    if post.state in NAMED:
        if is_against or (post.awarded_on and accident.happened_on >= post.awarded_on):
            _propose_after(post, accident)
    elif is_against and P.EXCLUDED in SafetyPost.NEXT.get(post.state, ()):
        put_out(actor, post, "accident", accident.source[:300])


def _propose_after(post: SafetyPost, accident: EnterpriseAccident) -> None:
    PostCheck.objects.create(
        post=post,
        kind=PostCheck.Kind.ACCIDENT,
        accident=accident,
        year=today().year,
        due_on=today() + timedelta(days=check_days()),
        state=K.PROPOSED,
        finding=accident.source,
    )
    tell_unit("post_revoke_proposed", post, dedup=str(accident.pk))


@transaction.atomic
def void_accident(*, actor: Actor, accident: EnterpriseAccident, reason: str) -> EnterpriseAccident:
    """作废事故记录 (void), recorded by mistake. Raises `PostReasonMissing`, `AccidentVoided`."""
    policy.require(actor, RECORD, accident.enterprise)
    if not reason.strip():
        raise PostReasonMissing
    standing = EnterpriseAccident.objects.filter(pk=accident.pk, voided_at=None)
    if not standing.update(voided_at=Now(), void_reason=reason.strip()):
        raise AccidentVoided
    accident.refresh_from_db()
    return accident


@transaction.atomic
def report_check(*, actor: Actor, check: PostCheck, is_kept: bool, finding: str) -> PostCheck:
    """
    年度复核 (yearly re-check) by the district: kept, or proposed for withdrawal; by nobody who signed for it.

    Raises `PostReasonMissing`, `PostOwnReview`, `CheckMoved`.
    """
    policy.require(actor, CHECK, check)
    if not finding.strip():
        raise PostReasonMissing
    post = lock_post(check.post)
    require_unsigned(actor, post)
    done = {"state": K.KEPT, "decided_at": Now()} if is_kept else {"state": K.PROPOSED}
    open_ones = PostCheck.objects.filter(pk=check.pk, state=K.OPEN)
    if not open_ones.update(finding=finding.strip(), **done):
        raise CheckMoved
    if not is_kept:
        tell_unit("post_revoke_proposed", post, dedup=f"check-{check.pk}")
    check.refresh_from_db()
    return check


@transaction.atomic
def decide_check(*, actor: Actor, check: PostCheck, is_revoked: bool, decision: str) -> PostCheck:
    """
    撤销命名, or not (decide), by the city, on a proposal; by nobody who signed for the team.

    Raises `PostReasonMissing`, `PostOwnReview`, `CheckMoved`, `AccidentVoided` where the accident that
    proposed it turned out to be none.
    """
    policy.require(actor, DECIDE, check)
    said = decision.strip()
    if not said:
        raise PostReasonMissing
    post = lock_post(check.post)
    require_unsigned(actor, post)
    to = K.REVOKED if is_revoked else K.KEPT
    proposed = PostCheck.objects.filter(pk=check.pk, state=K.PROPOSED)
    if is_revoked and proposed.exists():
        _require_standing(check)
    if not proposed.update(state=to, decision=said, decided_at=Now()):
        raise CheckMoved
    if is_revoked:
        reason = check.kind
        tell_unit("post_revoked", move_post(actor, post, P.REVOKED, reason=reason, note=said))
        _end_other_checks(post, check, said)
    else:
        note_on(actor, post, post.state, reason="kept", note=said)
    check.refresh_from_db()
    return check


def _require_standing(check: PostCheck) -> None:
    """Behind its lock: whoever voids the accident at this instant comes before, or after the withdrawal."""
    rows = EnterpriseAccident.objects.select_for_update(no_key=True, of=("self",))
    if any(each.voided_at for each in rows.filter(checks=check.pk)):
        raise AccidentVoided


def _end_other_checks(post: SafetyPost, check: PostCheck, said: str) -> None:
    others = post.checks.filter(state__in=[K.OPEN, K.PROPOSED]).exclude(pk=check.pk)
    others.update(state=K.REVOKED, decision=said, decided_at=Now())


def may_name(round: PostRound) -> bool:
    """Whether the last notice of the year is over."""
    last = round.posts.filter(state=P.PUBLIC_NOTICE).order_by("-notice_until").first()
    return bool(last and last.notice_until and last.notice_until < today())
