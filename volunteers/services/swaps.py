"""
换班 (swaps): a place goes from one volunteer to another in one transaction, or stays where it is.

Who takes over is judged like anybody who signs up: eligibility, collisions, rest.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from volunteers.models import Shift, Signup, Swap, Volunteer
from volunteers.shift_errors import NoSuchTaker, NotSwappable, ShiftBegun, SwapAsked, SwapMoved
from volunteers.signup_rules import diary_of, obstacles
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.brief_days import moment_words
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed, explaining
from zibo_youth.notifications.outbox import notify

from .locks import lock_shift, lock_volunteers
from .places import State
from .signup_moves import move_signup
from .signups import collisions_named, volunteer_of


def ask_swap(*, actor: Actor, signup: Signup, number: str = "") -> Swap:
    """
    请人接班 (ask for a swap): of the volunteer of this number, or of everybody on standby.

    Raises `NotSwappable`, `ShiftBegun`, `NoSuchTaker`, `SwapAsked`.
    """
    policy.require(actor, "volunteers.change_signup", signup)
    asked = _asked(signup, number.strip().upper())
    with explaining(swap_asked_once_at_a_time=SwapAsked), transaction.atomic():
        lock_volunteers([signup.volunteer_id])
        shift = lock_shift(signup.shift_id)
        signup.refresh_from_db()
        _swappable(signup, shift)
        swap = Swap.objects.create(signup=signup, giver=signup.volunteer, asked=asked)
        for volunteer in [asked] if asked else _on_standby(shift):
            notify("volunteers.swap_asked", to=volunteer.person, about=swap)
    return swap


def _asked(signup: Signup, number: str) -> Volunteer | None:
    if not number:
        return None
    others = Volunteer.objects.active().exclude(pk=signup.volunteer_id)
    found: Volunteer | None = others.select_related("person").filter(volunteer_no=number).first()
    if found is None:
        raise NoSuchTaker(number=number)
    return found


def _on_standby(shift: Shift) -> list[Volunteer]:
    waiting = Signup.objects.standby().filter(shift=shift)
    return [signup.volunteer for signup in waiting.select_related("volunteer__person")]


def _swappable(signup: Signup, shift: Shift) -> None:
    if signup.state != State.SIGNED_UP or shift.state != Shift.State.OPEN:
        raise NotSwappable
    if shift.starts_at <= now():
        raise ShiftBegun(start=moment_words(shift.starts_at))


def accept_swap(*, actor: Actor, swap: Swap) -> Signup:
    """
    接班 (take over): the seat changes hands, or nothing does.

    Raises `SwapMoved`, `NotSwappable`, `SignupMoved`, each refusal of `signup_rules.obstacles`.
    """
    taker = volunteer_of(actor)
    policy.require(actor, "volunteers.sign_up", taker)
    _is_addressed(swap, taker)
    with collisions_named(taker, swap.signup.shift), transaction.atomic():
        lock_volunteers([swap.giver_id, taker.pk])
        shift, given = lock_shift(swap.signup.shift_id), swap.signup
        given.refresh_from_db()
        _answer(swap, Swap.State.ACCEPTED, taker=taker)
        _swappable(given, shift)
        return _hand_over(actor, given, taker, shift)


def _hand_over(actor: Actor, given: Signup, taker: Volunteer, shift: Shift) -> Signup:
    for refusal in obstacles(diary_of(taker), shift):
        raise refusal
    for waiting in Signup.objects.standby().filter(shift=shift, volunteer=taker):
        move_signup(actor, waiting, State.SIGNED_OFF, reason="swapped")
    seat, cap = given.seat, given.cap
    left = move_signup(actor, given, State.SIGNED_OFF, reason="swapped", note=taker.volunteer_no)
    taken = Signup.objects.create(
        shift=shift,
        volunteer=taker,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        seat=seat,
        cap=cap,
    )
    taken.transitions.create(actor_id=actor.pk, to_state=taken.state, reason="swapped")
    notify("volunteers.swap_accepted", to=left.volunteer.person, about=left)
    notify("volunteers.signup_confirmed", to=taker.person, about=taken)
    return taken


def _is_addressed(swap: Swap, taker: Volunteer) -> None:
    """By name, or because one stands on the shift's standby list."""
    if swap.asked_id is None and _standby_of(swap, taker):
        return
    if swap.asked_id != taker.pk:
        raise NotAllowed


def _standby_of(swap: Swap, taker: Volunteer) -> bool:
    return bool(Signup.objects.standby().filter(shift=swap.signup.shift_id, volunteer=taker).exists())


@transaction.atomic
def decline_swap(*, actor: Actor, swap: Swap) -> Swap:
    """不接班 (decline), by whoever was asked by name. Raises `SwapMoved`."""
    asked = volunteer_of(actor)
    policy.require(actor, "volunteers.sign_up", asked)
    if swap.asked_id != asked.pk:
        raise NotAllowed
    _answer(swap, Swap.State.DECLINED)
    notify("volunteers.swap_declined", to=swap.giver.person, about=swap)
    return swap


@transaction.atomic
def withdraw_swap(*, actor: Actor, swap: Swap) -> Swap:
    """撤回换班 (take the request back). Raises `SwapMoved`."""
    policy.require(actor, "volunteers.change_signup", swap.signup)
    _answer(swap, Swap.State.WITHDRAWN)
    return swap


def lapse_swaps(*, at: datetime) -> int:
    """Requests that nobody answered before the shift began; the place stays with its holder."""
    return int(Swap.objects.overtaken(at).update(state=Swap.State.LAPSED, answered_at=Now()))


def _answer(swap: Swap, to: str, **changes: object) -> None:
    moved = Swap.objects.asked_now().filter(pk=swap.pk).update(state=to, answered_at=Now(), **changes)
    swap.refresh_from_db()
    if not moved:
        raise SwapMoved(state=swap.get_state_display())
