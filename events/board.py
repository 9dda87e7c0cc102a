"""
现场看板 (the live board) and 构成 (balance): counts of one session, each in a fixed number of queries.

Whoever counts people by gender and age reads no small number (`reports.suppression`); companions have told
neither and are counted by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Max, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import now
from zibo_youth.reports.suppression import hidden_cells

from .entrance import age_at
from .models import Attendance, EntryScan, Registration, RosterPerson, Session
from .presence import day_at

# Upper ends, included; the last has none.
BANDS: tuple[tuple[int | None, str | Promise], ...] = (
    (17, _("17 岁及以下")),
    (24, _("18–24 岁")),
    (29, _("25–29 岁")),
    (35, _("30–35 岁")),
    (None, _("36 岁及以上")),
)
UNKNOWN = pgettext_lazy("年龄", "未知")
GENDERS = (
    (Person.Gender.FEMALE.value, Person.Gender.FEMALE.label),
    (Person.Gender.MALE.value, Person.Gender.MALE.label),
    (Person.Gender.UNKNOWN.value, Person.Gender.UNKNOWN.label),
)


@dataclass(frozen=True, slots=True)
class Board:
    """Seats: confirmed; who came today; of these inside and gone; free places; offline rows to look at."""

    expected: int
    came: int
    inside: int
    free: int
    unverified: int

    @property
    def gone(self) -> int:
        return self.came - self.inside

    @property
    def missing(self) -> int:
        """Expected, and not seen today."""
        return self.expected - self.came


def board_of(session: Session) -> Board:
    """How the day stands, in four queries whatever number came."""
    day = day_at(session, now())
    of_today = EntryScan.objects.of_session(session.pk).filter(day=day, registration__state="registered")
    seats = of_today.filter(step__isnull=False).order_by().values("registration", "seat")
    last = seats.annotate(last=Max("step")).aggregate(inside=Sum(F("last") % 2))
    came = of_today.standing().order_by().values("registration", "seat").distinct().count()
    held = session.registrations.filter(state=Registration.State.REGISTERED)
    expected = held.aggregate(seats=Sum("seats"))["seats"] or 0
    unverified = EntryScan.objects.of_session(session.pk).unverified().count()
    return Board(expected, came, last["inside"] or 0, session.left, unverified)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the balance: a band of age, and how many of each gender; None is hidden."""

    label: str | Promise
    cells: list[int | None]


def balance_of(session: Session, *, only_attended: bool = False) -> list[Line]:
    """Registrants and people on rosters by age and gender, small counts hidden along both ways."""
    counts = Counter(
        (band_of(age_at(one, session)), one.gender)
        for one in _people_of(session, only_attended=only_attended)
    )
    hidden = hidden_counts(counts)
    labels = [label for _end, label in BANDS] + [UNKNOWN]
    return [
        Line(
            label,
            [None if (place, gender) in hidden else counts[place, gender] for gender, _label in GENDERS],
        )
        for place, label in enumerate(labels)
    ]


def _people_of(session: Session, *, only_attended: bool) -> Iterator[Person | RosterPerson]:
    """Whose age and gender are known: who registered, and of a group those on its roster, seat by seat."""
    rows = session.registrations.filter(state=Registration.State.REGISTERED)
    came = set(Attendance.objects.of_session(session.pk).attended().values_list("registration", "seat"))
    for one in rows.select_related("person").prefetch_related("roster"):
        listed = [each for each in one.roster.all() if each.left_at is None]
        for seat, each in enumerate(listed if one.organisation_id else [one.person], 1):
            if not only_attended or (one.pk, seat) in came:
                yield each


def band_of(age: int | None) -> int:
    """The place of a band in the table; the one after the last is of no known age."""
    if age is None:
        return len(BANDS)
    return next(place for place, (end, _label) in enumerate(BANDS) if end is None or age <= end)


def hidden_counts(counts: Counter[tuple[int, int]]) -> set[tuple[int, int]]:
    """Cells that are not told, and those that would give them away by a row's or a column's sum."""
    whole = {
        (band, gender): Decimal(counts[band, gender])
        for band in range(len(BANDS) + 1)
        for gender, _label in GENDERS
    }
    hidden: set[tuple[int, int]] = set()
    for place in (0, 1):
        for line in {cell[place] for cell in whole}:
            hidden |= hidden_cells({cell: count for cell, count in whole.items() if cell[place] == line})
    return hidden
