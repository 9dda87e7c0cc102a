"""What falls due on shifts: reminders, the end of waiting and of a shift, no-shows. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from volunteers.models import Shift, Signup
from volunteers.querysets import SignupQuerySet
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core import calendar
from zibo_youth.notifications.outbox import notify

from .locks import lock_shift, lock_volunteer
from .no_shows import record_no_show
from .places import State, end_swaps
from .signup_moves import move_signup
from .swaps import lapse_swaps

EVENING, NIGHT = time(18, 0), time(22, 0)


def remind_shifts(*, at: datetime) -> int:
    """The day before a shift, from 18:00 on and not at night: where to be, and when."""
    day = timezone.localdate(at)
    if not calendar.at(day, EVENING) <= at < calendar.at(day, NIGHT):
        return 0
    start = calendar.at(day + timedelta(days=1), time.min)
    tomorrow = Signup.objects.filter(
        state=State.SIGNED_UP,
        shift__state=Shift.State.OPEN,
        starts_at__gte=start,
        starts_at__lt=start + timedelta(days=1),
    )
    return sum(_remind(signup) for signup in tomorrow.select_related("volunteer__person"))


@transaction.atomic
def _remind(signup: Signup) -> bool:
    return notify(
        "volunteers.shift_reminder", to=signup.volunteer.person, about=signup, dedup=str(signup.starts_at)
    )


def end_waiting(*, at: datetime) -> int:
    """Standby and swaps end when the shift begins."""
    waiting = Signup.objects.filter(state=State.STANDBY, starts_at__lte=at)
    return _release(waiting, "shift_begun") + lapse_swaps(at=at)


def _release(signups: SignupQuerySet, reason: str) -> int:
    return sum(_release_one(number, reason) for number in signups.values_list("pk", flat=True))


@transaction.atomic
def _release_one(number: int, reason: str) -> bool:
    signup = Signup.objects.get(pk=number)
    lock_volunteer(signup.volunteer_id)
    lock_shift(signup.shift_id)
    still = Signup.objects.awaited().filter(pk=number).first()
    if still is None:
        return False
    end_swaps(move_signup(SYSTEM, still, State.RELEASED, reason=reason))
    return True


def close_shifts(*, at: datetime) -> int:
    """
    Shifts that are over. Whoever had a place on one that stood suspended is not asked why they were away.
    """
    due = Shift.objects.filter(state__in=[Shift.State.OPEN, Shift.State.SUSPENDED], ends_at__lte=at)
    stopped = due.filter(state=Shift.State.SUSPENDED)
    _release(Signup.objects.awaited().filter(shift__in=stopped), "shift_suspended")
    return int(due.update(state=Shift.State.CLOSED))


def mark_no_shows(*, at: datetime) -> int:
    """Signed up, never checked in, and the hours are over in which the leader's roll may come in."""
    grace = timedelta(hours=settings.VOLUNTEERS["no_show_after_hours"])
    missing = Signup.objects.filter(
        state=State.SIGNED_UP, shift__state=Shift.State.CLOSED, ends_at__lte=at - grace
    )
    return sum(_mark(number) for number in missing.order_by("ends_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def _mark(number: int) -> bool:
    signup = Signup.objects.select_related("volunteer__person").get(pk=number)
    lock_volunteer(signup.volunteer_id)
    still = Signup.objects.filter(pk=number, state=State.SIGNED_UP).first()
    if still is None:
        return False
    record_no_show(still)
    return True
