"""
到岗审核 (review of attendance): after the shift, who was there and how long; never in one's own case.

What was accepted is credited, and a training that was attended is passed, in the
same transaction.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from volunteers.credit_gates import pass_gates
from volunteers.models import Scan, Shift, Signup
from volunteers.presence import presence_of
from volunteers.querysets import SignupQuerySet
from volunteers.roll import expected
from volunteers.scan_errors import MarkReasonMissing, PresenceUnexplained, ShiftNotOver, StillThere
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, User
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError
from zibo_youth.notifications.outbox import notify

from .hours import credit
from .locks import lock_volunteer
from .no_shows import record_no_show
from .scans import move_with, write_scan
from .signup_moves import move_signup
from .vetting import pass_training

State = Signup.State
REVIEW = "volunteers.review_attendance"
EXPLAINED, REFUSED = "explained", "refused"


@transaction.atomic
def accept_attendance(*, actor: User, signup: Signup, reason: str = "") -> Signup:
    """
    确认到岗 (accept): the hours are credited, a training is passed.

    Whoever was there for less than the share that is asked for, or whose end nobody saw,
    is accepted with a reason. Raises `ShiftNotOver`, `StillThere`, `PresenceUnexplained`, `SignupMoved`,
    and what a programme says against it (`credit_gates`).
    """
    policy.require_for_another(actor, REVIEW, signup, signup.volunteer.person_id)
    signup = _held(signup)
    pass_gates(signup)
    presence = presence_of(signup)
    if presence.needs_a_word and not reason.strip():
        raise PresenceUnexplained(share=presence.share, least=settings.VOLUNTEERS["presence_percent"])
    moved = move_signup(
        actor,
        signup,
        State.ATTENDED,
        reason=EXPLAINED if presence.needs_a_word else "",
        note=reason.strip(),
    )
    pass_training(actor=actor, signup=moved)
    credit(actor=actor, signup=moved, reason=reason)
    return moved


@transaction.atomic
def refuse_attendance(*, actor: User, signup: Signup, reason: str) -> Signup:
    """
    记为未到岗 (refuse): nobody came, or what was recorded is not so. The volunteer may appeal.

    Raises `MarkReasonMissing`, `ShiftNotOver`, `StillThere`, `SignupMoved`.
    """
    policy.require_for_another(actor, REVIEW, signup, signup.volunteer.person_id)
    if not reason.strip():
        raise MarkReasonMissing
    return record_no_show(_held(signup), actor=actor, reason=REFUSED, note=reason.strip()).signup


def _held(signup: Signup) -> Signup:
    """The signup as it is now, its volunteer locked, its shift over, the volunteer gone."""
    lock_volunteer(signup.volunteer_id)
    signup = Signup.objects.whole().get(pk=signup.pk)
    if signup.ends_at > now():
        raise ShiftNotOver
    if signup.state == State.CHECKED_IN:
        raise StillThere
    return signup


def accept_all(*, actor: User, shift: Shift) -> int:
    """全部确认: everybody whose presence needs no word, oneself excepted. Returns how many."""
    policy.require(actor, REVIEW, shift)
    plain = [
        signup
        for signup in expected(shift).filter(state=State.CHECKED_OUT)
        if not presence_of(signup).needs_a_word and signup.volunteer.person_id != actor.person_id
    ]
    return sum(_accepted(actor, signup) for signup in plain)


def _accepted(actor: User, signup: Signup) -> bool:
    """Whether one more was accepted; what is refused is left for a word of the reviewer."""
    with suppress(DomainError):
        accept_attendance(actor=actor, signup=signup)
        return True
    return False


def close_forgotten(*, at: datetime) -> int:
    """
    补记签退 (beat): who has not checked out hours after the end left at the end, and that is to be reviewed.

    Returns how many were closed; safe to run twice.
    """
    after = timedelta(hours=settings.VOLUNTEERS["close_forgotten_hours"])
    rows: SignupQuerySet = Signup.objects.all()
    due = rows.filter(state=State.CHECKED_IN, ends_at__lte=at - after).order_by("volunteer", "pk")
    return sum(_close(number) for number in due.values_list("pk", flat=True))


@transaction.atomic
def _close(number: int) -> bool:
    signup = Signup.objects.whole().get(pk=number)
    lock_volunteer(signup.volunteer_id)
    signup.refresh_from_db(fields=["state", "checked_in_at", "checked_out_at"])
    if signup.state != State.CHECKED_IN or signup.checked_in_at is None:
        return False
    left = max(signup.ends_at, signup.checked_in_at)
    scan = write_scan(policy.SYSTEM, signup, Scan.Kind.OUT, Scan.Way.SYSTEM, left)
    move_with(policy.SYSTEM, signup, scan)
    notify("volunteers.check_out_forgotten", to=signup.volunteer.person, about=signup)
    return True


def remind_reviews(*, at: datetime) -> int:
    """待审核提醒 (beat): leaders hear once of a shift that is over and not reviewed; how many heard."""
    after = timedelta(hours=settings.VOLUNTEERS["review_due_hours"])
    told = 0
    for shift in Shift.objects.to_review(at - after).select_related("post__project__organiser"):
        for leader in staff_of(shift.post.project.organiser, Membership.Role.VOLUNTEER_LEADER):
            told += notify("volunteers.review_due", to=leader, about=shift)
    return told
