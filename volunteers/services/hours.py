"""记录和确认时长 (recording and confirming hours): from attendance, on a leader's word; by two persons."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from volunteers import hour_rules
from volunteers.errors import ReasonMissing
from volunteers.hour_errors import PostNotCredited, SecondPersonNeeded, ShareNotHigh
from volunteers.hours import share_of
from volunteers.models import HourEntry, ManualShareReview, Post, ServiceProject, Signup, Volunteer
from volunteers.presence import presence_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.notifications.outbox import notify

from .ledger import move_entry, write_credit

State, Evidence = HourEntry.State, HourEntry.Evidence
# Proofs that no person has written (`Scan.Way`).
MACHINE = ("scan", "code")
RECORD, CONFIRM, REVIEW = (
    "volunteers.record_hours",
    "volunteers.confirm_hours",
    "volunteers.review_manual_share",
)


@transaction.atomic
def credit(*, actor: User, signup: Signup, reason: str = "") -> HourEntry | None:
    """
    计时 (credit) the hours of an attendance that was accepted: whole steps, within the shift.

    A machine's proof and whoever accepted it are two; a roll waits for a second person.
    None where the post credits nothing, or less than one step was served. Raises as `write_credit`.
    """
    policy.require_for_another(actor, CONFIRM, signup, signup.volunteer.person_id)
    shift, presence = signup.shift, presence_of(signup)
    if not shift.post.is_credited or not presence.credited:
        return None
    seen = presence.evidence in MACHINE
    approval = {"approver": actor, "state": State.CONFIRMED, "confirmed_at": Now()} if seen else {}
    entry = write_credit(
        actor=actor,
        volunteer=signup.volunteer,
        post=shift.post,
        starts_at=max(signup.checked_in_at or shift.starts_at, shift.starts_at),
        ends_at=min(signup.checked_out_at or shift.ends_at, shift.ends_at),
        minutes=presence.credited,
        evidence=Evidence.SCAN if seen else Evidence.ROLL,
        reason=reason,
        signup=signup,
        **approval,
    )
    notify("volunteers.hours_recorded", to=signup.volunteer.person, about=entry)
    return entry


@transaction.atomic
def state_hours(
    *,
    actor: User,
    volunteer: Volunteer,
    post: Post,
    starts_at: datetime,
    ends_at: datetime,
    minutes: int,
    reason: str,
) -> HourEntry:
    """
    补录 (make up) on a leader's word: a missed sign-out, a service without a list.

    Raises `ReasonMissing`, `PostNotCredited`; as `check_span`, `check_make_up`, `write_credit`.
    """
    policy.require_for_another(actor, RECORD, post, volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    if not post.is_credited:
        raise PostNotCredited
    hour_rules.check_span(starts_at, ends_at, minutes)
    hour_rules.check_make_up(post, starts_at, ends_at, minutes)
    entry = write_credit(
        actor=actor,
        volunteer=volunteer,
        post=post,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=minutes,
        evidence=Evidence.STATEMENT,
        reason=reason,
    )
    notify("volunteers.hours_recorded", to=volunteer.person, about=entry)
    return entry


@transaction.atomic
def confirm_hours(*, actor: User, entry: HourEntry) -> HourEntry:
    """确认 (confirm) by a second person. Raises `SecondPersonNeeded`, `HoursMoved`."""
    policy.require_for_another(actor, CONFIRM, entry, entry.volunteer.person_id)
    if entry.recorded_by_id == actor.pk or entry.recorded_by.person_id == actor.person_id:
        raise SecondPersonNeeded
    return move_entry(entry, State.CONFIRMED, approver=actor, confirmed_at=Now())


@transaction.atomic
def accept_manual_share(*, actor: User, project: ServiceProject, reason: str) -> ManualShareReview:
    """复核通过 (accept) so many manual minutes, with a reason. Raises `ReasonMissing`, `ShareNotHigh`."""
    policy.require(actor, REVIEW, project)
    if not reason.strip():
        raise ReasonMissing
    share = share_of(project)
    if not share.waits_for_review:
        raise ShareNotHigh
    return ManualShareReview.objects.create(
        project=project,
        manual_minutes=share.manual,
        total_minutes=share.total,
        reason=reason.strip(),
        decided_by=actor,
    )


def start_notice(*, at: datetime) -> int:
    """开始公示 (beat): what was confirmed is shown inside the organisation. Returns how many."""
    due = HourEntry.objects.filter(state=State.CONFIRMED, confirmed_at__lte=at)
    return due.update(state=State.NOTICED, noticed_at=at)


def finalise(*, at: datetime) -> int:
    """
    生效 (beat): the notice is over and nobody has objected. Returns how many; safe to run twice.

    Manual entries of a project wait while their share is high and nobody has looked at it.
    """
    days = timedelta(days=settings.VOLUNTEERS["hours_notice_days"])
    due: QuerySet[HourEntry] = HourEntry.objects.filter(state=State.NOTICED, noticed_at__lte=at - days)
    by_hand = HourEntry.objects.manual().filter(pk__in=due.values("pk")).order_by()
    projects = ServiceProject.objects.filter(pk__in=by_hand.values("project").distinct())
    waiting = [project.pk for project in projects if share_of(project).waits_for_review]
    held = HourEntry.objects.manual().filter(project__in=waiting, state=State.NOTICED)
    return due.exclude(pk__in=held.values("pk")).update(state=State.FINAL, final_at=at)
