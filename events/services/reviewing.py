"""
审核报名 (review): admitted or refused by a human of the office, with a reason from a list; once.

Past its time a place is given back, nobody is refused: the registration keeps its turn, the person is told,
and an officer decides all the same (security.md R44).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from events.errors import RegistrationMoved
from events.models import Registration, RegistrationReview
from events.review_errors import ReviewMoved, ReviewNoteMissing, ReviewReasonMissing
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .locks import lock_session
from .moves import move_registration
from .places import settle

DECIDE = "events.decide_registration"
S, R = RegistrationReview.State, Registration.State


@transaction.atomic
def admit(*, actor: User, review: RegistrationReview) -> RegistrationReview:
    """
    通过 (admit). Whose place was given back meanwhile is asked first when one is free.

    Raises `NotAllowed` in one's own case, `ReviewMoved`, `RegistrationMoved`.
    """
    registration = _held(actor, review)
    _claim(actor, review, S.APPROVED)
    if registration.state == R.REVIEW:
        moved = move_registration(actor, registration, R.REGISTERED, reason="approved")
        notify("events.registered", to=moved.person, about=moved, dedup="review")
    else:
        notify("events.admitted_waiting", to=registration.person, about=registration)
        settle(registration.session)
    return review


@transaction.atomic
def refuse(*, actor: User, review: RegistrationReview, reason: str, note: str = "") -> RegistrationReview:
    """
    不通过 (refuse), with a reason that they read; the place goes to the queue in the same transaction.

    Raises `NotAllowed` in one's own case, `ReviewReasonMissing`, `ReviewNoteMissing`, `ReviewMoved`.
    """
    registration = _held(actor, review)
    said = note.strip()
    if reason not in RegistrationReview.Reason.values:
        raise ReviewReasonMissing
    if reason == RegistrationReview.Reason.OTHER and not said:
        raise ReviewNoteMissing
    _claim(actor, review, S.REFUSED, reason=reason, note=said)
    words = " ".join(filter(None, (str(RegistrationReview.Reason(reason).label), said)))
    moved = move_registration(actor, registration, R.RELEASED, reason="refused", note=words[:200])
    notify("events.refused", to=moved.person, about=moved)
    settle(registration.session)
    return review


def lapse_reviews(*, at: datetime) -> int:
    """Places of reviews whose time is up go to the queue; the review stays open. Safe to run twice."""
    due = RegistrationReview.objects.late(at).order_by("due_at", "pk")
    return sum(_lapse(number, at) for number in due.values_list("registration", flat=True))


@transaction.atomic
def _lapse(number: int, at: datetime) -> bool:
    session = lock_session(Registration.objects.get(pk=number).session_id)
    late = RegistrationReview.objects.late(at).filter(registration=number)
    if not late.filter(registration__state=R.REVIEW).exists():
        return False
    late.update(state=S.OVERDUE)
    registration = Registration.objects.select_related("person", "session__event").get(pk=number)
    moved = move_registration(SYSTEM, registration, R.WAITING, reason="review_overdue")
    notify("events.review_overdue", to=moved.person, about=moved)
    settle(session, at=at)
    return True


def _held(actor: User, review: RegistrationReview) -> Registration:
    """The registration, with its session's lock held from here on."""
    registration: Registration = review.registration
    policy.require_for_another(actor, DECIDE, registration, registration.person_id)
    registration.session = lock_session(registration.session_id)
    registration.refresh_from_db(fields=["state"])
    if registration.state not in (R.REVIEW, R.WAITING):
        raise RegistrationMoved(state=registration.get_state_display())
    return registration


def _claim(actor: User, review: RegistrationReview, to: str, **told: Any) -> None:
    """Whoever comes first decides. Raises `ReviewMoved`."""
    open_ones = RegistrationReview.objects.open().order_by().filter(pk=review.pk)
    if not open_ones.update(state=to, decided_by=actor, decided_at=now(), **told):
        raise ReviewMoved(state=RegistrationReview.objects.get(pk=review.pk).get_state_display())
    review.refresh_from_db()
