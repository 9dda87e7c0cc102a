"""A shift that is about to begin, with its leader and a volunteer on it; for tests of the door and the roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from tests import people, volunteering
from volunteers.door import IN, DoorKey, read_token, token_of
from volunteers.models import Shift, Signup
from volunteers.roll import Mark
from volunteers.services import door_scans
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import at, today

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


# Read once: inside of `standing_at` today is another day.
DAY = today()


def nine(days: int = 1) -> datetime:
    """Nine in the morning of a day; of tomorrow unless said otherwise."""
    return at(DAY + timedelta(days), time(9))


@dataclass
class Turn:
    """A shift of three hours at nine tomorrow, its leader, a volunteer with a place on it."""

    shift: Shift
    leader: User
    user: User
    signup: Signup

    def fresh(self) -> Signup:
        self.signup = Signup.objects.whole().get(pk=self.signup.pk)
        return self.signup


def turn(role: str = "general", starts_at: datetime | None = None, **fields: Any) -> Turn:
    post = volunteering.post(role=role, **fields.pop("post", {}))
    shift = volunteering.shift(post, starts_at=starts_at or nine(), **fields)
    one = volunteering.volunteer()
    signup = volunteering.signup(shift, one)
    leader = people.leader(post.project.organiser)
    return Turn(shift, leader, volunteering.user_of(one), Signup.objects.whole().get(pk=signup.pk))


def own_place(of: Turn, **fields: Any) -> Signup:
    """The leader serves too, on the shift that they lead."""
    person = of.leader.person
    person.birth_date = date(1990, 5, 4)
    person.save()
    return volunteering.signup(of.shift, volunteering.volunteer(of.leader), **fields)


def key(shift: Shift, moment: datetime, kind: str = IN) -> DoorKey:
    """The code that the screen shows at this moment, read at the same."""
    return read_token(token_of(shift, kind, moment))


def scan(of: Turn, moment: datetime, kind: str = IN) -> Signup:
    """The volunteer scans what the screen shows at this moment; the clock must stand there."""
    return door_scans.pass_door(actor=of.user, signup=of.fresh(), key=key(of.shift, moment, kind))


def line(signup: Signup, kind: str, moment: datetime, **fields: Any) -> Mark:
    return Mark(signup.pk, kind, moment, fields.get("mark_id") or uuid4())
