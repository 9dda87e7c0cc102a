"""
回访的回答 (answers to follow-ups): by a link without log-in, or told to staff on the telephone.

The stay's row is the lock of its answers and placements: of two answers at one
instant the later one stands whole, and no claim is made twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from stations.answer_links import digest_of
from stations.errors import AnswerIncomplete, FollowUpClosed, SignedInFuture
from stations.models import FollowUp, Placement
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.link_tokens import is_token

from .pool import lock_stay

State, Result, Via = FollowUp.State, FollowUp.Result, FollowUp.Via


@dataclass(frozen=True)
class Answer:
    """回答 (answer): what a guest says to one question; the parts of the other kind stay empty."""

    satisfaction: int | None = None
    comment: str = ""
    result: str = ""
    employer: str = ""
    signed_on: date | None = None

    @property
    def claims_a_placement(self) -> bool:
        return self.result == Result.HERE and bool(self.employer) and self.signed_on is not None


def named_by(token: str) -> FollowUp | None:
    """The question that a link opens today, or None: wrong, early, over and unknown look alike."""
    if not is_token(token):
        return None
    found: FollowUp | None = (
        FollowUp.objects.open_on(today())
        .select_related("stay__station")
        .filter(link_digest=digest_of(token))
        .first()
    )
    return found


@transaction.atomic
def answer_by_link(*, token: str, answer: Answer) -> FollowUp:
    """
    通过链接回答 (answer by link): whoever holds the link may, until it closes; a new answer replaces the old.

    Raises `FollowUpClosed`, `AnswerIncomplete`, `SignedInFuture`.
    """
    follow_up = named_by(token)
    if follow_up is None:
        raise FollowUpClosed
    return _answer(follow_up, answer, via=Via.LINK, by=None)


@transaction.atomic
def answer_by_phone(*, actor: User, follow_up: FollowUp, answer: Answer) -> FollowUp:
    """
    电话回访 (answer by telephone): written down by staff and marked so, never over the guest's own words.

    Raises `FollowUpClosed`, `AnswerIncomplete`, `SignedInFuture`.
    """
    policy.require_for_another(actor, "stations.answer_followup", follow_up, follow_up.stay.guest_id)
    return _answer(follow_up, answer, via=Via.PHONE, by=actor)


def _answer(follow_up: FollowUp, answer: Answer, *, via: str, by: User | None) -> FollowUp:
    _require_whole(follow_up, answer)
    lock_stay(follow_up.stay_id)
    rows = FollowUp.objects.open_on(today()).filter(pk=follow_up.pk)
    if by is not None:
        rows = rows.exclude(via=Via.LINK)
    answered = rows.update(
        state=State.ANSWERED,
        answered_at=Now(),
        via=via,
        answered_by=by,
        satisfaction=answer.satisfaction,
        comment=answer.comment.strip(),
        result=answer.result,
        employer=answer.employer.strip(),
        signed_on=answer.signed_on,
    )
    if not answered:
        raise FollowUpClosed
    follow_up.refresh_from_db()
    _claim(follow_up)
    return follow_up


def _require_whole(follow_up: FollowUp, answer: Answer) -> None:
    if follow_up.is_survey:
        whole = answer.satisfaction in range(1, 6) and not answer.result
    else:
        whole = answer.result in Result.values and answer.satisfaction is None
    says_where = bool(answer.employer.strip() or answer.signed_on)
    if not whole or (says_where and answer.result != Result.HERE):
        raise AnswerIncomplete
    if answer.signed_on and answer.signed_on > today():
        raise SignedInFuture


def _claim(follow_up: FollowUp) -> None:
    """
    The claim that follows from an answer: at most one of each follow-up waits.

    What the district has decided stays decided; a claim that the guest no longer
    makes is withdrawn. The caller holds the stay's lock.
    """
    own = Placement.objects.filter(follow_up=follow_up)
    said = {"employer": follow_up.employer, "signed_on": follow_up.signed_on}
    own.claimed().exclude(employer=follow_up.employer).update(state=Placement.State.WITHDRAWN)
    if not (follow_up.employer and follow_up.signed_on):
        return
    known = Placement.objects.filter(stay=follow_up.stay_id, employer=follow_up.employer).first()
    if known is None:
        Placement.objects.create(stay_id=follow_up.stay_id, follow_up=follow_up, **said)
    elif known.state in (Placement.State.CLAIMED, Placement.State.WITHDRAWN):
        waiting = Placement.objects.filter(pk=known.pk, state=known.state)
        waiting.update(state=Placement.State.CLAIMED, follow_up=follow_up, signed_on=follow_up.signed_on)
