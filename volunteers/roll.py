"""
点名册 (the roll): who is expected at a shift, who came and left, how that is known, and what does not agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from zibo_youth.core.calendar import after_workdays, at, now

from .models import Scan, Shift, Signup
from .presence import MINUTE, Presence, presence_of, standing
from .querysets import SignupQuerySet
from .scan_errors import MarkTimeWrong
from .words import clock_words

State = Signup.State
# Whoever had a place when the shift began.
EXPECTED = (State.SIGNED_UP, State.CHECKED_IN, State.CHECKED_OUT, State.ATTENDED, State.NO_SHOW)
# Not yet judged.
OPEN_STATES = (State.SIGNED_UP, State.CHECKED_IN, State.CHECKED_OUT)


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a roll that was kept elsewhere: whose, what, when, and the number that makes it one."""

    signup: int
    kind: str
    at: datetime
    mark_id: UUID


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mark: recorded, the same as known, differs (the record stands), or refused and why."""

    mark: Mark
    result: str
    signup: Signup | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One volunteer on the roll."""

    signup: Signup
    came: Scan | None
    left: Scan | None
    absent: Scan | None
    differing: tuple[Scan, ...]
    presence: Presence
    note: str

    @property
    def is_open(self) -> bool:
        return self.signup.state in OPEN_STATES

    @property
    def can_undo(self) -> bool:
        return self.is_open and any((self.came, self.left, self.absent))


def expected(shift: Shift) -> SignupQuerySet:
    """Signups on the roll of a shift, in the order of the volunteers' numbers, with all that a line says."""
    rows: SignupQuerySet = Signup.objects.whole().filter(shift=shift, state__in=EXPECTED)
    return rows.prefetch_related("scans", "transitions").order_by("volunteer__volunteer_no")


def lines(signups: Iterable[Signup]) -> list[Line]:
    return [line_of(signup) for signup in signups]


def line_of(signup: Signup) -> Line:
    rows = list(signup.scans.all())
    proofs = standing(rows)
    aside = (row for row in rows if not row.counts and row.kind in proofs)
    differing = tuple(row for row in aside if abs(row.at - proofs[row.kind].at) >= MINUTE)
    notes = [move.note for move in signup.transitions.all() if move.note]
    return Line(
        signup=signup,
        came=proofs.get(Scan.Kind.IN),
        left=proofs.get(Scan.Kind.OUT),
        absent=proofs.get(Scan.Kind.ABSENT),
        differing=differing,
        presence=presence_of(signup),
        note=notes[-1] if notes else "",
    )


def moment_on(shift: Shift, clock: time) -> datetime:
    """The moment at which a clock shows this during the shift; past midnight, of the next day."""
    start = timezone.localtime(shift.starts_at)
    first = at(start.date(), clock)
    earliest = shift.starts_at - _margin()
    return first if first >= earliest else at(start.date() + timedelta(days=1), clock)


def check_claim(shift: Shift, moment: datetime, *, after: datetime | None = None) -> None:
    """A claimed time lies about the shift, neither to come nor before the arrival. Raises `MarkTimeWrong`."""
    first, last = shift.starts_at - _margin(), shift.ends_at + _margin()
    if not (after or first) <= moment <= min(last, now()) or moment < first:
        raise MarkTimeWrong(when=f"{clock_words(first)}–{clock_words(last)}")


def is_late(shift: Shift) -> bool:
    """Whether a roll handed in now says why it comes so late."""
    return now() > shift.ends_at + timedelta(hours=settings.VOLUNTEERS["roll_late_hours"])


def is_too_late(shift: Shift) -> bool:
    return now() > after_workdays(shift.ends_at, 24 * settings.VOLUNTEERS["roll_workdays"])


def _margin() -> timedelta:
    return timedelta(minutes=settings.VOLUNTEERS["roll_margin_minutes"])
