"""
审核 (requests for moderated zones): confirmed, refused with a reason, or lapsed.

A request holds its half hours and coupons as a booking does. Each move is one
UPDATE that filters on the old state, so of two answers the first one stands.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from stations.lounge_errors import AnswerOverdue
from stations.models import LoungeVisit
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import System
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .lounge_moves import give_back, move_visit
from .pool import lock_lounge

State = LoungeVisit.State
ANSWER = "stations.answer_visit"


@transaction.atomic
def confirm_visit(*, actor: User, visit: LoungeVisit, whole_series: bool = False) -> list[LoungeVisit]:
    """
    通过 (confirm) a request, or all that its series still asks for, with one message.

    Raises `AnswerOverdue` when the time to answer is over, `VisitMoved` when somebody was faster.
    """
    policy.require_for_another(actor, ANSWER, visit, visit.person_id)
    if visit.answer_by and now() >= visit.answer_by:
        raise AnswerOverdue
    lock_lounge(visit.lounge_id)
    confirmed = [
        move_visit(actor, each, State.BOOKED, only_from=State.REQUESTED)
        for each in _with_series(visit, Q(answer_by__gt=now()), whole_series)
    ]
    if visit.series and len(confirmed) > 1:
        notify("stations.lounge_series_booked", to=visit.person, about=visit.series, dedup=str(visit.pk))
    else:
        notify("stations.lounge_booked", to=visit.person, about=visit)
    return confirmed


@transaction.atomic
def refuse_visit(
    *, actor: User, visit: LoungeVisit, reason: str, whole_series: bool = False
) -> list[LoungeVisit]:
    """
    不予通过 (refuse) with a reason that the person reads; half hours and coupons go back at once.

    Raises `VisitMoved` when somebody was faster.
    """
    policy.require_for_another(actor, ANSWER, visit, visit.person_id)
    lock_lounge(visit.lounge_id)
    refused = _with_series(visit, Q(), whole_series)
    for each in refused:
        give_back(actor, each, State.REFUSED, note=reason)
    notify("stations.lounge_refused", to=visit.person, about=visit)
    return refused


@transaction.atomic
def lapse_visit(*, actor: System, visit: LoungeVisit) -> list[LoungeVisit]:
    """逾期 (lapse): nobody has answered in time; what its series asks for and is overdue too goes with it."""
    policy.require(actor, ANSWER, visit)
    lock_lounge(visit.lounge_id)
    lapsed = _with_series(visit, Q(answer_by__lte=now()), whole_series=True)
    for each in lapsed:
        give_back(actor, each, State.LAPSED)
    notify("stations.lounge_lapsed", to=visit.person, about=visit)
    return lapsed


def _with_series(visit: LoungeVisit, which: Q, whole_series: bool) -> list[LoungeVisit]:
    """The visit, and with ``whole_series`` the other requests of its series, by date."""
    if not (whole_series and visit.series_id):
        return [visit]
    others = LoungeVisit.objects.requested().filter(which, series=visit.series_id).exclude(pk=visit.pk)
    return sorted([visit, *others], key=lambda each: each.date)
