"""监护人要求 (requests): written down on the day they come, answered in time, refused in writing only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from hope_rooms.clocks import after
from hope_rooms.errors import CheckedInTheFuture
from hope_rooms.models import Child, GuardianRequest
from hope_rooms.rights_errors import GuardianNotChecked, RequestMoved, RequestStands, RequestTakesTwo
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.staff import holders_of, officers_of
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .consents import withdraw_all
from .forgetting import Cause, Erasing, Extent, forget
from .words import safe, said

RECORD, ANSWER = "hope_rooms.record_request", "hope_rooms.answer_request"
Kind, State = GuardianRequest.Kind, GuardianRequest.State


@dataclass(frozen=True, slots=True)
class Wish:
    """What a guardian wants, in which way it came, on which day; and that a document was looked at."""

    kind: str
    channel: str
    asked_on: date
    about: str = ""
    is_guardian: bool = False


def record_request(*, actor: User, child: Child, wish: Wish) -> GuardianRequest:
    """
    登记要求 (write down); the clock runs from the day it came.

    Raises `GuardianNotChecked`, `CheckedInTheFuture`, `WordsNotSafe`, `RequestStands`.
    """
    policy.require(actor, RECORD, child)
    if not wish.is_guardian:
        raise GuardianNotChecked
    if wish.asked_on > today():
        raise CheckedInTheFuture
    days, unit = settings.HOPE_ROOMS["request_answer_time"]
    with explaining(guardian_request_open_once_per_kind=RequestStands), transaction.atomic():
        made: GuardianRequest = GuardianRequest.objects.create(
            child=child,
            kind=wish.kind,
            channel=wish.channel,
            asked_on=wish.asked_on,
            about=safe(wish.about),
            due_on=after(wish.asked_on, days, unit),
            recorded_by_id=policy.human_of(actor),
        )
        for person in _answerers(made):
            notify("hope_rooms.request_recorded", to=person, about=made)
    return made


def _answerers(request: GuardianRequest) -> list[Person]:
    """The district and the lead, without whoever wrote it down."""
    found = [
        *officers_of(request.child.reporting_org),
        *holders_of(Membership.Role.SAFEGUARDING_LEAD),
    ]
    return [person for person in found if person.pk != request.recorded_by_id]


@transaction.atomic
def fulfil_request(*, actor: User, request: GuardianRequest, answer: str) -> GuardianRequest:
    """
    办理 (fulfil), and say what was done. What is to be deleted goes at once, by a second person; with it
    every consent that stood, so that nothing is written anew without a new one.

    Raises `ReasonMissing`, `WordsNotSafe`, `RequestMoved`, `RequestTakesTwo`, `ChildHeld`, `AccessRefused`.
    """
    policy.require(actor, ANSWER, request)
    if request.kind == Kind.DELETE and policy.human_of(actor) == request.recorded_by_id:
        raise RequestTakesTwo
    done = _answered(actor, request, State.DONE, answer)
    if request.kind == Kind.DELETE:
        forget(actor, request.child, Erasing(Extent.ALL, Cause.GUARDIAN))
        withdraw_all(actor, request.child)
    return done


@transaction.atomic
def refuse_request(*, actor: User, request: GuardianRequest, answer: str) -> GuardianRequest:
    """
    不予办理 (refuse) with the reason, in writing.

    Raises `ReasonMissing`, `WordsNotSafe`, `RequestMoved`.
    """
    policy.require(actor, ANSWER, request)
    return _answered(actor, request, State.REFUSED, answer)


def _answered(actor: User, request: GuardianRequest, to: str, answer: str) -> GuardianRequest:
    changes: dict[str, Any] = {
        "state": to,
        "answer": said(answer),
        "answered_on": today(),
        "answered_by_id": policy.human_of(actor),
    }
    moved = GuardianRequest.objects.filter(pk=request.pk, state=State.OPEN).update(**changes)
    request.refresh_from_db()
    if not moved:
        raise RequestMoved(state=request.get_state_display())
    return request
