"""
排班 (rosters): whom a round accepted is offered shifts of several days; none is a place before they take it.

A roster is the signups that a leader offers one volunteer in the shifts of a round's project:
each holds its seat and the volunteer's time until it is taken, declined or lapses, as an
offer to the standby list does. What a rule forbids is left out line by line, with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction

from volunteers.models import Application, Round, Shift, Signup, Volunteer
from volunteers.shift_errors import AlreadySignedUp, ShiftFull
from volunteers.signup_rules import Diary, Held, diary_of, obstacles
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, explaining

from .locks import lock_shift, lock_volunteer, lock_volunteers
from .offers import decline_offer, take_up
from .places import WALLS, State, free_seats, settle
from .roster_marks import ROSTER, tell_of_roster

OFFER, ANSWER = "volunteers.manage_signup", "volunteers.answer_application"


@dataclass(frozen=True, slots=True)
class Line:
    """One volunteer on one shift: offered or taken, or what stood in the way."""

    volunteer: Volunteer
    shift: Shift
    refusal: DomainError | None = None


def offer_roster(
    *, actor: Actor, round: Round, applications: Collection[Application], shifts: Collection[Shift]
) -> list[Line]:
    """
    排班 (offer a roster): each of these people each of these shifts, as far as the rules allow.

    Who waits for a place of a shift goes first. Only shifts of the round's project and
    people of the round are looked at. Returns every line, with the refusal of those that
    did not come about.
    """
    policy.require(actor, "volunteers.manage_round", round)
    with explaining(**WALLS), transaction.atomic():
        people = lock_volunteers(_numbers(round, applications))
        laid_out = [lock_shift(number) for number in _in_order(round, shifts)]
        seats = {shift.pk: _seats_of(shift) for shift in laid_out}
        laid_out.sort(key=lambda shift: (shift.starts_at, shift.pk))
        return [line for one in people for line in _lay_out(actor, round, one, laid_out, seats)]


def _numbers(of: Round, applications: Collection[Application]) -> list[int]:
    rows = Application.objects.filter(round=of, pk__in=[each.pk for each in applications])
    return list(rows.values_list("volunteer", flat=True))


def _in_order(of: Round, shifts: Collection[Shift]) -> list[int]:
    """Locks of shifts go by their numbers."""
    rows = Shift.objects.filter(post__project=of.project_id, pk__in=[each.pk for each in shifts])
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _seats_of(shift: Shift) -> list[int]:
    """The free seats that nobody on standby is kept waiting for."""
    busy = settle(shift)
    free = free_seats(shift)
    return free[: max(len(free) - busy, 0)]


def _lay_out(
    actor: Actor, of: Round, one: Volunteer, shifts: list[Shift], seats: dict[int, list[int]]
) -> Iterator[Line]:
    """One volunteer's roster; what is laid out already is time promised for the rest of it."""
    diary, known = diary_of(one), set(Signup.objects.live_of(one).values_list("shift", flat=True))
    is_offered = False
    for shift in shifts:
        refusal = _refusal(diary, shift, known, seats[shift.pk])
        if refusal is None:
            made = _offer(actor, of, one, shift, seats[shift.pk].pop(0))
            diary = diary.with_(Held(made.pk, shift.pk, of.project.local_title, made.starts_at, made.ends_at))
            is_offered = True
        yield Line(one, shift, refusal)
    if is_offered:
        tell_of_roster(of.applications.get(volunteer=one), "roster_offer")


def _refusal(diary: Diary, shift: Shift, known: set[int], seats: list[int]) -> DomainError | None:
    if shift.pk in known:
        return AlreadySignedUp()
    in_the_way = next(iter(obstacles(diary, shift)), None)
    return in_the_way or (None if seats else ShiftFull())


def _offer(actor: Actor, of: Round, one: Volunteer, shift: Shift, seat: int) -> Signup:
    made = Signup(
        shift=shift,
        volunteer=one,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        seat=seat,
        cap=shift.capacity,
        state=State.OFFERED,
        offer_until=of.offer_ends(now(), shift.starts_at),
    )
    policy.require(actor, OFFER, made)
    made.save(force_insert=True)
    made.transitions.create(actor_id=actor.pk, to_state=made.state, reason=ROSTER)
    return made


def accept_roster(*, actor: Actor, application: Application) -> list[Line]:
    """
    接受排班 (accept a roster): each shift that still may be had becomes a place; the others stay offered.

    Something else may have come between: a line that a rule forbids by now keeps the rest.
    Returns every line, with the refusal of those that did not become places.
    """
    policy.require(actor, ANSWER, application)
    with explaining(), transaction.atomic():
        lock_volunteer(application.volunteer_id)
        offered = Signup.objects.rostered(application).whole().order_by("shift")
        lines = [_taken(actor, signup) for signup in offered]
        if any(line.refusal is None for line in lines):
            tell_of_roster(application, "roster_accepted")
    return lines


def _taken(actor: Actor, signup: Signup) -> Line:
    try:
        take_up(actor=actor, signup=signup)
    except DomainError as refusal:
        return Line(signup.volunteer, signup.shift, refusal)
    return Line(signup.volunteer, signup.shift)


def decline_line(*, actor: Actor, application: Application, signup: Signup) -> Signup:
    """这一班不行 (decline one shift of a roster): its place goes to the next. Raises `SignupMoved`."""
    policy.require(actor, ANSWER, application)
    return decline_offer(actor=actor, signup=signup)
