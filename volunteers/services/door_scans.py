"""
签到签退 (check-in and out) by the volunteer's own log-in, with the code of the minute.

The volunteer's row is locked: a place that is being released, a proof that ends and
a second device come before or after, never between. Whoever comes locks the shift after
it: an alert that suspends the shift has seen them, or they see that it is suspended.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from volunteers.door import IN, OUT, DoorKey, check_door, next_kind, read_digits
from volunteers.eligibility import check_eligible
from volunteers.errors import SignupMoved
from volunteers.models import Signup
from volunteers.scan_errors import DoorOfAnother, NotCheckedIn
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now, today

from .locks import lock_shift, lock_volunteer
from .scans import move_with, write_scan

State = Signup.State
CHECK_IN = "volunteers.check_in"


def enter_digits(*, actor: User, signup: Signup, digits: str) -> Signup:
    """
    输入数字码: as a scan, with six digits instead of the link.

    Tries are counted before, so that parallel guesses do not slip through, and outside
    of every transaction that a refusal would take back. Raises `TooOften`,
    `DoorCodeWrong` and the refusals of `pass_door`.
    """
    policy.require(actor, CHECK_IN, signup)
    key = limits.named("volunteer-door", f"{actor.pk}:{signup.shift_id}")
    if limits.count(key, limits.QUARTER) > settings.VOLUNTEERS["door_tries"]:
        raise TooOften
    return pass_door(actor=actor, signup=signup, key=read_digits(signup.shift, next_kind(signup), digits))


@transaction.atomic
def pass_door(*, actor: User, signup: Signup, key: DoorKey) -> Signup:
    """
    签到或签退 (come or leave), once: a second device is given the first one's answer.

    Who comes must meet on this day what the role asks for, insurance included. Raises
    `DoorOfAnother`, `DoorShut`, `DoorNotOpen`, `NotCheckedIn`, `SignupMoved` and the
    refusals of `check_eligible`.
    """
    policy.require(actor, CHECK_IN, signup)
    if signup.shift_id != key.shift.pk:
        raise DoorOfAnother
    volunteer = lock_volunteer(signup.volunteer_id)
    signup.refresh_from_db(fields=["state", "checked_in_at", "checked_out_at", "seat", "cap"])
    if _is_through(signup, key.kind):
        return signup
    shift = lock_shift(key.shift.pk) if key.kind == IN else key.shift
    check_door(shift, key.kind)
    if key.kind == OUT and signup.state == State.SIGNED_UP:
        raise NotCheckedIn
    if signup.state != (State.SIGNED_UP if key.kind == IN else State.CHECKED_IN):
        raise SignupMoved(state=signup.get_state_display())
    if key.kind == IN:
        check_eligible(volunteer, shift.post, shift.starts_at, on=today())
    scan = write_scan(actor, signup, key.kind, key.way, now(), window=key.window)
    return move_with(actor, signup, scan)


def _is_through(signup: Signup, kind: str) -> bool:
    """Whether this very step is done already."""
    return signup.state == (State.CHECKED_IN if kind == IN else State.CHECKED_OUT)
