"""
参与率 (take-up): how many people of a company or a district finished a quiz in a span of days.

A fact for model posts: read from attempts, never written down a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at

from .models import Enterprise, QuizAttempt


@dataclass(frozen=True, slots=True)
class TakeUp:
    """``people`` who finished, of ``of`` young workers, where that number is known."""

    people: int
    of: int = 0

    @property
    def share(self) -> Fraction | None:
        """Of the young workers; more than all of them is all of them, and an unknown number is no share."""
        return min(Fraction(self.people, self.of), Fraction(1)) if self.of else None


def finished_between(first: date, last: date) -> QuerySet[QuizAttempt]:
    """Attempts finished on these days, both included, whose result nobody annulled."""
    start, end = at(first, time.min), at(last + timedelta(days=1), time.min)
    rows: QuerySet[QuizAttempt] = QuizAttempt.objects.filter(
        state__in=["submitted", "expired"], finished_at__gte=start, finished_at__lt=end
    )
    return rows


def take_up_of(organisation: Organisation, *, first: date, last: date) -> TakeUp:
    """Of one company: people who answered for it, each counted once over all quizzes."""
    rows = finished_between(first, last).filter(entry__organisation=organisation)
    people = rows.aggregate(people=Count("entry__person", distinct=True))["people"]
    young = Enterprise.objects.filter(organisation=organisation).values_list("young_workers", flat=True)
    return TakeUp(people, young.first() or 0)


def take_up_by_district(*, first: date, last: date) -> dict[int, int]:
    """People by the reporting unit for which they answered; nobody is counted twice in one of them."""
    rows = finished_between(first, last).filter(~Q(entry__district=None)).order_by()
    told = rows.values("entry__district").annotate(people=Count("entry__person", distinct=True))
    return {each["entry__district"]: each["people"] for each in told}
