"""How shifts of the past are told: planned, taken, come to and left, reviewed, confirmed, shown, in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from volunteers.door import IN, OUT, read_token, token_of
from volunteers.models import HourEntry, Post, Shift, Signup, SignupTransition, Volunteer
from volunteers.services import attendance, door_scans, hours, rolls, shift_due, signups
from volunteers.services.shifts import Plan, open_shift
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import standing_at

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift that was held, who leads it, and who had a place on it."""

    shift: Shift
    leader: User
    places: list[Signup]

    @property
    def end(self) -> datetime:
        return self.shift.ends_at


def planned(
    leader: User, post: Post, start: datetime, hours: int, crowd: Sequence[Volunteer], rest: int = 0
) -> Turn:
    """Opened five days before, and taken by these people in the two days after."""
    plan = Plan(
        starts_at=start,
        ends_at=start + hours * HOUR,
        capacity=len(crowd) + 2,
        place=post.project.place,
        sign_off_until=start - 12 * HOUR,
        break_minutes=rest,
    )
    with standing_at(start - 5 * DAY):
        shift = open_shift(actor=leader, post=post, plan=plan)
    with standing_at(start - 3 * DAY):
        places = [signups.sign_up(actor=log_in_of(one), shift=shift) for one in crowd]
    Signup.objects.filter(shift=shift).update(signed_up_at=start - 3 * DAY)
    return Turn(shift, leader, places)


def log_in_of(volunteer: Volunteer) -> User:
    user: User = volunteer.person.users.get()
    return user


def comes(turn: Turn, places: Iterable[Signup]) -> None:
    """Scanned at the door, one a minute from twenty minutes before the beginning on."""
    _through_the_door(turn, places, IN, turn.shift.starts_at - 20 * MINUTE)


def leaves(turn: Turn, places: Iterable[Signup]) -> None:
    """Scanned at the door, one a minute from the end on."""
    _through_the_door(turn, places, OUT, turn.end)


def _through_the_door(turn: Turn, places: Iterable[Signup], kind: str, first: datetime) -> None:
    for number, place in enumerate(places):
        moment = first + (number % 20) * MINUTE
        with standing_at(moment):
            key = read_token(token_of(turn.shift, kind, moment))
            door_scans.pass_door(actor=log_in_of(place.volunteer), signup=place, key=key)


def on_the_roll(turn: Turn, places: Iterable[Signup]) -> None:
    """No telephone at hand: the leader marks who is there and who goes."""
    for place in places:
        for kind, moment in ((IN, turn.shift.starts_at), (OUT, turn.end)):
            with standing_at(moment + MINUTE):
                rolls.mark(actor=turn.leader, signup=place, kind=kind, at=moment)


def served(turn: Turn) -> Turn:
    """Everybody scanned, and the leader accepted them in the evening."""
    comes(turn, turn.places)
    leaves(turn, turn.places)
    return reviewed(turn)


def reviewed(turn: Turn) -> Turn:
    """Who forgot to check out left at the end; the leader accepts whoever needs no word."""
    with standing_at(turn.end + 3 * HOUR):
        closed(turn)
        attendance.accept_all(actor=turn.leader, shift=turn.shift)
    return turn


def closed(turn: Turn) -> None:
    """What the clock does by itself in the hours after the end."""
    moment = turn.end + 3 * HOUR
    shift_due.close_shifts(at=moment)
    attendance.close_forgotten(at=moment)


def explained(turn: Turn, place: Signup, reason: str) -> None:
    """Accepted with a word, where nobody saw the end."""
    with standing_at(turn.end + 4 * HOUR):
        attendance.accept_attendance(actor=turn.leader, signup=place, reason=reason)


def confirmed(second: User, turn: Turn) -> None:
    """By a second person the day after, what no machine has seen."""
    waiting = HourEntry.objects.filter(signup__shift=turn.shift).to_confirm().whole()
    with standing_at(turn.end + DAY):
        for entry in waiting.exclude(recorded_by=second):
            hours.confirm_hours(actor=second, entry=entry)


def in_force(moment: datetime) -> None:
    """Eight days of notice and more: whatever was confirmed by now is shown, and then counts."""
    shown(moment)
    hours.finalise(at=moment + 7 * DAY)


def shown(moment: datetime) -> None:
    """The public notice begins for whatever was confirmed by this moment."""
    settled_in_the_past(moment)
    hours.start_notice(at=moment)


def settled_in_the_past(moment: datetime) -> None:
    """
    What PostgreSQL has stamped while loading, at the moment that is told; of what is not told yet, nothing.

    Lines of the ledger and rows of the door keep the clock of their writing: they are written once.
    """
    entries = HourEntry.objects.filter(ends_at__lt=moment, state=HourEntry.State.CONFIRMED)
    entries.filter(confirmed_at__gt=moment).update(confirmed_at=moment)
    moves = SignupTransition.objects.filter(signup__ends_at__lt=moment, at__gt=moment)
    moves.update(at=moment)
