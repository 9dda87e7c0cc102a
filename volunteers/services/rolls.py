"""
点名 (the roll) kept by the leader: present, left, absent, and back again; on the spot, or from paper later.

Nobody marks their own presence, and nobody is added who has no place. What the door
has recorded stands: a roll that says otherwise is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from volunteers.eligibility import check_eligible
from volunteers.errors import SignupMoved
from volunteers.models import Scan, Shift, Signup
from volunteers.presence import MINUTE, standing
from volunteers.roll import OPEN_STATES, Mark, Outcome, check_claim, is_late, is_too_late
from volunteers.scan_errors import (
    DoorShut,
    MarkReasonMissing,
    MarkStands,
    NotCheckedIn,
    NothingToUndo,
    RollReasonMissing,
    RollTooLate,
)
from volunteers.words import clock_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError

from .late_rolls import KEEP_ROLL, LATE, was_there
from .locks import lock_shift, lock_volunteer, lock_volunteers
from .scans import move_with, write_scan
from .signup_moves import move_signup

State, Kind, Way = Signup.State, Scan.Kind, Scan.Way
FRESH = ["state", "checked_in_at", "checked_out_at", "seat", "cap"]
UNDONE = "mark_undone"
# A move goes with two kinds of marks; being absent is judged afterwards.
STARTS = {Kind.IN: State.SIGNED_UP, Kind.OUT: State.CHECKED_IN, Kind.ABSENT: State.SIGNED_UP}


@transaction.atomic
def mark(*, actor: User, signup: Signup, kind: str, at: datetime | None = None) -> Signup:
    """
    点名 (mark) somebody present, gone or absent, now or at a time that lies about the shift.

    Raises `MarkStands`, `MarkTimeWrong`, `NotCheckedIn`, `SignupMoved`, `DoorShut` for who comes to a
    suspended shift, and the refusals of `check_eligible`.
    """
    policy.require_for_another(actor, KEEP_ROLL, signup, signup.volunteer.person_id)
    lock_volunteer(signup.volunteer_id)
    if kind == Kind.IN and at is None:
        _not_suspended(signup.shift_id)
    signup.refresh_from_db(fields=FRESH)
    known = standing(Scan.objects.filter(signup=signup)).get(kind)
    if known:
        raise MarkStands(at=clock_words(known.at))
    return _record(actor, signup, kind, Way.ROLL, at or now())


def _not_suspended(shift: int) -> None:
    """Nobody comes to it now; who came before it was suspended is marked with the time."""
    held = lock_shift(shift)
    if held.state == Shift.State.SUSPENDED:
        raise DoorShut(state=held.get_state_display())


def _record(
    actor: User,
    signup: Signup,
    kind: str,
    way: str,
    at: datetime,
    mark_id: UUID | None = None,
    note: str = "",
) -> Signup:
    """A mark that counts, and its move. The caller holds the volunteer's lock."""
    if kind == Kind.OUT and signup.state == State.SIGNED_UP:
        raise NotCheckedIn
    if signup.state != STARTS[Kind(kind)]:
        raise SignupMoved(state=signup.get_state_display())
    check_claim(signup.shift, at, after=signup.checked_in_at if kind == Kind.OUT else None)
    if kind == Kind.IN:
        day = timezone.localdate(at)
        check_eligible(signup.volunteer, signup.shift.post, signup.shift.starts_at, on=day)
    scan = write_scan(actor, signup, kind, way, at, mark_id=mark_id)
    if kind == Kind.ABSENT:
        return signup
    return move_with(actor, signup, scan, reason=LATE if note else "", note=note)


@transaction.atomic
def undo_mark(*, actor: User, signup: Signup, reason: str) -> Signup:
    """
    撤销 (undo) what was recorded last, before the review; the row stays, another one takes it back.

    Raises `MarkReasonMissing`, `NothingToUndo`, `SignupMoved`.
    """
    policy.require_for_another(actor, KEEP_ROLL, signup, signup.volunteer.person_id)
    if not reason.strip():
        raise MarkReasonMissing
    lock_volunteer(signup.volunteer_id)
    signup.refresh_from_db(fields=FRESH)
    if signup.state not in OPEN_STATES:
        raise SignupMoved(state=signup.get_state_display())
    found = standing(Scan.objects.filter(signup=signup))
    last = found.get(Kind.OUT) or found.get(Kind.IN) or found.get(Kind.ABSENT)
    if last is None:
        raise NothingToUndo
    write_scan(actor, signup, Kind.UNDO, Way.ROLL, now(), undoes=last)
    return _back(actor, signup, last, reason.strip())


def _back(actor: User, signup: Signup, wrong: Scan, note: str) -> Signup:
    if wrong.kind == Kind.OUT:
        return move_signup(actor, signup, State.CHECKED_IN, reason=UNDONE, note=note, checked_out_at=None)
    if wrong.kind == Kind.IN:
        return move_signup(actor, signup, State.SIGNED_UP, reason=UNDONE, note=note, checked_in_at=None)
    return signup


@transaction.atomic
def submit_roll(*, actor: User, shift: Shift, marks: Iterable[Mark], reason: str = "") -> list[Outcome]:
    """
    提交名册 (hand in a roll) kept on paper or without a net; each line is told what became of it.

    A line's number makes it one row, however often the sheet is sent. Late sheets say
    why. Raises `RollTooLate`, `RollReasonMissing`.
    """
    policy.require(actor, KEEP_ROLL, shift)
    if is_too_late(shift):
        raise RollTooLate(days=settings.VOLUNTEERS["roll_workdays"])
    note = reason.strip()
    if is_late(shift) and not note:
        raise RollReasonMissing(hours=settings.VOLUNTEERS["roll_late_hours"])
    given = list(marks)
    rows = Signup.objects.whole().filter(shift=shift, pk__in={mark.signup for mark in given})
    signups = {signup.pk: signup for signup in rows}
    lock_volunteers({signup.volunteer_id for signup in signups.values()})
    order = sorted(given, key=lambda line: (line.signup, line.kind == Kind.OUT, line.at))
    told: list[Outcome] = []
    for number, own in groupby(order, key=lambda line: line.signup):
        told += _take_all(actor, signups.get(number), list(own), note)
    return told


def _take_all(actor: User, signup: Signup | None, own: list[Mark], note: str) -> list[Outcome]:
    """The lines of one volunteer; a no-show is taken back by all of them together."""
    if signup is None:
        return [Outcome(line, "refused") for line in own]
    signup.refresh_from_db(fields=FRESH)
    if signup.state != State.NO_SHOW:
        return [_take(actor, signup, line, note) for line in own]
    try:
        with transaction.atomic():
            was_there(actor=actor, signup=signup, lines=own, note=note)
    except DomainError as refusal:
        return [Outcome(line, "refused", signup, str(refusal)) for line in own]
    return [Outcome(line, "recorded", signup) for line in own]


def _take(actor: User, signup: Signup, line: Mark, note: str) -> Outcome:
    """One line in a savepoint of its own: what is refused does not take the others along."""
    try:
        with transaction.atomic():
            policy.require_for_another(actor, KEEP_ROLL, signup, signup.volunteer.person_id)
            signup.refresh_from_db(fields=FRESH)
            return Outcome(line, _taken(actor, signup, line, note), signup)
    except DomainError as refusal:
        return Outcome(line, "refused", signup, str(refusal))


def _taken(actor: User, signup: Signup, line: Mark, note: str) -> str:
    rows = list(Scan.objects.filter(signup=signup))
    if line.mark_id in {row.mark_id for row in rows}:
        return "same"
    known = standing(rows).get(line.kind)
    if known is None:
        _record(actor, signup, line.kind, Way.OFFLINE, line.at, line.mark_id, note)
        return "recorded"
    if signup.state not in OPEN_STATES:
        raise SignupMoved(state=signup.get_state_display())
    check_claim(signup.shift, line.at)
    write_scan(actor, signup, line.kind, Way.OFFLINE, line.at, mark_id=line.mark_id, counts=False)
    return "differs" if abs(known.at - line.at) >= MINUTE else "same"
