"""
补正 (request for information): what is asked for may change and nothing else, and the clock stands still.

The reviewer's working time stops at the return and goes on at the answer from where
it stood; the case comes back to the same reviewer. The applicant has a time of the
own, and who lets it pass lets the bed go.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from stations.case_errors import AnswerIncomplete, AskedMissing, NotAsked
from stations.facts import policy_on
from stations.models import Stay, StayTransition
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import after_workdays, after_worktime, at, now, worktime_between
from zibo_youth.core.errors import StateChanged
from zibo_youth.notifications.outbox import notify

from .cases import handlers_of, may_review, refuse_anothers
from .four_eyes import NONE_YET
from .moves import end_stay, move, require_reason
from .pool import lock_station, lock_stay
from .traces import last_transition

State, Asked, Reason = Stay.State, Stay.Asked, Stay.Reason
ANSWERED, UNANSWERED = "answered", "unanswered"

# What a reason asks for when the reviewer ticks nothing.
ASKED_BY: dict[str, tuple[str, ...]] = {
    Reason.EVIDENCE_UNCLEAR: (Asked.EVIDENCE,),
    Reason.PURPOSE_UNCLEAR: (Asked.PURPOSE, Asked.PURPOSE_DETAIL),
    Reason.CONTACT_WRONG: (Asked.CONTACT_MOBILE,),
}


@transaction.atomic
def return_stay(*, actor: User, stay: Stay, reason: str, note: str = "", asked: Collection[str] = ()) -> Stay:
    """
    退回补正 (return for correction): the bed stays held, the clock stops, the case is the reviewer's.

    ``asked`` are the fields that the applicant may change; without them the reason
    says which. A first approval is gone: the answer is seen by both. Raises `AskedMissing` when
    neither does, `CaseTaken`, `WrongState`.
    """
    policy.require_for_another(actor, "stations.review_stay", stay, stay.guest_id)
    require_reason(reason)
    fields = [choice.value for choice in Asked if choice in (asked or ASKED_BY.get(reason, ()))]
    if not fields:
        raise AskedMissing
    refuse_anothers(actor, stay)
    due_at = Stay.objects.values_list("review_due_at", flat=True).get(pk=stay.pk)
    stopped: dict[str, Any] = {
        "review_left": worktime_between(now(), due_at) if due_at else timedelta(),
        "review_due_at": None,
        "release_at": None,
        "answered_at": None,
        "answer_due_at": _answer_due(stay),
    } | NONE_YET
    move(
        actor, stay, State.RETURNED, reason=reason, note=note,
        decided_at=Now(), reviewer=actor, asked=fields, **stopped,
    )  # fmt: skip
    notify("stations.stay_returned", to=stay.guest, about=stay, dedup=last_transition(stay))
    return stay


def _answer_due(stay: Stay) -> datetime:
    """After the policy's working hours, and never later than the first night's end."""
    last = at(stay.arrival + timedelta(days=1), time(0))
    hours = policy_on(stay.arrival).answer_hours
    return min(after_workdays(now(), hours), last) if hours else last


@transaction.atomic
def resubmit_stay(*, actor: User, stay: Stay, **answers: Any) -> Stay:
    """
    补正后重新提交 (answer): what was asked for, all of it and no more; the review clock goes on.

    ``answers`` are named by `Stay.Asked`. The case returns to its reviewer, or to the
    pool when that person may not review here any more. Raises `NotAsked`,
    `AnswerIncomplete`, and `StateChanged` when no answer is awaited.
    """
    policy.require(actor, "stations.book_stay", stay)
    lock_stay(stay.pk)
    stay.refresh_from_db()
    if stay.state != State.RETURNED:
        raise StateChanged
    _check_answers(stay, answers)
    evidence = answers.pop("evidence", None)
    holder = stay.reviewer if stay.reviewer and may_review(stay.reviewer, stay) else None
    due = after_worktime(now(), stay.review_left or timedelta())
    Stay.objects.filter(pk=stay.pk).update(
        state=State.SUBMITTED,
        review_due_at=due,
        answer_due_at=None,
        answered_at=now(),
        reviewer=holder,
        **answers,
    )
    if evidence is not None:
        stay.evidence.set(evidence)
    StayTransition.objects.create(
        stay=stay, actor=actor, from_state=State.RETURNED, to_state=State.SUBMITTED, reason=ANSWERED
    )
    stay.refresh_from_db()
    _tell_both(stay)
    return stay


def _check_answers(stay: Stay, answers: dict[str, Any]) -> None:
    beyond = set(answers) - set(stay.asked)
    if beyond:
        raise NotAsked(beyond)
    missing = {name for name in stay.asked if not answers.get(name)}
    if missing:
        raise AnswerIncomplete(missing)


def _tell_both(stay: Stay) -> None:
    """The guest has a receipt; the reviewer, or else the station's operators, the answer."""
    trace = last_transition(stay)
    notify("stations.stay_submitted", to=stay.guest, about=stay, dedup=trace)
    for person in handlers_of(stay):
        notify("stations.review_answered", to=person, about=stay, dedup=f"{person.pk}-{trace}")


def remind_answers(*, at: datetime) -> int:
    """Half of the applicant's time to answer is gone: one word, with the moment at which the bed goes."""
    asked = Stay.objects.filter(state=State.RETURNED, answer_due_at__gt=at).select_related("guest")
    half = (F("answer_due_at") - F("decided_at")) / 2
    told = 0
    for stay in asked.filter(answer_due_at__lte=half + at):
        with transaction.atomic():
            told += notify("stations.answer_soon", to=stay.guest, about=stay, dedup=str(stay.answer_due_at))
    return told


@transaction.atomic
def release_unanswered(*, stay: Stay) -> bool:
    """
    逾期未补正 (release): the applicant let the time pass; bed and nights go back, the guest is told.

    False when the answer came at this moment.
    """
    lock_station(stay.station_id)
    lock_stay(stay.pk)
    if not _is_unanswered(stay):
        return False
    end_stay(SYSTEM, stay, State.EXPIRED, reason=UNANSWERED, told="stations.answer_lapsed")
    return True


def _is_unanswered(stay: Stay) -> bool:
    """Whether this very deadline still stands; the caller holds the stay's row."""
    return Stay.objects.filter(pk=stay.pk, state=State.RETURNED, answer_due_at=stay.answer_due_at).exists()
