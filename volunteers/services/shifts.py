"""班次管理 (shifts): opened, changed, suspended, called off by who manages the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from volunteers.errors import ReasonMissing, ShiftHasSignups
from volunteers.models import AreaAlert, Post, ServiceProject, Shift, Signup
from volunteers.patrol_errors import AreaUnderAlert, PatrolTeamSize
from volunteers.shift_errors import ProjectNotOpen, ShiftBegun, ShiftTimesWrong, WrongShiftState
from volunteers.signup_rules import diary_of, of_volunteer
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.brief_days import moment_words
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .locks import lock_shift, lock_volunteers
from .places import State, end_swaps, offer_end, settle
from .signup_moves import move_signup

MANAGE = "volunteers.manage_serviceproject"
LONGEST = timedelta(hours=12)
FIELDS = ("starts_at", "ends_at", "break_minutes", "capacity", "place", "sign_off_until")
WALLS = {
    "signup_seat_exists": ShiftHasSignups,
    "signup_one_place_at_a_time": ShiftHasSignups,
    "patrol_shift_team_of_three_to_five": PatrolTeamSize,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a leader says about a shift."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    place: str
    sign_off_until: datetime
    break_minutes: int = 0

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}


@transaction.atomic
def open_shift(*, actor: Actor, post: Post, plan: Plan) -> Shift:
    """
    发布班次 (open a shift) of a post. Raises `ProjectNotOpen`, `ShiftTimesWrong`.
    """
    policy.require(actor, MANAGE, post.project)
    if post.project.state not in (ServiceProject.State.DRAFT, ServiceProject.State.PUBLISHED):
        raise ProjectNotOpen
    _times_agree(plan, post.project)
    shift: Shift = Shift.objects.create(post=post, **plan.columns())
    return shift


def _times_agree(plan: Plan, project: ServiceProject) -> None:
    starts, ends = timezone.localdate(plan.starts_at), timezone.localdate(plan.ends_at)
    is_within = project.starts_on <= starts and ends <= project.ends_on + timedelta(days=1)
    is_short = timedelta(0) < plan.ends_at - plan.starts_at <= LONGEST
    if not (now() < plan.starts_at and is_short and plan.sign_off_until <= plan.starts_at and is_within):
        raise ShiftTimesWrong


def change_shift(*, actor: Actor, shift: Shift, plan: Plan) -> Shift:
    """
    改班次 (change a shift) before it begins; its signups move along, and everybody is told.

    Changed hours or another place may be left freely for a day. Nobody is moved into another
    shift, over the hours of rest, below an age or out of a seat: then it is `ShiftHasSignups`.
    Raises `WrongShiftState`, `ShiftBegun`, `ShiftTimesWrong`.
    """
    policy.require(actor, MANAGE, shift)
    with explaining(**WALLS), transaction.atomic():
        shift = _locked_with_its_volunteers(shift)
        _not_begun(shift)
        _times_agree(plan, shift.post.project)
        is_moved = (plan.starts_at, plan.ends_at, plan.place) != (shift.starts_at, shift.ends_at, shift.place)
        columns = plan.columns()
        if is_moved and shift.signups.holding().exists():
            columns["sign_off_until"] = _free_leave(plan)
        _close_ranks(shift, plan.capacity)
        Shift.objects.filter(pk=shift.pk).update(**columns)
        shift.refresh_from_db()
        if is_moved:
            _tell_of_the_move(shift)
        settle(shift)
    return shift


def _locked_with_its_volunteers(shift: Shift) -> Shift:
    """The shift, and before it everybody whose hours hang on it."""
    lock_volunteers(Signup.objects.awaited().filter(shift=shift).values_list("volunteer", flat=True))
    return lock_shift(shift.pk)


def _not_begun(shift: Shift) -> None:
    if shift.state not in (Shift.State.OPEN, Shift.State.SUSPENDED):
        raise WrongShiftState(state=shift.get_state_display())
    if shift.starts_at <= now():
        raise ShiftBegun(start=moment_words(shift.starts_at))


def _free_leave(plan: Plan) -> datetime:
    hours = settings.VOLUNTEERS["free_leave_hours"]
    return max(plan.sign_off_until, min(now() + timedelta(hours=hours), plan.starts_at))


def _close_ranks(shift: Shift, capacity: int) -> None:
    """Seats beyond the new number move to free ones below it, while there are any."""
    held = {row.seat: row for row in shift.signups.holding().order_by("seat")}
    free = [seat for seat in range(1, capacity + 1) if seat not in held]
    beyond = [row for seat, row in held.items() if seat > capacity]
    for row, seat in zip(beyond, free, strict=False):
        Signup.objects.filter(pk=row.pk).update(seat=seat)


def _tell_of_the_move(shift: Shift) -> None:
    """Whoever holds a place is judged anew for the new hours, and told."""
    for signup in shift.signups.awaited().select_related("volunteer__person"):
        if signup.holds and any(of_volunteer(diary_of(signup.volunteer).without(signup.pk), shift)):
            raise ShiftHasSignups
        occasion = f"{shift.starts_at}-{shift.ends_at}-{shift.place}"
        notify("volunteers.shift_changed", to=signup.volunteer.person, about=signup, dedup=occasion)


@transaction.atomic
def cancel_shift(*, actor: Actor, shift: Shift, reason: str) -> Shift:
    """
    取消班次 (call a shift off) before it begins: every place is given back and everybody told why.

    Raises `ReasonMissing`, `WrongShiftState`, `ShiftBegun`.
    """
    policy.require(actor, MANAGE, shift)
    said = _said(reason)
    shift = _locked_with_its_volunteers(shift)
    _not_begun(shift)
    _move(shift, Shift.State.CANCELLED, note=said)
    for signup in shift.signups.awaited().select_related("volunteer__person"):
        released = move_signup(actor, signup, State.RELEASED, reason="shift_cancelled", note=said)
        end_swaps(released)
        notify("volunteers.shift_cancelled", to=signup.volunteer.person, about=released)
    return shift


@transaction.atomic
def suspend_shift(*, actor: Actor, shift: Shift, reason: str) -> Shift:
    """
    暂停班次 (suspend), also while it runs: nobody signs up or checks in; places and minutes served stay.

    Raises `ReasonMissing`, `WrongShiftState`.
    """
    policy.require(actor, MANAGE, shift)
    said = _said(reason)
    shift = hold(lock_shift(shift.pk), reason=said)
    _tell_holders(shift, "volunteers.shift_suspended")
    return shift


def hold(shift: Shift, *, reason: str) -> Shift:
    """Suspend a shift whose lock the caller holds; the caller tells. Raises `WrongShiftState`."""
    _not_over(shift)
    _move(shift, Shift.State.SUSPENDED, note=reason)
    return shift


def suspend_shifts(*, actor: Actor, shifts: list[Shift], reason: str) -> list[Shift]:
    """Several, in the order of their numbers: two alerts of one area never wait in a circle."""
    with transaction.atomic():
        ordered = sorted(shifts, key=lambda shift: shift.pk)
        return [suspend_shift(actor=actor, shift=shift, reason=reason) for shift in ordered]


@transaction.atomic
def resume_shift(*, actor: Actor, shift: Shift) -> Shift:
    """
    恢复班次 (resume): offers that waited with it run anew. Raises `WrongShiftState`, `AreaUnderAlert`.
    """
    policy.require(actor, MANAGE, shift)
    shift = lock_shift(shift.pk)
    if AreaAlert.objects.standing().filter(area__patrols__shift=shift).exists():
        raise AreaUnderAlert
    go_on(shift)
    _tell_holders(shift, "volunteers.shift_resumed")
    settle(shift)
    return shift


def go_on(shift: Shift) -> Shift:
    """Open a suspended shift whose lock the caller holds; the caller tells. Raises `WrongShiftState`."""
    _not_over(shift)
    _move(shift, Shift.State.OPEN, note="")
    shift.signups.filter(state=State.OFFERED).update(offer_until=offer_end(shift, now()))
    return shift


def _not_over(shift: Shift) -> None:
    if shift.is_over(now()):
        raise WrongShiftState(state=shift.get_state_display())


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _tell_holders(shift: Shift, kind: str) -> None:
    for signup in shift.signups.filter(state__in=_TOLD).select_related("volunteer__person"):
        notify(kind, to=signup.volunteer.person, about=signup, dedup=str(now()))


_TOLD = (State.OFFERED, State.SIGNED_UP, State.CHECKED_IN)


def _move(shift: Shift, to: str, **changes: Mapping[str, Any] | str) -> None:
    reach(shift, to, WrongShiftState, **changes)
