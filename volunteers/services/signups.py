"""报名、候补与退出 (sign-up, standby, signing off, release)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from volunteers.errors import ReasonMissing, VolunteerMissing
from volunteers.models import Shift, Signup, Volunteer
from volunteers.shift_errors import ShiftFull, ShiftsCollide, SignOffTooLate
from volunteers.signup_rules import collides_with, diary_of, obstacles
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.brief_days import moment_words
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import Busy, explaining
from zibo_youth.notifications.outbox import notify

from .locks import lock_shift, lock_volunteer
from .places import WALLS, State, free_seats, give_back, settle


def volunteer_of(actor: Actor) -> Volunteer:
    """The volunteer behind a log-in. Raises `VolunteerMissing`."""
    person: int = getattr(actor, "person_id", None) or 0
    found = Volunteer.objects.filter(person_id=person).select_related("person").first()
    if found is None:
        raise VolunteerMissing
    return found


@contextmanager
def collisions_named(volunteer: Volunteer, shift: Shift) -> Iterator[None]:
    """Explain walls of a place; of a collision, say with what, read after PostgreSQL has refused."""
    try:
        with explaining(**WALLS):
            yield
    except ShiftsCollide as refusal:
        start, end = shift.starts_at, shift.ends_at
        for held in diary_of(volunteer).held:
            if held.start < end and held.end > start:
                raise collides_with(held) from refusal
        raise


def sign_up(*, actor: Actor, shift: Shift) -> Signup:
    """
    报名 (sign up): the lowest free seat of the shift, or a refusal that says what is in the way.

    Raises `VolunteerMissing`, each refusal of `signup_rules.obstacles`, `AlreadySignedUp`, `ShiftFull`.
    """
    volunteer = volunteer_of(actor)
    policy.require(actor, "volunteers.sign_up", volunteer)
    with collisions_named(volunteer, shift), transaction.atomic():
        volunteer, shift = _locked(volunteer, shift)
        signup = Signup.objects.create(
            shift=shift,
            volunteer=volunteer,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            seat=_seat_for_a_newcomer(shift),
            cap=shift.capacity,
        )
        _written_down(actor, signup)
        notify("volunteers.signup_confirmed", to=volunteer.person, about=signup)
    return signup


def join_standby(*, actor: Actor, shift: Shift) -> Signup:
    """
    候补 (standby): wait in the order of coming; a place that is free already is offered at once.

    Raises what `sign_up` raises, `ShiftFull` apart.
    """
    volunteer = volunteer_of(actor)
    policy.require(actor, "volunteers.sign_up", volunteer)
    with collisions_named(volunteer, shift), transaction.atomic():
        volunteer, shift = _locked(volunteer, shift)
        signup = Signup.objects.create(
            shift=shift,
            volunteer=volunteer,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            state=State.STANDBY,
        )
        _written_down(actor, signup)
        settle(shift)
    signup.refresh_from_db()
    return signup


def _locked(volunteer: Volunteer, shift: Shift) -> tuple[Volunteer, Shift]:
    """Both rows, when no rule keeps them apart."""
    volunteer, shift = lock_volunteer(volunteer.pk), lock_shift(shift.pk)
    for refusal in obstacles(diary_of(volunteer), shift):
        raise refusal
    return volunteer, shift


def _seat_for_a_newcomer(shift: Shift) -> int:
    """Whoever waits goes first, also those who could not be asked at this moment."""
    busy = settle(shift)
    seats = free_seats(shift)
    if not seats:
        raise ShiftFull
    if len(seats) <= busy:
        raise Busy
    return seats[0]


def _written_down(actor: Actor, signup: Signup) -> None:
    signup.transitions.create(actor_id=actor.pk, to_state=signup.state)


@transaction.atomic
def sign_off(*, actor: Actor, signup: Signup) -> Signup:
    """
    退出 (sign off): without a reason, until the shift's last moment for it; standby ends at any time.

    Raises `SignOffTooLate`, `SignupMoved`.
    """
    policy.require(actor, "volunteers.change_signup", signup)
    lock_volunteer(signup.volunteer_id)
    shift = lock_shift(signup.shift_id)
    signup.refresh_from_db()
    if signup.state == State.SIGNED_UP and now() > shift.sign_off_until:
        raise SignOffTooLate(until=moment_words(shift.sign_off_until), phone=shift.post.project.contact_phone)
    return give_back(actor, signup, shift, State.SIGNED_OFF)


@transaction.atomic
def release_signup(*, actor: Actor, signup: Signup, reason: str) -> Signup:
    """
    释放 (release): the leader takes somebody off a shift, with a reason that the volunteer reads.

    Raises `ReasonMissing`, `SignupMoved`.
    """
    policy.require(actor, "volunteers.manage_signup", signup)
    if not reason.strip():
        raise ReasonMissing
    lock_volunteer(signup.volunteer_id)
    shift = lock_shift(signup.shift_id)
    signup.refresh_from_db()
    moved = give_back(actor, signup, shift, State.RELEASED, reason="by_leader", note=reason.strip())
    notify("volunteers.place_released", to=moved.volunteer.person, about=moved)
    return moved
