"""
补交名册 (a late roll) about somebody who was written down as a no-show.

The place is given back with both times, and what was recorded counts no more. What the
district has decided on an appeal, a roll does not decide again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from volunteers.eligibility import check_eligible
from volunteers.errors import SignupMoved
from volunteers.models import NoShow, Scan, Signup
from volunteers.roll import Mark, check_claim
from volunteers.scan_errors import NoShowNeedsBothTimes, NoShowStands
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining

from .locks import lock_shift
from .no_shows import excuse
from .places import WALLS, free_seats
from .scans import write_scan
from .signup_moves import move_signup

KEEP_ROLL, LATE = "volunteers.keep_roll", "late_roll"


def was_there(*, actor: User, signup: Signup, lines: Sequence[Mark], note: str) -> Signup:
    """
    The no-show was there after all. The caller holds the volunteer's lock.

    Raises `NoShowNeedsBothTimes`, `NoShowStands`, `MarkTimeWrong`, `MarkStands`, `ReasonMissing`
    and the refusals of `check_eligible`.
    """
    policy.require_for_another(actor, KEEP_ROLL, signup, signup.volunteer.person_id)
    told = {line.kind: line for line in lines}
    if set(told) != {Scan.Kind.IN, Scan.Kind.OUT}:
        raise NoShowNeedsBothTimes
    if NoShow.objects.filter(signup=signup, state=NoShow.State.UPHELD).exists():
        raise NoShowStands
    came, left = told[Scan.Kind.IN], told[Scan.Kind.OUT]
    shift = lock_shift(signup.shift_id)
    check_claim(shift, came.at)
    check_claim(shift, left.at, after=came.at)
    check_eligible(signup.volunteer, shift.post, shift.starts_at, on=timezone.localdate(came.at))
    seats = free_seats(shift)
    if not seats:
        raise SignupMoved(state=signup.get_state_display())
    for line in (came, left):
        write_scan(actor, signup, line.kind, Scan.Way.OFFLINE, line.at, mark_id=line.mark_id)
    with explaining(**WALLS):
        moved = move_signup(
            actor,
            signup,
            Signup.State.CHECKED_OUT,
            reason=LATE,
            note=note,
            seat=seats[0],
            cap=shift.capacity,
            checked_in_at=came.at,
            checked_out_at=left.at,
        )
    excuse(actor, moved, note)
    return moved
