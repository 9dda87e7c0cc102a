"""Shifts for tests: sign-up by services, swaps and no-shows; rows of the tables that hang on a signup."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from volunteers.models import NoShow, Shift, Signup, Swap, Volunteer
from volunteers.services import offers, signups
from volunteers.services.shifts import Plan
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import at, today


def clock(hour: float, days: int = 3) -> datetime:
    """An hour of a day to come."""
    return at(today() + timedelta(days), time(int(hour), round(hour % 1 * 60)))


def user_of(one: Volunteer) -> User:
    return one.person.users.get()


def sign_up(one: Volunteer, shift: Shift) -> Signup:
    return signups.sign_up(actor=user_of(one), shift=shift)


def wait(one: Volunteer, shift: Shift) -> Signup:
    return signups.join_standby(actor=user_of(one), shift=shift)


def sign_off(signup: Signup) -> Signup:
    return signups.sign_off(actor=user_of(signup.volunteer), signup=signup)


def accept(signup: Signup) -> Signup:
    return offers.accept_offer(actor=user_of(signup.volunteer), signup=signup)


def plan(shift: Shift, **changes: Any) -> Plan:
    """The shift as it is, with changes."""
    names = ("starts_at", "ends_at", "capacity", "place", "sign_off_until", "break_minutes")
    return Plan(**{name: getattr(shift, name) for name in names} | changes)


def no_show(signup: Signup, **fields: Any) -> NoShow:
    """A recorded no-show, written plainly."""
    day = timezone.localdate(signup.starts_at)
    return NoShow.objects.create(
        **{"signup": signup, "volunteer": signup.volunteer, "happened_on": day} | fields
    )


def rows_of(one: Volunteer) -> dict[type[Model], Model]:
    """A swap that is asked for and a no-show of the volunteer's signup."""
    signup = Signup.objects.get(volunteer=one)
    return {
        Swap: Swap.objects.create(signup=signup, giver=one),
        NoShow: no_show(signup),
    }
