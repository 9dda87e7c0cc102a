"""
能否报名 (who may take a shift): every rule in one place, for the page, the list, the service and the queue.

`obstacles` names every rule that fails, so that a page can say all of them; a service
refuses with the first. Whoever gives a place on the answer holds the volunteer's lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from zibo_youth.core.brief_days import moment_words
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError

from . import admitted, rest
from .eligibility import check_eligible
from .models import Post, ServiceProject, Shift, Signup, Volunteer
from .no_show_rules import blocked_until
from .shift_errors import (
    AlreadySignedUp,
    ProjectNotOpen,
    RoundOnly,
    ShiftBegun,
    ShiftCollidesWith,
    ShiftNotOpen,
    SignUpStopped,
    TooManyHours,
)


@dataclass(frozen=True, slots=True)
class Held:
    """Hours that a volunteer has promised."""

    signup: int
    shift: int
    project: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Diary:
    """What of a volunteer decides about a sign-up beside the shift itself; read once, asked many times."""

    volunteer: Volunteer
    held: tuple[Held, ...]
    blocked_until: date | None
    # What eligibility said of a role on a day: a list of shifts asks again and again.
    judged: dict[tuple[int, date], DomainError | None] = field(default_factory=dict, compare=False)

    def without(self, signup: int) -> Diary:
        """The same, as if this place were not held: an offer does not collide with itself."""
        kept = tuple(each for each in self.held if each.signup != signup)
        return Diary(self.volunteer, kept, self.blocked_until, self.judged)

    def with_(self, held: Held) -> Diary:
        """The same, with these hours promised too."""
        return Diary(self.volunteer, (*self.held, held), self.blocked_until, self.judged)


def diary_of(volunteer: Volunteer) -> Diary:
    """Promised hours that are not long over, and a stop after no-shows; two statements."""
    since = now() - timedelta(hours=48)
    rows = Signup.objects.holding().filter(volunteer=volunteer, ends_at__gt=since)
    rows = rows.select_related("shift__post__project").order_by("starts_at")
    held = tuple(
        Held(row.pk, row.shift_id, row.shift.post.project.local_title, row.starts_at, row.ends_at)
        for row in rows
    )
    return Diary(volunteer, held, blocked_until(volunteer, timezone.localdate(now())))


def obstacles(diary: Diary, shift: Shift) -> list[DomainError]:
    """Every rule that keeps this volunteer from this shift, the shift's own first."""
    return [*of_shift(shift), *of_volunteer(diary, shift)]


def of_shift(shift: Shift) -> Iterator[DomainError]:
    """What keeps everybody from it."""
    if shift.post.project.state != ServiceProject.State.PUBLISHED:
        yield ProjectNotOpen()
    if shift.state != Shift.State.OPEN:
        yield ShiftNotOpen(state=shift.get_state_display())
    elif shift.starts_at <= now():
        yield ShiftBegun(start=moment_words(shift.starts_at))


def of_volunteer(diary: Diary, shift: Shift) -> Iterator[DomainError]:
    """What keeps this volunteer from it: a stop, the role, the round, other hours, rest."""
    if diary.blocked_until:
        rules = settings.VOLUNTEERS
        yield SignUpStopped(
            days=rules["no_show_window_days"],
            limit=rules["no_show_limit"],
            until=date_format(diary.blocked_until + timedelta(days=1), "Y-m-d"),
        )
    if unfit := _unfitness(diary, shift):
        yield unfit
    if not is_admitted(diary.volunteer, shift.post):
        yield RoundOnly()
    if any(each.shift == shift.pk for each in diary.held):
        yield AlreadySignedUp()
    else:
        yield from of_hours(diary, shift.starts_at, shift.ends_at)


def _unfitness(diary: Diary, shift: Shift) -> DomainError | None:
    asked = (shift.post.role_id, timezone.localdate(shift.starts_at))
    if asked not in diary.judged:
        try:
            check_eligible(diary.volunteer, shift.post, shift.starts_at)
            diary.judged[asked] = None
        except DomainError as refusal:
            diary.judged[asked] = refusal
    return diary.judged[asked]


def of_hours(diary: Diary, start: datetime, end: datetime) -> Iterator[DomainError]:
    """Hours that are promised already, and the rest rule."""
    taken = [each for each in diary.held if each.start < end and each.end > start]
    if taken:
        yield collides_with(taken[0])
        return
    limit = settings.VOLUNTEERS["hours_in_24"]
    total = rest.most_with([(each.start, each.end) for each in diary.held], (start, end))
    if total > timedelta(hours=limit):
        yield TooManyHours(most=limit, sum=f"{total / timedelta(hours=1):g}")


def collides_with(held: Held) -> ShiftCollidesWith:
    return ShiftCollidesWith(project=held.project, hours=hours_words(held.start, held.end))


def is_admitted(volunteer: Volunteer, post: Post) -> bool:
    """Whether the post is open to whoever is eligible, or a round accepted the volunteer for its project."""
    return bool(post.staffing == Post.Staffing.OPEN or admitted.is_admitted(volunteer, post.project))


def hours_words(start: datetime, end: datetime) -> str:
    """11月29日 09:00–12:00."""
    return f"{moment_words(start)}–{timezone.localtime(end):%H:%M}"
