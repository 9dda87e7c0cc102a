"""
服务时长账 (the ledger): lines are written here, and their states moved; nothing is ever rewritten.

The volunteer's row is locked by whoever writes hours, so that the rules of a day and
the wall against overlaps are asked one after another.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from volunteers.hour_errors import HoursMoved, HoursOverlap, HoursRecorded, SecondPersonNeeded
from volunteers.hour_rules import check_day
from volunteers.models import HourEntry, Post, Signup, Volunteer
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import along

from .certificates import revoke_resting_on
from .locks import lock_volunteer

State = HourEntry.State
# What a reversal has in common with its credit.
MIRRORED = (
    *("volunteer_id", "project_id", "post_id", "organiser_id", "source_id"),
    *("starts_at", "ends_at", "minutes", "evidence"),
)


def write_credit(
    *,
    actor: User,
    volunteer: Volunteer,
    post: Post,
    starts_at: datetime,
    minutes: int,
    reason: str = "",
    signup: Signup | None = None,
    **told: Any,
) -> HourEntry:
    """
    One credit, after the rules of its day; ``told``: its end, its evidence, and its approval if any.

    Raises `HoursOverlap`, `HoursRecorded`, `HoursTooMany`, `HoursNeedReason`.
    """
    with (
        explaining(
            hour_entry_one_place_at_a_time=HoursOverlap,
            hour_entry_one_credit_per_signup=HoursRecorded,
        ),
        transaction.atomic(),
    ):
        lock_volunteer(volunteer.pk)
        # A shift's own length was decided when it was planned; what somebody states says why.
        check_day(volunteer, starts_at, minutes, reason=reason or ("shift" if signup else ""))
        return HourEntry.objects.create(
            volunteer=volunteer,
            project=post.project,
            post=post,
            signup=signup,
            organiser=post.project.organiser,
            starts_at=starts_at,
            minutes=minutes,
            reason=reason.strip(),
            recorded_by=actor,
            **told,
        )


def move_entry(entry: HourEntry, to: str, **changes: Any) -> HourEntry:
    """One move along `HourEntry.NEXT`. Raises `HoursMoved`, `SecondPersonNeeded`."""
    with explaining(hour_entry_confirmed_by_a_second_person=SecondPersonNeeded), transaction.atomic():
        along(entry, to, HoursMoved, **changes)
    return entry


def take_back(*, actor: User, entry: HourEntry, reason: str) -> HourEntry:
    """
    冲销 (reverse): a line that mirrors the credit; what was certified with it is revoked.

    Returns the reversal. Raises `HoursMoved`.
    """
    with explaining(hour_entry_reversed_once=HoursMoved), transaction.atomic():
        lock_volunteer(entry.volunteer_id)
        entry.refresh_from_db()
        if entry.kind != HourEntry.Kind.CREDIT:
            raise HoursMoved(state=entry.get_state_display())
        move_entry(entry, State.REVOKED, reversed_at=Now())
        revoke_resting_on(actor=actor, entry=entry)
        return HourEntry.objects.create(
            **{name: getattr(entry, name) for name in MIRRORED},
            kind=HourEntry.Kind.REVERSAL,
            reverses=entry,
            state=State.REVOKED,
            reason=reason.strip(),
            recorded_by=actor,
        )
