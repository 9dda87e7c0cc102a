"""
名额 (places of a shift): the lowest free seat, and who gets the one that comes free.

Whoever frees or gives a seat holds the shift's lock. What comes free goes, in the same
transaction, to the first on standby who may have it, as an offer that holds the seat and
the volunteer's time: while the lock is free nobody waits for a place that could be had,
and a newcomer cannot overtake. Somebody whose row another act holds at that moment is not
waited for (the order of locks is volunteer, then shift); the next look asks them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models.functions import Now

from volunteers.models import Shift, Signup, Swap, Volunteer
from volunteers.shift_errors import AlreadySignedUp, ShiftFull, ShiftsCollide
from volunteers.signup_rules import diary_of, obstacles, of_shift
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .signup_moves import move_signup

State = Signup.State
WALLS = {
    "signup_one_place_at_a_time": ShiftsCollide,
    "signup_once_per_shift": AlreadySignedUp,
    "signup_one_volunteer_per_seat": ShiftFull,
    "signup_seat_exists": ShiftFull,
}


def free_seats(shift: Shift) -> list[int]:
    """The numbers of the seats that nobody holds, the lowest first."""
    held = Signup.objects.filter(shift=shift, seat__isnull=False).values_list("seat", flat=True)
    return sorted(set(range(1, shift.capacity + 1)) - set(held))


def settle(shift: Shift) -> int:
    """
    Offer each free seat to the first on standby who may have it; the caller holds the shift's lock.

    Returns how many on standby could not be asked at this moment.
    """
    if any(of_shift(shift)):
        return 0
    seats, busy = free_seats(shift), 0
    waiting = Signup.objects.standby().filter(shift=shift) if seats else Signup.objects.none()
    for signup in waiting:
        if not seats:
            break
        volunteer = _lock_if_free(signup.volunteer_id)
        if volunteer is None:
            busy += 1
        elif not obstacles(diary_of(volunteer), shift):
            _offer(signup, shift, seats.pop(0))
    return busy


def _lock_if_free(number: int) -> Volunteer | None:
    rows = Volunteer.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    found: Volunteer | None = rows.select_related("person").filter(pk=number).first()
    return found


def _offer(signup: Signup, shift: Shift, seat: int) -> None:
    until = offer_end(shift, now())
    moved = move_signup(SYSTEM, signup, State.OFFERED, seat=seat, cap=shift.capacity, offer_until=until)
    notify("volunteers.standby_offer", to=moved.volunteer.person, about=moved, dedup=str(until))


def offer_end(shift: Shift, at: datetime) -> datetime:
    """When an offer made now lapses: sooner on the last day, and never after the start."""
    rules = settings.VOLUNTEERS
    is_last_day = shift.starts_at - at <= timedelta(hours=24)
    hours = rules["offer_hours_last_day"] if is_last_day else rules["offer_hours"]
    return min(at + timedelta(hours=hours), shift.starts_at)


def give_back(actor: Actor, signup: Signup, shift: Shift, to: str, **said: Any) -> Signup:
    """
    A signup ends, its swap with it, and its seat goes to the next.

    The caller holds the volunteer's and the shift's lock. Raises `SignupMoved`.
    """
    moved = move_signup(actor, signup, to, **said)
    end_swaps(moved)
    settle(shift)
    return moved


def end_swaps(signup: Signup) -> None:
    """Nobody is asked any longer for a place that its holder has left."""
    Swap.objects.asked_now().filter(signup=signup).update(state=Swap.State.WITHDRAWN, answered_at=Now())
