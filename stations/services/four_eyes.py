"""
两人审核 (two reviewers): where the policy asks for it, one person approves and another one approves again.

The first approval is kept on the request, which goes on waiting. The second must see
what the first saw: a return and changed dates take the first approval away. Reviewers
are people, not log-ins; `stay_approved_by_whom_its_policy_asks` is the wall behind it.
"""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Now

from stations.case_errors import SecondReviewerNeeded
from stations.errors import WrongState
from stations.models import Stay, StayTransition
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User

State = Stay.State
FIRST_APPROVED = "first_approved"
NONE_YET: dict[str, Any] = {"first_approver": None, "first_approved_at": None}


def sign(actor: User, stay: Stay) -> dict[str, Any] | None:
    """
    What an approval writes beside the state; None when it was the first of two, which is kept.

    The caller holds the stay's row. Raises `SecondReviewerNeeded`, `WrongState`.
    """
    rows = Stay.objects.filter(pk=stay.pk).order_by("pk")
    takes_two, state, first = rows.values_list("policy__two_reviewers", "state", "first_approver").get()
    if not takes_two:
        return {"two_reviewers": False}
    if state != State.SUBMITTED:
        raise WrongState(state=State(state).label)
    human = policy.human_of(actor)
    if first is None:
        _keep(actor, stay, human)
        return None
    if first == human:
        raise SecondReviewerNeeded
    return {"two_reviewers": True, "second_approver_id": human}


def signed_alone(stay: Stay, exception: str) -> dict[str, Any]:
    """What the approval of one person writes who is alone; the exception is named where two are asked for."""
    takes_two = bool(stay.policy and stay.policy.two_reviewers)
    return {"two_reviewers": takes_two, "review_exception": exception if takes_two else ""}


def refuse_first(actor: User, stay: Stay) -> None:
    """Raise `SecondReviewerNeeded`: what one has approved already is taken in hand by another."""
    if stay.first_approver_id is not None and stay.first_approver_id == actor.person_id:
        raise SecondReviewerNeeded


def _keep(actor: User, stay: Stay, human: int) -> None:
    """The request goes on waiting, with its bed and its deadline, in nobody's hand."""
    kept = {"first_approver_id": human, "first_approved_at": Now(), "reviewer": None}
    Stay.objects.filter(pk=stay.pk).update(**kept)
    StayTransition.objects.create(
        stay=stay,
        actor_id=actor.pk,
        from_state=State.SUBMITTED,
        to_state=State.SUBMITTED,
        reason=FIRST_APPROVED,
    )
    stay.refresh_from_db()
