"""
经办 (a case in hand): one reviewer takes it, gives it back, or loses it with the right to review.

A case that nobody has in hand is in the pool: whoever may review may decide. What
somebody has in hand is decided by that person alone. The row of the stay is the lock.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from stations.case_errors import CaseNotInHand, CaseTaken
from stations.errors import WrongState
from stations.models import Stay, StayTransition
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.accounts.staff import read_offices, staff_of

from .four_eyes import refuse_first

State = Stay.State
CASE_TAKEN, CASE_BACK = "case_taken", "case_back"
IN_REVIEW = (State.SUBMITTED, State.RETURNED)


@transaction.atomic
def take_case(*, actor: User, stay: Stay) -> Stay:
    """
    接手 (take a case): of two who press at once, one has it; taking the own one again changes nothing.

    Raises `CaseTaken` when another reviewer has it, `SecondReviewerNeeded` where the own approval
    stands already, `WrongState` when nothing is left to review.
    """
    policy.require_for_another(actor, "stations.review_stay", stay, stay.guest_id)
    refuse_anothers(actor, stay)
    stay.refresh_from_db()
    refuse_first(actor, stay)
    if stay.state not in IN_REVIEW:
        raise WrongState(state=stay.get_state_display())
    if stay.reviewer_id != actor.pk:
        _assign(actor, stay, actor)
    return stay


@transaction.atomic
def hand_back_case(*, actor: User, stay: Stay) -> Stay:
    """
    退回公共队列 (hand back): one's own case, or as the district one of a colleague who is away.

    Raises `CaseNotInHand` when it is in the pool already.
    """
    policy.require(actor, "stations.review_stay", stay)
    holder = holder_of(stay)
    stay.refresh_from_db()
    if holder is None or stay.state not in IN_REVIEW:
        raise CaseNotInHand
    if holder.pk != actor.pk:
        policy.require(actor, "stations.reassign_case", stay)
    _assign(actor, stay, None)
    return stay


def holder_of(stay: Stay) -> User | None:
    """Who has the case in hand; the stay's row is locked until the transaction ends."""
    locked = Stay.objects.select_for_update(no_key=True).filter(pk=stay.pk).order_by("pk")
    number = locked.values_list("reviewer", flat=True).first()
    return User.objects.select_related("person").get(pk=number) if number else None


def refuse_anothers(actor: Actor, stay: Stay) -> None:
    """
    Raise `CaseTaken` when somebody else has the case in hand; the stay's row is then locked.

    Whoever may not review here any more holds nobody up.
    """
    holder = holder_of(stay)
    if holder is not None and holder.pk != actor.pk and may_review(holder, stay):
        raise CaseTaken(name=str(holder.person or holder))


def may_review(user: User, stay: Stay) -> bool:
    """Whether the right to review this stay still stands."""
    return policy.may(user, "stations.review_stay", stay)


def handlers_of(stay: Stay) -> QuerySet[Person]:
    """Whom a word about this case is for: whoever has it in hand, or else the station's operators."""
    if stay.reviewer and stay.reviewer.person_id:
        return Person.objects.filter(pk=stay.reviewer.person_id)
    return staff_of(stay.station.operator, Membership.Role.STATION_OPERATOR)


def return_orphans() -> int:
    """Cases whose reviewer has lost the right go back to the pool; how many."""
    held = Stay.objects.filter(state__in=IN_REVIEW, reviewer__isnull=False)
    stays = list(held.select_related("reviewer", "station"))
    read_offices([stay.reviewer for stay in stays if stay.reviewer])
    lost = [stay for stay in stays if stay.reviewer and not may_review(stay.reviewer, stay)]
    return sum(map(_return_orphan, lost))


@transaction.atomic
def _return_orphan(stay: Stay) -> bool:
    """False when it was decided, handed back or taken by another at this moment."""
    holder = holder_of(stay)
    stay.refresh_from_db()
    if stay.state not in IN_REVIEW or holder is None or may_review(holder, stay):
        return False
    _assign(SYSTEM, stay, None)
    return True


def _assign(actor: Actor, stay: Stay, reviewer: User | None) -> None:
    """The caller holds the stay's row."""
    Stay.objects.filter(pk=stay.pk).update(reviewer=reviewer)
    StayTransition.objects.create(
        stay=stay,
        actor_id=actor.pk,
        from_state=stay.state,
        to_state=stay.state,
        reason=CASE_TAKEN if reviewer else CASE_BACK,
    )
    stay.reviewer = reviewer
