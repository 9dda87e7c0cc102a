"""
参与率 (take-up): how many people of a company or a district finished a quiz in a span of days.

A fact for model posts: read from attempts, never written down a second time.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.calendar import at

from .facts import FactSource, Measured, register_fact
from .models import Enterprise, QuizAttempt


def finished_between(first: date, last: date) -> QuerySet[QuizAttempt]:
    """Attempts finished on these days, both included, whose result nobody annulled."""
    start, end = at(first, time.min), at(last + timedelta(days=1), time.min)
    rows: QuerySet[QuizAttempt] = QuizAttempt.objects.filter(
        state__in=["submitted", "expired"], finished_at__gte=start, finished_at__lt=end
    )
    return rows


def take_up_of(enterprise: Enterprise, first: date, last: date) -> Measured:
    """People who answered for a company, each once over all quizzes, of its young workers where known."""
    rows = finished_between(first, last).filter(entry__organisation=enterprise.organisation_id)
    people = rows.aggregate(people=Count("entry__person", distinct=True))["people"]
    return Measured(people, enterprise.young_workers or None)


def take_up_by_district(*, first: date, last: date) -> dict[int, int]:
    """People by the reporting unit for which they answered; nobody is counted twice in one of them."""
    rows = finished_between(first, last).filter(~Q(entry__district=None)).order_by()
    told = rows.values("entry__district").annotate(people=Count("entry__person", distinct=True))
    return {each["entry__district"]: each["people"] for each in told}


def register_quiz_facts() -> None:
    """Called once, when the app is ready."""
    register_fact(FactSource("quiz_take_up", _("参加安全答题"), pgettext_lazy("计量单位", "人"), take_up_of))
